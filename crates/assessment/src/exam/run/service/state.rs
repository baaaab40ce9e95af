//! Everything that is needed to go on.

use std::collections::BTreeMap;

use platform::{Conn, Error, Timestamp};
use serde::Serialize;

use super::{ProgressView, find_seat};
use crate::{
    Assessment, Sitter,
    bank::version::service::FrozenVersion,
    exam::{
        self, answers,
        model::{Seat, Timed},
        run::store,
        speech,
    },
    sitting::intervention,
};

/// Most messages that are shown again.
const MESSAGES: i64 = 50;

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

impl Assessment {
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
