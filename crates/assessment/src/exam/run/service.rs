//! Starting, going from section to section, and handing in.
//!
//! Invariants: what the server answered is stored; each step is made once, however often it is asked for; a deadline is a
//! stored moment, and only an intervention moves it.

mod progress;
mod state;

use std::sync::Arc;

use platform::{Conn, Error, Timestamp, Tx, auth::keys::random_bytes};
use serde::Serialize;
use serde_json::json;

use self::progress::progress;
pub use self::{
    progress::{ProgressView, SectionState, SectionView},
    state::StateView,
};
use super::{
    rules::{
        Gap, SubmissionIn, answers_missing, ended, may_start, no_paper, no_such_attempt, no_such_section, not_started,
        paused, section_order,
    },
    store::{self, NewAttempt},
};
use crate::{
    Assessment, Sitter,
    bank::version::service::FrozenVersion,
    events::{Happened, tell_supervisors},
    exam::{
        self, answers,
        model::{AttemptState, SatSection, Seat, SeatAttempt, Timed, seconds},
        receipt, sealed, speech,
    },
    sitting::model::Status,
};
/// What was handed in.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamReceipt")]
pub struct SubmittedView {
    /// Says what was handed in; whoever has it can verify it.
    pub receipt: String,
    pub submitted_at: Timestamp,
    /// How many questions were answered.
    pub answers: i64,
    pub state: Status,
}

/// What draws and orders the paper of an attempt.
pub(crate) fn draw_seed() -> i64 {
    i64::from_le_bytes(random_bytes()) & i64::MAX
}

pub(crate) async fn find_seat(conn: &mut Conn<'_>, participant: i64) -> Result<Seat, Error> {
    let found = exam::store::seat(conn, participant).await?;
    found.ok_or_else(crate::failures::session_ended)
}

/// The attempt of a seat, if it runs and its clock does.
pub(crate) fn going(seat: &Seat, now: Timestamp) -> Result<&SeatAttempt, Error> {
    let attempt = seat.attempt.as_ref().ok_or_else(not_started)?;
    let attempt = seat
        .running(now)
        .filter(|running| running.id == attempt.id)
        .ok_or_else(ended)?;
    if attempt.state == AttemptState::Suspended {
        return Err(paused());
    }
    Ok(attempt)
}

/// Tells supervisors how far somebody is.
pub(crate) async fn tell_progress(tx: &mut Tx<'_>, seat: &Seat) -> Result<(), Error> {
    let now = tx.now();
    let told = json!({
        "id": seat.participant,
        "status": seat.state(now),
        "section": seat.open_section(now).map(|section| section.n),
        "updatedAt": now,
    });
    tell_supervisors(tx, seat.event.id, Happened::Participant, &told).await
}

impl Assessment {
    /// The version that a seat is asked, if there is one.
    pub(crate) async fn version_of(
        &self,
        conn: &mut Conn<'_>,
        seat: &Seat,
    ) -> Result<Option<Arc<FrozenVersion>>, Error> {
        let id = seat
            .attempt
            .as_ref()
            .map(|attempt| attempt.version)
            .or(seat.event.version);
        match id {
            Some(id) => self.0.versions.get(conn, id).await.map(Some),
            None => Ok(None),
        }
    }

    /// How far somebody is, with the key of what was fetched sealed of the section that is open.
    pub(crate) fn progress(&self, seat: &Seat, version: Option<&FrozenVersion>, now: Timestamp) -> ProgressView {
        let keys = sealed::service::open_keys(&self.0.keys, seat, version, now);
        progress(seat, version, now, keys)
    }

