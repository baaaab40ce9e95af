//! Notes of appeals.

use axum::extract::State;
use platform::http::{
    Outcome, Pages, Path, Posted, Reply,
    routes::{Endpoint, get, post},
};

use super::{
    rules::{AppealNoteIn, AppealNoteView},
    service::too_many,
};
use crate::{
    Assessment, Raters, Staff,
    failures::not_found,
    http::{access, api, query::id},
    sitting::participant::service::PARTICIPANT,
};

/// `POST /participants/{id}/appeal-notes`.
async fn add(
    State(assessment): State<Assessment>,
    staff: Staff<Raters>,
    Path(participant): Path<String>,
    Posted { input, once }: Posted<AppealNoteIn>,
) -> Outcome<AppealNoteView> {
    let (participant, new) = (id("id", &participant)?, input.judge()?);
    let added = assessment.note_appeal(&staff.admin, participant, new, once).await?;
    Ok(Reply::created(added))
}

/// `GET /participants/{id}/appeal-notes`.
async fn list(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(participant): Path<String>,
    pages: Pages,
) -> Outcome<Vec<AppealNoteView>> {
    let participant = id("id", &participant)?;
    let (notes, paging) = assessment.list_appeal_notes(participant, pages).await?;
    Ok(Reply::list("appealNotes", notes, paging))
}

const NOTE: &str = r#"{"id":1,"participantId":1,"questionId":1,"state":"raised","text":"Peserta menilai pilihan C juga benar","adminId":1,"adminUsername":"ketua","at":"2023-09-15T03:00:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/participants/{id}/appeal-notes"), add)
            .says("Note what a participant objects to, or what was decided about it; a note changes no score")
            .part::<i64>("id", "The participant", "1")
            .access(access::<Raters>())
            .takes::<AppealNoteIn>(r#"{"state":"raised","text":"Peserta menilai pilihan C juga benar","questionId":1}"#)
            .gives::<AppealNoteView>(NOTE)
            .creates()
            .fails(too_many)
            .fails(|| not_found(PARTICIPANT)),
        get(api!("/participants/{id}/appeal-notes"), list)
            .says("List what was noted of a participant's appeal, first to last")
            .part::<i64>("id", "The participant", "1")
            .access(access::<Raters>())
            .gives_list::<AppealNoteView>("appealNotes", NOTE)
            .fails(|| not_found(PARTICIPANT)),
    ]
}
