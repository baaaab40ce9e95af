//! What supervisors see while it happens.
//!
//! A watcher is told how everybody is, and then what changes. Invariant: who watches is seated before the first look, so
//! nothing falls in between; whoever is too slow for what happens is told how everybody is once more.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use platform::{
    Conn, Error,
    events::{Event as _, Listener},
};
use serde::Serialize;
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    time::{Instant, Interval, MissedTickBehavior, interval_at},
};

use crate::{
    Admin, Assessment,
    events::{Happened, ParticipantChanged},
    sitting::{
        event,
        intervention::{self, store::Seen},
    },
};

/// How often a stream shows that it lives, and is asked whether it may.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Events that wait for a slow watcher, at most.
const WAITING: usize = 256;

/// Something to be told: a server-sent event, or the advice to look again.
#[derive(Debug, Clone)]
enum Told {
    Frame(Bytes),
    Again,
}

/// Who watches which event in this process; clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watchers(Arc<Mutex<HashMap<String, broadcast::Sender<Told>>>>);

impl Watchers {
    /// Hears what happens at events.
    pub(crate) fn listener(&self) -> Listener {
        let watchers = self.clone();
        Listener::new(ParticipantChanged::TOPIC, move |recorded| {
            if let Ok(changed) = recorded.read::<ParticipantChanged>() {
                watchers.pass_on(&changed);
            }
        })
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<String, broadcast::Sender<Told>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pass_on(&self, changed: &ParticipantChanged) {
        let mut rooms = self.rooms();
        let Some(room) = rooms.get(&changed.event) else {
            return;
        };
        let told = match changed.happened {
            Happened::Many => Told::Again,
            happened => Told::Frame(frame(happened.name(), &changed.data)),
        };
        if room.send(told).is_err() {
            // The last one has left.
            rooms.remove(&changed.event);
        }
    }

    fn enter(&self, event: i64) -> broadcast::Receiver<Told> {
        let mut rooms = self.rooms();
        rooms.retain(|_, room| room.receiver_count() > 0);
        let room = rooms
            .entry(event.to_string())
            .or_insert_with(|| broadcast::Sender::new(WAITING));
        room.subscribe()
    }
}

fn frame(name: &str, data: &impl Serialize) -> Bytes {
    // JSON of our own has no line breaks, so one line of data is enough.
    let data = serde_json::to_string(data).unwrap_or_default();
    Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}

/// How everybody at an event is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Snapshot {
    event_id: i64,
    participants: Vec<Seen>,
}

/// A stream.
pub struct Watch {
    assessment: Assessment,
    admin: Admin,
    event: i64,
    room: broadcast::Receiver<Told>,
    /// How everybody is has to be told first.
    pub again: bool,
    beat: Interval,
    closing: watch::Receiver<bool>,
}

impl Assessment {
    /// Watches an event.
    #[platform::boxed]
    pub async fn watch(&self, admin: Admin, event: i64) -> Result<Watch, Error> {
        let find = async move |conn: &mut Conn<'_>| event::service::find_event(conn, event).await;
        self.0.db.read_by_key(find).await?;
        let mut beat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(Watch {
            assessment: self.clone(),
            admin,
            event,
            room: self.0.watchers.enter(event),
            again: true,
            beat,
            closing: self.0.closing.clone(),
        })
    }
}

impl Watch {
    /// What comes next; `None` at the end: when the server stops, or the session has ended.
    pub(crate) async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.again {
                self.again = false;
                return self.snapshot().await;
            }
            let told = tokio::select! {
                biased;
                () = closed(&mut self.closing) => return None,
                _ = self.beat.tick() => Told::Frame(Bytes::from_static(b":\n\n")),
                told = self.room.recv() => match told {
                    Ok(told) => told,
                    Err(RecvError::Lagged(_)) => Told::Again,
                    Err(RecvError::Closed) => return None,
                },
            };
            if !self.may_go_on().await {
                return None;
            }
            match told {
                Told::Frame(bytes) => return Some(bytes),
                Told::Again => self.again = true,
            }
        }
    }

    async fn snapshot(&self) -> Option<Bytes> {
        let event = self.event;
        let look = async move |conn: &mut Conn<'_>| intervention::store::snapshot(conn, event).await;
        match self.assessment.0.db.read(look).await {
            Ok(participants) => {
                let snapshot = Snapshot {
                    event_id: event,
                    participants,
                };
                Some(frame(Happened::Many.name(), &snapshot))
            }
            Err(error) => {
                // The client comes again.
                tracing::info!(%error, "a live view could not be read and ends");
                None
            }
        }
    }

    async fn may_go_on(&self) -> bool {
        match self.assessment.session_lives(&self.admin).await {
            Ok(()) => true,
            // Looked in vain is not looked and found dead: the next beat asks again.
            Err(error) => error.kind() != platform::Kind::Unauthenticated,
        }
    }
}

/// Waits until the server is about to stop.
async fn closed(closing: &mut watch::Receiver<bool>) {
    if closing.wait_for(|closing| *closing).await.is_err() {
        // Nobody can stop it any more.
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn changed(event: i64, happened: Happened) -> ParticipantChanged {
        ParticipantChanged {
            event: event.to_string(),
            happened,
            data: json!({"id": 7, "name": "Ani\nBudi"}),
        }
    }

    #[tokio::test]
    async fn those_who_watch_an_event_hear_of_it_and_nobody_else() {
        let watchers = Watchers::default();
        let (mut one, mut other) = (watchers.enter(1), watchers.enter(2));
        watchers.pass_on(&changed(1, Happened::Participant));
        let Ok(Told::Frame(bytes)) = one.recv().await else {
            panic!("nothing was told")
        };
        assert_eq!(
            bytes,
            "event: participant\ndata: {\"id\":7,\"name\":\"Ani\\nBudi\"}\n\n"
        );
        assert!(other.try_recv().is_err());
        watchers.pass_on(&changed(1, Happened::Many));
        assert!(matches!(one.recv().await, Ok(Told::Again)));
    }

    #[tokio::test]
    async fn rooms_that_everybody_left_are_forgotten_and_slow_watchers_are_told_so() {
        let watchers = Watchers::default();
        let mut slow = watchers.enter(1);
        for _ in 0..=WAITING {
            watchers.pass_on(&changed(1, Happened::Participant));
        }
        assert!(matches!(slow.recv().await, Err(RecvError::Lagged(_))));
        drop(slow);
        watchers.pass_on(&changed(1, Happened::Participant));
        assert!(watchers.rooms().is_empty());
    }
}
