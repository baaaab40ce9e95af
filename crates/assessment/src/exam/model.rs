//! Terms of the participants' side: who sits, how far they are, and what the clock says.
//!
//! Invariant: how far somebody is follows from stored moments and the server's clock, whenever it is asked; no timer and no
//! browser has to survive.

use std::time::Duration;

use platform::Timestamp;
use serde::Serialize;

use crate::{people::model::TimeFactor, sitting::model::Status};

/// A reply to a participant, with what the server's clock says.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Timed{T}")]
pub struct Timed<T> {
    #[serde(flatten)]
    pub(crate) of: T,
    /// What the server's clock says.
    pub(crate) server_now: Timestamp,
    /// When what runs ends: the open section, else the exam.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) deadline: Option<Timestamp>,
}

impl<T> Timed<T> {
    /// A reply at a moment at which nothing runs.
    pub(crate) fn at(now: Timestamp, of: T) -> Self {
        Self {
            of,
            server_now: now,
            deadline: None,
        }
    }

    /// A reply to somebody at a moment.
    pub(crate) fn of_seat(seat: &Seat, now: Timestamp, of: T) -> Self {
        Self {
            of,
            server_now: now,
            deadline: seat.deadline(now),
        }
    }
}

/// A participant with the event and the attempt, as one look finds them.
#[derive(Debug, Clone)]
pub(crate) struct Seat {
    pub(crate) participant: i64,
    pub(crate) name: String,
    pub(crate) exam_registered_number: String,
    pub(crate) status: Status,
    pub(crate) time_factor: TimeFactor,
    /// Seconds that supervisors have given.
    pub(crate) extra_seconds: i64,
    /// Reserved for the attempt at the check-in.
    pub(crate) seed: Option<i64>,
    pub(crate) event: SeatEvent,
    pub(crate) attempt: Option<SeatAttempt>,
    /// Of the attempt, those that were opened, in order.
    pub(crate) sections: Vec<SatSection>,
}

/// A seat with what lists of participants show beside it.
#[derive(Debug, Clone)]
pub(crate) struct ListedSeat {
    pub(crate) seat: Seat,
    pub(crate) registered_number: String,
    /// Folded, for searching.
    pub(crate) name_key: String,
    pub(crate) registered_key: String,
    pub(crate) unit: Option<String>,
    pub(crate) checked_in_at: Option<Timestamp>,
}

/// The event of a seat.
#[derive(Debug, Clone)]
pub(crate) struct SeatEvent {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) slug: String,
    pub(crate) starts: Timestamp,
    pub(crate) ends: Timestamp,
    pub(crate) time_zone: String,
    pub(crate) record_video: bool,
    pub(crate) record_screen: bool,
    pub(crate) safe_exam_browser: bool,
    pub(crate) entry_code_hash: Option<String>,
    pub(crate) late_entry_seconds: i64,
    pub(crate) grace_seconds: i64,
    pub(crate) offline_grace_seconds: i64,
    /// The frozen version that it is held with.
    pub(crate) version: Option<i64>,
}

/// How an attempt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttemptState {
    InSection,
    Suspended,
    Submitted,
    Terminated,
    Voided,
}

impl AttemptState {
    /// The state of a stored name.
    pub(crate) fn from_stored(name: &str) -> Option<Self> {
        Some(match name {
            "in_section" => Self::InSection,
            "suspended" => Self::Suspended,
            "submitted" => Self::Submitted,
            "terminated" => Self::Terminated,
            "voided" => Self::Voided,
            _ => return None,
        })
    }
}

/// The attempt of a seat.
#[derive(Debug, Clone)]
pub(crate) struct SeatAttempt {
    pub(crate) id: i64,
    pub(crate) state: AttemptState,
    /// Draws and orders what is asked.
    pub(crate) seed: i64,
    /// The frozen version that it answers.
    pub(crate) version: i64,
    /// The last moment of the whole.
    pub(crate) deadline: Timestamp,
    /// Since when the clock stands still.
    pub(crate) paused_at: Option<Timestamp>,
    pub(crate) submitted_at: Option<Timestamp>,
    /// participant, timeout or proctor.
    pub(crate) submit_reason: Option<String>,
    pub(crate) receipt: Option<String>,
    /// When the participant handed in what time had ended already.
    pub(crate) confirmed_at: Option<Timestamp>,
}

