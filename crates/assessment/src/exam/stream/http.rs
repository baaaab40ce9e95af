//! `GET /exam/events`.

use axum::{extract::State, response::Response};
use futures_util::{StreamExt as _, stream};
use http::HeaderMap;
use platform::http::{
    Fault,
    routes::{Access, Endpoint, get},
    sse,
};

use crate::{Assessment, Sitter, http::api};

/// `GET /exam/events`.
async fn listen(State(assessment): State<Assessment>, sitter: Sitter, headers: HeaderMap) -> Result<Response, Fault> {
    let last = headers.get("last-event-id").and_then(|last| last.to_str().ok());
    let told = assessment
        .listen(sitter, last.and_then(|last| last.trim().parse().ok()))
        .await?;
    let last = told.last;
    let events = stream::unfold(told, async |mut told| Some((told.next().await?, told)));
    Ok(sse::answer(Some(last), events.boxed()))
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/exam/events"), listen)
            .says(
                "Hear what happens, as server-sent events: `message`, `pause`, `resume`, `extend`, `terminate`, `takeover`, \
                 `section-closing`. `Last-Event-ID` tells what was missed",
            )
            .access(Access::Account)
            .gives_media("text/event-stream"),
    ]
}
