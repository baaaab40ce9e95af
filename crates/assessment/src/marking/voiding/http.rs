//! Voiding questions.

use axum::extract::State;
use platform::http::{
    Outcome, Path, Posted, Reply,
    routes::{Endpoint, post},
};

use super::{
    rules::{UnvoidIn, VoidIn},
    service::{QUESTION, VoidedView, already_void, not_void},
};
use crate::{
    Administrators, Assessment, Staff,
    failures::not_found,
    http::{access, api, query::id},
};

/// `POST /questions/{id}/void`.
async fn void(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(question): Path<String>,
    Posted { input, once }: Posted<VoidIn>,
) -> Outcome<VoidedView> {
    let (question, new) = (id("id", &question)?, input.judge()?);
    Ok(Reply::ok(
        assessment.void_question(&staff.admin, question, new, once).await?,
    ))
}

/// `POST /questions/{id}/void/revert`.
async fn unvoid(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(question): Path<String>,
    Posted { input, once }: Posted<UnvoidIn>,
) -> Outcome<VoidedView> {
    let (question, wanted) = (id("id", &question)?, input.judge()?);
    Ok(Reply::ok(
        assessment.unvoid_question(&staff.admin, question, wanted, once).await?,
    ))
}

const VOIDED: &str = r#"{"questionId":1,"eventId":1,"credit":"all","reason":"Gambar soal tidak tampil","at":"2023-09-14T12:00:00.000Z","changed":120}"#;
const COUNTS: &str =
    r#"{"questionId":1,"eventId":1,"credit":null,"reason":null,"at":"2023-09-14T12:30:00.000Z","changed":120}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/questions/{id}/void"), void)
            .says("Void a question at an event: all of its points to all who were asked or to those who answered, or nothing to anybody")
            .part::<i64>("id", "The question", "1")
            .access(access::<Administrators>())
            .takes::<VoidIn>(r#"{"eventId":1,"credit":"all","reason":"Gambar soal tidak tampil"}"#)
            .gives::<VoidedView>(VOIDED)
            .fails(already_void)
            .fails(|| not_found(QUESTION)),
        post(api!("/questions/{id}/void/revert"), unvoid)
            .says("Let a question count again at an event at which it was voided")
            .part::<i64>("id", "The question", "1")
            .access(access::<Administrators>())
            .takes::<UnvoidIn>(r#"{"eventId":1}"#)
            .gives::<VoidedView>(COUNTS)
            .fails(not_void)
            .fails(|| not_found(QUESTION)),
    ]
}
