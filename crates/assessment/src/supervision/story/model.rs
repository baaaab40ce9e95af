//! Terms of a participant's story.

use platform::Timestamp;

use crate::sitting::model::Intervention;

/// A place in a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedAt {
    /// The recording.
    pub video: i64,
    /// Seconds from its beginning.
    pub second: u64,
}

/// Something that happened to a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    LoggedIn,
    /// Another device went on.
    TakenOver,
    CheckedIn,
    Started,
    /// A section, by its number.
    SectionOpened(usize),
    SectionClosed {
        n: usize,
        /// `participant`, `timeout`, `submitted` or `terminated`.
        reason: String,
    },
    Intervened {
        kind: Intervention,
        seconds: Option<i64>,
        text: Option<String>,
        reason: Option<String>,
        /// Who did it, by username; nobody any more if they were deleted.
        by: Option<String>,
    },
    Flagged {
        /// As flags name it.
        kind: String,
        detail: String,
        /// Where recordings that can be searched show it.
        recorded: Vec<RecordedAt>,
    },
    /// `camera` or `screen`.
    RecordingBegan(String),
    /// The exam ended: by its `participant`, by `timeout`, or by a `proctor`.
    HandedIn(String),
}

/// It, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    pub at: Timestamp,
    pub what: Happening,
}

/// A section of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorySection {
    /// From 1.
    pub n: usize,
    pub title: String,
    pub answered: usize,
    pub questions: usize,
    pub opened_at: Option<Timestamp>,
    pub deadline: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
}

/// What arrived of one of a recording's recorders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecorderSpan {
    /// From 0.
    pub number: i64,
    pub pieces: i64,
    /// Pieces that did not arrive between others.
    pub missing: i64,
    /// When the first one arrived.
    pub first_at: Timestamp,
    /// When the last one arrived.
    pub last_at: Timestamp,
}

/// From when until when a recording that can be searched was made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Searchable {
    pub(crate) video: i64,
    /// When its first piece arrived.
    pub(crate) first_at: Timestamp,
    /// When its last piece arrived.
    pub(crate) last_at: Timestamp,
}
