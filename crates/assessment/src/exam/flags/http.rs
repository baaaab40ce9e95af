//! `POST /exam/flags`.

use axum::extract::State;
use platform::{
    Error,
    http::{
        Body, Outcome, Reply,
        routes::{Access, Endpoint, post},
    },
};

use super::{
    rules::{FlagsIn, THROTTLED},
    service::FlagsView,
};
use crate::{Assessment, Sitter, exam::model::Timed, http::api};

/// `POST /exam/flags`.
async fn note(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Body(input): Body<FlagsIn>,
) -> Outcome<Timed<FlagsView>> {
    Ok(Reply::accepted(assessment.note_flags(&sitter, input).await?))
}

fn throttled() -> Error {
    Error::too_many(THROTTLED, std::time::Duration::from_secs(60))
}

const FLAGS: &str = r#"{"flags":[{"kind":"focus_lost","at":"2024-07-12T03:00:01.000Z","detail":"12 s"}]}"#;
const TAKEN: &str = r#"{"accepted":1,"serverNow":"2024-07-12T03:00:14.000Z","deadline":"2024-07-12T03:30:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/exam/flags"), note)
            .every_time()
            .says(
                "Tell supervisors what can be seen of how somebody works: up to 50 facts with their moment. Outside of the exam \
                 they are left out",
            )
            .access(Access::Account)
            .takes::<FlagsIn>(FLAGS)
            .gives::<Timed<FlagsView>>(TAKEN)
            .accepts()
            .fails(throttled),
    ]
}
