//! `GET /exam/result`.

use axum::extract::State;
use platform::http::{
    Outcome, Reply,
    routes::{Access, Endpoint, get},
};

use super::service::not_released;
use crate::{Assessment, Sitter, exam::model::Timed, http::api, marking::results::service::released::ResultView};

/// `GET /exam/result`.
async fn result(State(assessment): State<Assessment>, sitter: Sitter) -> Outcome<Timed<ResultView>> {
    Ok(Reply::ok(assessment.own_result(&sitter).await?))
}

const RESULT: &str = r#"{"participantId":1,"eventId":1,"releasedAt":"2024-07-14T03:00:00.000Z","totalScore":85,"maxScore":100,"sections":[{"sectionId":1,"sectionTitle":"Reading","score":85,"maxScore":100}],"serverNow":"2024-07-14T04:00:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/exam/result"), result)
            .says("See one's own results, as far as the event's policy shows them, once they are released")
            .access(Access::Account)
            .gives::<Timed<ResultView>>(RESULT)
            .fails(not_released),
    ]
}
