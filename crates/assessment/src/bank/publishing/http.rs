//! Frozen versions of test packages.

use axum::extract::State;
use platform::http::{
    IfMatch, Outcome, Pages, Path, Reply,
    routes::{Endpoint, get, post},
};

use super::service::{VersionView, archived, no_such_version, unfit};
use crate::{
    AnyStaff, Assessment, Authors, BankReaders, Staff,
    bank::passage::service::no_such_package,
    http::{access, api, query::id},
};

/// `POST /test-packages/{id}/publish`.
async fn publish(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(package): Path<String>,
    seen: IfMatch,
) -> Outcome<VersionView> {
    let version = assessment.publish(&staff.admin, id("id", &package)?, seen).await?;
    Ok(Reply::ok(version))
}

/// `GET /test-packages/{id}/versions`.
async fn versions(
    State(assessment): State<Assessment>,
    _staff: Staff<AnyStaff>,
    Path(package): Path<String>,
    pages: Pages,
) -> Outcome<Vec<VersionView>> {
    let (rows, paging) = assessment.list_versions(id("id", &package)?, pages).await?;
    Ok(Reply::list("versions", rows, paging))
}

/// `GET /test-packages/{id}/versions/{no}`.
async fn version(
    State(assessment): State<Assessment>,
    _staff: Staff<BankReaders>,
    Path((package, no)): Path<(String, String)>,
) -> Outcome<VersionView> {
    let (package, no) = (id("id", &package)?, id("no", &no)?);
    Ok(Reply::ok(assessment.package_version(package, no).await?))
}

const VERSION: &str = r#"{"id":7,"packageId":1,"no":2,"frozenBy":1,"frozenAt":"2023-09-14T12:00:00.000Z"}"#;

const WITH_PAPER: &str = r#"{"id":7,"packageId":1,"no":2,"frozenBy":1,"frozenAt":"2023-09-14T12:00:00.000Z","paper":{"title":"Ujian Nasional","passages":[],"sections":[]}}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/test-packages/{id}/publish"), publish)
            .says("Freeze a test package as a version that later edits never change; the same content is frozen once")
            .part::<i64>("id", "The package", "1")
            .access(access::<Authors>())
            .gives::<VersionView>(VERSION)
            .versioned()
            .fails(|| unfit(Vec::new()))
            .fails(archived),
        get(api!("/test-packages/{id}/versions"), versions)
            .says("List the frozen versions of a test package, newest first")
            .part::<i64>("id", "The package", "1")
            .access(access::<AnyStaff>())
            .gives_list::<VersionView>("versions", VERSION)
            .fails(no_such_package),
        get(api!("/test-packages/{id}/versions/{no}"), version)
            .says("See a frozen version and its paper, without keys")
            .part::<i64>("id", "The package", "1")
            .part::<i64>("no", "The version's number", "2")
            .access(access::<BankReaders>())
            .gives::<VersionView>(WITH_PAPER)
            .fails(no_such_version),
    ]
}
