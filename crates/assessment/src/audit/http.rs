//! What administrators did. An addition to the documented API.

use axum::{extract::State, response::Response};
use platform::http::{
    Fault, Outcome, Pages, Params, Reply,
    attachment::attachment,
    routes::{Endpoint, get},
};

use super::{
    AuditNote, WantedNotes, name_of_thing,
    rules::moment,
    service::{TableForm, too_many},
};
use crate::{
    Administrators, Assessment, Staff,
    http::{
        access, api,
        query::{maybe_id, text},
    },
    workload::packing,
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";

/// What the parameters ask for.
fn wanted(params: &Params) -> Result<WantedNotes, Fault> {
    let any = WantedNotes::default();
    let at = |name: &str| text(params, name).map(|text| moment(name, &text)).transpose();
    Ok(WantedNotes {
        thing: name_of_thing(&text(params, "thing").unwrap_or_default()),
        thing_id: maybe_id(params, "thingId")?.unwrap_or_default(),
        admin_id: maybe_id(params, "adminId")?.unwrap_or_default(),
        action: text(params, "action").unwrap_or_default(),
        from: at("from")?.unwrap_or(any.from),
        to: at("to")?.unwrap_or(any.to),
    })
}

/// `GET /audit-log` — newest first.
async fn list(
    State(assessment): State<Assessment>,
    _staff: Staff<Administrators>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<AuditNote>> {
    let (rows, paging) = assessment.list_notes(wanted(&params)?, pages).await?;
    Ok(Reply::list("notes", rows, paging))
}

/// `GET /audit-log.csv`.
async fn sheet(
    State(assessment): State<Assessment>,
    _staff: Staff<Administrators>,
    params: Params,
) -> Result<Response, Fault> {
    let bytes = assessment.notes_file(wanted(&params)?, TableForm::Csv).await?;
    Ok(attachment(CSV, "audit-log.csv", bytes)?)
}

/// `GET /audit-log.xlsx`.
async fn workbook(
    State(assessment): State<Assessment>,
    _staff: Staff<Administrators>,
    params: Params,
) -> Result<Response, Fault> {
    let bytes = assessment.notes_file(wanted(&params)?, TableForm::Workbook).await?;
    Ok(attachment(XLSX, "audit-log.xlsx", bytes)?)
}

const NOTE: &str = r#"{"id":1,"adminId":1,"adminName":"JohnDoe","action":"create","thing":"exam_rank","thingId":1,"detail":{"title":"Kolonel"},"at":"2023-09-14T12:00:00.000Z"}"#;

/// With the parameters that say which notes.
fn narrowed(endpoint: Endpoint<Assessment>) -> Endpoint<Assessment> {
    endpoint
        .query("thing", "A kind of thing, called like its table", "exam_rank")
        .query_of::<i64>("thingId", "One of that kind", "1")
        .query_of::<i64>("adminId", "What one administrator did", "1")
        .query("action", "What was done", "create")
        .query("from", "The first day (of UTC) or moment", "2023-09-14")
        .query("to", "The first day or moment behind the last one", "2023-09-15")
        .access(access::<Administrators>())
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        narrowed(get(api!("/audit-log"), list).says("List what administrators did, newest first"))
            .gives_list::<AuditNote>("notes", NOTE),
        narrowed(get(api!("/audit-log.csv"), sheet).says("What administrators did, as CSV, newest first"))
            .gives_media(CSV)
            .fails(too_many)
            .fails(packing),
        narrowed(get(api!("/audit-log.xlsx"), workbook).says("What administrators did, as a workbook, newest first"))
            .gives_media(XLSX)
            .fails(too_many)
            .fails(packing),
    ]
}
