//! Saving answers while somebody sits.
//!
//! Invariants: what is acknowledged is on the disk; an answer is stored under the participant whose session sent it; of two
//! answers to a question the one with the higher number stands, in whatever order they come; every write is kept.

use std::collections::HashSet;

use papers::marking::Answer;
use platform::{Conn, Error, Timestamp, Tx};
use serde::Serialize;
use serde_json::Value;

use super::{
    rules::{AnswerIn, AnswersIn, Arrival, Outcome, arrival, read_value, sent_form},
    store::{self, NewAnswer, Place, Write},
};
use crate::{
    Assessment, Sitter,
    bank::version::model::{Asked, FrozenVersion},
    exam::{
        model::{Seat, Timed},
        run::{
            rules::{no_such_attempt, not_started},
            service::find_seat,
        },
    },
};

/// What became of an answer.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamAnswerResult")]
pub struct ResultView {
    question_id: i64,
    client_seq: i64,
    outcome: Outcome,
    /// It was made in time and came late.
    #[serde(skip_serializing_if = "is_false")]
    late_sync: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What became of a batch.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExamAnswerResults")]
pub struct ResultsView {
    results: Vec<ResultView>,
}

/// An answer as it is stored, in the form in which it was sent.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamSavedAnswer")]
pub struct SavedAnswer {
    pub(crate) question_id: i64,
    pub(crate) client_seq: i64,
    pub(crate) value: Value,
    /// Whether the participant wants to look at the question again.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) marked: bool,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) audio_response_id: Option<i64>,
}

/// An answer, judged.
enum Judged {
    Refused(Outcome),
    Good(NewAnswer),
}

fn judge(seat: &Seat, asked: &mut Asked<'_>, now: Timestamp, given: &AnswerIn) -> Judged {
    let Some((n, question)) = asked.question(given.question_id).filter(|_| given.client_seq > 0) else {
        return Judged::Refused(Outcome::Invalid);
    };
    let question = &question.question;
    let Ok(answer) = read_value(question, &given.value) else {
        return Judged::Refused(Outcome::Invalid);
    };
    let is_late = match arrival(seat, n, now, given.client_ts) {
        Arrival::Closed => return Judged::Refused(Outcome::Closed),
        arrival => arrival == Arrival::Late,
    };
    Judged::Good(NewAnswer {
        question: given.question_id,
        seq: given.client_seq,
        shown: answer.as_ref().and_then(|answer| answer.shown(question)),
        json: answer.as_ref().map(Answer::to_json),
        is_late,
        flagged: given.marked,
    })
}

/// Stores an answer, or says why a stored one stands.
async fn store_answer(tx: &mut Tx<'_>, place: Place, new: &NewAnswer) -> Result<Outcome, Error> {
    if store::save(tx, place, new).await? {
        return Ok(Outcome::Accepted);
    }
    let stored = store::saved(tx, place.participant, new.question).await?;
    Ok(match stored {
        Some((seq, json)) if seq == new.seq && json == new.json => Outcome::Accepted,
        Some((seq, _)) if seq == new.seq => Outcome::Conflict,
        _ => Outcome::Stale,
    })
}

async fn save_all(
    tx: &mut Tx<'_>,
    (seat, version, place): (&Seat, &FrozenVersion, Place),
    session: &str,
    given: &[AnswerIn],
    seed: i64,
) -> Result<Vec<ResultView>, Error> {
    let (mut asked, now) = (version.asked_by(seed), tx.now());
    let mut results = Vec::with_capacity(given.len());
    let mut late = false;
    let mut known: HashSet<(i64, i64)> = HashSet::new();
    for one in given {
        let judged = judge(seat, &mut asked, now, one);
        let (outcome, is_late) = match &judged {
            Judged::Refused(outcome) => (*outcome, false),
            Judged::Good(new) => (store_answer(tx, place, new).await?, new.is_late),
        };
        late |= is_late && outcome == Outcome::Accepted;
        // The same once more in one batch is one write.
        if known.insert((one.question_id, one.client_seq)) {
            let value = match &judged {
                Judged::Good(new) => new.json.clone(),
                Judged::Refused(_) => Some(one.value.to_string()).filter(|text| text.len() <= LONGEST_NOTED),
            };
            let write = Write {
                attempt: place.attempt,
                question: one.question_id,
                session,
                seq: one.client_seq,
                made: one.client_ts,
                value: value.as_deref(),
                outcome: outcome.name(),
            };
            store::note(tx, &write).await?;
        }
        results.push(ResultView {
            question_id: one.question_id,
            client_seq: one.client_seq,
            outcome,
            late_sync: is_late && outcome == Outcome::Accepted,
        });
    }
    if late && seat.timed_out() {
        store::unmark(tx, place).await?;
    }
    Ok(results)
}

/// Longest refused value that is kept, in bytes.
const LONGEST_NOTED: usize = 100_000;

impl Assessment {
    /// Saves answers; durable when this answers, each with what became of it.
    pub async fn save_answers(&self, sitter: &Sitter, input: AnswersIn) -> Result<Timed<ResultsView>, Error> {
        let input = input.judge()?;
        let (own, participant, session) = (self.clone(), sitter.participant, sitter.session.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let (seat, now) = (find_seat(tx, participant).await?, tx.now());
            let attempt = seat.attempt.as_ref().ok_or_else(not_started)?;
            if attempt.id != input.attempt_id {
                return Err(no_such_attempt());
            }
            let version = own.0.versions.get(tx, attempt.version).await?;
            let place = Place {
                attempt: attempt.id,
                participant,
                package: version.package_id,
                event: seat.event.id,
            };
            let results = save_all(tx, (&seat, &version, place), &session, &input.answers, attempt.seed).await?;
            Ok(Timed::of_seat(&seat, now, ResultsView { results }))
        };
        self.0.db.write(work).await
    }
}

/// What somebody has answered.
pub(crate) async fn saved(
    conn: &mut Conn<'_>,
    participant: i64,
    version: Option<&FrozenVersion>,
) -> Result<Vec<SavedAnswer>, Error> {
    let rows = store::all(conn, participant).await?;
    let shown = rows.into_iter().filter_map(|row| {
        let (_, question) = version?.question(row.question)?;
        let answer = row.json.as_deref().and_then(Answer::from_json);
        let value = answer.map_or(Value::Null, |answer| sent_form(question.question.kind, &answer));
        Some(SavedAnswer {
            question_id: row.question,
            client_seq: row.seq,
            value,
            marked: row.flagged,
            audio_response_id: row.audio_response,
        })
    });
    Ok(shown.collect())
}
