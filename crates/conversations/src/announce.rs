//! What other programs are told of conversations, in the documented words.

use platform::{
    Error,
    events::{Announcement, Announces, Event as _, ObjectTopics, Recorded, TopicDoc, announce},
    object_topics,
};
use schemars::SchemaGenerator;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    events::{MessageCreated, MessageDeleted, MessageEdited, MessagesRead, ThreadCreated},
    http::samples,
    model::{MessageView, ThreadView},
};

const THREADS: ObjectTopics = object_topics!(
    "clonesahibinden-conversation-service",
    "conversationthread",
    "conversationThread"
);
const MESSAGES: ObjectTopics = object_topics!(
    "clonesahibinden-conversation-service",
    "conversationmessage",
    "conversationMessage"
);

/// What the module tells other programs.
pub(crate) const ANNOUNCES: Announces = Announces {
    events: &[
        ThreadCreated::TOPIC,
        MessageCreated::TOPIC,
        MessagesRead::TOPIC,
        MessageEdited::TOPIC,
        MessageDeleted::TOPIC,
    ],
    topics: describe_topics,
    announce: announce_event,
};

fn describe_topics() -> Vec<TopicDoc> {
    let thread = |generator: &mut SchemaGenerator| generator.subschema_for::<ThreadView>();
    let message = |generator: &mut SchemaGenerator| generator.subschema_for::<MessageView>();
    let threads = THREADS.docs("conversation", thread, samples::THREAD);
    // Threads are never deleted.
    let threads = threads.into_iter().filter(|doc| !THREADS.deleted.contains(&doc.topic));
    threads
        .chain(MESSAGES.docs("message", message, samples::MESSAGE))
        .collect()
}

/// The JSON of an object.
type Object = Map<String, Value>;

/// What of the module's events is told.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Happened {
    conversation_thread: Object,
    #[serde(default)]
    conversation_message: Option<Object>,
    #[serde(default)]
    conversation_messages: Vec<Object>,
    #[serde(default)]
    old_thread_values: Option<Object>,
    #[serde(default)]
    old_message_values: Option<Object>,
}

fn announce_event(event: &Recorded) -> Result<Vec<Announcement>, Error> {
    let happened: Happened = event.read()?;
    let mut told = Vec::new();
    match event.topic.as_ref() {
        ThreadCreated::TOPIC => tell_object(&mut told, THREADS.created, &happened.conversation_thread),
        MessageCreated::TOPIC => {
            let message = happened.conversation_message.unwrap_or_default();
            tell_object(&mut told, MESSAGES.created, &message);
            tell_thread(&mut told, happened.conversation_thread, happened.old_thread_values);
        }
        MessagesRead::TOPIC => {
            for message in happened.conversation_messages {
                let before = unread(&message);
                tell_change(&mut told, &MESSAGES, message, before);
            }
        }
        MessageEdited::TOPIC => {
            let message = happened.conversation_message.unwrap_or_default();
            let before = happened.old_message_values.unwrap_or_default();
            tell_change(&mut told, &MESSAGES, message, before);
        }
        MessageDeleted::TOPIC => {
            let message = happened.conversation_message.unwrap_or_default();
            tell_object(&mut told, MESSAGES.deleted, &message);
            tell_thread(&mut told, happened.conversation_thread, happened.old_thread_values);
        }
        _ => {}
    }
    Ok(told)
}

/// What a message that was read was before.
fn unread(message: &Object) -> Object {
    let version = message.get("recordVersion").and_then(Value::as_i64).unwrap_or(2);
    let changed_at = message.get("editedAt").or(message.get("sentAt"));
    [
        ("isRead".to_owned(), json!(false)),
        ("readAt".to_owned(), Value::Null),
        ("recordVersion".to_owned(), json!(version - 1)),
        ("updatedAt".to_owned(), changed_at.cloned().unwrap_or_default()),
    ]
    .into_iter()
    .collect()
}

fn tell_object(told: &mut Vec<Announcement>, topics: [&'static str; 2], object: &Object) {
    let payload = Value::Object(object.clone()).to_string();
    told.extend(announce(topics, id(object), &payload));
}

/// A thread has another last message, if it has.
fn tell_thread(told: &mut Vec<Announcement>, thread: Object, before: Option<Object>) {
    if let Some(before) = before {
        tell_change(told, &THREADS, thread, before);
    }
}

/// An object changed; `before` has the fields that may differ, as they were. Nothing is told if none does.
fn tell_change(told: &mut Vec<Announcement>, topics: &ObjectTopics, after: Object, before: Object) {
    let differs = |(name, was): &(String, Value)| after.get(name) != Some(was);
    let was: Object = before.into_iter().filter(differs).collect();
    if was.is_empty() {
        return;
    }
    let now: Object = was
        .keys()
        .filter_map(|name| after.get_key_value(name))
        .map(owned)
        .collect();
    let mut old = after.clone();
    old.extend(was.clone());
    let key = id(&after).to_owned();
    let payload = json!({
        format!("old_{}", topics.object): old,
        topics.object: after,
        "oldDataValues": was,
        "newDataValues": now,
    });
    told.extend(announce(topics.updated, &key, &payload.to_string()));
}

fn owned((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

fn id(object: &Object) -> &str {
    object.get("id").and_then(Value::as_str).unwrap_or_default()
}
