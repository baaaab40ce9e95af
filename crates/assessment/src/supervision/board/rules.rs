//! What is made of what is stored: who is silent, who is not recorded, who needs attention.
//!
//! Invariant: a row follows from stored moments, the signs of life and the clock alone, so that every supervisor sees the same.

use std::{collections::HashMap, time::Duration};

use platform::Timestamp;

use super::model::{
    Answered, Attention, BoardCounts, BoardFilter, BoardOrder, BoardRow, BoardWanted, Connection, Flagged, Recorded,
    RecordingState, StoredRecording,
};
use crate::{
    exam::model::{ListedSeat, Seat},
    sitting::model::Status,
};

/// How old a sign of life may be.
const SILENT: Duration = Duration::from_secs(30);
/// For how long something odd is news.
const NEWS: Duration = Duration::from_secs(5 * 60);

/// What a paper asks: how many sections, and how many questions in all.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Extent {
    pub(crate) sections: usize,
    pub(crate) questions: usize,
}

/// Signs of life that this process knows of.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Signs {
    /// Whether their page listens.
    pub(crate) listens: bool,
    /// When they called last.
    pub(crate) called_at: Option<Timestamp>,
}

/// What is known of somebody beside their seat.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) extent: Extent,
    pub(crate) answered: Answered,
    pub(crate) flags: Vec<Flagged>,
    pub(crate) recordings: Vec<StoredRecording>,
    pub(crate) signs: Signs,
}

/// The time that somebody has left: what runs ends then, and a clock that stands still takes nothing of a section.
fn left(seat: &Seat, now: Timestamp) -> Option<Duration> {
    let attempt = seat.running(now)?;
    let whole = attempt.deadline.since(now);
    let Some(section) = seat.open_section(now) else {
        return Some(whole);
    };
    let from = attempt.paused_at.filter(|_| seat.is_paused()).unwrap_or(now);
    Some(section.deadline.since(from).min(whole))
}

fn is_sitting(status: Status) -> bool {
    matches!(status, Status::InSection | Status::Suspended)
}

fn is_present(status: Status) -> bool {
    is_sitting(status) || status == Status::Ready
}

fn connection(status: Status, signs: Signs, seen_at: Option<Timestamp>, now: Timestamp) -> Connection {
    if signs.listens {
        Connection::Live
    } else if seen_at.is_some_and(|seen| now.since(seen) <= SILENT) {
        Connection::Seen
    } else if is_present(status) {
        Connection::Silent
    } else {
        Connection::Away
    }
}

/// Camera and screen: of several recordings of a kind the last one.
fn recordings(seat: &Seat, status: Status, stored: &[StoredRecording], now: Timestamp) -> Vec<Recorded> {
    let wanted = [
        ("camera", seat.event.record_video),
        ("screen", seat.event.record_screen),
    ];
    let recorded = wanted.into_iter().filter_map(|(stream, is_wanted)| {
        let last = stored.iter().rev().find(|stored| stored.stream == stream);
        let should_run = is_wanted && is_sitting(status);
        let state = match last {
            Some(last) if last.is_open && now.since(last.last_at) <= SILENT => RecordingState::Running,
            _ if should_run && last.is_none() => RecordingState::Missing,
            Some(last) if should_run && last.is_open => RecordingState::Stalled,
            Some(_) => RecordingState::Ended,
            None => return None,
        };
        Some(Recorded {
            stream: stream.to_owned(),
            state,
            last_at: last.map(|last| last.last_at),
        })
    });
    recorded.collect()
}

fn attention(row: &BoardRow, now: Timestamp) -> Option<Attention> {
    let is_answering = row.status == Status::InSection;
    let runs = |recorded: &Recorded| recorded.state == RecordingState::Running;
    let flag = row.last_flag_at();
    if is_answering && row.connection == Connection::Silent {
        Some(Attention::Silent)
    } else if is_answering && !row.recordings.iter().all(runs) {
        Some(Attention::NotRecorded)
    } else if is_present(row.status) && flag.is_some_and(|at| now.since(at) <= NEWS) {
        Some(Attention::FlaggedNow)
    } else if row.status == Status::Suspended {
        Some(Attention::Paused)
    } else {
        flag.map(|_| Attention::Flagged)
    }
}