    /// Begins a participant's attempt with its first section. Begun once, it is the same answer.
    pub async fn start_attempt(&self, sitter: &Sitter) -> Result<Timed<ProgressView>, Error> {
        let (own, participant) = (self.clone(), sitter.participant);
        let drawn = draw_seed();
        let work = async move |tx: &mut Tx<'_>| {
            let (seat, now) = (find_seat(tx, participant).await?, tx.now());
            let version = own.version_of(tx, &seat).await?;
            if seat.attempt.is_some() {
                return Ok(Timed::of_seat(&seat, now, own.progress(&seat, version.as_deref(), now)));
            }
            may_start(&seat, now)?;
            let version = version.ok_or_else(no_paper)?;
            let first = version.sections.first().ok_or_else(no_paper)?;
            if !store::begin(tx, participant).await? {
                return Err(ended());
            }
            let new = NewAttempt {
                participant,
                seed: seat.seed.unwrap_or(drawn),
                version: version.id,
                deadline: seat.hard_deadline(),
                last_section: i64::try_from(version.sections.len()).map_err(Error::internal)?,
            };
            let attempt = store::insert(tx, &new).await?;
            let deadline = seat.section_deadline(now, first.duration, new.deadline);
            store::open(tx, attempt, (1, first.detail_id), deadline).await?;
            let seat = find_seat(tx, participant).await?;
            tell_progress(tx, &seat).await?;
            Ok(Timed::of_seat(&seat, now, own.progress(&seat, Some(&version), now)))
        };
        self.0.db.write(work).await
    }

    /// Opens the next section. Opened once, it is the same answer.
    #[platform::boxed]
    pub async fn open_section(&self, sitter: &Sitter, n: usize) -> Result<Timed<ProgressView>, Error> {
        let (own, participant) = (self.clone(), sitter.participant);
        let work = async move |tx: &mut Tx<'_>| {
            let (mut seat, now) = (find_seat(tx, participant).await?, tx.now());
            let version = own.version_of(tx, &seat).await?.ok_or_else(no_paper)?;
            let frozen = version.section(n).ok_or_else(no_such_section)?;
            if seat.section(n).is_none() {
                let (attempt, last) = going(&seat, now).map(|attempt| (attempt.id, attempt.deadline))?;
                if seat.open_section(now).is_some() || seat.sections.len() + 1 != n {
                    return Err(section_order());
                }
                let deadline = seat.section_deadline(now, frozen.duration, last);
                store::open(tx, attempt, (n, frozen.detail_id), deadline).await?;
                seat = find_seat(tx, participant).await?;
                tell_progress(tx, &seat).await?;
            }
            Ok(Timed::of_seat(&seat, now, own.progress(&seat, Some(&version), now)))
        };
        self.0.db.write(work).await
    }

    /// Closes a section before its time; there is no way back into it.
    #[platform::boxed]
    pub async fn close_section(&self, sitter: &Sitter, n: usize) -> Result<Timed<ProgressView>, Error> {
        let (own, participant) = (self.clone(), sitter.participant);
        let work = async move |tx: &mut Tx<'_>| {
            let (mut seat, now) = (find_seat(tx, participant).await?, tx.now());
            let version = own.version_of(tx, &seat).await?.ok_or_else(no_paper)?;
            if n == 0 || n > version.sections.len() {
                return Err(no_such_section());
            }
            let sat = *seat.section(n).ok_or_else(section_order)?;
            if seat.open_section(now).is_some_and(|open| open.n == n) {
                let attempt = going(&seat, now)?.id;
                store::close(tx, attempt, sat.detail).await?;
                seat = find_seat(tx, participant).await?;
                tell_progress(tx, &seat).await?;
            }
            Ok(Timed::of_seat(&seat, now, own.progress(&seat, Some(&version), now)))
        };
        self.0.db.write(work).await
    }

    /// Hands an attempt in. What time has ended is handed in as it was saved; handed in once, it is the same receipt.
    pub async fn submit_attempt(&self, sitter: &Sitter, input: SubmissionIn) -> Result<Timed<SubmittedView>, Error> {
        let (own, participant) = (self.clone(), sitter.participant);
        let work = async move |tx: &mut Tx<'_>| {
            let (seat, now) = (find_seat(tx, participant).await?, tx.now());
            let attempt = seat.attempt.as_ref().filter(|attempt| attempt.id == input.attempt_id);
            let attempt = match (attempt, &seat.attempt) {
                (Some(attempt), _) => attempt.id,
                (None, Some(_)) => return Err(no_such_attempt()),
                (None, None) => return Err(not_started()),
            };
            own.hand_in(tx, &seat, attempt, input.highest_seq).await?;
            let seat = find_seat(tx, participant).await?;
            let submitted_at = seat.attempt.as_ref().and_then(|attempt| attempt.submitted_at);
            let made = receipt::service::receipt(tx, &own.0.keys, attempt).await?;
            let view = SubmittedView {
                receipt: made.receipt,
                submitted_at: submitted_at.unwrap_or(now),
                answers: made.answers,
                state: seat.status,
            };
            Ok(Timed::at(now, view))
        };
        let view = self.0.db.write(work).await?;
        self.mark_soon();
        Ok(view)
    }

    async fn hand_in(&self, tx: &mut Tx<'_>, seat: &Seat, attempt: i64, highest_seq: i64) -> Result<(), Error> {
        let state = seat.attempt.as_ref().map(|attempt| attempt.state);
        match state {
            Some(AttemptState::InSection | AttemptState::Suspended) => {
                arrived(tx, attempt, highest_seq).await?;
                speech::store::link_unfinished(tx, attempt).await?;
                if store::submit(tx, attempt, seat.participant).await? {
                    let seat = find_seat(tx, seat.participant).await?;
                    tell_progress(tx, &seat).await?;
                }
                Ok(())
            }
            Some(AttemptState::Submitted) if seat.timed_out() => {
                // What could still be on its way has been asked for; what it waits for may never come.
                let late = seconds(seat.event.offline_grace_seconds);
                let last = seat.sections.iter().map(SatSection::end).max();
                if last.is_some_and(|last| tx.now() <= last.plus(late)) {
                    arrived(tx, attempt, highest_seq).await?;
                }
                if speech::store::link_unfinished(tx, attempt).await? > 0 {
                    let version = self.version_of(tx, seat).await?;
                    let place = answers::store::Place {
                        attempt,
                        participant: seat.participant,
                        package: version.map_or(0, |version| version.package_id),
                        event: seat.event.id,
                    };
                    answers::store::unmark(tx, place).await?;
                }
                store::confirm(tx, attempt).await
            }
            Some(AttemptState::Submitted) => Ok(()),
            _ => Err(ended()),
        }
    }
}

/// Refuses to hand in while answers are on their way.
async fn arrived(conn: &mut Conn<'_>, attempt: i64, highest_seq: i64) -> Result<(), Error> {
    let seen = store::highest_seq(conn, attempt).await?;
    if seen >= highest_seq {
        return Ok(());
    }
    let gap = Gap {
        from: seen + 1,
        to: highest_seq,
    };
    Err(answers_missing(seen, &[gap]))
}
