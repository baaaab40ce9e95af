//! From what was committed to the streams that should hear it. Runs before the writer is answered, in this process and,
//! through the relay, in every other one.

use std::{borrow::Cow, time::Duration};

use accounts::{
    AccountId,
    events::{AccountDeleted, SessionRevoked},
};
use platform::{
    Clock, Error, Result,
    events::{Event as _, Listener, Recorded},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    frame::{self, Delivery, TYPING, Words, frames},
    registry::Registry,
};
use crate::{
    events::{
        MessageCreated, MessageDeleted, MessageEdited, MessagesDelivered, MessagesRead, ThreadCreated, ThreadKept,
        Typing,
    },
    model::{MessageId, live::LiveKind},
};

/// How old the news that somebody is writing may be. The relay may tell them again after a start.
const TYPING_COUNTS: Duration = Duration::from_secs(10);

/// The part of an event's body that streams are told.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Heard<'a> {
    #[serde(borrow)]
    conversation_thread: &'a RawValue,
    #[serde(borrow, default)]
    conversation_message: Option<&'a RawValue>,
    #[serde(borrow, default)]
    conversation_messages: Vec<&'a RawValue>,
    #[serde(default)]
    up_to: bool,
    #[serde(borrow, default)]
    last_message: Option<Cow<'a, str>>,
    #[serde(borrow)]
    told: Vec<Told<'a>>,
}

#[derive(Deserialize)]
struct Told<'a> {
    account: &'a str,
    seq: i64,
    unread: i64,
}

/// What of a message that has reached its receiver is told.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reached<'a> {
    id: &'a str,
    receiver_id: &'a str,
    #[serde(borrow)]
    told: Told<'a>,
}

#[derive(Deserialize)]
struct Named {
    id: MessageId,
}

/// Let the registry's streams hear of everything that is for them.
pub(crate) fn listeners(registry: &Registry, clock: &Clock) -> Vec<Listener> {
    let on = |topic, happened| {
        let registry = registry.clone();
        Listener::new(topic, move |event| heard(&registry, event, happened))
    };
    let delivered = registry.clone();
    let (typing, clock) = (registry.clone(), clock.clone());
    let (sessions, gone) = (registry.clone(), registry.clone());
    vec![
        on(ThreadCreated::TOPIC, LiveKind::Thread),
        on(ThreadKept::TOPIC, LiveKind::Thread),
        on(MessageCreated::TOPIC, LiveKind::Sent),
        on(MessagesRead::TOPIC, LiveKind::Read),
        on(MessageDeleted::TOPIC, LiveKind::Deleted),
        on(MessageEdited::TOPIC, LiveKind::Edited),
        Listener::new(MessagesDelivered::TOPIC, move |event| {
            log_failure(has_reached(&delivered, event));
        }),
        Listener::new(Typing::TOPIC, move |event| {
            if clock.now().since(event.at) < TYPING_COUNTS {
                log_failure(somebody_types(&typing, event));
            }
        }),
        Listener::new(SessionRevoked::TOPIC, move |event| {
            sessions.close_session(&event.subject)
        }),
        Listener::new(AccountDeleted::TOPIC, move |event| {
            gone.close_account(&AccountId::from(&*event.subject));
        }),
    ]
}

fn heard(registry: &Registry, event: &Recorded, happened: LiveKind) {
    if registry.streams() > 0 {
        log_failure(tell(registry, event, happened));
    }
}

/// An event that cannot be told is no reason to fail its write: streams notice the gap and read the log.
fn log_failure(told: Result<()>) {
    if let Err(error) = told {
        tracing::error!(%error, "an event could not be told to the live streams");
    }
}

fn tell(registry: &Registry, event: &Recorded, happened: LiveKind) -> Result<()> {
    let heard: Heard<'_> = serde_json::from_str(&event.body).map_err(Error::internal)?;
    for told in &heard.told {
        let account = AccountId::from(told.account);
        if registry.listens(&account) {
            registry.tell(&account, delivery(&heard, &event.subject, happened, told)?);
        }
    }
    Ok(())
}

fn delivery(heard: &Heard<'_>, thread: &str, happened: LiveKind, told: &Told<'_>) -> Result<Delivery> {
    let mut words = Words {
        happened,
        thread: heard.conversation_thread,
        last_message: heard.last_message.as_deref(),
        message: heard
            .conversation_message
            .or(heard.conversation_messages.last().copied()),
        unread: told.unread,
    };
    if heard.up_to {
        words.happened = LiveKind::ReadUpTo;
    }
    let gone;
    if let (LiveKind::Deleted, Some(message)) = (happened, words.message) {
        let named: Named = serde_json::from_str(message.get()).map_err(Error::internal)?;
        gone = RawValue::from_string(frame::deleted(&named.id, thread, told.unread)?).map_err(Error::internal)?;
        words.message = Some(&gone);
    }
    Ok(Delivery::new(Some(told.seq), frames(&words)?))
}

fn has_reached(registry: &Registry, event: &Recorded) -> Result<()> {
    let reached: Reached<'_> = serde_json::from_str(&event.body).map_err(Error::internal)?;
    let account = AccountId::from(reached.told.account);
    if registry.listens(&account) {
        let told = frame::delivered(reached.told.seq, reached.id, &event.subject, reached.receiver_id)?;
        registry.tell(&account, told);
    }
    Ok(())
}

fn somebody_types(registry: &Registry, event: &Recorded) -> Result<()> {
    let typing: Typing = event.read()?;
    if registry.listens(&typing.receiver_id) {
        let data = serde_json::json!({
            "conversationThreadId": typing.conversation_thread_id,
            "userId": typing.user_id,
            "at": event.at,
        });
        registry.tell(&typing.receiver_id, Delivery::one(None, TYPING, data.to_string()));
    }
    Ok(())
}
