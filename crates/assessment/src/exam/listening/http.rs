//! `GET /exam/audio/{id}`.

use axum::{extract::State, response::Response};
use http::{HeaderMap, HeaderName, Method, header};
use platform::{
    Error,
    http::{
        Fault, Path,
        range::{self, Selection},
        routes::{Access, Endpoint, get},
    },
};

use super::{
    rules::plays_used,
    service::{Audible, no_such_audio},
};
use crate::{
    Assessment, Sitter,
    exam::run::rules::{not_started, paused},
    http::{
        api,
        file::{KEPT_NOWHERE, Shown},
        query::id,
    },
};

/// How often it was played.
const USED: HeaderName = HeaderName::from_static("x-plays-used");
/// How often it may be; left out where that is not bounded.
const ALLOWED: HeaderName = HeaderName::from_static("x-plays-allowed");

/// `GET /exam/audio/{id}` — the sound, whole or in part; `HEAD` counts nothing.
async fn play(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Path(audio): Path<String>,
    method: Method,
    mut headers: HeaderMap,
) -> Result<Response, Fault> {
    let mut sound = assessment.audible(&sitter, id("id", &audio)?).await?;
    // What is heard is counted, whether or not somebody has kept it.
    headers.remove(header::IF_NONE_MATCH);
    if method != Method::HEAD {
        let (hash, len) = sound.piece;
        match range::select(&headers, len, &format!("\"sha256-{hash}\"")) {
            Selection::Unsatisfiable => {}
            Selection::Whole => sound = assessment.count_play(&sitter, sound, true).await?,
            Selection::Part(range) => sound = assessment.count_play(&sitter, sound, range.start == 0).await?,
        }
    }
    answer(&assessment, &sound, &method, &headers)
        .await
        .map_err(Fault::from)
}

async fn answer(
    assessment: &Assessment,
    sound: &Audible,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let shown = Shown {
        piece: sound.piece,
        content_type: sound.content_type,
        name: &sound.filename,
        cache: KEPT_NOWHERE,
    };
    let mut response = shown.serve(assessment, method, headers).await?;
    let out = response.headers_mut();
    out.insert(USED, sound.used.into());
    if let Some(allowed) = sound.allowed {
        out.insert(ALLOWED, allowed.into());
    }
    Ok(response)
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/exam/audio/{id}"), play)
            .says(
                "Play a sound of the open section; byte ranges as in RFC 9110. The server counts: what asks for the first byte \
                 begins a play, unless the last one began less than its length and 5 seconds ago. `X-Plays-Used` and, where it \
                 is bounded, `X-Plays-Allowed` come with it",
            )
            .part::<i64>("id", "The sound, as the paper names it", "4")
            .access(Access::Account)
            .gives_file("audio/*")
            .fails(no_such_audio)
            .fails(not_started)
            .fails(paused)
            .fails(|| plays_used(2, 2)),
    ]
}
