//! Passages, which questions name by `passageId`: they must come from somewhere.

use axum::extract::State;
use platform::http::{
    Body, IfMatch, Outcome, Pages, Params, Path, Posted, Reply,
    routes::{Endpoint, delete, get, patch, post},
};

use super::{
    rules::{PassageChangeIn, PassageIn},
    service::{PassageView, code_taken, no_such_package, passage_in_use},
};
use crate::{
    Assessment, Authors, BankReaders, Staff,
    failures::nothing_to_change,
    http::{
        access, api,
        query::{Direction, direction, id},
    },
};

/// Largest body: all that may be imported of a passage, as markup.
const LARGEST: usize = 8 * 1024 * 1024;

/// `POST /passages`.
async fn create(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Posted { input, once }: Posted<PassageIn>,
) -> Outcome<PassageView> {
    let (package, new) = input.validate()?;
    let made = assessment.create_passage(&staff.admin, package, new, once).await?;
    Ok(Reply::created(made))
}

/// `GET /passages/package/{packageId}`.
async fn list(
    State(assessment): State<Assessment>,
    _staff: Staff<BankReaders>,
    Path(package): Path<String>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<PassageView>> {
    let (package, down) = (id("packageId", &package)?, direction(&params)? == Direction::Descending);
    let (rows, paging) = assessment.list_passages(package, down, pages).await?;
    Ok(Reply::list("passages", rows, paging))
}

/// `GET /passages/{id}`.
async fn show(
    State(assessment): State<Assessment>,
    _staff: Staff<BankReaders>,
    Path(passage): Path<String>,
) -> Outcome<PassageView> {
    Ok(Reply::shown(assessment.passage(id("id", &passage)?).await?))
}

/// `PATCH /passages/{id}`.
async fn update(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(passage): Path<String>,
    seen: IfMatch,
    Body(input): Body<PassageChangeIn>,
) -> Outcome<PassageView> {
    let (passage, change) = (id("id", &passage)?, input.validate()?);
    Ok(Reply::shown(
        assessment.update_passage(&staff.admin, passage, change, seen).await?,
    ))
}

const DELETED: &str = "Passage has been successfully deleted";

/// `DELETE /passages/{id}`.
async fn remove(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(passage): Path<String>,
    seen: IfMatch,
) -> Outcome<()> {
    assessment
        .delete_passage(&staff.admin, id("id", &passage)?, seen)
        .await?;
    Ok(Reply::done(DELETED))
}

const PASSAGE: &str = r#"{"id":4,"packageId":1,"code":"P1","title":"The Museum","body":"The museum opened in 1908.","ordinal":1,"createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#;
const NEW: &str = r#"{"packageId":1,"code":"P1","title":"The Museum","body":"The museum opened in 1908."}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/passages"), create)
            .says("Add a passage to a package")
            .access(access::<Authors>())
            .takes::<PassageIn>(NEW)
            .gives::<PassageView>(PASSAGE)
            .creates()
            .body_limit(LARGEST)
            .fails(code_taken),
        get(api!("/passages/package/{packageId}"), list)
            .says("List the passages of a package, in its order")
            .part::<i64>("packageId", "The package", "1")
            .query("order", "`ASC` or `DESC`", "ASC")
            .access(access::<BankReaders>())
            .gives_list::<PassageView>("passages", PASSAGE)
            .fails(no_such_package),
        get(api!("/passages/{id}"), show)
            .says("See a passage")
            .part::<i64>("id", "The passage", "4")
            .access(access::<BankReaders>())
            .gives::<PassageView>(PASSAGE),
        patch(api!("/passages/{id}"), update)
            .says("Change a passage; what is left out stays, `null` clears the title")
            .part::<i64>("id", "The passage", "4")
            .access(access::<Authors>())
            .takes::<PassageChangeIn>(r#"{"title":"The Old Museum"}"#)
            .gives::<PassageView>(PASSAGE)
            .versioned()
            .body_limit(LARGEST)
            .fails(nothing_to_change)
            .fails(code_taken),
        delete(api!("/passages/{id}"), remove)
            .says("Delete a passage that no question is about")
            .part::<i64>("id", "The passage", "4")
            .access(access::<Authors>())
            .message(DELETED)
            .versioned()
            .fails(passage_in_use),
    ]
}
