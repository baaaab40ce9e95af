//! Answers of many messages: the rows of a list through all its pages, and what happens while it happens.

use std::{collections::VecDeque, pin::Pin};

use axum::body::BodyDataStream;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use prost_reflect::DynamicMessage;
use serde_json::{Map, Value};
use tokio::time::Instant;
use tonic::Status;

use super::{Call, message, methods::Rows, status};
use crate::{call::Params, service::Answer};

/// The messages of an answer.
pub(super) type Messages = Pin<Box<dyn Stream<Item = Result<DynamicMessage, Status>> + Send>>;

/// Rows that are asked for at once.
const PAGE: i64 = 200;

/// A page of a list on its way to the client.
struct Walk {
    call: Call,
    rows: &'static Rows,
    params: Params,
    page: VecDeque<Value>,
    more: bool,
}

impl Walk {
    /// Reads the page that the parameters ask for, and lets them ask for the next one.
    async fn turn(&mut self) -> Result<(), Status> {
        let answer = self.call.ask(self.rows.api, self.params.clone()).await?;
        let broken = |cause| {
            tracing::error!(%cause, "a page of a list cannot be read");
            Status::internal("a page of the list cannot be read")
        };
        let mut members: Map<String, Value> = serde_json::from_slice(&answer.body).map_err(broken)?;
        if let Some(Value::Array(rows)) = members.remove(self.rows.name) {
            self.page = rows.into();
        }
        let next = Value::Object(members).pointer(self.rows.next).cloned();
        self.more = next.as_ref().is_some_and(Value::is_string) && !self.page.is_empty();
        if let Some(next) = next {
            self.params.insert(self.rows.cursor.to_owned(), next);
        }
        Ok(())
    }

    async fn next(&mut self) -> Result<Option<DynamicMessage>, Status> {
        while self.page.is_empty() && self.more {
            self.turn().await?;
        }
        let Some(row) = self.page.pop_front() else {
            return Ok(None);
        };
        message::of_object(&self.call.method.output, row).map(Some)
    }
}

/// The rows of all pages. What is wrong with the first is wrong with the call.
pub(super) async fn rows(call: Call, rows: &'static Rows, mut params: Params) -> Result<Messages, Status> {
    for by_number in ["pageNumber", "pageRowCount"] {
        params.remove(by_number);
    }
    params.entry("limit").or_insert_with(|| PAGE.into());
    let mut walk = Walk {
        call,
        rows,
        params,
        page: VecDeque::new(),
        more: false,
    };
    walk.turn().await?;
    let messages = stream::try_unfold(walk, async |mut walk| {
        Ok(walk.next().await?.map(|message| (message, walk)))
    });
    Ok(Box::pin(messages))
}

/// What happens, from the server-sent events of the same call.
pub(super) async fn events(call: Call, params: Params) -> Result<Messages, Status> {
    let route = call.method.service.route(&call.method.api);
    let route = route.ok_or_else(|| Status::unimplemented("There is no such stream."))?;
    let (request, _missing) = route
        .request(params, call.headers.clone())
        .map_err(|error| Status::internal(error.code()))?;
    let response = call.send(request).await;
    if !response.status().is_success() {
        let answer = Answer::read(response)
            .await
            .map_err(|error| Status::internal(error.code()))?;
        return Err(status::of(&answer, call.method.service.codename, call.request));
    }
    let heard = Heard {
        bytes: response.into_body().into_data_stream(),
        text: Vec::new(),
    };
    let messages = stream::try_unfold((heard, call), async |(mut heard, call)| {
        let Some(event) = heard.next().await? else {
            return Ok(None);
        };
        match event.ending() {
            Some(ending) => Err(ending),
            None => Ok(Some((event.message(&call)?, (heard, call)))),
        }
    });
    Ok(Box::pin(messages))
}

