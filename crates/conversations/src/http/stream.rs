//! Server-sent events. A browser's `EventSource` can set no headers, so the token and the last number may be in the query.

use accounts::Actor;
use axum::{body::Body, extract::State, response::Response};
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use platform::http::{
    Fault, Params,
    routes::{Access, Endpoint, get},
};

use crate::{
    Conversations,
    live::{Next, Start, Subscription},
};

/// After how many milliseconds a client that lost its stream should come back.
const RETRY: u32 = 3000;

/// `GET /v1/conversationthreads/stream`.
async fn listen(
    State(conversations): State<Conversations>,
    actor: Actor,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, Fault> {
    // A browser that comes back repeats the address as it was, and says in the header where it is now.
    let header = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let start = Start::named(header.or_else(|| params.first("lastEventId")));
    let subscription = Subscription::start(&conversations, &actor.id, &actor.session, start).await?;
    // An id without data is told to nobody, but kept: also a client that hears nothing can resume.
    let opening = Bytes::from(format!("retry: {RETRY}\nid: {}\n\n", subscription.last()));
    let events = stream::unfold((Some(opening), subscription), async |(opening, mut subscription)| {
        let bytes = match opening {
            Some(opening) => opening,
            None => match subscription.next().await? {
                Next::Tell(delivery) => delivery.as_events(),
                Next::Beat => Bytes::from_static(b":\n\n"),
            },
        };
        Some((Ok::<_, std::convert::Infallible>(bytes), (None, subscription)))
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

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        get("/v1/conversationthreads/stream", listen)
            .api("streamConversationThreads")
            .says(
                "What happens in the caller's threads while it happens: message-created, message-read, message-deleted, \
                 thread-updated, typing; `reset` if what was missed is not kept any more",
            )
            .access(Access::Account)
            .query("lastEventId", "The last id that was heard; goes after the header `Last-Event-ID`", "42")
            .gives_media("text/event-stream"),
    ]
}
