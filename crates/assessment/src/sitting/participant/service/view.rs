//! How participants are shown.

use papers::Points;
use platform::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    people::{model::TimeFactor, user::service::UserView},
    sitting::{
        model::Status,
        participant::store::{EventBrief, ParticipantRow, SectionScore},
    },
};

/// A participant, as shown.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantView {
    pub id: i64,
    /// Full name.
    pub name: String,
    pub event_id: i64,
    /// Registration number.
    pub registered_number: String,
    pub user_id: Option<i64>,
    pub exam_registered_number: String,
    /// What the rank was called.
    pub rank: Option<String>,
    /// What the unit was called.
    pub unit: Option<String>,
    /// What the position was called.
    pub position: Option<String>,
    /// How far.
    pub status: Status,
    /// admin, file or link.
    pub source: String,
    /// By how much the time is multiplied.
    pub time_factor: TimeFactor,
    /// Seconds that supervisors have given.
    pub extra_seconds: i64,
    /// What was reached.
    pub total_score: Option<Points>,
    /// What could be reached.
    pub max_score: Option<Points>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The user, where it is embedded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserView>,
    /// The event, where it is embedded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventBrief>,
    /// Scores per section, in the form for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionScore>>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

/// What is embedded into participants.
#[derive(Debug, Clone, Copy, Default)]
pub struct ParticipantEmbedding {
    pub(crate) user: bool,
    pub(crate) event: bool,
    pub(crate) sections: bool,
}

impl ParticipantView {
    pub(crate) fn of(row: ParticipantRow, embedded: ParticipantEmbedding) -> Self {
        Self {
            id: row.id,
            name: row.content.name,
            event_id: row.event_id,
            registered_number: row.content.registered_number,
            user_id: row.user_id,
            exam_registered_number: row.exam_registered_number,
            rank: row.content.rank,
            unit: row.content.unit,
            position: row.content.position,
            status: row.status,
            source: row.source,
            time_factor: row.content.time_factor,
            extra_seconds: row.extra_seconds,
            total_score: row.total_score,
            max_score: row.max_score,
            created_at: row.created_at,
            updated_at: row.updated_at,
            user: None,
            event: embedded.event.then_some(row.event),
            sections: embedded.sections.then(Vec::new),
            version: row.version,
        }
    }
}
