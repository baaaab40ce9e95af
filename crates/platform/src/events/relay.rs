//! The relay: tells this process what others wrote, and serves durable subscribers from the outbox.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    panic::AssertUnwindSafe,
    sync::Arc,
    time::Duration,
};

use futures_util::{FutureExt as _, future::BoxFuture};
use tokio::sync::watch;

use super::{Bus, Recorded, outbox};
use crate::{
    clock::Timestamp,
    db::{Conn, Db, Engine, Sql, Tx},
    error::{Error, Kind, Result},
};

/// How long an event stays in the outbox for other processes to see.
const RETENTION: Duration = Duration::from_secs(60);
/// How late a transaction may commit after it drew its sequence number and still be seen by the tail.
const SETTLED: Duration = Duration::from_secs(30);
/// How long a process keeps the right to serve a subscriber.
const LEASE: Duration = Duration::from_secs(4);
/// Failed attempts after which an event is set aside (kept, marked dead, logged) so that later ones are not held up.
const ATTEMPTS: i64 = 20;

type Handle = Arc<dyn Fn(Recorded) -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// Durable work that follows from events.
#[derive(Clone)]
pub struct Subscriber {
    /// Stable name: what is still owed to it is stored under this name.
    pub name: &'static str,
    /// Topics it wants.
    pub topics: &'static [&'static str],
    /// Counts who wants its work, if there may be nobody: asked in each transaction with one of its events, which then owes it
    /// nothing.
    pub wanted: Option<Sql>,
    /// Does the work; an error means "again later".
    pub handle: Handle,
}

/// Hands an event to a subscriber. A panic counts as a failure: it must not end the relay.
async fn handle_event(subscriber: &Subscriber, event: Recorded) -> Result<()> {
    let work = AssertUnwindSafe(async { (subscriber.handle)(event).await });
    work.catch_unwind()
        .await
        .unwrap_or_else(|_panic| Err(Error::internal("the subscriber panicked")))
}

/// Waits for a wake-up, a while at most; whether there is anything to go on for.
#[expect(
    clippy::disallowed_methods,
    reason = "the relay's own rhythm; every wait also ends with a wake-up or a stop"
)]
async fn next(woken: impl Future<Output = ()>, stop: &mut watch::Receiver<bool>) -> bool {
    const TICK: Duration = Duration::from_millis(200);
    tokio::select! {
        () = woken => true,
        () = tokio::time::sleep(TICK) => true,
        changed = stop.changed() => changed.is_ok(),
    }
}

fn complain<T>(done: Result<T>) {
    if let Err(error) = done {
        tracing::warn!(error = %error, "the relay could not read the outbox; it tries again");
    }
}

/// Delivers from the outbox.
pub struct Relay {
    db: Db,
    subscribers: Vec<Subscriber>,
    telling: tokio::sync::Mutex<Telling>,
    serving: tokio::sync::Mutex<Serving>,
}

/// What this process has heard of others.
#[derive(Default)]
struct Telling {
    /// Everything up to here was told and can get no earlier neighbours any more.
    floor: Option<i64>,
    /// Told, but younger than [`SETTLED`].
    told: BTreeMap<i64, Timestamp>,
}

/// What this process does for subscribers.
#[derive(Default)]
struct Serving {
    /// Subscribers that failed: not before this moment, and how often in a row.
    waiting: BTreeMap<&'static str, (Timestamp, u32)>,
    leases: BTreeMap<&'static str, Timestamp>,
    swept: Option<Timestamp>,
}

impl Relay {
    /// Registers the subscribers; from here on, events of their topics are kept for them.
    pub fn new(db: Db, subscribers: Vec<Subscriber>) -> Self {
        for subscriber in &subscribers {
            for topic in subscriber.topics {
                db.bus().subscribe(topic, subscriber.name, subscriber.wanted);
            }
        }
        Self {
            db,
            subscribers,
            telling: tokio::sync::Mutex::default(),
            serving: tokio::sync::Mutex::default(),
        }
    }

