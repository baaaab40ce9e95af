//! What awaits a participant, and checking in.

use platform::{Conn, Error, Timestamp, Tx, auth::csrf::same, peer::Peer};
use serde::Serialize;

use super::{
    rules::{CheckInIn, wrong_code},
    store,
};
use crate::{
    Assessment, Sitter,
    exam::{
        model::{Seat, Timed},
        run::{
            rules::event_over,
            service::{ProgressView, draw_seed, find_seat, tell_progress},
        },
    },
    people::model::TimeFactor,
    sitting::{event::rules::code_hash, intervention, model::Status},
};

/// The event that awaits a participant.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of an event")]
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamLobbyEvent")]
pub struct LobbyEvent {
    id: i64,
    title: String,
    starts_at: Timestamp,
    ends_at: Timestamp,
    /// When nobody can begin any more.
    entry_ends_at: Timestamp,
    time_zone: String,
    record_video: bool,
    record_screen: bool,
    /// Whether checking in needs a code.
    entry_code_needed: bool,
    safe_exam_browser: bool,
}

/// A section that awaits a participant.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamLobbySection")]
pub struct LobbySection {
    id: i64,
    title: String,
    /// Seconds, before the participant's own factor.
    duration: i64,
    question_count: usize,
}

/// What awaits a participant.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamLobby")]
pub struct LobbyView {
    state: Status,
    name: String,
    exam_registered_number: String,
    event: LobbyEvent,
    sections: Vec<LobbySection>,
    /// By how much the participant's time is multiplied.
    time_factor: TimeFactor,
    /// What a supervisor said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// Whether somebody may still come.
fn may_come(seat: &Seat, now: Timestamp) -> Result<(), Error> {
    match seat.status {
        Status::Absent => Err(event_over()),
        Status::Registered if now >= seat.hard_deadline() => Err(event_over()),
        _ => Ok(()),
    }
}

impl Assessment {
    /// What awaits a participant.
    pub async fn lobby(&self, sitter: &Sitter) -> Result<Timed<LobbyView>, Error> {
        let (own, participant, now) = (self.clone(), sitter.participant, sitter.ctx.now());
        let find = async move |conn: &mut Conn<'_>| {
            let seat = find_seat(conn, participant).await?;
            let version = own.version_of(conn, &seat).await?;
            let sections = version.iter().flat_map(|version| &version.sections);
            let sections = sections.map(|section| LobbySection {
                id: section.section_id,
                title: section.title.clone(),
                duration: section.duration,
                question_count: section.question_count(),
            });
            let event = &seat.event;
            let view = LobbyView {
                state: seat.state(now),
                name: seat.name.clone(),
                exam_registered_number: seat.exam_registered_number.clone(),
                event: LobbyEvent {
                    id: event.id,
                    title: event.title.clone(),
                    starts_at: event.starts,
                    ends_at: event.ends,
                    entry_ends_at: event.entry_ends(),
                    time_zone: event.time_zone.clone(),
                    record_video: event.record_video,
                    record_screen: event.record_screen,
                    entry_code_needed: event.entry_code_hash.is_some() && seat.status == Status::Registered,
                    safe_exam_browser: event.safe_exam_browser,
                },
                sections: sections.collect(),
                time_factor: seat.time_factor,
                message: intervention::store::said(conn, participant, 1)
                    .await?
                    .pop()
                    .map(|said| said.text),
            };
            Ok::<_, Error>(Timed::of_seat(&seat, now, view))
        };
        self.0.db.read(find).await
    }

    /// Checks a participant in. Checked in once, it is the same answer.
    pub async fn check_in(&self, sitter: &Sitter, peer: Peer, input: CheckInIn) -> Result<Timed<ProgressView>, Error> {
        self.check_code(sitter, peer, &input).await?;
        let devices = serde_json::to_string(&input.devices).map_err(Error::internal)?;
        let (own, participant, seed) = (self.clone(), sitter.participant, draw_seed());
        let work = async move |tx: &mut Tx<'_>| {
            let now = tx.now();
            may_come(&find_seat(tx, participant).await?, now)?;
            let came = store::check_in(tx, participant, seed, &devices).await?;
            let seat = find_seat(tx, participant).await?;
            if came {
                tell_progress(tx, &seat).await?;
            }
            let version = own.version_of(tx, &seat).await?;
            Ok(Timed::of_seat(&seat, now, own.progress(&seat, version.as_deref(), now)))
        };
        self.0.db.write(work).await
    }

    /// Refuses a wrong entry code of somebody who needs one; too many wrong ones are refused.
    async fn check_code(&self, sitter: &Sitter, peer: Peer, input: &CheckInIn) -> Result<(), Error> {
        let participant = sitter.participant;
        let find = async move |conn: &mut Conn<'_>| find_seat(conn, participant).await;
        let seat = self.0.db.read_by_key(find).await?;
        may_come(&seat, sitter.ctx.now())?;
        let Some(hash) = seat.event.entry_code_hash.filter(|_| seat.status == Status::Registered) else {
            return Ok(());
        };
        let is_right = same(&code_hash(&seat.event.slug, &input.code()), &hash);
        let attempt = async { Ok(is_right.then_some(())) };
        let (key, network) = (participant.to_string(), peer.network());
        let made = self.0.throttles.entry_codes.make(&key, Some(&network), attempt).await?;
        made.ok_or_else(wrong_code)
    }
}