/// A section of an attempt that was opened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SatSection {
    /// From 1, as the version has them.
    pub(crate) n: usize,
    pub(crate) detail: i64,
    pub(crate) opened_at: Timestamp,
    pub(crate) deadline: Timestamp,
    pub(crate) closed_at: Option<Timestamp>,
}

impl SatSection {
    /// Whether it takes answers by the clock; a stopped clock ends nothing.
    fn is_open(&self, now: Timestamp, is_paused: bool) -> bool {
        self.closed_at.is_none() && (is_paused || now < self.deadline)
    }

    /// When it ended, or will end.
    pub(crate) fn end(&self) -> Timestamp {
        self.closed_at.map_or(self.deadline, |closed| closed.min(self.deadline))
    }
}

pub(crate) fn seconds(count: i64) -> Duration {
    Duration::from_secs(u64::try_from(count).unwrap_or(0))
}

impl SeatEvent {
    /// When nobody can begin any more.
    pub(crate) fn entry_ends(&self) -> Timestamp {
        self.starts.plus(seconds(self.late_entry_seconds)).min(self.ends)
    }
}

impl Seat {
    /// The last moment that this participant has: the event's, and what supervisors gave.
    pub(crate) fn hard_deadline(&self) -> Timestamp {
        self.event.ends.plus(seconds(self.extra_seconds))
    }

    /// The attempt, if it runs: somebody sits, and its last moment has not passed.
    pub(crate) fn running(&self, now: Timestamp) -> Option<&SeatAttempt> {
        self.attempt.as_ref().filter(|attempt| {
            matches!(attempt.state, AttemptState::InSection | AttemptState::Suspended) && now < attempt.deadline
        })
    }

    /// Whether what belongs to the attempt is still taken: while it runs, and as long after it as answers may come late.
    pub(crate) fn takes_late(&self, now: Timestamp) -> bool {
        let Some(attempt) = &self.attempt else { return false };
        let end = match attempt.state {
            AttemptState::Voided => return false,
            AttemptState::InSection | AttemptState::Suspended => attempt.deadline,
            AttemptState::Submitted | AttemptState::Terminated => attempt.submitted_at.unwrap_or(attempt.deadline),
        };
        now <= end.plus(seconds(self.event.offline_grace_seconds))
    }

    /// Whether time ended it, and the participant has not handed it in since.
    pub(crate) fn timed_out(&self) -> bool {
        self.attempt.as_ref().is_some_and(|attempt| {
            attempt.state == AttemptState::Submitted
                && attempt.confirmed_at.is_none()
                && attempt.submit_reason.as_deref() == Some("timeout")
        })
    }

    pub(crate) fn is_paused(&self) -> bool {
        self.attempt
            .as_ref()
            .is_some_and(|attempt| attempt.state == AttemptState::Suspended)
    }

    /// The section that is open.
    pub(crate) fn open_section(&self, now: Timestamp) -> Option<&SatSection> {
        self.running(now)?;
        let paused = self.is_paused();
        self.sections.iter().find(|section| section.is_open(now, paused))
    }

    /// The section of a number, if it was opened.
    pub(crate) fn section(&self, n: usize) -> Option<&SatSection> {
        self.sections.iter().find(|section| section.n == n)
    }

