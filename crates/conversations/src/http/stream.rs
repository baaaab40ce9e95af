//! Server-sent events. A browser's `EventSource` can set no headers, so the token and the last number may be in the query.

use accounts::Actor;
use axum::{extract::State, response::Response};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::HeaderMap;
use platform::http::{
    Fault, Params,
    routes::{Access, Endpoint, get},
    sse,
};

use crate::{
    Conversations,
    live::{Next, Start, Subscription},
};

/// `GET /v1/conversationthreads/stream`.
async fn listen(
    State(conversations): State<Conversations>,
    actor: Actor,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, Fault> {
    // A browser that comes back repeats the address as it was, and says in the header where it is now.
    let header = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let start = Start::after_event(header.or_else(|| params.first("lastEventId")));
    let subscription = Subscription::start(&conversations, &actor.id, &actor.session, start).await?;
    let last = subscription.last();
    let events = stream::unfold(subscription, async |mut subscription| {
        let bytes = match subscription.next().await? {
            Next::Tell(delivery) => delivery.as_events(),
            Next::Beat => Bytes::from_static(b":\n\n"),
            Next::End(why) => why.as_delivery().as_events(),
        };
        Some((bytes, subscription))
    });
    // Also a client that hears nothing can resume.
    Ok(sse::answer(Some(last), events.boxed()))
}

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        get("/v1/conversationthreads/stream", listen)
            .api("streamConversationThreads")
            .says(
                "What happens in the caller's threads while it happens: message-created, message-read, message-deleted, \
                 thread-updated, typing; `reset` if what was missed is not kept any more; `end` says why the stream ends",
            )
            .access(Access::Account)
            .query_of::<i64>("lastEventId", "The last id that was heard; goes after the header `Last-Event-ID`", "42")
            .gives_media("text/event-stream"),
    ]
}
