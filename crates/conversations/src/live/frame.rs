//! What streams are told, in words: made once for each account that listens, whatever number of streams it has.

use std::{fmt::Write as _, sync::OnceLock};

use axum::extract::ws::Utf8Bytes;
use bytes::Bytes;
use platform::{Error, Result};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::model::{
    MessageId,
    live::{LiveEntry, LiveKind},
};

/// A message was sent.
pub(super) const MESSAGE_CREATED: &str = "message-created";
/// A message was read.
pub(super) const MESSAGE_READ: &str = "message-read";
/// The text of a message was changed.
const MESSAGE_UPDATED: &str = "message-updated";
/// A message has reached its receiver.
const MESSAGE_DELIVERED: &str = "message-delivered";
/// A message was deleted.
pub(super) const MESSAGE_DELETED: &str = "message-deleted";
/// A thread was begun, or looks different in the inbox.
pub(super) const THREAD_UPDATED: &str = "thread-updated";
/// The other one is writing.
pub(super) const TYPING: &str = "typing";
/// The stream ends, and why.
pub(super) const END: &str = "end";
/// What was missed is not kept any more: the client has to load everything anew.
pub(crate) const RESET: &str = "reset";

/// One event of a stream.
#[derive(Debug)]
pub(crate) struct Frame {
    name: &'static str,
    /// JSON without line breaks.
    data: String,
    /// Whether it carries the delivery's number.
    numbered: bool,
}

/// What is told at once. It has a number in the account's log, unless it is not worth one.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub(crate) seq: Option<i64>,
    frames: Vec<Frame>,
    events: OnceLock<Bytes>,
    texts: OnceLock<Vec<Utf8Bytes>>,
}

impl Delivery {
    pub(crate) fn new(seq: Option<i64>, frames: Vec<Frame>) -> Self {
        Self {
            seq,
            frames,
            events: OnceLock::new(),
            texts: OnceLock::new(),
        }
    }

    /// A single event.
    pub(crate) fn one(seq: Option<i64>, name: &'static str, data: impl Into<String>) -> Self {
        let frame = Frame {
            name,
            data: data.into(),
            numbered: seq.is_some(),
        };
        Self::new(seq, vec![frame])
    }

    /// As server-sent events.
    pub(crate) fn as_events(&self) -> Bytes {
        let made = self.events.get_or_init(|| {
            let mut text = String::new();
            for frame in &self.frames {
                // Writing to a string cannot fail.
                if let Some(seq) = self.seq.filter(|_| frame.numbered) {
                    let _ = writeln!(text, "id: {seq}");
                }
                let _ = write!(text, "event: {}\ndata: {}\n\n", frame.name, frame.data);
            }
            text.into()
        });
        made.clone()
    }

    /// As texts of a socket.
    pub(crate) fn as_texts(&self) -> &[Utf8Bytes] {
        self.texts.get_or_init(|| {
            let text = |frame: &Frame| {
                let id = match self.seq.filter(|_| frame.numbered) {
                    Some(seq) => format!("\"{seq}\""),
                    None => "null".to_owned(),
                };
                format!(r#"{{"id":{id},"event":"{}","data":{}}}"#, frame.name, frame.data).into()
            };
            self.frames.iter().map(text).collect()
        })
    }
}

/// What a delivery is made of: JSON of the message, JSON of the thread, and how many messages the account that it is for
/// has not read in it.
pub(super) struct Words<'a> {
    pub(super) happened: LiveKind,
    pub(super) thread: &'a RawValue,
    pub(super) last_message: Option<&'a str>,
    pub(super) message: Option<&'a RawValue>,
    pub(super) unread: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeletedView<'a> {
    id: &'a str,
    conversation_thread_id: &'a str,
    is_active: bool,
    unread_count: i64,
}

/// The JSON of an object with further members.
fn with(object: &RawValue, more: &str) -> String {
    let open = object.get().strip_suffix('}').unwrap_or(object.get());
    format!("{open},{more}}}")
}

fn json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

/// The JSON of a deleted message: nothing of what it said.
pub(super) fn deleted(message: &MessageId, thread: &str, unread: i64) -> Result<String> {
    json(&DeletedView {
        id: message.as_str(),
        conversation_thread_id: thread,
        is_active: false,
        unread_count: unread,
    })
}

