//! `GET /events/{id}/safe-exam-browser.seb`.

use axum::{extract::State, response::Response};
use platform::http::{
    Fault, Path,
    attachment::attachment,
    routes::{Endpoint, get},
};

use crate::{
    Assessment, Proctors, Staff,
    failures::not_found,
    http::{access, api, query::id},
    sitting::event::service::EVENT,
};

/// What Safe Exam Browser opens.
const SEB: &str = "application/seb";

/// `GET /events/{id}/safe-exam-browser.seb`.
async fn configuration(
    State(assessment): State<Assessment>,
    _: Staff<Proctors>,
    Path(event): Path<String>,
) -> Result<Response, Fault> {
    let file = assessment.browser_file(id("id", &event)?).await?;
    Ok(attachment(SEB, &file.name, file.content.into_bytes())?)
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/events/{id}/safe-exam-browser.seb"), configuration)
            .says(
                "Download the configuration of Safe Exam Browser for an event: who opens it sits in a browser that can do \
                 nothing else",
            )
            .part::<i64>("id", "The event", "1")
            .access(access::<Proctors>())
            .gives_media(SEB)
            .fails(|| not_found(EVENT)),
    ]
}
