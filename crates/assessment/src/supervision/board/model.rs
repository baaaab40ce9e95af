//! Terms of the board: what is shown of a participant, and which of them are wanted.

use platform::{Timestamp, page::Pages};
use serde::Serialize;

use crate::{people::model::TimeFactor, sitting::model::Status};

/// Whether somebody can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "BoardConnection")]
pub enum Connection {
    /// Their page listens to this server.
    Live,
    /// They called, or something of theirs arrived, within 30 seconds.
    Seen,
    /// They should be there, and nothing was heard.
    Silent,
    /// Nobody waits for them: they have not come yet, or are done.
    Away,
}

/// How a recording goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "BoardRecordingState")]
pub enum RecordingState {
    /// Pieces arrive.
    Running,
    /// It should run, and the last piece is older than 30 seconds.
    Stalled,
    /// It was begun and has ended.
    Ended,
    /// It should run, and was never begun.
    Missing,
}

/// A recording of a participant: of several of one kind, the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "BoardRecording")]
pub struct Recorded {
    /// `camera` or `screen`.
    pub stream: String,
    pub state: RecordingState,
    /// When its last piece arrived, or, as long as there is none, when it was begun.
    pub last_at: Option<Timestamp>,
}

/// How often something odd was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "BoardFlags")]
pub struct Flagged {
    /// What, as flags name it.
    pub kind: String,
    pub count: i64,
    /// The last time.
    pub last_at: Timestamp,
}

/// How somebody is.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "BoardRow")]
pub struct BoardRow {
    /// The participant.
    pub id: i64,
    pub name: String,
    pub registered_number: String,
    pub exam_registered_number: String,
    pub unit: Option<String>,
    /// How far, with what time has ended by now.
    pub status: Status,
    pub checked_in_at: Option<Timestamp>,
    /// The section that was opened last, from 1.
    pub section: Option<usize>,
    /// Whether it is open.
    pub is_section_open: bool,
    /// How many sections the paper has.
    pub sections: usize,
    /// How many questions have an answer.
    pub answered: i64,
    /// How many are asked.
    pub questions: usize,
    /// When an answer arrived last, while the exam runs.
    pub last_saved_at: Option<Timestamp>,
    /// When the exam was handed in or ended.
    pub submitted_at: Option<Timestamp>,
    /// When what runs ends: the open section, else the exam.
    pub deadline: Option<Timestamp>,
    /// Seconds until then; while somebody is paused, those that are left of the section.
    pub seconds_left: Option<u64>,
    /// Since when the clock stands still.
    pub paused_at: Option<Timestamp>,
    /// By how much the time is multiplied.
    pub time_factor: TimeFactor,
    /// Seconds that supervisors have given.
    pub extra_seconds: i64,
    pub connection: Connection,
    /// The last sign of life that is known.
    pub seen_at: Option<Timestamp>,
    /// Camera and screen, as far as the event records them or they were recorded.
    pub recordings: Vec<Recorded>,
    /// What was seen, by kind; that somebody came back to the page or to the network is not counted.
    pub flags: Vec<Flagged>,
    /// Why somebody should look; nothing while all is well.
    pub attention: Option<Attention>,
    #[serde(skip)]
    pub(crate) name_key: String,
    #[serde(skip)]
    pub(crate) number_key: String,
}

impl BoardRow {
    /// How often something odd was seen.
    pub fn flag_count(&self) -> i64 {
        self.flags.iter().map(|flag| flag.count).sum()
    }

    /// When something odd was seen last.
    pub fn last_flag_at(&self) -> Option<Timestamp> {
        self.flags.iter().map(|flag| flag.last_at).max()
    }
}

/// Why somebody should look, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "BoardAttention")]
pub enum Attention {
    /// They sit, and nothing is heard of them.
    Silent,
    /// They sit, and a recording that should run does not.
    NotRecorded,
    /// Something odd was seen in the last five minutes.
    FlaggedNow,
    /// Their clock stands still.
    Paused,
    /// Something odd was seen earlier.
    Flagged,
}

/// Which participants are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum BoardFilter {
    #[default]
    All,
    /// Those who are there: checked in, answering or paused.
    Present,
    Answering,
    Paused,
    Silent,
    Flagged,
    /// Those who are done: they handed in, or time or a supervisor ended it.
    HandedIn,
    /// Those who have not come, or not yet.
    Absent,
}

impl BoardFilter {
    /// Every filter.
    pub const ALL: [Self; 8] = [
        Self::All,
        Self::Present,
        Self::Answering,
        Self::Paused,
        Self::Silent,
        Self::Flagged,
        Self::HandedIn,
        Self::Absent,
    ];

    /// As the API writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Present => "present",
            Self::Answering => "answering",
            Self::Paused => "paused",
            Self::Silent => "silent",
            Self::Flagged => "flagged",
            Self::HandedIn => "handedIn",
            Self::Absent => "absent",
        }
    }
}

/// What a board is ordered by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum BoardOrder {
    /// Who needs attention first, then by name.
    #[default]
    Attention,
    Name,
    /// By exam number.
    Number,
}

/// Which rows of a board are wanted.
#[derive(Debug, Clone, Default)]
pub struct BoardWanted {
    pub filter: BoardFilter,
    /// Part of a name or a number, folded.
    pub search: Option<String>,
    pub order: BoardOrder,
}

/// How many participants each filter has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardCounts {
    pub all: usize,
    pub present: usize,
    pub answering: usize,
    pub paused: usize,
    pub silent: usize,
    pub flagged: usize,
    pub handed_in: usize,
    pub absent: usize,
}

impl BoardCounts {
    /// That of a filter.
    pub fn of(&self, filter: BoardFilter) -> usize {
        match filter {
            BoardFilter::All => self.all,
            BoardFilter::Present => self.present,
            BoardFilter::Answering => self.answering,
            BoardFilter::Paused => self.paused,
            BoardFilter::Silent => self.silent,
            BoardFilter::Flagged => self.flagged,
            BoardFilter::HandedIn => self.handed_in,
            BoardFilter::Absent => self.absent,
        }
    }
}

/// Everybody at an event at a moment.
#[derive(Debug, Clone)]
pub struct Board {
    /// The moment.
    pub at: Timestamp,
    pub event_id: i64,
    pub counts: BoardCounts,
    /// Who needs attention first.
    pub(crate) rows: Vec<BoardRow>,
}

impl Board {
    /// Somebody's row.
    pub fn row(&self, participant: i64) -> Option<&BoardRow> {
        self.rows.iter().find(|row| row.id == participant)
    }
}

/// How many rows lie before a page, and how many are on it.
pub(crate) fn bounds(pages: Pages) -> (usize, usize) {
    let size = |number: i64| usize::try_from(number).unwrap_or(0);
    (size(pages.offset()), size(pages.limit()))
}

/// What is stored of somebody's answers.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Answered {
    pub(crate) count: i64,
    pub(crate) last_at: Option<Timestamp>,
}

/// What is stored of a recording.
#[derive(Debug, Clone)]
pub(crate) struct StoredRecording {
    pub(crate) participant: i64,
    pub(crate) stream: String,
    /// Whether its recorder has not told that it ended.
    pub(crate) is_open: bool,
    /// When its last piece arrived; when it began, if there is none.
    pub(crate) last_at: Timestamp,
}
