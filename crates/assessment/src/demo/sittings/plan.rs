//! What somebody does at an invented sitting, and when.

use std::time::Duration;

use fastrand::Rng;
use papers::Question;
use platform::{Timestamp, text::hex};
use sha2::{Digest as _, Sha256};

use super::Candidate;
use crate::{
    attempt::model::{HandedIn, NewAttempt, Sat},
    demo::answers::{Reply, Texts, reply},
};

/// The same at every filling.
const SEED: u64 = 2026;

/// A sitting, as far as taking part in it goes.
pub(super) struct Sitting {
    pub(super) event: i64,
    pub(super) package_version: Option<i64>,
    pub(super) starts: Timestamp,
    pub(super) ends: Timestamp,
    pub(super) sections: Vec<Section>,
}

/// A section of its package.
pub(super) struct Section {
    pub(super) detail: i64,
    /// Seconds.
    pub(super) duration: i64,
    /// Its questions with their ids.
    pub(super) asked: Vec<(i64, Question)>,
}

/// What somebody does.
pub(super) struct Plan {
    pub(super) attempt: NewAttempt,
    pub(super) sat: Vec<Sat>,
    /// By question.
    pub(super) replies: Vec<(i64, Reply)>,
}

fn later(from: Timestamp, seconds: i64) -> Timestamp {
    from.plus(Duration::from_secs(seconds.unsigned_abs()))
}

fn dice(candidate: Candidate) -> Rng {
    Rng::with_seed(SEED + candidate.number as u64)
}

impl Section {
    fn replies(&self, candidate: Candidate, texts: &Texts, dice: &mut Rng) -> Vec<(i64, Reply)> {
        let mut all = Vec::with_capacity(self.asked.len());
        for (id, question) in &self.asked {
            all.push((*id, reply(question, candidate.skill, texts, dice)));
        }
        all
    }

    /// Opened at a moment, at this place.
    fn sat(&self, ordinal: i64, opened_at: Timestamp) -> Sat {
        Sat {
            section_detail: self.detail,
            ordinal,
            opened_at,
            deadline_at: later(opened_at, self.duration),
            closed: None,
        }
    }
}

/// Everything was answered and handed in; now and then the clock did that.
pub(super) fn finished(sitting: &Sitting, candidate: Candidate, texts: &Texts) -> Plan {
    let mut dice = dice(candidate);
    let started_at = later(sitting.starts, 6 * i64::try_from(candidate.number).unwrap_or_default());
    let reason = if candidate.number % 11 == 10 {
        "timeout"
    } else {
        "participant"
    };
    let (mut sat, mut replies, mut at) = (Vec::new(), Vec::new(), started_at);
    for (ordinal, section) in (1..).zip(&sitting.sections) {
        let opened = section.sat(ordinal, at);
        let took = if reason == "timeout" { 100 } else { dice.i64(55..99) };
        at = later(at, section.duration * took / 100);
        sat.push(Sat {
            closed: Some((at, reason)),
            ..opened
        });
        replies.extend(section.replies(candidate, texts, &mut dice));
    }
    let receipt = Sha256::digest(format!("{}:{}", sitting.event, candidate.participant));
    let handed_in = HandedIn {
        at,
        reason,
        receipt_hash: hex(&receipt),
    };
    Plan {
        attempt: attempt(sitting, candidate, started_at, Some(handed_in)),
        sat,
        replies,
    }
}

/// Somebody sits in the first section still, or has reached the second.
pub(super) fn sitting_still(sitting: &Sitting, candidate: Candidate, texts: &Texts, now: Timestamp) -> Plan {
    let mut dice = dice(candidate);
    let ago = |seconds: u64| now.minus(Duration::from_secs(seconds)).max(sitting.starts);
    let in_second = candidate.number % 2 == 1;
    let minutes = dice.u64(3..8);
    let started_at = if in_second { ago(20 * 60) } else { ago(minutes * 60) };
    let (mut sat, mut replies) = (Vec::new(), Vec::new());
    for (ordinal, section) in (1..).zip(&sitting.sections).take(if in_second { 2 } else { 1 }) {
        let is_open = !(in_second && ordinal == 1);
        let opened = section.sat(ordinal, if is_open { ago(minutes * 60) } else { started_at });
        let closed = (!is_open).then(|| (ago(minutes * 60), "participant"));
        sat.push(Sat { closed, ..opened });
        let mut given = section.replies(candidate, texts, &mut dice);
        if is_open {
            given.truncate(given.len() / 2);
        }
        replies.extend(given);
    }
    Plan {
        attempt: attempt(sitting, candidate, started_at, None),
        sat,
        replies,
    }
}

fn attempt(sitting: &Sitting, candidate: Candidate, started_at: Timestamp, handed_in: Option<HandedIn>) -> NewAttempt {
    NewAttempt {
        participant: candidate.participant,
        seed: dice(candidate).i64(0..1 << 40),
        package_version: sitting.package_version,
        started_at,
        deadline_at: sitting.ends,
        handed_in,
    }
}
