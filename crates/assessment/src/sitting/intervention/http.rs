//! What supervisors do to participants.

use axum::extract::State;
use platform::http::{
    Outcome, Pages, Path, Posted, Reply,
    routes::{Endpoint, get, post},
};

use super::rules::{InterventionIn, refused};
use crate::{
    Assessment, Proctors, SittingReaders, Staff,
    failures::not_found,
    http::{access, api, query::id},
    sitting::{
        model::{Intervention, InterventionView, Status},
        participant::service::PARTICIPANT,
    },
};

/// `POST /participants/{id}/interventions`.
async fn intervene(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    Path(participant): Path<String>,
    Posted { input, once }: Posted<InterventionIn>,
) -> Outcome<InterventionView> {
    let participant = id("id", &participant)?;
    let done = assessment.intervene(&staff.admin, participant, input, once).await?;
    Ok(Reply::created(done))
}

/// `GET /participants/{id}/interventions`.
async fn interventions(
    State(assessment): State<Assessment>,
    _staff: Staff<SittingReaders>,
    Path(participant): Path<String>,
    pages: Pages,
) -> Outcome<Vec<InterventionView>> {
    let participant = id("id", &participant)?;
    let (rows, paging) = assessment.list_interventions(participant, pages).await?;
    Ok(Reply::list("interventions", rows, paging))
}

const DONE: &str = r#"{"id":1,"participantId":1,"type":"extend","seconds":600,"text":null,"reason":"Listrik padam","adminId":1,"at":"2023-07-12T04:00:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/participants/{id}/interventions"), intervene)
            .says("Pause, resume, give time to, message or end a participant")
            .part::<i64>("id", "The participant", "1")
            .access(access::<Proctors>())
            .takes::<InterventionIn>(r#"{"type":"extend","seconds":600,"reason":"Listrik padam"}"#)
            .gives::<InterventionView>(DONE)
            .creates()
            .fails(|| refused(Intervention::Pause, Status::Submitted))
            .fails(|| not_found(PARTICIPANT)),
        get(api!("/participants/{id}/interventions"), interventions)
            .says("List what was done to a participant")
            .part::<i64>("id", "The participant", "1")
            .access(access::<SittingReaders>())
            .gives_list::<InterventionView>("interventions", DONE)
            .fails(|| not_found(PARTICIPANT)),
    ]
}
