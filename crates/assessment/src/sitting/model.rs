//! Terms of the sittings: what rules, use cases, stores and routes of them share.

use platform::{Error, Timestamp};

use crate::{audit::Action, people::model::TimeFactor};

/// When a sitting is, as computers count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moments {
    /// The first moment at which it can be started.
    pub(crate) starts: Timestamp,
    /// The first moment at which it is over.
    pub(crate) ends: Timestamp,
    /// When its day begins on its clocks.
    pub(crate) day_starts: Timestamp,
    /// When the next day begins on its clocks.
    pub(crate) day_ends: Timestamp,
}

/// What can be changed of an event.
#[derive(Debug, Clone)]
pub(crate) struct EventContent {
    pub(crate) package_id: i64,
    pub(crate) title: String,
    pub(crate) description: String,
    /// `2023-07-12`, `10:00:00` and an IANA name, as they are shown.
    pub(crate) date: String,
    pub(crate) start_time: String,
    pub(crate) end_time: String,
    pub(crate) time_zone: String,
    pub(crate) moments: Moments,
    pub(crate) prodik_id: Option<String>,
    pub(crate) entry_code_hash: Option<String>,
    pub(crate) late_entry_seconds: i64,
    pub(crate) grace_seconds: i64,
    pub(crate) offline_grace_seconds: i64,
    pub(crate) record_video: bool,
    pub(crate) record_screen: bool,
    pub(crate) safe_exam_browser: bool,
    /// JSON.
    pub(crate) scoring_policy: String,
    pub(crate) result_policy: ResultPolicy,
    pub(crate) release: ReleaseMode,
}

/// What participants are shown of their results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is shown or not, whatever the others are"
)]
pub struct ResultPolicy {
    /// Their total and the maximum.
    pub score: bool,
    /// What they reached in each section.
    pub sections: bool,
    /// What scores become by the package's scales.
    pub scale: bool,
    /// What they answered, and what each answer brought.
    pub answers: bool,
    /// What was right.
    pub keys: bool,
}

impl Default for ResultPolicy {
    /// Score and sections.
    fn default() -> Self {
        Self {
            score: true,
            sections: true,
            scale: false,
            answers: false,
            keys: false,
        }
    }
}

/// When participants see their results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ReleaseMode {
    /// Once the event is released.
    #[default]
    Event,
    /// Each as soon as it is scored.
    AtOnce,
}

impl ReleaseMode {
    /// As the API and the database write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::AtOnce => "atOnce",
        }
    }

    pub(crate) fn from_stored(name: &str) -> Result<Self, Error> {
        let found = [Self::Event, Self::AtOnce].into_iter().find(|mode| mode.name() == name);
        found.ok_or_else(|| Error::internal(format!("an event's stored release is {name:?}")))
    }
}

/// What should be looked at, though it was done.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SittingWarning")]
pub struct Warning {
    /// What it is, stable (`event.past`).
    pub code: String,
    pub message: Words,
}

/// A message in both languages, as findings have it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SittingWords")]
pub struct Words {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Warning {
    /// Of a code, in Indonesian and English.
    pub(crate) fn new(code: &str, id: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: Words {
                id: id.into(),
                en: en.into(),
            },
        }
    }
}

/// How far a participant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ParticipantStatus")]
pub enum Status {
    /// Added, not seen yet.
    Registered,
    /// Checked in.
    Ready,
    /// Answering.
    InSection,
    /// Paused by a supervisor.
    Suspended,
    /// Handed in.
    Submitted,
    /// Some answers wait for people.
    AwaitingRating,
    Scored,
    /// Scores are shown to the participant.
    Published,
    /// Never came.
    Absent,
    /// Ended by a supervisor.
    Terminated,
    /// Does not count.
    Voided,
}

impl Status {
    /// Every status.
    pub(crate) const ALL: [Self; 11] = [
        Self::Registered,
        Self::Ready,
        Self::InSection,
        Self::Suspended,
        Self::Submitted,
        Self::AwaitingRating,
        Self::Scored,
        Self::Published,
        Self::Absent,
        Self::Terminated,
        Self::Voided,
    ];

    /// Whether the exam is still before or in the hands of the participant.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Registered | Self::Ready | Self::InSection | Self::Suspended)
    }

    /// As the API and the database write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Ready => "ready",
            Self::InSection => "in_section",
            Self::Suspended => "suspended",
            Self::Submitted => "submitted",
            Self::AwaitingRating => "awaiting_rating",
            Self::Scored => "scored",
            Self::Published => "published",
            Self::Absent => "absent",
            Self::Terminated => "terminated",
            Self::Voided => "voided",
        }
    }

    /// The one of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    pub(crate) fn from_stored(name: &str) -> Result<Self, Error> {
        Self::of(name).ok_or_else(|| Error::internal(format!("a participant's stored status is {name:?}")))
    }
}

/// What a supervisor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Intervention {
    /// Stops the participant's clock.
    Pause,
    /// Lets it run again.
    Resume,
    /// Gives more time.
    Extend,
    /// Says something.
    Message,
    /// Ends the participant's exam.
    Terminate,
}

impl Intervention {
    /// As the API and the database write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Extend => "extend",
            Self::Message => "message",
            Self::Terminate => "terminate",
        }
    }

    pub(crate) fn from_stored(name: &str) -> Result<Self, Error> {
        [Self::Pause, Self::Resume, Self::Extend, Self::Message, Self::Terminate]
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| Error::internal(format!("a stored intervention is {name:?}")))
    }
}

impl From<Intervention> for Action {
    fn from(kind: Intervention) -> Self {
        match kind {
            Intervention::Pause => Self::Pause,
            Intervention::Resume => Self::Resume,
            Intervention::Extend => Self::Extend,
            Intervention::Message => Self::Message,
            Intervention::Terminate => Self::Terminate,
        }
    }
}

/// Something that a supervisor did.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InterventionView {
    pub id: i64,
    /// To whom.
    pub participant_id: i64,
    /// What.
    #[serde(rename = "type")]
    pub kind: Intervention,
    /// How many seconds more.
    pub seconds: Option<i64>,
    /// What was said to the participant.
    pub text: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who did it.
    pub admin_id: Option<i64>,
    /// When.
    pub at: Timestamp,
}

/// What can be changed of a participant.
#[derive(Debug, Clone)]
pub(crate) struct ParticipantContent {
    pub(crate) name: String,
    pub(crate) registered_number: String,
    pub(crate) rank: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) position: Option<String>,
    pub(crate) time_factor: TimeFactor,
}

/// What a supervisor shall do.
#[derive(Debug, Clone)]
pub(crate) struct NewIntervention {
    pub(crate) kind: Intervention,
    pub(crate) seconds: Option<i64>,
    pub(crate) text: Option<String>,
    pub(crate) reason: Option<String>,
}
