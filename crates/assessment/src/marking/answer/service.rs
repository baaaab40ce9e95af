//! Answers of attempts, and marking an attempt that was handed in.
//!
//! Invariant: after an attempt was marked, each question that the participant was asked has a row with a score or waits for a rater, and the
//! sums and the state of the participant say the same as the rows. It may run again: what people scored stays.

pub(crate) mod bests;

use std::collections::{HashMap, HashSet};

use papers::{
    Question,
    marking::{Answer, Policy, Scored, Status, score},
};
use platform::{Error, Result, Tx};

use super::store::{self, AnswerRow, AskedQuestion, AttemptRow};
use crate::{
    Assessment,
    attempt::response::{self, store::NewResponse},
    bank::version::service::Versions,
    failures::no_such_reference,
    marking::{
        keys::service::questions_asked,
        voiding::{self, rules::Credit},
    },
};

/// An answer to a question.
#[derive(Debug, Clone)]
pub struct GivenAnswer {
    pub question_id: i64,
    /// What was chosen or written, as [`Answer::read`] takes it; null for nothing.
    pub answer: serde_json::Value,
    /// What was said.
    pub audio_response_id: Option<i64>,
}

impl Assessment {
    /// Stores the answers of an attempt, one to each question.
    pub async fn store_answers(&self, attempt: i64, given: Vec<GivenAnswer>) -> Result<()> {
        let versions = self.0.versions.clone();
        let work = async move |tx: &mut Tx<'_>| {
            let attempt = attempt_of(tx, attempt).await?;
            let sat = (attempt.version, attempt.seed);
            let asked = questions_asked(tx, &versions, sat, attempt.package_id).await?;
            let asked: HashMap<i64, AskedQuestion> = asked.into_iter().map(|asked| (asked.id, asked)).collect();
            for given in given {
                let asked = asked.get(&given.question_id);
                let asked = asked.ok_or_else(|| Error::invalid_field("questionId", no_such_reference()))?;
                response::store::insert(tx, &response(&attempt, asked, &given)?).await?;
            }
            Ok(())
        };
        self.0.db.write(work).await
    }

    /// Marks an attempt that was handed in.
    pub async fn mark_attempt(&self, attempt: i64) -> Result<()> {
        let versions = self.0.versions.clone();
        let work = async move |tx: &mut Tx<'_>| mark_attempt(tx, &versions, attempt).await;
        self.0.db.write(work).await
    }
}

async fn attempt_of(tx: &mut Tx<'_>, attempt: i64) -> Result<AttemptRow> {
    let found = store::attempt(tx, attempt).await?;
    found.ok_or_else(|| Error::internal("an attempt to mark is not there"))
}

fn response(attempt: &AttemptRow, asked: &AskedQuestion, given: &GivenAnswer) -> Result<NewResponse> {
    let answer = Answer::read(&asked.question, &given.answer);
    let answer = answer.map_err(|rule| Error::invalid_field("answer", rule))?;
    Ok(NewResponse {
        attempt_id: Some(attempt.id),
        participant_id: attempt.participant_id,
        question_id: asked.id,
        package_id: attempt.package_id,
        event_id: attempt.event_id,
        answer: answer.as_ref().and_then(|answer| answer.shown(&asked.question)),
        answer_json: answer.as_ref().map(Answer::to_json),
        audio_response_id: given.audio_response_id,
        client_seq: 0,
        late_sync: false,
    })
}

/// Scores every answer of a handed-in attempt, sums its sections and its total, and moves its participant on: to
/// `awaiting_rating` while something waits for a rater, else to `scored`, and on to `published` where results are released.
/// Questions that were not answered are stored as blank. An attempt with a frozen version is marked by that version, as
/// regradings left it, over what its seed asks; one without by the package as it stands. What was answered without being
/// asked counts for nothing.
pub(crate) async fn mark_attempt(tx: &mut Tx<'_>, versions: &Versions, attempt: i64) -> Result<()> {
    let attempt = attempt_of(tx, attempt).await?;
    let answers = store::answers(tx, attempt.participant_id).await?;
    let answers: HashMap<i64, AnswerRow> = answers.into_iter().map(|row| (row.question_id, row)).collect();
    let sat = (attempt.version, attempt.seed);
    let asked = questions_asked(tx, versions, sat, attempt.package_id).await?;
    let voids = voiding::store::standing(tx, attempt.event_id).await?;
    let mut scores = Vec::with_capacity(asked.len());
    for asked in &asked {
        let credit = voids.get(&asked.id).copied();
        scores.push((
            asked.id,
            score_answer(asked, answers.get(&asked.id), &attempt.policy, credit)?,
        ));
    }
    let known: HashSet<i64> = asked.iter().map(|asked| asked.id).collect();
    let stray = answers.keys().filter(|id| !known.contains(id));
    scores.extend(stray.map(|id| (*id, NO_SCORE)));
    store::mark(tx, &attempt, &scores).await?;
    for section in asked.chunk_by(is_same_section) {
        let questions = section.iter().map(|asked| &asked.id);
        store::place(tx, attempt.participant_id, section[0].section_detail_id, questions).await?;
    }
    let is_out = |id: i64| match voids.get(&id) {
        Some(credit) => !credit.counts(),
        None => answers.get(&id).is_some_and(|answer| answer.is_void),
    };
    let bests = bests::section_bests(&asked, &attempt.policy, is_out);
    for (ordinal, (section, most)) in (1..).zip(&bests) {
        store::set_section_max(tx, attempt.id, *section, ordinal, *most).await?;
    }
    store::set_total_max(tx, attempt.participant_id, bests::total(&bests)).await?;
    response::store::settle(tx, attempt.participant_id).await
}

/// What does not count.
const NO_SCORE: Scored = Scored {
    points: None,
    status: Status::Void,
};

pub(crate) fn is_same_section(one: &AskedQuestion, other: &AskedQuestion) -> bool {
    one.section_detail_id == other.section_detail_id
}

fn score_answer(
    asked: &AskedQuestion,
    answer: Option<&AnswerRow>,
    policy: &Policy,
    credit: Option<Credit>,
) -> Result<Scored> {
    let answer = match answer {
        Some(row) => read_stored(
            &asked.question,
            row.answer.as_deref(),
            row.answer_json.as_deref(),
            row.has_audio,
        )?,
        None => None,
    };
    let question = &asked.question;
    Ok(credit.map_or_else(
        || score(question, answer.as_ref(), policy),
        |credit| credit.scored(question, answer.as_ref(), policy),
    ))
}

/// The answer of a row. One of which only the text is there is read as if it had been sent so.
pub(crate) fn read_stored(
    question: &Question,
    text: Option<&str>,
    json: Option<&str>,
    has_audio: bool,
) -> Result<Option<Answer>> {
    if let Some(json) = json {
        let answer = Answer::from_json(json).ok_or_else(|| Error::internal("a stored answer is unreadable"))?;
        return Ok(Some(answer));
    }
    Ok(match text {
        Some(text) => Answer::read(question, &text.into()).unwrap_or_else(|_| Some(Answer::Text(text.to_owned()))),
        None => has_audio.then_some(Answer::Recording),
    })
}
