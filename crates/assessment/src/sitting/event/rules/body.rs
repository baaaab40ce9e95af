//! What is sent of an event.

use papers::marking::Policy;
use platform::input::nullable;
use serde::Deserialize;

use super::EventChange;
use crate::sitting::model::{ReleaseMode, ResultPolicy};

/// A new event.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventIn {
    /// What it is held with.
    package_id: i64,
    /// At most 200 characters.
    title: String,
    /// At most 5,000 characters.
    #[serde(default)]
    description: Option<String>,
    /// The day.
    date: String,
    /// When it begins on that day.
    start_time: String,
    /// When it ends on that day; on the next day, if that is earlier than it begins.
    end_time: String,
    /// On whose clocks: an IANA name, or WIB, WITA, WIT; else Asia/Jakarta.
    #[serde(default)]
    time_zone: Option<String>,
    /// What another system calls it; at most 100 characters.
    #[serde(default)]
    prodik_id: Option<String>,
    /// What addresses call it, unique; made of the title unless it is given.
    #[serde(default)]
    pub(crate) slug: Option<String>,
    #[serde(flatten)]
    settings: SettingsIn,
}

/// What of an event is to be another.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventChangeIn {
    /// What it is held with.
    #[serde(default)]
    package_id: Option<i64>,
    /// At most 200 characters.
    #[serde(default)]
    title: Option<String>,
    /// At most 5,000 characters.
    #[serde(default)]
    description: Option<String>,
    /// The day.
    #[serde(default)]
    date: Option<String>,
    /// When it begins on that day.
    #[serde(default)]
    start_time: Option<String>,
    /// When it ends on that day; on the next day, if that is earlier than it begins.
    #[serde(default)]
    end_time: Option<String>,
    /// On whose clocks.
    #[serde(default)]
    time_zone: Option<String>,
    /// What another system calls it; `null`: nothing.
    #[serde(default, deserialize_with = "nullable")]
    prodik_id: Option<Option<String>>,
    #[serde(flatten)]
    settings: SettingsIn,
}

/// How a sitting is held.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SettingsIn {
    /// What participants say when they check in, without case and blanks: 4 to 32 characters; `null`: nothing. It is never
    /// shown again.
    #[serde(default, deserialize_with = "nullable")]
    entry_code: Option<Option<String>>,
    /// For how many seconds after the beginning one may begin; at most a day.
    #[serde(default)]
    late_entry_seconds: Option<i64>,
    /// For how many seconds after a deadline an answer counts as being in time; at most a day.
    #[serde(default)]
    grace_seconds: Option<i64>,
    /// For how many seconds after a deadline answers may arrive that were made in time; at most a day.
    #[serde(default)]
    offline_grace_seconds: Option<i64>,
    /// Whether participants are recorded.
    #[serde(default)]
    record_video: Option<bool>,
    /// Whether what participants have on their screens is recorded.
    #[serde(default)]
    record_screen: Option<bool>,
    /// Whether it can be sat in Safe Exam Browser alone.
    #[serde(default)]
    safe_exam_browser: Option<bool>,
    /// What right, wrong and missing answers are worth.
    #[serde(default)]
    scoring_policy: Option<Policy>,
    /// What participants are shown of their results; what it leaves out is as usual.
    #[serde(default)]
    result_policy: Option<ResultPolicy>,
    /// When they are shown them.
    #[serde(default)]
    release: Option<ReleaseMode>,
}

impl SettingsIn {
    fn onto(self, change: EventChange) -> EventChange {
        EventChange {
            entry_code: self.entry_code,
            late_entry_seconds: self.late_entry_seconds,
            grace_seconds: self.grace_seconds,
            offline_grace_seconds: self.offline_grace_seconds,
            record_video: self.record_video,
            record_screen: self.record_screen,
            safe_exam_browser: self.safe_exam_browser,
            scoring_policy: self.scoring_policy,
            result_policy: self.result_policy,
            release: self.release,
            ..change
        }
    }
}

impl From<EventIn> for EventChange {
    fn from(input: EventIn) -> Self {
        input.settings.onto(Self {
            package_id: Some(input.package_id),
            title: Some(input.title),
            description: input.description,
            date: Some(input.date),
            start_time: Some(input.start_time),
            end_time: Some(input.end_time),
            time_zone: input.time_zone,
            prodik_id: Some(input.prodik_id),
            ..Self::default()
        })
    }
}

impl From<EventChangeIn> for EventChange {
    fn from(input: EventChangeIn) -> Self {
        input.settings.onto(Self {
            package_id: input.package_id,
            title: input.title,
            description: input.description,
            date: input.date,
            start_time: input.start_time,
            end_time: input.end_time,
            time_zone: input.time_zone,
            prodik_id: input.prodik_id,
            ..Self::default()
        })
    }
}
