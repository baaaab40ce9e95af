//! `GET /exam/paper/sealed`.

use axum::{Extension, extract::State, response::IntoResponse};
use http::{HeaderValue, header};
use platform::http::{
    Dense, Fault, Params,
    routes::{Access, Endpoint, get},
};

use super::rules::not_ahead;
use crate::{
    Assessment, Sitter,
    exam::run::rules::{check_in_first, ended, event_over, no_paper, no_such_section},
    http::{api, query::maybe_id},
};

const SEALED: &str = "application/octet-stream";

/// `GET /exam/paper/sealed`: bytes that are kept by whoever fetched them, and by nobody on the way.
async fn sealed(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    params: Params,
) -> Result<impl IntoResponse, Fault> {
    let n = maybe_id(&params, "section")?;
    let n = n.map(|n| usize::try_from(n).unwrap_or(0));
    let bytes = assessment.sealed_paper(&sitter, n).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(SEALED)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, Extension(Dense), bytes))
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/exam/paper/sealed"), sealed)
            .says(
                "Fetch the next section ahead of its time, sealed: `paperKeys` opens it once the server has opened the section. \
                 Version (1 byte, 1), nonce (12 bytes), AES-256-GCM text with its tag; inside a length (4 bytes, big endian), so \
                 many bytes of the paper's JSON as gzip has it, and zeros up to the next 4 KiB",
            )
            .access(Access::Account)
            .query_of::<i64>("section", "Which section, from 1; the next one unless it is said", "2")
            .gives_media(SEALED)
            .fails(check_in_first)
            .fails(not_ahead)
            .fails(no_such_section)
            .fails(no_paper)
            .fails(event_over)
            .fails(ended),
    ]
}
