//! What exams keep. An addition to the documented API.

use axum::extract::State;
use platform::http::{
    Outcome, Reply,
    routes::{Endpoint, get},
};

use super::service::StorageView;
use crate::{
    Administrators, Assessment, Staff,
    http::{access, api},
};

/// `GET /storage`.
async fn show(State(assessment): State<Assessment>, _staff: Staff<Administrators>) -> Outcome<StorageView> {
    Ok(Reply::ok(assessment.storage().await?))
}

const STORAGE: &str = r#"{"audio":{"count":12,"bytes":48000000},"pictures":{"count":30,"bytes":6000000},"spokenAnswers":{"count":400,"bytes":90000000},"recordings":{"count":60,"bytes":7000000000},"databaseBytes":52428800,"freeBytes":80000000000,"reservedBytes":536870912}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/storage"), show)
            .says("How much room files of exams and the database take, and how much is left")
            .access(access::<Administrators>())
            .gives::<StorageView>(STORAGE),
    ]
}
