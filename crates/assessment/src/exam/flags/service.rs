//! Taking in what a page has seen, and telling supervisors.
//!
//! Invariant: flags change nothing of an exam; they are taken while it runs and shortly after, and else left out.

use platform::{Error, Tx};
use serde::Serialize;
use serde_json::json;

use super::{
    rules::{FlagsIn, moment},
    store,
};
use crate::{
    Assessment, Sitter,
    events::{Happened, tell_supervisors},
    exam::{model::Timed, run::service::find_seat},
};

/// What became of flags.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExamFlagsTaken")]
pub struct FlagsView {
    /// How many were noted; none of what happened outside of the exam.
    accepted: usize,
}

impl Assessment {
    /// Counts flags against what a participant may send.
    fn may_flag(&self, participant: i64, count: usize) -> Result<(), Error> {
        let (flags, key) = (&self.0.throttles.flags, participant.to_string());
        for taken in 0..count {
            if let Err(refused) = flags.take(&key) {
                (0..taken).for_each(|_| flags.give_back(&key));
                return Err(refused);
            }
        }
        Ok(())
    }

    /// Notes what a participant's page has seen.
    pub async fn note_flags(&self, sitter: &Sitter, input: FlagsIn) -> Result<Timed<FlagsView>, Error> {
        let flags = input.judge()?;
        let participant = sitter.participant;
        self.may_flag(participant, flags.len())?;
        let work = async move |tx: &mut Tx<'_>| {
            let (seat, now) = (find_seat(tx, participant).await?, tx.now());
            let accepted = if seat.takes_late(now) { flags.len() } else { 0 };
            for flag in &flags[..accepted] {
                let detail = flag.detail.as_deref().unwrap_or_default();
                let what = (flag.kind.name(), detail);
                store::insert(tx, participant, what, moment(flag.at, now)).await?;
            }
            if accepted > 0 {
                let told = json!({"id": participant, "flags": store::count(tx, participant).await?});
                tell_supervisors(tx, seat.event.id, Happened::Participant, &told).await?;
            }
            Ok(Timed::of_seat(&seat, now, FlagsView { accepted }))
        };
        self.0.db.write(work).await
    }
}
