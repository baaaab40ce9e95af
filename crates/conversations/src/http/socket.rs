//! The same over a WebSocket: frames `{"id","event","data"}`.

use std::time::Duration;

use accounts::{Actor, service_dialect::SERVICE};
use axum::{
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, Utf8Bytes, WebSocket, rejection::WebSocketUpgradeRejection},
    },
    response::Response,
};
use http::{HeaderMap, Method, Uri, header};
use platform::{
    Error, Kind, Message as Said,
    http::{
        Fault, Params,
        call::of_same_origin,
        routes::{Access, Endpoint, get},
    },
};
use serde::Deserialize;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Error as SocketError;

use crate::{
    Conversations,
    live::{Ending, Next, Start, Subscription},
};

/// Bytes of what a client may say: it has nothing to say but where it was.
const LONGEST_WORD: usize = 4096;
/// Bytes of a message that are read: a little too much is heard out before it is refused.
const LONGEST_READ: usize = 64 * 1024;
/// How long a client may take for one event.
const TAKING: Duration = Duration::from_secs(30);
/// How long a client may take to hear why the conversation ends.
const GOODBYE: Duration = Duration::from_secs(3);
/// Heartbeats that a client may leave without any sign of life.
const SILENT_BEATS: u32 = 3;

/// The request does not ask for a WebSocket.
fn no_socket() -> Error {
    Error::new(
        Kind::Invalid,
        "conversations.socket.expected",
        Said::new(
            "Alamat ini hanya untuk WebSocket.",
            "This address takes WebSockets only.",
        ),
    )
    .keyed("errMsg_WebSocketIsRequired")
}

/// A page of another site may not listen with the cookie of whoever reads it.
fn foreign_origin() -> Error {
    Error::new(
        Kind::Forbidden,
        "conversations.socket.foreign_origin",
        Said::new(
            "Asal permintaan tidak diizinkan.",
            "Pages of other sites may not listen here.",
        ),
    )
    .keyed("errMsg_OriginIsNotAllowed")
}

/// Whether nothing but a cookie says who it is.
fn came_by_cookie(headers: &HeaderMap, uri: &Uri) -> bool {
    let mut others = headers.clone();
    others.remove(header::COOKIE);
    SERVICE.token(&Method::GET, &others, uri).is_none()
}

