//! What supervisors see while it happens: server-sent events.

use axum::{extract::State, response::Response};
use futures_util::{StreamExt as _, stream};
use platform::http::{
    Fault, Path,
    routes::{Endpoint, get},
    sse,
};

use crate::{
    Assessment, Proctors, Staff,
    failures::not_found,
    http::{access, api, query::id},
    sitting::event::service::EVENT,
};

/// `GET /events/{id}/live`.
async fn watch(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    Path(event): Path<String>,
) -> Result<Response, Fault> {
    let watch = assessment.watch(staff.admin, id("id", &event)?).await?;
    let events = stream::unfold(watch, async |mut watch| Some((watch.next().await?, watch)));
    Ok(sse::answer(None, events.boxed()))
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/events/{id}/live"), watch)
            .says(
                "Watch an event: `snapshot` with how everybody is (also when much has changed at once), then `participant`, \
                 `intervention` and `removed` as they happen",
            )
            .part::<i64>("id", "The event", "1")
            .access(access::<Proctors>())
            .gives_media("text/event-stream")
            .fails(|| not_found(EVENT)),
    ]
}
