//! The in-process side: who listens to which topic.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::Notify;

use super::Recorded;
use crate::{
    auth::tally::Tallies,
    cache::{Cache, Weigh},
    db::Sql,
};

type Hear = Arc<dyn Fn(&Recorded) + Send + Sync>;

/// Keeps something in memory right: called for each committed event of a topic, before the writer is answered. So it must be
/// quick and must not wait: drop a cache entry, push into a channel.
#[derive(Clone)]
pub struct Listener {
    topic: &'static str,
    hear: Hear,
}

impl Listener {
    /// Calls `hear` for events of `topic`.
    pub fn new(topic: &'static str, hear: impl Fn(&Recorded) + Send + Sync + 'static) -> Self {
        Self {
            topic,
            hear: Arc::new(hear),
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Listener").field(&self.topic).finish()
    }
}

/// Tells listeners what was committed; clones share them.
#[derive(Clone)]
pub struct Bus(Arc<Inner>);

struct Inner {
    node: Arc<str>,
    topics: RwLock<HashMap<String, Topic>>,
    /// Who hears of changed tables.
    watchers: RwLock<Vec<Watch>>,
    /// Whether no other process wants to hear what this one writes.
    alone: AtomicBool,
    /// Something is owed to subscribers.
    wake: Notify,
    /// Another process has written.
    elsewhere: Notify,
    /// Something was committed here that other processes want to hear of.
    written: Notify,
    /// What brakes count, here and elsewhere.
    tallies: Tallies,
}

/// Hears which table changed.
type Watch = Box<dyn Fn(&str) + Send + Sync>;

#[derive(Default, Clone)]
struct Topic {
    listeners: Vec<Hear>,
    subscribers: Vec<Owed>,
}

/// A durable subscriber's name, and the statement that counts who wants its work.
pub(super) type Owed = (&'static str, Option<Sql>);

impl Default for Bus {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Bus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bus")
            .field("node", &self.0.node)
            .finish_non_exhaustive()
    }
}

impl Bus {
    /// A bus for one process (one node), under a name of its own.
    pub fn new() -> Self {
        let node = format!("{:016x}", fastrand::u64(..)).into();
        Self(Arc::new(Inner {
            node,
            topics: RwLock::default(),
            watchers: RwLock::default(),
            alone: AtomicBool::new(false),
            wake: Notify::new(),
            elsewhere: Notify::new(),
            written: Notify::new(),
            tallies: Tallies::default(),
        }))
    }

    /// This process's name in the outbox.
    pub fn node(&self) -> &Arc<str> {
        &self.0.node
    }

    /// From now on, these are told, each topic's in this order.
    pub fn attach(&self, listeners: impl IntoIterator<Item = Listener>) {
        let mut topics = self.0.topics.write().unwrap_or_else(PoisonError::into_inner);
        for Listener { topic, hear } in listeners {
            topics.entry(topic.to_owned()).or_default().listeners.push(hear);
        }
    }

    /// One listener.
    pub fn listen(&self, topic: &'static str, hear: impl Fn(&Recorded) + Send + Sync + 'static) {
        self.attach([Listener::new(topic, hear)]);
    }

    /// From now on, what a cache keeps goes when a table changes that it was read from.
    pub fn watch_for<V: Weigh + Send + Sync + 'static>(&self, cache: &Cache<V>) {
        let kept = cache.clone();
        self.watch_tables(move |table| kept.drop_table(table));
    }

    /// From now on, `hear` is told each table of which this process has changed a row, right after the commit and before the
    /// write is acknowledged. On PostgreSQL nothing is told.
    fn watch_tables(&self, hear: impl Fn(&str) + Send + Sync + 'static) {
        let mut watchers = self.0.watchers.write().unwrap_or_else(PoisonError::into_inner);
        watchers.push(Box::new(hear));
    }

    /// No other process keeps anything in memory that comes from this database, now or later: an event that no durable
    /// subscriber waits for is told here and not stored.
    pub fn serve_alone(&self) {
        self.0.alone.store(true, Ordering::Relaxed);
    }

    pub(super) fn serves_alone(&self) -> bool {
        self.0.alone.load(Ordering::Relaxed)
    }

    pub(crate) fn tell_touched(&self, tables: &[String]) {
        let watchers = self.0.watchers.read().unwrap_or_else(PoisonError::into_inner);
        for hear in watchers.iter() {
            for table in tables {
                hear(table);
            }
        }
    }

    /// From now on, events of `topic` are kept until `subscriber` has handled them.
    pub(super) fn subscribe(&self, topic: &str, subscriber: &'static str, wanted: Option<Sql>) {
        let mut topics = self.0.topics.write().unwrap_or_else(PoisonError::into_inner);
        topics
            .entry(topic.to_owned())
            .or_default()
            .subscribers
            .push((subscriber, wanted));
    }

    pub(super) fn subscribers(&self, topic: &str) -> Vec<Owed> {
        let topics = self.0.topics.read().unwrap_or_else(PoisonError::into_inner);
        topics
            .get(topic)
            .map(|topic| topic.subscribers.clone())
            .unwrap_or_default()
    }

    /// Tells this process's listeners, in order, and wakes the relay if durable work waits.
    pub(crate) fn tell(&self, events: &[Recorded]) {
        if events.is_empty() {
            return;
        }
        if !self.serves_alone() && events.iter().any(|event| event.origin == self.0.node) {
            self.0.written.notify_one();
        }
        let topics = self.0.topics.read().unwrap_or_else(PoisonError::into_inner);
        let mut durable = false;
        for event in events {
            let Some(topic) = topics.get(event.topic.as_ref()) else {
                continue;
            };
            durable |= !topic.subscribers.is_empty();
            for hear in &topic.listeners {
                hear(event);
            }
        }
        drop(topics);
        if durable {
            self.0.wake.notify_one();
        }
    }

    /// Has the relay look into the outbox now: another process has written.
    pub fn wake(&self) {
        self.0.elsewhere.notify_one();
    }

    /// Brakes that count with those of other servers.
    pub fn tallies(&self) -> &Tallies {
        &self.0.tallies
    }

    /// Waits until this process has committed something that others want to hear of, since this was asked the last time.
    pub async fn written(&self) {
        self.0.written.notified().await;
    }

    pub(super) async fn written_elsewhere(&self) {
        self.0.elsewhere.notified().await;
    }

    pub(super) async fn woken(&self) {
        self.0.wake.notified().await;
    }
}
