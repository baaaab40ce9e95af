//! Starting, sections, the state, and handing in.

use axum::extract::State;
use platform::{
    Error,
    http::{
        Body, MaybeBody, Outcome, Path, Reply,
        routes::{Access, Endpoint, get, post},
    },
};

use super::{
    rules::{
        NothingIn, SubmissionIn, answers_missing, check_in_first, ended, event_over, no_paper, no_such_attempt,
        not_started, not_yet, paused, section_order, too_late,
    },
    service::{ProgressView, StateView, SubmittedView},
};
use crate::{
    Assessment, Sitter,
    exam::model::Timed,
    http::{api, query::id},
};

fn number(text: &str) -> Result<usize, Error> {
    // What is no place at all is of no section.
    Ok(usize::try_from(id("n", text)?).unwrap_or(0))
}

/// `POST /exam/start`.
async fn start(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    MaybeBody(_): MaybeBody<NothingIn>,
) -> Outcome<Timed<ProgressView>> {
    Ok(Reply::ok(assessment.start_attempt(&sitter).await?))
}

/// `GET /exam/state`.
async fn state(State(assessment): State<Assessment>, sitter: Sitter) -> Outcome<Timed<StateView>> {
    Ok(Reply::ok(assessment.exam_state(&sitter).await?))
}

/// `POST /exam/sections/{n}/open`.
async fn open(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Path(n): Path<String>,
    MaybeBody(_): MaybeBody<NothingIn>,
) -> Outcome<Timed<ProgressView>> {
    Ok(Reply::ok(assessment.open_section(&sitter, number(&n)?).await?))
}

/// `POST /exam/sections/{n}/close`.
async fn close(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Path(n): Path<String>,
    MaybeBody(_): MaybeBody<NothingIn>,
) -> Outcome<Timed<ProgressView>> {
    Ok(Reply::ok(assessment.close_section(&sitter, number(&n)?).await?))
}

/// `POST /exam/submit`.
async fn submit(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Body(input): Body<SubmissionIn>,
) -> Outcome<Timed<SubmittedView>> {
    Ok(Reply::ok(assessment.submit_attempt(&sitter, input).await?))
}

pub(crate) const PROGRESS: &str = r#"{"attemptId":1,"state":"in_section","sections":[{"n":1,"sectionId":1,"title":"Listening","duration":2100,"questionCount":50,"opensAt":"2024-07-12T03:00:00.000Z","deadline":"2024-07-12T03:35:00.000Z","state":"open"},{"n":2,"sectionId":2,"title":"Reading","duration":3300,"questionCount":50,"state":"waiting"}],"openSection":1,"timeFactor":1,"extraSeconds":0,"paperKeys":{"1":"pJ3xk0v6fH2bq8XoW1s9Yt7uRzLdNcEiGmQaPhBvTjU"},"serverNow":"2024-07-12T03:00:00.000Z","deadline":"2024-07-12T03:35:00.000Z"}"#;
const STATE: &str = r#"{"attemptId":1,"state":"in_section","sections":[{"n":1,"sectionId":1,"title":"Listening","duration":2100,"questionCount":50,"opensAt":"2024-07-12T03:00:00.000Z","deadline":"2024-07-12T03:35:00.000Z","state":"open"}],"openSection":1,"timeFactor":1,"extraSeconds":0,"paperKeys":{"1":"pJ3xk0v6fH2bq8XoW1s9Yt7uRzLdNcEiGmQaPhBvTjU"},"answers":[{"questionId":1,"clientSeq":7,"value":"B","marked":true}],"flags":[1],"plays":{"4":1},"speech":[{"id":5,"questionId":9,"take":1,"mimeType":"audio/webm","startedAt":"2024-07-12T03:09:00.000Z","status":"recording","chunks":[0,1]}],"recordings":[],"messages":[{"id":9,"at":"2024-07-12T03:10:00.000Z","text":"Tenang saja."}],"highestSeq":7,"serverNow":"2024-07-12T03:10:00.000Z","deadline":"2024-07-12T03:35:00.000Z"}"#;
const SUBMITTED: &str = r#"{"receipt":"5f2c0a8de4b1973c6a50e2d1c7b84f093d1e6a27b5c40f18","submittedAt":"2024-07-12T04:30:00.000Z","answers":98,"state":"submitted","serverNow":"2024-07-12T04:30:00.000Z"}"#;

fn of_section(endpoint: Endpoint<Assessment>) -> Endpoint<Assessment> {
    endpoint
        .every_time()
        .part::<i64>("n", "Which section, from 1", "1")
        .access(Access::Account)
        .takes::<NothingIn>("{}")
        .gives::<Timed<ProgressView>>(PROGRESS)
        .fails(section_order)
        .fails(not_started)
        .fails(paused)
        .fails(ended)
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/exam/start"), start)
            .every_time()
            .says("Start, which opens the first section; again, it is the same")
            .access(Access::Account)
            .takes::<NothingIn>("{}")
            .gives::<Timed<ProgressView>>(PROGRESS)
            .fails(check_in_first)
            .fails(|| not_yet(platform::Timestamp(0)))
            .fails(too_late)
            .fails(event_over)
            .fails(no_paper)
            .fails(ended),
        get(api!("/exam/state"), state)
            .says("Get all that is needed to go on, on any device")
            .access(Access::Account)
            .gives::<Timed<StateView>>(STATE),
        of_section(post(api!("/exam/sections/{n}/open"), open)).says("Open the next section; again, it is the same"),
        of_section(post(api!("/exam/sections/{n}/close"), close))
            .says("Close a section before its time; there is no way back into it"),
        post(api!("/exam/submit"), submit)
            .every_time()
            .says(
                "Hand in. Refused while answers are on their way (409 `answers_missing` with `gaps`); again, it is the same \
                 receipt",
            )
            .access(Access::Account)
            .takes::<SubmissionIn>(r#"{"attemptId":1,"highestSeq":7}"#)
            .gives::<Timed<SubmittedView>>(SUBMITTED)
            .fails(|| answers_missing(0, &[]))
            .fails(no_such_attempt)
            .fails(not_started)
            .fails(ended),
    ]
}