    /// When what runs ends.
    pub(crate) fn deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let attempt = self.running(now)?;
        Some(
            self.open_section(now)
                .map_or(attempt.deadline, |section| section.deadline),
        )
    }

    /// When a section of so many seconds ends that is opened now, with time that was given before the first was opened.
    pub(crate) fn section_deadline(&self, opened: Timestamp, duration: i64, last: Timestamp) -> Timestamp {
        let stretched = duration.saturating_mul(self.time_factor.0) / 1000;
        let extra = if self.sections.is_empty() {
            self.extra_seconds
        } else {
            0
        };
        opened.plus(seconds(stretched.saturating_add(extra))).min(last)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const MINUTE: i64 = 60_000_000;

    /// Somebody who sits from minute 0 to 100, in the first section, which ends at minute 30.
    pub(crate) fn seat() -> Seat {
        Seat {
            participant: 1,
            name: "Ani".into(),
            exam_registered_number: "20241".into(),
            status: Status::InSection,
            time_factor: TimeFactor::USUAL,
            extra_seconds: 0,
            seed: Some(7),
            event: SeatEvent {
                id: 1,
                title: "Ujian".into(),
                slug: "ujian".into(),
                starts: Timestamp(0),
                ends: Timestamp(100 * MINUTE),
                time_zone: "Asia/Jakarta".into(),
                record_video: false,
                record_screen: false,
                safe_exam_browser: false,
                entry_code_hash: None,
                late_entry_seconds: 900,
                grace_seconds: 10,
                offline_grace_seconds: 300,
                version: Some(1),
            },
            attempt: Some(SeatAttempt {
                id: 1,
                state: AttemptState::InSection,
                seed: 7,
                version: 1,
                deadline: Timestamp(100 * MINUTE),
                paused_at: None,
                submitted_at: None,
                submit_reason: None,
                receipt: None,
                confirmed_at: None,
            }),
            sections: vec![SatSection {
                n: 1,
                detail: 11,
                opened_at: Timestamp(0),
                deadline: Timestamp(30 * MINUTE),
                closed_at: None,
            }],
        }
    }

    #[test]
    fn a_section_is_open_until_its_deadline_and_the_exam_goes_on_after_it() {
        let seat = seat();
        assert_eq!(seat.deadline(Timestamp(0)), Some(Timestamp(30 * MINUTE)));
        assert!(seat.open_section(Timestamp(30 * MINUTE - 1)).is_some());
        assert!(seat.open_section(Timestamp(30 * MINUTE)).is_none());
        assert_eq!(seat.deadline(Timestamp(30 * MINUTE)), Some(Timestamp(100 * MINUTE)));
        assert_eq!(seat.deadline(Timestamp(100 * MINUTE)), None);
    }

    #[test]
    fn a_stopped_clock_ends_no_section_but_the_exam_ends_all_the_same() {
        let mut seat = seat();
        seat.attempt.as_mut().unwrap().state = AttemptState::Suspended;
        assert!(seat.open_section(Timestamp(40 * MINUTE)).is_some());
        assert!(seat.open_section(Timestamp(100 * MINUTE)).is_none());
    }

    #[test]
    fn what_belongs_to_an_attempt_is_taken_until_answers_come_late_no_more() {
        let mut seat = seat();
        assert!(seat.takes_late(Timestamp(105 * MINUTE)));
        assert!(!seat.takes_late(Timestamp(105 * MINUTE + 1)));
        let attempt = seat.attempt.as_mut().unwrap();
        attempt.state = AttemptState::Submitted;
        attempt.submitted_at = Some(Timestamp(50 * MINUTE));
        assert!(seat.takes_late(Timestamp(55 * MINUTE)));
        assert!(!seat.takes_late(Timestamp(55 * MINUTE + 1)));
        seat.attempt.as_mut().unwrap().state = AttemptState::Voided;
        assert!(!seat.takes_late(Timestamp(MINUTE)));
        seat.attempt = None;
        assert!(!seat.takes_late(Timestamp(MINUTE)));
    }

    #[test]
    fn time_is_stretched_by_the_factor_and_bounded_by_the_end() {
        let mut seat = seat();
        let last = seat.hard_deadline();
        assert_eq!(seat.section_deadline(Timestamp(0), 600, last), Timestamp(10 * MINUTE));
        seat.time_factor = TimeFactor(1500);
        assert_eq!(seat.section_deadline(Timestamp(0), 600, last), Timestamp(15 * MINUTE));
        assert_eq!(seat.section_deadline(Timestamp(99 * MINUTE), 600, last), last);
        // What was given before anything was opened belongs to the first section.
        seat.sections.clear();
        seat.extra_seconds = 60;
        assert_eq!(seat.section_deadline(Timestamp(0), 600, last), Timestamp(16 * MINUTE));
        assert_eq!(seat.hard_deadline(), Timestamp(101 * MINUTE));
    }
}
