//! `GET /exam/receipts/{receipt}`.

use axum::extract::State;
use platform::http::{
    Outcome, Path, Reply,
    routes::{Endpoint, get},
};

use super::service::{VerifiedView, no_such_receipt};
use crate::{Assessment, exam::model::Timed, http::api};

/// `GET /exam/receipts/{receipt}`: for everybody who was shown one.
async fn verify(State(assessment): State<Assessment>, Path(receipt): Path<String>) -> Outcome<Timed<VerifiedView>> {
    Ok(Reply::ok(assessment.verify_receipt(&receipt).await?))
}

const VERIFIED: &str = r#"{"receipt":"5f2c0a8de4b1973c6a50e2d1c7b84f093d1e6a27b5c40f18","valid":true,"eventTitle":"Ujian Bahasa Inggris","examRegisteredNumber":"20240000000017","submittedAt":"2024-07-12T04:30:00.000Z","submitReason":"participant","answers":98,"serverNow":"2024-07-12T05:00:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/exam/receipts/{receipt}"), verify)
            .says("Verify a receipt: what was handed in, when, and whether it is stored as it was handed in")
            .part::<String>(
                "receipt",
                "The receipt",
                "5f2c0a8de4b1973c6a50e2d1c7b84f093d1e6a27b5c40f18",
            )
            .gives::<Timed<VerifiedView>>(VERIFIED)
            .fails(no_such_receipt),
    ]
}
