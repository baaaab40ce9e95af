//! Streams of participants: what supervisors do, that another device took over, that a section is about to end.
//!
//! Invariants: a participant hears of themselves alone, and never why or by whom something was done; what was missed is told
//! at the next stream, by its number; a stream that does not take what it is told ends.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use platform::{
    Conn, Error, Kind, Timestamp, Tx,
    events::{Event as _, Listener},
};
use serde_json::{Value, json};
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, Interval, MissedTickBehavior, interval_at},
};

use super::store;
use crate::{
    Assessment, Sitter,
    events::SitterTold,
    exam::{model::Seat, run::service::find_seat},
    sitting::model::InterventionView,
};

/// How often a stream shows that it lives, and is asked whether it may.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long before its end a section is said to be closing.
const CLOSING: Duration = Duration::from_secs(60);
/// Things that wait for a slow stream, at most.
const WAITING: usize = 32;

/// Which participants listen in this process; clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mailboxes(Arc<Mutex<HashMap<String, Vec<mpsc::Sender<Bytes>>>>>);

impl Mailboxes {
    /// Hears what participants are told.
    pub(crate) fn listener(&self) -> Listener {
        let mailboxes = self.clone();
        Listener::new(SitterTold::TOPIC, move |recorded| {
            if let Ok(told) = recorded.read::<SitterTold>() {
                mailboxes.deliver(&told);
            }
        })
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Vec<mpsc::Sender<Bytes>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn deliver(&self, told: &SitterTold) {
        let mut all = self.all();
        let Some(streams) = all.get_mut(&told.participant) else {
            return;
        };
        let frame = frame(&told.name, told.id, &told.data);
        // Whoever has gone, or takes nothing, listens no longer.
        streams.retain(|stream| stream.try_send(frame.clone()).is_ok());
        if streams.is_empty() {
            all.remove(&told.participant);
        }
    }

    /// Those of some participants whose page listens here.
    pub(crate) fn listening(&self, participants: impl Iterator<Item = i64>) -> HashSet<i64> {
        let all = self.all();
        let listens = |id: &i64| {
            let streams = all.get(&id.to_string());
            streams.is_some_and(|streams| streams.iter().any(|stream| !stream.is_closed()))
        };
        participants.filter(listens).collect()
    }

    fn enter(&self, participant: i64) -> mpsc::Receiver<Bytes> {
        let (sender, receiver) = mpsc::channel(WAITING);
        let mut all = self.all();
        let streams = all.entry(participant.to_string()).or_default();
        streams.retain(|stream| !stream.is_closed());
        streams.push(sender);
        receiver
    }
}

fn frame(name: &str, id: Option<i64>, data: &Value) -> Bytes {
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Bytes::from(format!("{id}event: {name}\ndata: {data}\n\n"))
}

/// What a participant is told of an intervention.
pub(crate) fn told(done: &InterventionView, deadline: Option<Timestamp>) -> Value {
    json!({
        "id": done.id,
        "at": done.at,
        "seconds": done.seconds,
        "text": done.text,
        "deadline": deadline,
    })
}

/// Tells a participant what was done, with when what runs ends from now on.
pub(crate) async fn tell_intervention(tx: &mut Tx<'_>, done: &InterventionView) -> Result<(), Error> {
    let seat = find_seat(tx, done.participant_id).await?;
    let deadline = seat.deadline(tx.now());
    tx.emit(&SitterTold {
        participant: done.participant_id.to_string(),
        name: done.kind.name().to_owned(),
        id: Some(done.id),
        data: told(done, deadline),
    })
    .await
}

/// Tells the pages of a participant that another device goes on.
pub(crate) async fn tell_takeover(tx: &mut Tx<'_>, participant: i64) -> Result<(), Error> {
    let at = tx.now();
    tx.emit(&SitterTold {
        participant: participant.to_string(),
        name: "takeover".to_owned(),
        id: None,
        data: json!({"at": at}),
    })
    .await
}

/// A participant's stream.
pub struct SitterStream {
    assessment: Assessment,
    sitter: Sitter,
    /// The number that a client comes back with.
    pub last: i64,
    missed: VecDeque<Bytes>,
    mailbox: mpsc::Receiver<Bytes>,
    /// The section that was said to be closing.
    said_closing: Option<usize>,
    beat: Interval,
    closing: watch::Receiver<bool>,
}

impl Assessment {
    /// Opens a participant's stream, after the number of what it was told last.
    #[platform::boxed]
    pub async fn listen(&self, sitter: Sitter, last: Option<i64>) -> Result<SitterStream, Error> {
        // Seated first, so that nothing falls in between.
        let mailbox = self.0.mailboxes.enter(sitter.participant);
        let participant = sitter.participant;
        let find = async move |conn: &mut Conn<'_>| {
            let newest = store::last(conn, participant).await?;
            let missed = match last {
                Some(last) => store::since(conn, participant, last).await?,
                None => Vec::new(),
            };
            let seat = find_seat(conn, participant).await?;
            Ok::<_, Error>((newest, missed, seat))
        };
        let (newest, missed, seat) = self.0.db.read(find).await?;
        let deadline = seat.deadline(sitter.ctx.now());
        let mut beat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(SitterStream {
            last: missed.first().map_or(newest, |first| first.id - 1),
            missed: missed
                .iter()
                .map(|done| frame(done.kind.name(), Some(done.id), &told(done, deadline)))
                .collect(),
            assessment: self.clone(),
            sitter,
            mailbox,
            said_closing: None,
            beat,
            closing: self.0.closing.clone(),
        })
    }
}