    /// Works until `stop` turns true or nobody can turn it any more. Telling does not wait for subscribers, of which any may take
    /// long.
    pub fn run(&self, stop: watch::Receiver<bool>) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            tokio::join!(self.tell_until(stop.clone()), self.serve_until(stop));
        })
    }

    async fn tell_until(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            complain(self.tell_others().await);
            if !next(self.bus().written_elsewhere(), &mut stop).await {
                return;
            }
        }
    }

    async fn serve_until(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            complain(self.serve_all().await);
            if !next(self.bus().woken(), &mut stop).await {
                return;
            }
        }
    }

    /// Serves until nothing is owed any more or a subscriber fails. For tests and for the end of a process.
    pub async fn drain(&self) -> Result<()> {
        while self.round().await? > 0 {}
        Ok(())
    }

    /// How many deliveries are owed.
    pub async fn owed(&self) -> Result<i64> {
        self.db
            .read(async |conn: &mut Conn<'_>| outbox::owed_count(conn).await)
            .await
    }

    fn bus(&self) -> &Bus {
        self.db.bus()
    }

    async fn round(&self) -> Result<usize> {
        self.tell_others().await?;
        self.serve_all().await
    }

    async fn serve_all(&self) -> Result<usize> {
        let mut state = self.serving.lock().await;
        let mut served = 0;
        for subscriber in &self.subscribers {
            served += self.serve(subscriber, &mut state).await?;
        }
        self.sweep(&mut state).await?;
        Ok(served)
    }

    /// Tells this process's listeners what other processes committed.
    async fn tell_others(&self) -> Result<()> {
        let mut state = self.telling.lock().await;
        self.db.notice_others().await?;
        let now = self.db.clock().now();
        let newest = self
            .db
            .read_by_key(async |conn: &mut Conn<'_>| outbox::newest(conn).await)
            .await?;
        // At first a little back: hearing twice is harmless.
        let floor = state.floor.unwrap_or_else(|| newest.saturating_sub(1000));
        state.floor = Some(floor);
        let mut after = floor;
        loop {
            let node = self.bus().node().clone();
            let rows = self
                .db
                .read(async move |conn: &mut Conn<'_>| outbox::tail(conn, after, &node).await)
                .await?;
            let full = rows.len() == outbox::TAIL_PAGE;
            for (seq, event) in rows {
                after = seq;
                // Not inserted again: what was told would never settle.
                if let Entry::Vacant(untold) = state.told.entry(seq) {
                    untold.insert(now);
                    self.bus().tell(std::slice::from_ref(&event));
                }
            }
            if !full {
                break;
            }
        }
        if self.db.engine() == Engine::Sqlite {
            // One writer at a time: nothing commits later with an earlier number. Without this, each round would read
            // this process's own events again until they are swept.
            state.floor = Some(newest.max(floor));
            state.told = state.told.split_off(&(newest + 1));
            return Ok(());
        }
        while let Some((&seq, &at)) = state.told.first_key_value() {
            if now.since(at) < SETTLED {
                break;
            }
            state.told.pop_first();
            state.floor = Some(seq.max(floor));
        }
        Ok(())
    }

    async fn serve(&self, subscriber: &Subscriber, state: &mut Serving) -> Result<usize> {
        let now = self.db.clock().now();
        if state
            .waiting
            .get(subscriber.name)
            .is_some_and(|(until, _)| now < *until)
        {
            return Ok(0);
        }
        let name = subscriber.name;
        let owed = self
            .db
            .read(async move |conn: &mut Conn<'_>| outbox::owed(conn, name).await)
            .await?;
        if owed.is_empty() || !self.holds_lease(name, now, state).await? {
            return Ok(0);
        }
        let mut done = Vec::new();
        let mut failed = None;
        for (seq, event) in owed {
            // What takes long keeps the right to go on, or leaves the rest to whoever has it by now.
            if !self.holds_lease(name, self.db.clock().now(), state).await? {
                break;
            }
            match handle_event(subscriber, event).await {
                Ok(()) => done.push(seq),
                Err(error) => {
                    failed = Some((seq, error));
                    break;
                }
            }
        }
        let count = done.len();
        self.db
            .write(async move |tx: &mut Tx<'_>| outbox::delivered(tx, name, &done).await)
            .await?;
        match failed {
            None => drop(state.waiting.remove(name)),
            Some((seq, error)) => self.put_off(name, seq, &error, now, state).await?,
        }
        Ok(count)
    }

    async fn holds_lease(&self, name: &'static str, now: Timestamp, state: &mut Serving) -> Result<bool> {
        if state.leases.get(name).is_some_and(|until| now.plus(LEASE / 2) < *until) {
            return Ok(true);
        }
        let until = now.plus(LEASE);
        let held = self
            .db
            .write(async move |tx: &mut Tx<'_>| outbox::lease(tx, name, until).await)
            .await?;
        if held {
            state.leases.insert(name, until);
        }
        Ok(held)
    }

    async fn put_off(
        &self,
        name: &'static str,
        seq: i64,
        error: &Error,
        now: Timestamp,
        state: &mut Serving,
    ) -> Result<()> {
        let row = state.waiting.get(name).map_or(1, |(_, row)| row + 1);
        // Whoever is only away is waited for, however long that takes, and found soon after it is back.
        let is_away = error.kind() == Kind::Unavailable;
        let doublings = if is_away { row.min(5) } else { row.min(10) };
        let pause = Duration::from_millis(100 << doublings);
        state.waiting.insert(name, (now.plus(pause), row));
        if is_away {
            if row == 1 {
                tracing::warn!(subscriber = name, seq, error = %error, "a subscriber is away; what is owed to it is kept");
            }
            return Ok(());
        }
        let said = error.to_string();
        let dead = self
            .db
            .write(async move |tx: &mut Tx<'_>| outbox::failed(tx, name, seq, ATTEMPTS, &said).await)
            .await?;
        if dead {
            state.waiting.remove(name);
            tracing::error!(subscriber = name, seq, error = %error, "an event was set aside after its last attempt");
        } else {
            tracing::warn!(subscriber = name, seq, error = %error, ?pause, "a subscriber failed; it will be tried again");
        }
        Ok(())
    }

    async fn sweep(&self, state: &mut Serving) -> Result<()> {
        const EVERY: Duration = Duration::from_secs(10);
        let now = self.db.clock().now();
        if state.swept.is_some_and(|at| now.since(at) < EVERY) {
            return Ok(());
        }
        state.swept = Some(now);
        let before = now.minus(RETENTION);
        while self
            .db
            .write(async move |tx: &mut Tx<'_>| outbox::forget(tx, before).await)
            .await?
            == 500
        {}
        Ok(())
    }
}
