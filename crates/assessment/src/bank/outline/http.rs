//! Outlines of packages.

use axum::extract::State;
use platform::http::{
    Outcome, Paging, Path, Reply,
    routes::{Endpoint, get},
};

use super::model::OutlineView;
use crate::{
    Assessment, BankReaders, Staff,
    bank::passage::service::no_such_package,
    http::{access, api, query::id},
};

/// `GET /test-packages/{id}/outline`.
async fn show(
    State(assessment): State<Assessment>,
    _staff: Staff<BankReaders>,
    Path(package): Path<String>,
) -> Outcome<Vec<OutlineView>> {
    let rows = assessment.outline_of_package(id("id", &package)?).await?;
    let paging = Paging::whole(rows.len());
    Ok(Reply::list("sections", rows, paging))
}

const SECTION: &str = r#"{"id":1,"title":"Section 1","sectionDetailId":88,"ordinal":1,"duration":1200,"navigation":"free","shuffle":false,"questions":40,"points":40,"withoutKey":2,"withAudio":10,"lackingAudio":0,"packages":1}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/test-packages/{id}/outline"), show)
            .says("The sections of a package as it is now, in its order, with how much is in each")
            .part::<i64>("id", "The package", "1")
            .access(access::<BankReaders>())
            .gives_list::<OutlineView>("sections", SECTION)
            .bare()
            .whole()
            .fails(no_such_package),
    ]
}
