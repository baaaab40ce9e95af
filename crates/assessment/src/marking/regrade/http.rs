//! Marking packages again.

use axum::extract::State;
use platform::http::{
    MaybePosted, Outcome, Pages, Path, Reply,
    routes::{Endpoint, get, post},
};

use super::{
    rules::RegradeIn,
    service::{RegradeView, RegradingView, RevertView, not_revertible},
};
use crate::{
    Assessment, Authors, Staff,
    http::{access, api, query::id},
};

/// `POST /test-packages/{id}/regrade`.
async fn regrade(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(package): Path<String>,
    MaybePosted { input, once }: MaybePosted<RegradeIn>,
) -> Outcome<RegradeView> {
    let package = id("id", &package)?;
    let done = assessment.regrade(&staff.admin, package, input.judge()?, once).await?;
    Ok(Reply::ok(done))
}

/// `GET /test-packages/{id}/regrade`.
async fn regradings(
    State(assessment): State<Assessment>,
    _staff: Staff<Authors>,
    Path(package): Path<String>,
    pages: Pages,
) -> Outcome<Vec<RegradingView>> {
    let (rows, paging) = assessment.regradings(id("id", &package)?, pages).await?;
    Ok(Reply::list("regradings", rows, paging))
}

/// `POST /test-packages/{id}/regrade/{no}/revert`.
async fn revert(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path((package, no)): Path<(String, String)>,
) -> Outcome<RevertView> {
    let (package, no) = (id("id", &package)?, id("no", &no)?);
    Ok(Reply::ok(assessment.revert_regrade(&staff.admin, package, no).await?))
}

/// `GET /test-packages/{id}/regrade/{no}/revert`.
async fn revert_outlook(
    State(assessment): State<Assessment>,
    _staff: Staff<Authors>,
    Path((package, no)): Path<(String, String)>,
) -> Outcome<RevertView> {
    let (package, no) = (id("id", &package)?, id("no", &no)?);
    Ok(Reply::ok(assessment.revert_outlook(package, no).await?))
}

const REVERTED: &str = r#"{"packageId":1,"no":1,"changed":1,"changes":[{"responseId":1,"participantId":1,"questionId":1,"oldScore":10,"newScore":0}]}"#;

const REGRADED: &str = r#"{"packageId":1,"no":1,"dryRun":false,"examined":120,"changed":1,"kept":2,"changes":[{"responseId":1,"participantId":1,"questionId":1,"oldScore":0,"newScore":10}],"unmatched":[]}"#;

const REGRADING: &str = r#"{"no":1,"adminId":1,"changed":1,"revertedAt":null,"createdAt":"2023-09-14T12:00:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/test-packages/{id}/regrade"), regrade)
            .says("Compute the scores of a package anew after its keys changed; what people scored stays")
            .part::<i64>("id", "The package", "1")
            .access(access::<Authors>())
            .takes::<RegradeIn>(r#"{"dryRun":false,"reason":"Kunci soal 1 salah"}"#)
            .gives::<RegradeView>(REGRADED),
        get(api!("/test-packages/{id}/regrade"), regradings)
            .says("List the regradings of a package, latest first")
            .part::<i64>("id", "The package", "1")
            .access(access::<Authors>())
            .gives_list::<RegradingView>("regradings", REGRADING),
        post(api!("/test-packages/{id}/regrade/{no}/revert"), revert)
            .says("Take the latest regrading of a package back; scores that were changed since stay")
            .part::<i64>("id", "The package", "1")
            .part::<i64>("no", "The regrading", "1")
            .access(access::<Authors>())
            .gives::<RevertView>(REVERTED)
            .fails(not_revertible),
        get(api!("/test-packages/{id}/regrade/{no}/revert"), revert_outlook)
            .says("See what taking the latest regrading of a package back would change")
            .part::<i64>("id", "The package", "1")
            .part::<i64>("no", "The regrading", "1")
            .access(access::<Authors>())
            .gives::<RevertView>(REVERTED)
            .fails(not_revertible),
    ]
}