/// What who sent it is told of a message that has reached its receiver, and every one before it with it.
pub(super) fn delivered(seq: i64, message: &str, thread: &str, receiver: &str) -> Result<Delivery> {
    let data = json(&serde_json::json!({
        "id": message, "conversationThreadId": thread, "receiverId": receiver, "deliveredUpTo": true,
    }))?;
    Ok(Delivery::one(Some(seq), MESSAGE_DELIVERED, data))
}

/// The frames of something that happened. What is about a message also shows how its thread looks now.
pub(super) fn frames(words: &Words<'_>) -> Result<Vec<Frame>> {
    let unread = words.unread;
    let thread = Frame {
        name: THREAD_UPDATED,
        data: with(
            words.thread,
            &format!(
                "\"lastMessage\":{},\"unreadCount\":{unread}",
                json(&words.last_message)?
            ),
        ),
        numbered: words.message.is_none(),
    };
    let Some(message) = words.message else {
        return Ok(vec![thread]);
    };
    let (name, data) = match words.happened {
        LiveKind::Sent | LiveKind::Thread | LiveKind::Delivered => {
            (MESSAGE_CREATED, with(message, &format!("\"unreadCount\":{unread}")))
        }
        LiveKind::Edited => (MESSAGE_UPDATED, with(message, &format!("\"unreadCount\":{unread}"))),
        LiveKind::Read => (
            MESSAGE_READ,
            with(message, &format!("\"readUpTo\":false,\"unreadCount\":{unread}")),
        ),
        LiveKind::ReadUpTo => (
            MESSAGE_READ,
            with(message, &format!("\"readUpTo\":true,\"unreadCount\":{unread}")),
        ),
        LiveKind::Deleted => (MESSAGE_DELETED, message.get().to_owned()),
    };
    let about = Frame {
        name,
        data,
        numbered: true,
    };
    Ok(vec![about, thread])
}

/// What an entry of an account's log says now. What is deleted by now is told as deleted, whatever the entry was.
pub(crate) fn frames_of(entry: &LiveEntry, account: &accounts::AccountId) -> Result<Delivery> {
    let thread = &entry.thread;
    if let (LiveKind::Delivered, Some(message)) = (entry.happened, &entry.message) {
        let receiver = thread
            .side_of(account)
            .map(|side| thread.account(side.other()).as_str());
        return delivered(
            entry.seq,
            message.id.as_str(),
            thread.id.as_str(),
            receiver.unwrap_or_default(),
        );
    }
    let unread = thread.side_of(account).map_or(0, |side| thread.unread(side));
    let raw = |json: String| RawValue::from_string(json).map_err(Error::internal);
    let (happened, message) = match &entry.message {
        Some(message) if message.deletion.is_some() || entry.happened == LiveKind::Deleted => {
            let gone = deleted(&message.id, thread.id.as_str(), unread)?;
            (LiveKind::Deleted, Some(raw(gone)?))
        }
        Some(message) => (entry.happened, Some(raw(json(&message.view(thread))?)?)),
        None => (entry.happened, None),
    };
    let words = Words {
        happened,
        thread: &raw(json(&thread.view())?)?,
        last_message: thread.last_message.as_deref(),
        message: message.as_deref(),
        unread,
    };
    Ok(Delivery::new(Some(entry.seq), frames(&words)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_is_the_same_as_events_and_as_texts() {
        let message = RawValue::from_string(r#"{"id":"m","content":"a\nb"}"#.to_owned()).unwrap();
        let thread = RawValue::from_string(r#"{"id":"t"}"#.to_owned()).unwrap();
        let words = Words {
            happened: LiveKind::Sent,
            thread: &thread,
            last_message: Some("a\nb"),
            message: Some(&message),
            unread: 2,
        };
        let delivery = Delivery::new(Some(7), frames(&words).unwrap());
        assert_eq!(
            delivery.as_events(),
            "id: 7\nevent: message-created\ndata: {\"id\":\"m\",\"content\":\"a\\nb\",\"unreadCount\":2}\n\n\
             event: thread-updated\ndata: {\"id\":\"t\",\"lastMessage\":\"a\\nb\",\"unreadCount\":2}\n\n"
        );
        let texts: Vec<&str> = delivery.as_texts().iter().map(Utf8Bytes::as_str).collect();
        assert_eq!(
            texts,
            [
                r#"{"id":"7","event":"message-created","data":{"id":"m","content":"a\nb","unreadCount":2}}"#,
                r#"{"id":null,"event":"thread-updated","data":{"id":"t","lastMessage":"a\nb","unreadCount":2}}"#
            ]
        );
    }
}
