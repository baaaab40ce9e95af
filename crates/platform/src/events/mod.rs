//! Events: what happened, stored in the transaction in which it happened.
//!
//! Two kinds of receiver:
//! - *listeners* keep in-memory state right (caches, sessions, live pages). They run in the process of the write right
//!   after its commit and before its acknowledgement, and on every other process when the relay sees the outbox row.
//! - *subscribers* do durable work. Each gets every event of its topics at least once, in order, on one process at a time.
//!
//! Invariant: an event is told exactly when its transaction was committed; receivers are idempotent by event id.

mod announce;
mod bus;
mod outbox;
mod relay;

use std::{borrow::Cow, sync::Arc};

pub use announce::{
    Announcement, Announces, ObjectTopics, PayloadDoc, TopicDoc, announce, announced_events, announced_topics,
    announcements,
};
pub use bus::{Bus, Listener};
pub(crate) use outbox::store;
pub use outbox::{Backlog, DeadLetter, MIGRATIONS, Queue, STATEMENTS, list_dead, read_backlog, read_queues, revive};
pub use relay::{Relay, Subscriber};
use serde::Serialize;

use crate::{
    clock::Timestamp,
    error::{Error, Result},
    id::RequestId,
};

/// Something that happened, named in the past tense.
pub trait Event: Serialize {
    /// Topic, `module.thing.happened`.
    const TOPIC: &'static str;

    /// The id of the thing that it happened to; events of one subject arrive in order.
    fn subject(&self) -> &str;
}

/// An event as it is stored and told.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Names the event; a receiver that sees it twice does nothing the second time.
    pub id: Arc<str>,
    /// [`Event::TOPIC`].
    pub topic: Cow<'static, str>,
    /// [`Event::subject`].
    pub subject: Arc<str>,
    /// The event as JSON.
    pub body: Arc<str>,
    /// When its transaction started.
    pub at: Timestamp,
    /// The process that wrote it.
    pub origin: Arc<str>,
    /// The request that it follows from, if one did.
    pub request: Option<RequestId>,
}

impl Recorded {
    pub(crate) fn new<E: Event>(event: &E, at: Timestamp, origin: &Arc<str>) -> Result<Self> {
        let body = serde_json::to_string(event).map_err(Error::internal)?;
        Ok(Self::of(E::TOPIC, event.subject(), body, at, origin))
    }

    fn of(topic: &'static str, subject: &str, body: String, at: Timestamp, origin: &Arc<str>) -> Self {
        Self {
            id: crate::id::plain_uuid_v7(at).into(),
            topic: Cow::Borrowed(topic),
            subject: subject.into(),
            body: body.into(),
            at,
            origin: Arc::clone(origin),
            request: None,
        }
    }

    /// The event's content.
    pub fn read<E: serde::de::DeserializeOwned>(&self) -> Result<E> {
        serde_json::from_str(&self.body).map_err(Error::internal)
    }
}
