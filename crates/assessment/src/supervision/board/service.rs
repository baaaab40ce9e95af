//! The board of an event: looked at once for everybody who supervises it.
//!
//! Invariants: how many supervise an event changes nothing of what it costs, since a look is kept for at least a second, and
//! so long that looking takes a tenth of the time at most; what a supervisor did is seen at the next look, which does not
//! wait for that. A look takes a constant number of statements, however many sit.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use platform::{
    Conn, Error, Timestamp,
    events::{Event as _, Listener},
    page::Pages,
};
use serde::Serialize;
use tokio::time::Instant;

use super::{
    model::{Board, BoardCounts, BoardRow, BoardWanted, bounds},
    rules::{self, Extent, Known, Signs},
    store::{self, Stored},
};
use crate::{
    Assessment,
    bank::version::service::{FrozenSection, FrozenVersion, Versions},
    events::{Happened, ParticipantChanged},
    exam::{self, model::ListedSeat},
    marking::results::service::Metadata,
    sitting::event,
};

/// For how long a look is good, at least.
const KEPT: Duration = Duration::from_secs(1);
/// Looking takes at most this part of the time.
const SHARE: u32 = 10;
/// Events whose last look is remembered, at most.
const EVENTS: usize = 256;

/// A page of the board.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Board")]
pub struct BoardView {
    metadata: Metadata,
    data: Vec<BoardRow>,
    event_id: i64,
    /// The moment that all of it is of.
    server_now: Timestamp,
    /// How many participants each filter has, whatever is searched for.
    counts: BoardCounts,
}

/// A look at an event, and until when it is good.
struct Kept {
    board: Arc<Board>,
    until: Timestamp,
    /// The number of things that supervisors had done before.
    after: u64,
}

/// Where the last look at an event is kept. Whoever looks holds it, so that others wait for what is seen.
#[derive(Default)]
struct Slot {
    done: AtomicU64,
    kept: tokio::sync::Mutex<Option<Kept>>,
}

/// The last looks at events; clones share them.
#[derive(Clone, Default)]
pub(crate) struct Boards(Arc<Mutex<HashMap<i64, Arc<Slot>>>>);

impl Boards {
    /// Hears what supervisors do: who did it looks next, and must not see how it was before.
    pub(crate) fn listener(&self) -> Listener {
        let boards = self.clone();
        Listener::new(ParticipantChanged::TOPIC, move |recorded| {
            if let Ok(changed) = recorded.read::<ParticipantChanged>()
                && changed.happened != Happened::Participant
            {
                boards.outdate(&changed.event);
            }
        })
    }

    fn outdate(&self, event: &str) {
        let slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = event.parse().ok().and_then(|event: i64| slots.get(&event));
        if let Some(slot) = slot {
            slot.done.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn slot(&self, event: i64) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= EVENTS && !slots.contains_key(&event) {
            slots.clear();
        }
        slots.entry(event).or_default().clone()
    }
}

impl Board {
    /// A page of the rows that are wanted, and how many there are.
    pub fn page(&self, wanted: &BoardWanted, pages: Pages) -> (Vec<&BoardRow>, usize) {
        let found = rules::select(&self.rows, wanted);
        let ((before, most), total) = (bounds(pages), found.len());
        (found.into_iter().skip(before).take(most).collect(), total)
    }

    /// As the API shows it.
    pub(crate) fn view(&self, wanted: &BoardWanted, pages: Pages) -> BoardView {
        let (rows, total) = self.page(wanted, pages);
        BoardView {
            metadata: pages.of(i64::try_from(total).unwrap_or(i64::MAX)).into(),
            data: rows.into_iter().cloned().collect(),
            event_id: self.event_id,
            server_now: self.at,
            counts: self.counts,
        }
    }
}

/// What one look finds in the database.
struct Look {
    seats: Vec<ListedSeat>,
    stored: Stored,
    versions: HashMap<i64, Arc<FrozenVersion>>,
}

impl Look {
    async fn load(conn: &mut Conn<'_>, versions: &Versions, event: i64) -> Result<Self, Error> {
        event::service::find_event(conn, event).await?;
        let seats = exam::store::seats(conn, event).await?;
        let named: BTreeSet<i64> = seats.iter().filter_map(version_of).collect();
        let mut read = HashMap::new();
        for id in named {
            read.insert(id, versions.get(conn, id).await?);
        }
        Ok(Self {
            stored: store::load(conn, event).await?,
            seats,
            versions: read,
        })
    }

    fn extent(&self, version: Option<i64>) -> Extent {
        let version = version.and_then(|id| self.versions.get(&id));
        version.map_or_else(Extent::default, |version| Extent {
            sections: version.sections.len(),
            questions: version.sections.iter().map(FrozenSection::question_count).sum(),
        })
    }
}

/// The paper that somebody sits or will sit.
fn version_of(listed: &ListedSeat) -> Option<i64> {
    let attempt = listed.seat.attempt.as_ref();
    attempt.map_or(listed.seat.event.version, |attempt| Some(attempt.version))
}

impl Assessment {
    /// Everybody at an event, as seen within the last second or so.
    #[platform::boxed]
    pub async fn board(&self, event: i64) -> Result<Arc<Board>, Error> {
        let slot = self.0.boards.slot(event);
        let mut kept = slot.kept.lock().await;
        let done = slot.done.load(Ordering::SeqCst);
        let now = self.now();
        if let Some(good) = kept.as_ref().filter(|kept| now < kept.until && kept.after == done) {
            return Ok(good.board.clone());
        }
        let began = Instant::now();
        let board = Arc::new(self.look(event, now).await?);
        let until = now.plus(KEPT.max(began.elapsed() * SHARE));
        *kept = Some(Kept {
            board: board.clone(),
            until,
            after: done,
        });
        Ok(board)
    }

    async fn look(&self, event: i64, now: Timestamp) -> Result<Board, Error> {
        let versions = self.0.versions.clone();
        let find = async move |conn: &mut Conn<'_>| Look::load(conn, &versions, event).await;
        let mut look = self.0.db.read(find).await?;
        let seats = std::mem::take(&mut look.seats);
        let ids = || seats.iter().map(|listed| listed.seat.participant);
        let (listening, called) = (self.0.mailboxes.listening(ids()), self.0.presence.of(ids()));
        let extents: HashMap<Option<i64>, Extent> = seats
            .iter()
            .map(version_of)
            .map(|version| (version, look.extent(version)))
            .collect();
        let stored = &mut look.stored;
        let mut rows: Vec<BoardRow> = Vec::with_capacity(seats.len());
        for listed in seats {
            let id = listed.seat.participant;
            let known = Known {
                extent: extents.get(&version_of(&listed)).copied().unwrap_or_default(),
                answered: rules::take(&mut stored.answered, id),
                flags: rules::take(&mut stored.flags, id),
                recordings: rules::take(&mut stored.recordings, id),
                signs: Signs {
                    listens: listening.contains(&id),
                    called_at: called.get(&id).copied(),
                },
            };
            rows.push(rules::row_of(listed, known, now));
        }
        rules::sort(&mut rows);
        Ok(Board {
            at: now,
            event_id: event,
            counts: rules::count(&rows),
            rows,
        })
    }
}
