//! Pictures that the texts of packages name (`![…](image:<hash>)`).

use axum::{extract::State, response::Response};
use http::{HeaderMap, Method};
use platform::http::{
    Fault, Path,
    routes::{Endpoint, get},
};

use super::service::{ShownPicture, no_such_picture};
use crate::{
    Assessment, BankReaders, Staff,
    http::{access, api, file::Shown},
};

/// `GET /images/{hash}` — a picture, whole or in part. The type is the one that its content was found to be.
async fn file(
    State(assessment): State<Assessment>,
    _: Staff<BankReaders>,
    Path(hash): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let shown = assessment.picture(&hash).await?;
    // The content of a hash never changes, but a picture of a paper is for nobody's store but the reader's own.
    serve(
        &assessment,
        &shown,
        (&method, &headers),
        "private, max-age=31536000, immutable",
    )
    .await
}

/// Serves a picture, which may be kept as `cache` says.
pub(crate) async fn serve(
    assessment: &Assessment,
    shown: &ShownPicture,
    (method, headers): (&Method, &HeaderMap),
    cache: &'static str,
) -> Result<Response, Fault> {
    let hash = shown.hash.to_string();
    let name = format!("{}.{}", &hash[..hash.len().min(12)], shown.kind.extension());
    let file = Shown {
        piece: (shown.hash, shown.len),
        content_type: shown.kind.content_type(),
        name: &name,
        cache,
    };
    Ok(file.serve(assessment, method, headers).await?)
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/images/{hash}"), file)
            .says("Show a picture of a test package; byte ranges as in RFC 9110")
            .part::<String>(
                "hash",
                "The SHA-256 of its content, as texts name it",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            )
            .access(access::<BankReaders>())
            .gives_file("image/*")
            .fails(no_such_picture),
    ]
}
