//! How far somebody is, as they see it.

use std::collections::BTreeMap;

use platform::Timestamp;
use serde::Serialize;

use crate::{
    bank::version::service::FrozenVersion, exam::model::Seat, people::model::TimeFactor, sitting::model::Status,
};

/// How a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ExamSectionState")]
pub enum SectionState {
    /// Not opened yet.
    Waiting,
    Open,
    Closed,
}

/// A section, as a participant sees it from outside.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamSection")]
pub struct SectionView {
    /// From 1.
    n: usize,
    section_id: i64,
    title: String,
    /// Seconds, before the participant's own factor.
    duration: i64,
    question_count: usize,
    /// When it was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    opens_at: Option<Timestamp>,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<Timestamp>,
    state: SectionState,
}

/// How far somebody is.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamProgress")]
pub struct ProgressView {
    /// `null` before the start.
    attempt_id: Option<i64>,
    state: Status,
    sections: Vec<SectionView>,
    /// The number of the one that is open.
    open_section: Option<usize>,
    /// By how much the participant's time is multiplied.
    time_factor: TimeFactor,
    /// Seconds that supervisors have given.
    extra_seconds: i64,
    /// Since when the clock stands still.
    #[serde(skip_serializing_if = "Option::is_none")]
    paused_at: Option<Timestamp>,
    /// Opens what was fetched sealed of the section that is open, by its number: 32 bytes as URL-safe base64.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    paper_keys: BTreeMap<usize, String>,
}

impl Seat {
    /// How far, with what time has done by now though nobody wrote it down yet.
    pub(crate) fn state(&self, now: Timestamp) -> Status {
        let is_live = matches!(self.status, Status::InSection | Status::Suspended);
        if is_live && self.running(now).is_none() {
            return Status::Submitted;
        }
        self.status
    }
}

/// How far somebody is, with the keys that go with it.
pub(super) fn progress(
    seat: &Seat,
    version: Option<&FrozenVersion>,
    now: Timestamp,
    paper_keys: BTreeMap<usize, String>,
) -> ProgressView {
    let open = seat.open_section(now).map(|section| section.n);
    let sections = version
        .map(|version| &version.sections)
        .into_iter()
        .flatten()
        .enumerate();
    let sections = sections.map(|(at, frozen)| {
        let n = at + 1;
        let sat = seat.section(n);
        let state = match sat {
            None => SectionState::Waiting,
            Some(_) if open == Some(n) => SectionState::Open,
            Some(_) => SectionState::Closed,
        };
        SectionView {
            n,
            section_id: frozen.section_id,
            title: frozen.title.clone(),
            duration: frozen.duration,
            question_count: frozen.question_count(),
            opens_at: sat.map(|sat| sat.opened_at),
            deadline: sat.map(|sat| sat.deadline),
            state,
        }
    });
    ProgressView {
        attempt_id: seat.attempt.as_ref().map(|attempt| attempt.id),
        state: seat.state(now),
        sections: sections.collect(),
        open_section: open,
        time_factor: seat.time_factor,
        extra_seconds: seat.extra_seconds,
        paused_at: seat.attempt.as_ref().and_then(|attempt| attempt.paused_at),
        paper_keys,
    }
}
