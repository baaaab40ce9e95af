//! Starting, going from section to section, and handing in.
//!
//! Invariants: what the server answered is stored; each step is made once, however often it is asked for; a deadline is a
//! stored moment, and only an intervention moves it.

use std::{collections::BTreeMap, sync::Arc};

use platform::{Conn, Error, Timestamp, Tx, auth::keys::random_bytes};
use serde::Serialize;
use serde_json::json;

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
    people::model::TimeFactor,
    sitting::{intervention, model::Status},
};

/// Most messages that are shown again.
const MESSAGES: i64 = 50;

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

/// Everything that is needed to go on, on any device.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamState")]
pub struct StateView {
    #[serde(flatten)]
    progress: ProgressView,
    answers: Vec<answers::service::SavedAnswer>,
    /// Questions that the participant wants to look at again.
    flags: Vec<i64>,
    /// How often sounds were played, by their ids.
    plays: BTreeMap<i64, i64>,
    /// What the participant has begun to say.
    speech: Vec<speech::service::HeldSpeech>,
    recordings: Vec<exam::store::HeldRecording>,
    messages: Vec<intervention::store::SaidView>,
    /// The highest number of an answer that arrived.
    highest_seq: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    submitted_at: Option<Timestamp>,
}

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
fn progress(
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

    /// Everything that a participant needs to go on.
    pub async fn exam_state(&self, sitter: &Sitter) -> Result<Timed<StateView>, Error> {
        let (own, participant, now) = (self.clone(), sitter.participant, sitter.ctx.now());
        let find = async move |conn: &mut Conn<'_>| {
            let seat = find_seat(conn, participant).await?;
            let version = own.version_of(conn, &seat).await?;
            let progress = own.progress(&seat, version.as_deref(), now);
            let view = state_of(conn, &seat, version.as_deref(), progress).await?;
            Ok::<_, Error>(Timed::of_seat(&seat, now, view))
        };
        self.0.db.read(find).await
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

async fn state_of(
    conn: &mut Conn<'_>,
    seat: &Seat,
    version: Option<&FrozenVersion>,
    progress: ProgressView,
) -> Result<StateView, Error> {
    let mut view = StateView {
        progress,
        answers: Vec::new(),
        flags: Vec::new(),
        plays: BTreeMap::new(),
        speech: Vec::new(),
        recordings: exam::store::recordings(conn, seat.participant).await?,
        messages: intervention::store::said(conn, seat.participant, MESSAGES).await?,
        highest_seq: 0,
        receipt: None,
        submitted_at: None,
    };
    if let Some(attempt) = &seat.attempt {
        view.answers = answers::service::saved(conn, seat.participant, version).await?;
        view.flags = view
            .answers
            .iter()
            .filter(|one| one.marked)
            .map(|one| one.question_id)
            .collect();
        view.speech = speech::service::held(conn, attempt.id).await?;
        view.plays = exam::store::plays(conn, attempt.id).await?;
        view.highest_seq = store::highest_seq(conn, attempt.id).await?;
        view.receipt.clone_from(&attempt.receipt);
        view.submitted_at = attempt.submitted_at;
    }
    Ok(view)
}
