//! How a participant looks from the supervisors' table, without a database.

use super::*;
use crate::exam::model::tests::{MINUTE, seat};

const NOW: Timestamp = Timestamp(10 * MINUTE);

fn listed(change: impl FnOnce(&mut Seat)) -> ListedSeat {
    let mut seat = seat();
    change(&mut seat);
    ListedSeat {
        seat,
        registered_number: "0071".into(),
        name_key: "ani".into(),
        registered_key: "0071".into(),
        unit: None,
        checked_in_at: Some(Timestamp(0)),
    }
}

fn row(change: impl FnOnce(&mut Seat), known: Known) -> BoardRow {
    row_of(listed(change), known, NOW)
}

fn seconds_ago(seconds: i64) -> Timestamp {
    Timestamp(NOW.0 - seconds * 1_000_000)
}

fn called(seconds: i64) -> Known {
    Known {
        signs: Signs {
            listens: false,
            called_at: Some(seconds_ago(seconds)),
        },
        ..Known::default()
    }
}

fn flagged(seconds: i64) -> Known {
    Known {
        flags: vec![Flagged {
            kind: "paste".into(),
            count: 2,
            last_at: seconds_ago(seconds),
        }],
        ..called(1)
    }
}

fn recorded(seconds: i64, is_open: bool) -> Known {
    Known {
        recordings: vec![StoredRecording {
            participant: 1,
            stream: "camera".into(),
            is_open,
            last_at: seconds_ago(seconds),
        }],
        ..called(1)
    }
}

#[test]
fn somebody_is_seen_for_half_a_minute_after_the_last_sign_and_silent_from_then_on() {
    assert_eq!(row(|_| (), called(30)).connection, Connection::Seen);
    assert_eq!(row(|_| (), called(31)).connection, Connection::Silent);
    assert_eq!(row(|_| (), Known::default()).connection, Connection::Silent);
    let mut listens = called(300);
    listens.signs.listens = true;
    assert_eq!(row(|_| (), listens).connection, Connection::Live);
    // An answer and a piece of a recording are signs that any process sees.
    let saved = Answered {
        count: 1,
        last_at: Some(seconds_ago(5)),
    };
    let known = Known {
        answered: saved,
        ..called(99)
    };
    assert_eq!(row(|_| (), known).connection, Connection::Seen);
    let known = Known {
        signs: Signs::default(),
        ..recorded(5, true)
    };
    assert_eq!(row(|_| (), known).connection, Connection::Seen);
}

#[test]
fn nobody_waits_for_those_who_have_not_come_or_are_done() {
    for status in [Status::Registered, Status::Scored, Status::Terminated, Status::Absent] {
        let row = row(
            |seat| {
                seat.status = status;
                seat.attempt = None;
            },
            Known::default(),
        );
        assert_eq!((row.connection, row.attention), (Connection::Away, None), "{status:?}");
    }
}

#[test]
fn a_recording_runs_stalls_ends_or_is_missing() {
    let records = |seat: &mut Seat| seat.event.record_video = true;
    let state = |known| {
        let row = row(records, known);
        (row.recordings[0].state, row.attention)
    };
    let not_recorded = Some(Attention::NotRecorded);
    assert_eq!(state(recorded(30, true)), (RecordingState::Running, None));
    assert_eq!(state(recorded(31, true)), (RecordingState::Stalled, not_recorded));
    assert_eq!(state(recorded(31, false)), (RecordingState::Ended, not_recorded));
    assert_eq!(state(called(1)), (RecordingState::Missing, not_recorded));
    assert!(row(|_| (), called(1)).recordings.is_empty(), "nothing is recorded here");
    let done = row(
        |seat| {
            records(seat);
            seat.status = Status::Scored;
        },
        recorded(9_999, false),
    );
    assert_eq!(
        (done.recordings[0].state, done.attention),
        (RecordingState::Ended, None)
    );
}

#[test]
fn time_is_left_of_the_open_section_and_a_pause_takes_nothing_of_it() {
    let left = |change: fn(&mut Seat)| row(change, called(1)).seconds_left;
    assert_eq!(left(|_| ()), Some(20 * 60));
    let pause = |seat: &mut Seat| {
        seat.status = Status::Suspended;
        let attempt = seat.attempt.as_mut().unwrap();
        attempt.state = crate::exam::model::AttemptState::Suspended;
        attempt.paused_at = Some(Timestamp(4 * MINUTE));
    };
    assert_eq!(left(pause), Some(26 * 60));
    // The end of all stays where it is.
    let late = |seat: &mut Seat| {
        seat.attempt.as_mut().unwrap().deadline = Timestamp(12 * MINUTE);
        seat.status = Status::Suspended;
        let attempt = seat.attempt.as_mut().unwrap();
        attempt.state = crate::exam::model::AttemptState::Suspended;
        attempt.paused_at = Some(Timestamp(4 * MINUTE));
    };
    assert_eq!(left(late), Some(2 * 60));
    assert_eq!(left(|seat| seat.attempt = None), None);
}

#[test]
fn time_that_is_over_ends_somebody_though_nobody_wrote_it_down() {
    let row = row(
        |seat| seat.attempt.as_mut().unwrap().deadline = Timestamp(9 * MINUTE),
        Known::default(),
    );
    assert_eq!((row.status, row.seconds_left), (Status::Submitted, None));
    assert!(has(BoardFilter::HandedIn, &row) && !has(BoardFilter::Present, &row));
}

#[test]
fn who_needs_attention_comes_first() {
    let named = |name: &str, change: fn(&mut Seat), known| {
        let mut row = row(change, known);
        name.clone_into(&mut row.name);
        name.clone_into(&mut row.name_key);
        row
    };
    let paused = |seat: &mut Seat| seat.status = Status::Suspended;
    let waiting = |seat: &mut Seat| seat.status = Status::Registered;
    let mut rows = vec![
        named("a-waits", waiting, Known::default()),
        named("b-answers", |_| (), called(1)),
        named("c-flagged-long-ago", |_| (), flagged(3_600)),
        named("d-paused", paused, called(1)),
        named("e-flagged", |_| (), flagged(60)),
        named("f-flagged-later", |_| (), flagged(10)),
        named("g-unrecorded", |seat| seat.event.record_video = true, called(1)),
        named("h-silent", |_| (), called(99)),
    ];
    sort(&mut rows);
    let order: String = rows.iter().filter_map(|row| row.name.chars().next()).collect();
    assert_eq!(order, "hgfedcba");
    let counts = count(&rows);
    assert_eq!(
        BoardFilter::ALL.map(|filter| counts.of(filter)),
        [8, 7, 6, 1, 1, 3, 0, 1]
    );
    let wanted = |filter, search: &str, order| {
        let wanted = BoardWanted {
            filter,
            search: Some(search.to_owned()),
            order,
        };
        let found = select(&rows, &wanted);
        found
            .iter()
            .filter_map(|row| row.name.chars().next())
            .collect::<String>()
    };
    assert_eq!(wanted(BoardFilter::Flagged, "", BoardOrder::Name), "cef");
    assert_eq!(wanted(BoardFilter::All, "flagged", BoardOrder::Attention), "fec");
    assert_eq!(wanted(BoardFilter::All, "071", BoardOrder::Name).len(), 8);
    assert_eq!(wanted(BoardFilter::All, "nobody", BoardOrder::Number), "");
}
