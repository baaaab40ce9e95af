//! `GET /exam/lobby` and `POST /exam/check-in`.

use axum::extract::{Extension, State};
use platform::http::{
    MaybeBody, Outcome, Peer, Reply,
    routes::{Access, Endpoint, get, post},
};

use super::{
    rules::{CheckInIn, wrong_code},
    service::LobbyView,
};
use crate::{
    Assessment, Sitter,
    exam::{
        model::Timed,
        run::{http::PROGRESS, rules::event_over, service::ProgressView},
    },
    http::api,
};

/// `GET /exam/lobby`.
async fn lobby(State(assessment): State<Assessment>, sitter: Sitter) -> Outcome<Timed<LobbyView>> {
    Ok(Reply::ok(assessment.lobby(&sitter).await?))
}

/// `POST /exam/check-in`.
async fn check_in(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Extension(peer): Extension<Peer>,
    MaybeBody(input): MaybeBody<CheckInIn>,
) -> Outcome<Timed<ProgressView>> {
    let input = input.unwrap_or_default();
    Ok(Reply::ok(assessment.check_in(&sitter, peer, input).await?))
}

fn throttled() -> platform::Error {
    platform::Error::too_many(super::rules::THROTTLED, std::time::Duration::from_secs(60))
}

const LOBBY: &str = r#"{"state":"registered","name":"Ani Lestari","examRegisteredNumber":"20240000000017","event":{"id":1,"title":"Ujian Bahasa Inggris","startsAt":"2024-07-12T03:00:00.000Z","endsAt":"2024-07-12T05:00:00.000Z","entryEndsAt":"2024-07-12T03:15:00.000Z","timeZone":"Asia/Jakarta","recordVideo":true,"recordScreen":false,"entryCodeNeeded":true,"safeExamBrowser":false},"sections":[{"id":1,"title":"Listening","duration":2100,"questionCount":50}],"timeFactor":1,"serverNow":"2024-07-12T02:50:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/exam/lobby"), lobby)
            .says(
                "See which event awaits the participant, when it begins by the server's clock, and what it consists of",
            )
            .access(Access::Account)
            .gives::<Timed<LobbyView>>(LOBBY),
        post(api!("/exam/check-in"), check_in)
            .every_time()
            .says("Check in, with the entry code where the event has one; again, it is the same")
            .access(Access::Account)
            .takes::<CheckInIn>(r#"{"entryCode":"MERAPI","devices":{"microphone":true,"camera":true,"sound":true}}"#)
            .gives::<Timed<ProgressView>>(PROGRESS)
            .fails(wrong_code)
            .fails(throttled)
            .fails(event_over),
    ]
}
