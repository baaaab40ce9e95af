//! Answers of attempts, and marking an attempt that was handed in.
//!
//! Invariant: after an attempt was marked, each question that the participant was asked has a row with a score or waits for a rater, and the
//! sums and the state of the participant say the same as the rows. It may run again: what people scored stays.

use std::collections::HashMap;

use papers::{
    Points, Question,
    marking::{Answer, Policy, Scored, best, score},
};
use platform::{Error, Result, Tx};
use serde::Deserialize;

use super::store::{self, AnswerRow, AskedQuestion, AttemptRow};
use crate::{
    Assessment,
    attempt::response::{self, store::NewResponse},
    failures::no_such_reference,
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
        let work = async move |tx: &mut Tx<'_>| {
            let attempt = attempt_of(tx, attempt).await?;
            let asked = store::questions(tx, attempt.package_id).await?;
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
        let work = async move |tx: &mut Tx<'_>| mark_attempt(tx, attempt).await;
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
/// `awaiting_rating` while something waits for a rater, else to `scored`. Questions that were not answered are stored as
/// blank. Keys, rules and points are those of the package as it stands, so that a key that was put right counts from then on;
/// which questions were asked is what the frozen version says, where there is one.
pub(crate) async fn mark_attempt(tx: &mut Tx<'_>, attempt: i64) -> Result<()> {
    let attempt = attempt_of(tx, attempt).await?;
    let answers = store::answers(tx, attempt.participant_id).await?;
    let answers: HashMap<i64, AnswerRow> = answers.into_iter().map(|row| (row.question_id, row)).collect();
    let mut asked = store::questions(tx, attempt.package_id).await?;
    if let Some(paper) = &attempt.paper {
        let seen = Seen::of(paper)?;
        asked.retain(|asked| seen.has(asked.id) || answers.contains_key(&asked.id));
    }
    let mut scores = Vec::with_capacity(asked.len());
    for asked in &asked {
        scores.push((asked.id, score_answer(asked, answers.get(&asked.id), &attempt.policy)?));
    }
    store::mark(tx, &attempt, &scores).await?;
    asked.retain(|asked| answers.get(&asked.id).is_none_or(|answer| !answer.is_void));
    let mut most = Points::ZERO;
    for (ordinal, (section, sum)) in (1..).zip(section_bests(&asked, &attempt.policy)) {
        store::set_section_max(tx, attempt.id, section, ordinal, sum).await?;
        most = most + sum;
    }
    store::set_total_max(tx, attempt.participant_id, most).await?;
    response::store::settle(tx, attempt.participant_id).await
}

/// The questions that a frozen paper asks.
#[derive(Deserialize)]
struct Seen {
    sections: Vec<SeenSection>,
}

#[derive(Deserialize)]
struct SeenSection {
    questions: Vec<SeenQuestion>,
}

#[derive(Deserialize)]
struct SeenQuestion {
    id: i64,
}

impl Seen {
    fn of(paper: &str) -> Result<Self> {
        serde_json::from_str(paper).map_err(Error::internal)
    }

    fn has(&self, id: i64) -> bool {
        let mut questions = self.sections.iter().flat_map(|section| &section.questions);
        questions.any(|question| question.id == id)
    }
}

/// The most that each section can bring, in their order.
pub(crate) fn section_bests<'a>(
    asked: impl IntoIterator<Item = &'a AskedQuestion>,
    policy: &Policy,
) -> Vec<(i64, Points)> {
    let mut sums: Vec<(i64, Points)> = Vec::new();
    for asked in asked {
        let most = best(&asked.question, policy);
        match sums.last_mut() {
            Some((section, sum)) if *section == asked.section_detail_id => *sum = *sum + most,
            _ => sums.push((asked.section_detail_id, most)),
        }
    }
    sums
}

fn score_answer(asked: &AskedQuestion, answer: Option<&AnswerRow>, policy: &Policy) -> Result<Scored> {
    let answer = match answer {
        Some(row) => read_stored(
            &asked.question,
            row.answer.as_deref(),
            row.answer_json.as_deref(),
            row.has_audio,
        )?,
        None => None,
    };
    Ok(score(&asked.question, answer.as_ref(), policy))
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
