//! How far a participant is.

use platform::Error;

/// How far a participant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
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
    /// Scored.
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

    /// As the API and the database write it.
    pub(crate) fn name(self) -> &'static str {
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

    /// The one of a stored name.
    pub(crate) fn stored(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|status| status.name() == name);
        found.ok_or_else(|| Error::internal(format!("a participant's stored status is {name:?}")))
    }
}