impl SitterStream {
    /// What comes next; `None` at the end: when the server stops, or the session has ended.
    pub(crate) async fn next(&mut self) -> Option<Bytes> {
        if let Some(missed) = self.missed.pop_front() {
            return Some(missed);
        }
        let told = tokio::select! {
            biased;
            _ = self.closing.wait_for(|closing| *closing) => return None,
            told = self.mailbox.recv() => Some(told?),
            _ = self.beat.tick() => None,
        };
        match told {
            Some(told) => Some(told),
            None => self.beaten().await,
        }
    }

    /// A sign of life, or that a section is about to end; the end, if the session has ended.
    async fn beaten(&mut self) -> Option<Bytes> {
        let now = self.assessment.now();
        if let Err(error) = self.assessment.sitter_lives(&self.sitter).await
            && error.kind() == Kind::Unauthenticated
        {
            return None;
        }
        let participant = self.sitter.participant;
        let find = async move |conn: &mut Conn<'_>| find_seat(conn, participant).await;
        let seat = self.assessment.0.db.read_by_key(find).await.ok();
        let closing = seat.and_then(|seat| self.is_closing(&seat, now));
        Some(closing.unwrap_or_else(|| Bytes::from_static(b":\n\n")))
    }

    fn is_closing(&mut self, seat: &Seat, now: Timestamp) -> Option<Bytes> {
        let open = seat.open_section(now).filter(|_| !seat.is_paused())?;
        if open.deadline.since(now) > CLOSING || self.said_closing == Some(open.n) {
            return None;
        }
        self.said_closing = Some(open.n);
        let data = json!({"n": open.n, "deadline": open.deadline, "serverNow": now});
        Some(frame("section-closing", None, &data))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_to(participant: i64) -> SitterTold {
        SitterTold {
            participant: participant.to_string(),
            name: "message".into(),
            id: Some(7),
            data: json!({"text": "Tenang\nsaja"}),
        }
    }

    #[tokio::test]
    async fn participants_hear_of_themselves_alone() {
        let mailboxes = Mailboxes::default();
        let (mut one, mut other) = (mailboxes.enter(1), mailboxes.enter(2));
        assert_eq!(mailboxes.listening([1, 2, 3].into_iter()), HashSet::from([1, 2]));
        mailboxes.deliver(&told_to(1));
        let heard = one.recv().await.unwrap();
        assert_eq!(heard, "id: 7\nevent: message\ndata: {\"text\":\"Tenang\\nsaja\"}\n\n");
        assert!(other.try_recv().is_err());
        drop(one);
        assert_eq!(mailboxes.listening([1, 2].into_iter()), HashSet::from([2]));
    }

    #[tokio::test]
    async fn a_stream_that_takes_nothing_ends_and_is_forgotten() {
        let mailboxes = Mailboxes::default();
        let mut slow = mailboxes.enter(1);
        for _ in 0..=WAITING {
            mailboxes.deliver(&told_to(1));
        }
        assert!(mailboxes.all().is_empty());
        for _ in 0..WAITING {
            assert!(slow.recv().await.is_some());
        }
        assert!(slow.recv().await.is_none());
    }
}