/// The messages that come by a deadline, and that it has passed if there would be more.
pub(super) fn until(deadline: Instant, messages: Messages) -> Messages {
    let over = Box::pin(tokio::time::sleep_until(deadline));
    Box::pin(stream::unfold((Some(messages), over), async |(messages, mut over)| {
        let mut messages = messages?;
        tokio::select! {
            biased;
            () = &mut over => Some((Err(status::late()), (None, over))),
            next = messages.next() => Some((next?, (Some(messages), over))),
        }
    }))
}

/// Server-sent events as they come.
struct Heard {
    bytes: BodyDataStream,
    text: Vec<u8>,
}

impl Heard {
    async fn next(&mut self) -> Result<Option<Event>, Status> {
        loop {
            while let Some(end) = self.text.windows(2).position(|two| two == b"\n\n") {
                let block: Vec<u8> = self.text.drain(..end + 2).collect();
                if let Some(event) = Event::read(&block) {
                    return Ok(Some(event));
                }
            }
            let more = self.bytes.try_next().await;
            match more.map_err(|_| Status::unavailable("the stream was interrupted"))? {
                Some(bytes) => self.text.extend_from_slice(&bytes),
                None => return Ok(None),
            }
        }
    }
}

/// One event of a stream.
#[derive(Debug, PartialEq)]
struct Event {
    id: Option<i64>,
    name: String,
    data: Value,
}

impl Event {
    /// A block of lines; a comment is no event.
    fn read(block: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(block).ok()?;
        let line = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        };
        Some(Self {
            id: line("id").and_then(|id| id.parse().ok()),
            name: line("event")?.to_owned(),
            data: serde_json::from_str(line("data")?).ok()?,
        })
    }

    /// Why the stream ends, if this is its end.
    fn ending(&self) -> Option<Status> {
        if self.name != "end" {
            return None;
        }
        let reason = self.data["reason"].as_str().unwrap_or_default().to_owned();
        Some(match reason.as_str() {
            "session-ended" => Status::unauthenticated(reason),
            "too-many-streams" | "too-slow" => Status::resource_exhausted(reason),
            _ => Status::unavailable(reason),
        })
    }

    /// The message that says the same: what the event is about stands in the field for things of its kind.
    fn message(self, call: &Call) -> Result<DynamicMessage, Status> {
        let about = match self.name.split_once('-').map_or(self.name.as_str(), |(kind, _)| kind) {
            "message" => "conversationMessage",
            "thread" => "conversationThread",
            "typing" => "typing",
            _ => "",
        };
        let mut json = Map::new();
        for beside in ["readUpTo", "unreadCount"] {
            json.extend(self.data.get(beside).map(|value| (beside.to_owned(), value.clone())));
        }
        if !about.is_empty() {
            json.insert(about.to_owned(), self.data);
        }
        json.insert("event".to_owned(), self.name.into());
        json.extend(self.id.map(|id| ("id".to_owned(), id.into())));
        message::of_object(&call.method.output, Value::Object(json))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_from_their_lines() {
        let event = Event::read(b"id: 7\nevent: typing\ndata: {\"userId\":\"u\"}\n\n").unwrap();
        assert_eq!((event.id, event.name.as_str()), (Some(7), "typing"));
        assert_eq!(event.data["userId"], "u");
        assert_eq!(Event::read(b":\n\n"), None);
    }

    #[tokio::test]
    async fn events_come_whole_however_the_bytes_are_cut() {
        let text = b":\n\nevent: a\ndata: {\"n\":1}\n\nid: 2\nevent: b\ndata: {\"n\":2}\n\n".to_vec();
        for piece in 1..text.len() {
            let pieces: Vec<_> = text
                .chunks(piece)
                .map(|bytes| Ok::<_, std::io::Error>(bytes.to_vec()))
                .collect();
            let mut heard = Heard {
                bytes: axum::body::Body::from_stream(stream::iter(pieces)).into_data_stream(),
                text: Vec::new(),
            };
            let names: Vec<String> = [heard.next().await, heard.next().await]
                .into_iter()
                .map(|event| event.unwrap().unwrap().name)
                .collect();
            assert_eq!(names, ["a", "b"]);
            assert_eq!(heard.next().await.unwrap(), None);
        }
    }
}
