//! `GET /exam/paper` and the pictures in it.

use axum::{extract::State, response::Response};
use http::{HeaderMap, Method};
use platform::http::{
    Fault, Params, Path,
    routes::{Access, Endpoint, get},
};

use super::model::PaperView;
use crate::{
    Assessment, Sitter,
    bank::picture::{http::serve, service::no_such_picture},
    exam::run::rules::{no_such_section, not_started, section_not_open},
    http::{api, query::maybe_id},
};

/// `GET /exam/paper`: frozen bytes, which their tag tells from others.
async fn paper(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    params: Params,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let n = maybe_id(&params, "section")?;
    let n = n.map(|n| usize::try_from(n).unwrap_or(0));
    let paper = assessment.paper(&sitter, n).await?;
    Ok(paper.answer(&headers, "application/json; charset=utf-8", "private, no-cache"))
}

/// `GET /exam/images/{hash}`.
async fn picture(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Path(hash): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let shown = assessment.exam_picture(&sitter, &hash).await?;
    serve(
        &assessment,
        &shown,
        (&method, &headers),
        "private, max-age=86400, immutable",
    )
    .await
}

const PAPER: &str = r#"{"section":{"n":1,"title":"Reading","instruction":"<p>Read the text.</p>","duration":3300,"navigation":"free"},"passages":[{"code":"P1","title":"Kopi","body":"<p>…</p>","plain":"…"}],"questions":[{"id":1,"type":"multiple_choice","text":"<p>What is the capital of France?</p>","plain":"What is the capital of France?","passage":"P1","options":[{"label":"A","text":"<p>Paris</p>","plain":"Paris"},{"label":"B","text":"<p>London</p>","plain":"London"}],"point":10}]}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/exam/paper"), paper)
            .says(
                "Get the open section: frozen bytes without keys, in the participant's own order. `ETag` and `If-None-Match` as \
                 in RFC 9110",
            )
            .access(Access::Account)
            .query_of::<i64>("section", "Which section, from 1; the open one unless it is said", "1")
            .gives::<PaperView>(PAPER)
            .tagged()
            .fails(section_not_open)
            .fails(no_such_section)
            .fails(not_started),
        get(api!("/exam/images/{hash}"), picture)
            .says("Show a picture of an opened section; byte ranges as in RFC 9110")
            .part::<String>(
                "hash",
                "The SHA-256 of its content, as texts name it",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            )
            .access(Access::Account)
            .gives_file("image/*")
            .fails(no_such_picture),
    ]
}