/// The row of a participant.
pub(crate) fn row_of(listed: ListedSeat, known: Known, now: Timestamp) -> BoardRow {
    let seat = &listed.seat;
    let status = seat.state(now);
    let running = seat.running(now);
    let last_saved_at = known.answered.last_at.filter(|_| running.is_some());
    let arrived = known.recordings.iter().filter(|stored| stored.is_open);
    let arrived = arrived.map(|stored| stored.last_at).max();
    let seen_at = known.signs.called_at.max(last_saved_at).max(arrived);
    let open = seat.open_section(now);
    let mut row = BoardRow {
        id: seat.participant,
        status,
        checked_in_at: listed.checked_in_at,
        section: open.or(seat.sections.last()).map(|section| section.n),
        is_section_open: open.is_some(),
        sections: known.extent.sections,
        answered: known.answered.count,
        questions: known.extent.questions,
        last_saved_at,
        submitted_at: seat.attempt.as_ref().and_then(|attempt| attempt.submitted_at),
        deadline: seat.deadline(now),
        seconds_left: left(seat, now).map(|left| left.as_secs()),
        paused_at: running
            .and_then(|attempt| attempt.paused_at)
            .filter(|_| seat.is_paused()),
        time_factor: seat.time_factor,
        extra_seconds: seat.extra_seconds,
        connection: connection(status, known.signs, seen_at, now),
        seen_at,
        recordings: recordings(seat, status, &known.recordings, now),
        flags: known.flags,
        attention: None,
        number_key: listed.registered_key,
        name_key: listed.name_key,
        name: listed.seat.name,
        registered_number: listed.registered_number,
        exam_registered_number: listed.seat.exam_registered_number,
        unit: listed.unit,
    };
    row.attention = attention(&row, now);
    row
}

/// Whether a filter has somebody.
pub(crate) fn has(filter: BoardFilter, row: &BoardRow) -> bool {
    match filter {
        BoardFilter::All => true,
        BoardFilter::Present => is_present(row.status),
        BoardFilter::Answering => row.status == Status::InSection,
        BoardFilter::Paused => row.status == Status::Suspended,
        BoardFilter::Silent => row.connection == Connection::Silent,
        BoardFilter::Flagged => !row.flags.is_empty(),
        BoardFilter::HandedIn => !row.status.is_live() && row.status != Status::Absent,
        BoardFilter::Absent => matches!(row.status, Status::Absent | Status::Registered),
    }
}

/// How many each filter has.
pub(crate) fn count(rows: &[BoardRow]) -> BoardCounts {
    let of = |filter| rows.iter().filter(|row| has(filter, row)).count();
    BoardCounts {
        all: rows.len(),
        present: of(BoardFilter::Present),
        answering: of(BoardFilter::Answering),
        paused: of(BoardFilter::Paused),
        silent: of(BoardFilter::Silent),
        flagged: of(BoardFilter::Flagged),
        handed_in: of(BoardFilter::HandedIn),
        absent: of(BoardFilter::Absent),
    }
}

/// Who needs attention first: by why, then who sits, then whose news is newest, then by name.
pub(crate) fn sort(rows: &mut [BoardRow]) {
    rows.sort_by_cached_key(|row| {
        let news = row.last_flag_at().filter(|_| row.attention.is_some());
        (
            row.attention.is_none(),
            row.attention,
            !is_sitting(row.status),
            std::cmp::Reverse(news),
            row.name_key.clone(),
            row.id,
        )
    });
}

fn is_found(row: &BoardRow, search: &str) -> bool {
    let number = row.exam_registered_number.to_lowercase();
    [&row.name_key, &row.number_key, &number]
        .iter()
        .any(|text| text.contains(search))
}

/// The rows that are wanted, in order.
pub(crate) fn select<'r>(rows: &'r [BoardRow], wanted: &BoardWanted) -> Vec<&'r BoardRow> {
    let search = wanted.search.as_deref().unwrap_or_default();
    let found = rows
        .iter()
        .filter(|row| has(wanted.filter, row) && is_found(row, search));
    let mut found: Vec<_> = found.collect();
    match wanted.order {
        BoardOrder::Attention => {}
        BoardOrder::Name => found.sort_by_key(|row| (&row.name_key, row.id)),
        BoardOrder::Number => found.sort_by_key(|row| (&row.exam_registered_number, row.id)),
    }
    found
}

/// Some of a map, taken out of it.
pub(crate) fn take<T: Default>(of: &mut HashMap<i64, T>, participant: i64) -> T {
    of.remove(&participant).unwrap_or_default()
}

#[cfg(test)]
mod tests;
