//! What administrators did. An addition to the documented API.

use axum::extract::State;
use platform::http::{
    Outcome, Pages, Params, Reply,
    routes::{Endpoint, get},
};

use super::{AuditNote, WantedNotes, name_of_thing};
use crate::{
    Administrators, Assessment, Staff,
    http::{
        access, api,
        query::{maybe_id, text},
    },
};

/// `GET /audit-log` — newest first.
async fn list(
    State(assessment): State<Assessment>,
    _staff: Staff<Administrators>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<AuditNote>> {
    let wanted = WantedNotes {
        thing: name_of_thing(&text(&params, "thing").unwrap_or_default()),
        thing_id: maybe_id(&params, "thingId")?.unwrap_or_default(),
        admin_id: maybe_id(&params, "adminId")?.unwrap_or_default(),
    };
    let (rows, paging) = assessment.list_notes(wanted, pages).await?;
    Ok(Reply::list("notes", rows, paging))
}

const NOTE: &str = r#"{"id":1,"adminId":1,"action":"create","thing":"exam_rank","thingId":1,"detail":{"title":"Kolonel"},"at":"2023-09-14T12:00:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/audit-log"), list)
            .says("List what administrators did, newest first")
            .query("thing", "A kind of thing, called like its table", "exam_rank")
            .query_of::<i64>("thingId", "One of that kind", "1")
            .query_of::<i64>("adminId", "What one administrator did", "1")
            .access(access::<Administrators>())
            .gives_list::<AuditNote>("notes", NOTE),
    ]
}
