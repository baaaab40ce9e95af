//! Reading pieces from requests.

use axum::extract::Request;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use http::HeaderMap;
use platform::{
    Error,
    http::{form, routes::Endpoint},
    media::BlobHash,
};

use super::rules::{self, digest_differs, digest_needed};
use crate::{Assessment, Sitter};

/// The digest that a piece comes with.
pub(crate) fn digest(headers: &HeaderMap) -> Result<BlobHash, Error> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    rules::digest(text("digest"), text("x-content-sha256"))
}

/// The bytes of a piece of at most `largest`, as they come in time; none are taken from somebody whose session ends
/// meanwhile.
pub(crate) fn content(
    assessment: &Assessment,
    sitter: &Sitter,
    request: Request,
    largest: u64,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + use<> {
    let deadline = form::deadline(&request, largest);
    let body = request.into_body().into_data_stream();
    let body = body.map_err(|cause| form::broken_form().caused_by(cause));
    let (assessment, sitter) = (assessment.clone(), sitter.clone());
    let last = async move { assessment.sitter_lives(&sitter).await.map(|()| Bytes::new()) };
    form::in_time(body, deadline).chain(stream::once(last))
}

/// What every endpoint for pieces takes and refuses.
pub(crate) fn of_chunk(endpoint: Endpoint<Assessment>, largest: fn() -> Error) -> Endpoint<Assessment> {
    endpoint
        .part::<i64>("seq", "Its place among the pieces of one recorder, from 0", "0")
        .takes_bytes()
        .fails(digest_needed)
        .fails(digest_differs)
        .fails(largest)
        .fails(form::broken_form)
        .fails(platform::media::empty)
}
