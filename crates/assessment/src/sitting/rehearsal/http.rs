//! Routes of rehearsals; the documents have none.

use axum::extract::State;
use platform::http::{
    Outcome, Path, Posted, Reply,
    routes::{Endpoint, delete, post},
};

use super::rules::{RehearsalIn, is_in_earnest, is_rehearsal, nothing_to_sit};
use crate::{
    Assessment, EventView, Proctors, Staff,
    failures::not_found,
    http::{access, api, query::id},
    sitting::event::{http::EVENT_SAMPLE, service::EVENT},
};

/// `POST /events/{id}/rehearsals`.
async fn begin(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    Path(event): Path<String>,
    Posted { input, once }: Posted<RehearsalIn>,
) -> Outcome<EventView> {
    let made = assessment
        .begin_rehearsal(&staff.admin, id("id", &event)?, input, once)
        .await?;
    Ok(Reply::created(made))
}

const REMOVED: &str = "Rehearsal has been removed";

/// `DELETE /rehearsals/{id}`.
async fn remove(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    Path(event): Path<String>,
) -> Outcome<()> {
    assessment.end_rehearsal(&staff.admin, id("id", &event)?).await?;
    Ok(Reply::done(REMOVED))
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/events/{id}/rehearsals"), begin)
            .says("Rehearse an event: a sitting like it begins at once, with people who are made up")
            .part::<i64>("id", "The event", "1")
            .access(access::<Proctors>())
            .takes::<RehearsalIn>(r#"{"participants":5,"minutes":60}"#)
            .gives::<EventView>(EVENT_SAMPLE)
            .creates()
            .fails(is_rehearsal)
            .fails(nothing_to_sit)
            .fails(|| not_found(EVENT)),
        delete(api!("/rehearsals/{id}"), remove)
            .says("Remove a rehearsal with its people and everything that they left behind")
            .part::<i64>("id", "The event that is a rehearsal", "2")
            .access(access::<Proctors>())
            .message(REMOVED)
            .fails(is_in_earnest)
            .fails(|| not_found(EVENT)),
    ]
}
