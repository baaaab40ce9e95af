//! Server-sent events. A browser's `EventSource` can set no headers, so the token and the last number may be in the query.

use accounts::Actor;
use axum::{extract::State, response::Response};
use http::HeaderMap;
use platform::http::{
    Fault, Params,
    routes::{Access, Endpoint, get},
    sse,
};

use crate::Conversations;

/// `GET /v1/conversationthreads/stream`.
async fn listen(
    State(conversations): State<Conversations>,
    actor: Actor,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, Fault> {
    // A browser that comes back repeats the address as it was, and says in the header where it is now.
    let header = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let stream = conversations
        .listen(&actor, header.or_else(|| params.first("lastEventId")))
        .await?;
    Ok(sse::answer(Some(stream.last), stream.events))
}

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        get("/v1/conversationthreads/stream", listen)
            .api("streamConversationThreads")
            .says(
                "What happens in the caller's threads while it happens: message-created, message-updated, message-delivered, \
                 message-read, message-deleted, thread-updated, typing; `reset` if what was missed is not kept any more; `end` \
                 says why the stream ends",
            )
            .access(Access::Account)
            .query_of::<i64>("lastEventId", "The last id that was heard; goes after the header `Last-Event-ID`", "42")
            .gives_media("text/event-stream"),
    ]
}
