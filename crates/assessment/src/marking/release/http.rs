//! Releasing results.

use axum::extract::State;
use platform::http::{
    Outcome, Path, Posted, Reply,
    routes::{Endpoint, post},
};

use super::{
    rules::ReleaseIn,
    service::{ReleaseView, shown_at_once},
};
use crate::{
    Administrators, Assessment, Staff,
    failures::not_found,
    http::{access, api, query::id},
    sitting::event::service::EVENT,
};

/// `POST /events/{id}/release`.
async fn release(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(event): Path<String>,
    Posted { input, once }: Posted<ReleaseIn>,
) -> Outcome<ReleaseView> {
    let (event, wanted) = (id("id", &event)?, input.judge()?);
    Ok(Reply::ok(
        assessment.release_results(&staff.admin, event, wanted, once).await?,
    ))
}

const RELEASED: &str = r#"{"eventId":1,"releasedAt":"2023-09-14T12:00:00.000Z","changed":119,"awaitingCount":1,"awaiting":[{"participantId":1,"name":"John Doe","examRegisteredNumber":"12304567892024","status":"awaiting_rating"}]}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/events/{id}/release"), release)
            .says("Let participants see their results, as far as the event's policy goes, or take that back; whoever waits for a rater sees them once they are scored")
            .part::<i64>("id", "The event", "1")
            .access(access::<Administrators>())
            .takes::<ReleaseIn>(r#"{"reason":"Rapat yudisium"}"#)
            .gives::<ReleaseView>(RELEASED)
            .fails(shown_at_once)
            .fails(|| not_found(EVENT)),
    ]
}
