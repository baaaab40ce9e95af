//! How events are shown.

use papers::marking::Policy;
use platform::Timestamp;
use serde::{Deserialize, Serialize};

use crate::sitting::{
    event::store::EventCounts,
    model::{ReleaseMode, ResultPolicy, Warning},
    participant::service::ParticipantView,
};

/// A package, as shown with its event.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PackageBrief {
    pub id: i64,
    pub title: String,
    /// draft, published or archived.
    pub status: String,
}

/// The columns of a package, where they stand among those of the event.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PackageColumns {
    /// Title of the package.
    #[serde(rename = "packageTitle")]
    pub title: String,
    /// draft, published or archived.
    #[serde(rename = "packageStatus")]
    pub status: String,
    /// The number of the version that the event is held with.
    #[serde(rename = "packageVersion")]
    pub version: Option<i64>,
}

/// An event, as shown.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "an event is set up by many switches")]
pub struct EventView {
    pub id: i64,
    /// What it is held with.
    pub package_id: i64,
    pub title: String,
    pub description: String,
    /// The day.
    pub date: String,
    /// When it begins on that day.
    pub start_time: String,
    /// When it ends on that day; on the next day, if that is earlier than it begins.
    pub end_time: String,
    /// On whose clocks.
    pub time_zone: String,
    /// The moment at which it begins.
    pub starts_at: Timestamp,
    /// The moment at which it ends.
    pub ends_at: Timestamp,
    /// What another system calls it.
    pub prodik_id: Option<String>,
    /// What addresses call it.
    pub slug: String,
    /// The frozen version that it is held with; none as long as nothing was published.
    pub package_version_id: Option<i64>,
    /// Whether participants have to say a code when they check in.
    pub has_entry_code: bool,
    /// For how many seconds after the beginning one may begin.
    pub late_entry_seconds: i64,
    /// For how many seconds after a deadline an answer counts as being in time.
    pub grace_seconds: i64,
    /// For how many seconds after a deadline answers may arrive that were made in time.
    pub offline_grace_seconds: i64,
    /// Whether participants are recorded.
    pub record_video: bool,
    /// Whether what participants have on their screens is recorded.
    pub record_screen: bool,
    /// Whether it can be sat in Safe Exam Browser alone.
    pub safe_exam_browser: bool,
    /// What right, wrong and missing answers are worth.
    pub scoring_policy: Policy,
    /// What participants are shown of their results.
    pub result_policy: ResultPolicy,
    /// When they are shown them.
    pub release: ReleaseMode,
    /// Since when they are released; `null`: they are not.
    pub released_at: Option<Timestamp>,
    /// Which event it rehearses; left out of one in earnest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rehearsal_of: Option<i64>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The package, where it is embedded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<PackageBrief>,
    /// Its columns, in the flat form.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub package_columns: Option<PackageColumns>,
    /// The participants, where they are embedded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<Vec<ParticipantView>>,
    /// How many do what, for proctors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<EventCounts>,
    /// What should be looked at, in the answer to planning or changing it; left out where there is nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

/// What is embedded into events.
#[derive(Debug, Clone, Copy, Default)]
pub struct EventEmbedding {
    pub(crate) package: bool,
    pub(crate) participants: bool,
    /// The columns of the package among the event's.
    pub flat: bool,
}

impl EventEmbedding {
    /// With the package.
    #[must_use]
    pub fn with_package(mut self) -> Self {
        self.package = true;
        self
    }
}

/// Which events a list has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EventMode {
    /// All.
    #[default]
    Event,
    /// Those of the day and those that run, with counts.
    Proctor,
}
