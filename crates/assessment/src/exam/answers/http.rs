//! `PUT /exam/answers`.

use axum::extract::State;
use platform::http::{
    Body, Outcome, Reply,
    routes::{Access, Endpoint, put},
};

use super::{rules::AnswersIn, service::ResultsView};
use crate::{
    Assessment, Sitter,
    exam::{
        model::Timed,
        run::rules::{no_such_attempt, not_started},
    },
    http::api,
};

/// Largest body: 200 answers, some of them essays.
const BODY: usize = 4 * 1024 * 1024;

/// `PUT /exam/answers`: 200 whatever became of each.
async fn save(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Body(input): Body<AnswersIn>,
) -> Outcome<Timed<ResultsView>> {
    Ok(Reply::ok(assessment.save_answers(&sitter, input).await?))
}

const ANSWERS: &str = r#"{"attemptId":1,"answers":[{"questionId":1,"clientSeq":7,"value":"B","clientTs":"2024-07-12T03:00:01.000Z","marked":false}]}"#;
const RESULTS: &str = r#"{"results":[{"questionId":1,"clientSeq":7,"outcome":"accepted"}],"serverNow":"2024-07-12T03:00:01.100Z","deadline":"2024-07-12T03:30:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        put(api!("/exam/answers"), save)
            .says(
                "Save answers, up to 200 at once: durable when answered, each with what became of it. The same number with the \
                 same value is the same; with another it is a `conflict`; a lower one is `stale`",
            )
            .access(Access::Account)
            .takes::<AnswersIn>(ANSWERS)
            .gives::<Timed<ResultsView>>(RESULTS)
            .body_limit(BODY)
            .fails(not_started)
            .fails(no_such_attempt),
    ]
}
