//! What happened, told to whoever watches: one topic for everything that supervisors see of an event.

use platform::{Result, Tx, events::Event};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What kind of thing happened; the name of the server-sent event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Happened {
    /// A participant was added, or is otherwise now.
    Participant,
    /// A participant is no longer one.
    Removed,
    /// A supervisor did something.
    Intervention,
    /// Many things at once: look again.
    Many,
}

impl Happened {
    /// As streams name it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Removed => "removed",
            Self::Intervention => "intervention",
            Self::Many => "snapshot",
        }
    }
}

/// Something happened to a participant of an event.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ParticipantChanged {
    /// The event's id; as text, since that is what subjects are.
    pub(crate) event: String,
    /// What.
    pub(crate) happened: Happened,
    /// JSON for supervisors.
    pub(crate) data: Value,
}

impl Event for ParticipantChanged {
    const TOPIC: &'static str = "assessment.participant.changed";

    fn subject(&self) -> &str {
        &self.event
    }
}

/// Tells supervisors of an event what happened in this transaction.
pub(crate) async fn tell_supervisors(
    tx: &mut Tx<'_>,
    event: i64,
    happened: Happened,
    data: &impl Serialize,
) -> Result<()> {
    let data = serde_json::to_value(data).map_err(platform::Error::internal)?;
    let event = event.to_string();
    tx.emit(&ParticipantChanged { event, happened, data }).await
}

/// Something that a participant is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SitterTold {
    /// The participant's id; as text, since that is what subjects are.
    pub(crate) participant: String,
    /// The name of the server-sent event.
    pub(crate) name: String,
    /// The intervention that it is about.
    pub(crate) id: Option<i64>,
    /// JSON for the participant.
    pub(crate) data: Value,
}

impl Event for SitterTold {
    const TOPIC: &'static str = "assessment.sitter.told";

    fn subject(&self) -> &str {
        &self.participant
    }
}