/// `GET /v1/conversationthreads/socket`.
async fn listen(
    State(conversations): State<Conversations>,
    actor: Actor,
    headers: HeaderMap,
    uri: Uri,
    params: Params,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Fault> {
    let upgrade = upgrade.map_err(|cause| no_socket().caused_by(cause))?;
    if came_by_cookie(&headers, &uri) && !of_same_origin(&headers) {
        return Err(foreign_origin().into());
    }
    let named = params.first("lastEventId");
    let subscription =
        Subscription::start(&conversations, &actor.id, &actor.session, Start::after_event(named)).await?;
    let may_resume = named.is_none();
    // Frames are made ready to be sent, so nothing gains from buffers; there may be thousands of sockets.
    Ok(upgrade
        .read_buffer_size(1024)
        .write_buffer_size(0)
        .max_message_size(LONGEST_READ)
        .max_frame_size(LONGEST_READ)
        .on_upgrade(move |socket| converse(socket, subscription, may_resume)))
}

async fn converse(mut socket: WebSocket, mut subscription: Subscription, may_resume: bool) {
    let ready = format!(r#"{{"id":"{}","event":"ready","data":{{}}}}"#, subscription.last());
    if socket.send(Message::Text(ready.into())).await.is_err() {
        return;
    }
    if let Some(why) = talk(&mut socket, &mut subscription, may_resume).await {
        // What it holds is free before the client has said goodbye.
        drop(subscription);
        say_goodbye(socket, why).await;
    }
}

/// Tells what happens until there is a reason to end; `None` if the client has gone.
async fn talk(socket: &mut WebSocket, subscription: &mut Subscription, mut may_resume: bool) -> Option<Ending> {
    let mut silence = Silence::default();
    loop {
        tokio::select! {
            next = subscription.next() => {
                let next = match next? {
                    Next::End(why) => return Some(why),
                    next => next,
                };
                if matches!(next, Next::Beat) && silence.is_too_long() {
                    return Some(Ending::Slow);
                }
                match take(TAKING, tell(socket, &next)).await {
                    Taken::Whole => {}
                    Taken::Gone => return None,
                    Taken::TooSlow => return Some(Ending::Slow),
                }
            }
            heard = socket.recv() => {
                silence = Silence::default();
                match judge(heard) {
                    Heard::Text(word) if may_resume => {
                        may_resume = false;
                        if let Err(error) = resume(subscription, &word).await {
                            tracing::info!(%error, "a live socket could not be resumed and ends");
                            return Some(Ending::Interrupted);
                        }
                    }
                    Heard::Text(_) | Heard::Life => {}
                    Heard::Wrong(why) => return Some(why),
                    Heard::Goodbye => {
                        // It is answered by whoever goes on listening.
                        let _ = timeout(GOODBYE, hear_out(socket)).await;
                        return None;
                    }
                    Heard::Gone => return None,
                }
            }
        }
    }
}

/// How many heartbeats a client has let go by without any sign of life.
#[derive(Default)]
struct Silence(u32);

impl Silence {
    /// Counts one more; whether that is more than a client may let go by.
    fn is_too_long(&mut self) -> bool {
        self.0 += 1;
        self.0 > SILENT_BEATS
    }
}

/// What became of something that was told.
#[derive(Debug, PartialEq, Eq)]
enum Taken {
    Whole,
    /// The connection is broken.
    Gone,
    TooSlow,
}

/// Waits until a client has taken what it is told.
async fn take<E>(most: Duration, telling: impl Future<Output = Result<(), E>>) -> Taken {
    match timeout(most, telling).await {
        Ok(Ok(())) => Taken::Whole,
        Ok(Err(_)) => Taken::Gone,
        Err(_) => Taken::TooSlow,
    }
}

/// What a client said.
enum Heard {
    Text(Utf8Bytes),
    /// Nothing but that it lives.
    Life,
    /// Something that it may not say.
    Wrong(Ending),
    Goodbye,
    /// Nothing: the connection is broken.
    Gone,
}

fn judge(heard: Option<Result<Message, axum::Error>>) -> Heard {
    match heard {
        Some(Ok(Message::Text(word))) if word.len() > LONGEST_WORD => Heard::Wrong(Ending::TooLong),
        Some(Ok(Message::Text(word))) => Heard::Text(word),
        Some(Ok(Message::Binary(_))) => Heard::Wrong(Ending::NoText),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Heard::Life,
        Some(Err(error)) if is_too_long(&error) => Heard::Wrong(Ending::TooLong),
        Some(Ok(Message::Close(_))) => Heard::Goodbye,
        Some(Err(_)) | None => Heard::Gone,
    }
}

/// Whether a message was longer than is read at all.
fn is_too_long(error: &axum::Error) -> bool {
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<SocketError>());
    matches!(cause, Some(SocketError::Capacity(_)))
}

async fn hear_out(socket: &mut WebSocket) {
    while let Some(Ok(_)) = socket.recv().await {}
}

/// Says why the conversation ends, and hears the client out: a connection that is closed while something is on its way to
/// it is reset, and what was said last is lost.
async fn say_goodbye(mut socket: WebSocket, why: Ending) {
    let close = CloseFrame {
        code: why.code(),
        reason: why.reason().into(),
    };
    let goodbye = async move {
        // The client may be gone already; then nobody needs to be told.
        if socket.send(Message::Close(Some(close))).await.is_ok() {
            hear_out(&mut socket).await;
        }
    };
    let _ = timeout(GOODBYE, goodbye).await;
}

async fn tell(socket: &mut WebSocket, next: &Next) -> Result<(), axum::Error> {
    match next {
        Next::End(_) => Ok(()),
        Next::Beat => socket.send(Message::Ping(bytes::Bytes::new())).await,
        Next::Tell(delivery) => {
            for text in delivery.as_texts() {
                socket.send(Message::Text(text.clone())).await?;
            }
            Ok(())
        }
    }
}

/// The first word of a client that did not say in the address where it was.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FirstWord {
    last_event_id: Option<serde_json::Value>,
}

async fn resume(subscription: &mut Subscription, word: &str) -> Result<(), Error> {
    // Anything else that is said is as good as nothing.
    let said = serde_json::from_str::<FirstWord>(word)
        .ok()
        .and_then(|word| word.last_event_id);
    let named = match said {
        None | Some(serde_json::Value::Null) => return Ok(()),
        Some(serde_json::Value::String(text)) => text,
        Some(other) => other.to_string(),
    };
    subscription.resume(Start::after_event(Some(&named))).await
}

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        get("/v1/conversationthreads/socket", listen)
            .api("connectConversationThreads")
            .says(
                "The same over a WebSocket, as texts `{\"id\",\"event\",\"data\"}`; the first one (`ready`) says where it \
                 begins, and a client may answer `{\"lastEventId\"}` to be told what it missed",
            )
            .access(Access::Account)
            .query_of::<i64>("lastEventId", "The last id that was heard", "42")
            .switches_to("application/json")
            .fails(no_socket)
            .fails(foreign_origin),
    ]
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[test]
    fn a_client_that_lets_every_heartbeat_go_by_is_told_to_come_back_later() {
        let mut silence = Silence::default();
        let beats: Vec<bool> = (0..=SILENT_BEATS).map(|_| silence.is_too_long()).collect();
        assert_eq!(beats, [false, false, false, true]);
        assert_eq!((Ending::Slow.code(), Ending::Slow.reason()), (1013, "too-slow"));
    }

    #[tokio::test]
    async fn a_client_that_takes_nothing_is_too_slow_and_one_that_left_is_gone() {
        let now = Duration::ZERO;
        assert_eq!(take(now, pending::<Result<(), ()>>()).await, Taken::TooSlow);
        assert_eq!(take(now, ready(Ok::<_, ()>(()))).await, Taken::Whole);
        assert_eq!(take(now, ready(Err(()))).await, Taken::Gone);
    }
}
