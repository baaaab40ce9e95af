//! What supervisors see while it happens: server-sent events.

use axum::{body::Body, extract::State, response::Response};
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderName, HeaderValue, header};
use platform::http::{
    Fault, Path,
    routes::{Endpoint, get},
};

use super::{api, auth::access, query::id};
use crate::{Assessment, Proctors, Staff, failures::not_found, service::event::EVENT};

/// After how many milliseconds a client that lost its stream should come back.
const RETRY: u32 = 3000;

/// `GET /events/{id}/live`.
async fn watch(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    Path(event): Path<String>,
) -> Result<Response, Fault> {
    let watch = assessment.watch(staff.admin, id("id", &event)?).await?;
    let opening = Bytes::from(format!("retry: {RETRY}\n\n"));
    let events = stream::unfold((Some(opening), watch), async |(opening, mut watch)| {
        let bytes = match opening {
            Some(opening) => opening,
            None => watch.next().await?,
        };
        Some((Ok::<_, std::convert::Infallible>(bytes), (None, watch)))
    });
    let mut response = Response::new(Body::from_stream(events));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    Ok(response)
}

pub(super) fn endpoints() -> Vec<Endpoint<Assessment>> {
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
