//! A participant as a row of the board, in words.

use assessment::{Attention, BoardRow, Connection, ParticipantStatus, Recorded, RecordingState};
use pages_kit::Speech;
use platform::Timestamp;

use super::{page_of, whole, words};
use crate::participants::status;

/// Something short, and how it is marked: `good`, `poor`, `bad` or nothing.
pub(crate) struct Mark {
    pub(crate) text: String,
    pub(crate) class: &'static str,
}

/// A participant.
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) unit: String,
    pub(crate) status: Mark,
    /// The time that is left, and how it is marked.
    pub(crate) left: Option<Mark>,
    /// What supervisors have given.
    pub(crate) extra: String,
    pub(crate) place: String,
    pub(crate) answered: String,
    pub(crate) saved: String,
    pub(crate) connection: Mark,
    pub(crate) recordings: Vec<Mark>,
    pub(crate) flags: Option<Flags>,
    /// Why somebody should look.
    pub(crate) attention: Option<Mark>,
}

/// What was seen.
pub(crate) struct Flags {
    pub(crate) count: String,
    /// `Meninggalkan halaman 2`, …
    pub(crate) kinds: Vec<String>,
    pub(crate) last: String,
}

/// The text of what was seen.
pub(super) fn kind(speech: Speech<'_>, kind: &str) -> String {
    let key = format!("supervise-kind-{}", kind.replace('_', "-"));
    speech.find(&key).unwrap_or_else(|| kind.to_owned())
}

fn status_of(row: &BoardRow, speech: Speech<'_>) -> Mark {
    Mark {
        text: status(speech, row.status),
        class: match row.status {
            ParticipantStatus::InSection | ParticipantStatus::Ready => "running",
            ParticipantStatus::Terminated | ParticipantStatus::Voided => "grave",
            ParticipantStatus::Suspended => "paused",
            _ => "still",
        },
    }
}

/// Less than this many seconds are few.
const FEW: u64 = 5 * 60;

fn left(row: &BoardRow, speech: Speech<'_>) -> Option<Mark> {
    let seconds = row.seconds_left?;
    let clock = words::clock(seconds);
    Some(match row.paused_at {
        Some(_) => Mark {
            text: speech.with("supervise-left-still", "clock", clock),
            class: "",
        },
        None => Mark {
            text: clock,
            class: if seconds < FEW { "poor" } else { "" },
        },
    })
}

fn connection(row: &BoardRow, speech: Speech<'_>, now: Timestamp) -> Mark {
    let since = row.seen_at.map(|seen| words::ago(speech, seen, now));
    let (text, class) = match row.connection {
        Connection::Live => (speech.say("supervise-connection-live"), "good"),
        Connection::Seen => (speech.say("supervise-connection-seen"), "good"),
        Connection::Silent => match since {
            Some(since) => (speech.with("supervise-connection-since", "since", since), "bad"),
            None => (speech.say("supervise-connection-silent"), "bad"),
        },
        Connection::Away => ("–".to_owned(), ""),
    };
    Mark { text, class }
}

fn recording(recorded: &Recorded, speech: Speech<'_>, now: Timestamp) -> Mark {
    let stream = speech.say(match recorded.stream.as_str() {
        "screen" => "supervise-screen",
        _ => "supervise-camera",
    });
    let since = recorded
        .last_at
        .map_or_else(String::new, |at| words::ago(speech, at, now));
    let (key, class) = match recorded.state {
        RecordingState::Running => ("supervise-recording-running", "good"),
        RecordingState::Stalled => ("supervise-recording-stalled", "bad"),
        RecordingState::Ended => ("supervise-recording-ended", ""),
        RecordingState::Missing => ("supervise-recording-missing", "bad"),
    };
    let state = speech.with(key, "since", since);
    Mark {
        text: format!("{stream}: {state}"),
        class,
    }
}

fn attention(row: &BoardRow, speech: Speech<'_>) -> Option<Mark> {
    let (key, class) = match row.attention? {
        Attention::Silent => ("supervise-look-silent", "bad"),
        Attention::NotRecorded => ("supervise-look-unrecorded", "bad"),
        Attention::FlaggedNow => ("supervise-look-flagged", "poor"),
        // The status and the flags say it.
        Attention::Paused | Attention::Flagged => return None,
    };
    Some(Mark {
        text: speech.say(key),
        class,
    })
}

fn flags(row: &BoardRow, speech: Speech<'_>, now: Timestamp) -> Option<Flags> {
    let last = row.last_flag_at()?;
    let named = row.flags.iter().map(|flag| {
        let name = kind(speech, &flag.kind);
        format!("{name} {}", speech.number(flag.count))
    });
    Some(Flags {
        count: speech.number(row.flag_count()),
        kinds: named.collect(),
        last: words::ago(speech, last, now),
    })
}

/// How far somebody is in the paper.
fn place(row: &BoardRow, speech: Speech<'_>) -> String {
    match row.section {
        Some(section) => speech.with_two(
            "supervise-section",
            ("section", whole(section)),
            ("sections", whole(row.sections)),
        ),
        None => "–".to_owned(),
    }
}

impl Row {
    pub(crate) fn of(row: &BoardRow, event: i64, speech: Speech<'_>, now: Timestamp) -> Self {
        let answered = || {
            speech.with_two(
                "supervise-answered",
                ("answered", row.answered),
                ("questions", whole(row.questions)),
            )
        };
        let is_begun = row.section.is_some() || row.answered > 0;
        let saved = row.last_saved_at.map(|at| words::ago(speech, at, now));
        Self {
            id: row.id,
            path: page_of(event, row.id),
            name: row.name.clone(),
            number: row.exam_registered_number.clone(),
            unit: row.unit.clone().unwrap_or_default(),
            status: status_of(row, speech),
            left: left(row, speech),
            extra: match row.extra_seconds {
                0 => String::new(),
                seconds => speech.with("supervise-extra", "minutes", speech.number((seconds + 59) / 60)),
            },
            place: place(row, speech),
            answered: if is_begun { answered() } else { String::new() },
            saved: saved.unwrap_or_else(|| "–".to_owned()),
            connection: connection(row, speech, now),
            recordings: row.recordings.iter().map(|one| recording(one, speech, now)).collect(),
            flags: flags(row, speech, now),
            attention: attention(row, speech),
        }
    }
}
