//! Whether an answer still counts, and how it looks to whoever gave it.
//!
//! Invariant: an answer is accepted while its section is open or its grace runs; one that was made in time and comes late is
//! kept and marked as late, as long as the event waits for it. A section that its participant closed stays closed.

use papers::{Question, QuestionType, marking::Answer};
use platform::{Error, Rule, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::exam::model::{AttemptState, Seat, seconds};

/// Most answers of a batch.
pub(crate) const MOST: usize = 200;

/// Answers, as a participant's page sends them.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamAnswers")]
pub struct AnswersIn {
    pub attempt_id: i64,
    /// At most 200.
    pub answers: Vec<AnswerIn>,
}

/// An answer to a question.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamAnswer")]
pub struct AnswerIn {
    pub question_id: i64,
    /// The writer's number of this change, from 1; of two to a question the higher wins.
    pub client_seq: i64,
    /// `"B"`, `["A","C"]`, a text, `{"1":"c"}`; `null` clears it.
    #[serde(default)]
    pub value: Value,
    /// When it was given, by the server's clock as the page knows it.
    #[serde(default)]
    pub client_ts: Option<Timestamp>,
    /// Whether the participant wants to look at the question again.
    #[serde(default)]
    pub marked: Option<bool>,
}

impl AnswersIn {
    /// Refuses more answers than a batch may have.
    pub(crate) fn judge(self) -> Result<Self, Error> {
        if self.answers.len() > MOST {
            return Err(Error::invalid_field("answers", Rule::TooMany(MOST)));
        }
        Ok(self)
    }
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ExamAnswerOutcome")]
pub enum Outcome {
    /// It is stored; the same again is the same.
    Accepted,
    /// A later one is there.
    Stale,
    /// The section takes no answers any more.
    Closed,
    /// It is none that the question can have, or the question is not on this paper.
    Invalid,
    /// The same number came with another answer.
    Conflict,
}

impl Outcome {
    /// As the log of answers has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Stale => "stale",
            Self::Closed => "closed",
            Self::Invalid => "invalid",
            Self::Conflict => "conflict",
        }
    }
}

/// Whether an answer comes in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    InTime,
    /// Made in time, and delivered late.
    Late,
    /// Too late, or too early.
    Closed,
}

/// Whether an answer to a question of section `n` comes in time that arrives now and was made at a moment of the page's.
pub(crate) fn arrival(seat: &Seat, n: usize, now: Timestamp, made: Option<Timestamp>) -> Arrival {
    let Some(section) = seat.section(n) else {
        return Arrival::Closed;
    };
    let state = seat.attempt.as_ref().map(|attempt| attempt.state);
    let was_closed_by_hand = section.closed_at.is_some_and(|closed| closed < section.deadline);
    let ended = match state {
        Some(AttemptState::InSection) => !was_closed_by_hand,
        // Whoever was stopped may have answered just before.
        Some(AttemptState::Suspended) => return while_paused(seat, now, made),
        Some(AttemptState::Submitted) => seat.timed_out() && !was_closed_by_hand,
        _ => false,
    };
    if !ended {
        return Arrival::Closed;
    }
    let end = section.end();
    if now < end.plus(seconds(seat.event.grace_seconds)) {
        return Arrival::InTime;
    }
    let waits_until = end.plus(seconds(seat.event.offline_grace_seconds));
    if made.is_some_and(|made| made <= end) && now <= waits_until {
        return Arrival::Late;
    }
    Arrival::Closed
}

/// While the clock stands still, what was answered before it stopped still comes in.
fn while_paused(seat: &Seat, now: Timestamp, made: Option<Timestamp>) -> Arrival {
    let paused = seat.attempt.as_ref().and_then(|attempt| attempt.paused_at);
    let Some(paused) = paused else { return Arrival::InTime };
    let is_before = made.is_some_and(|made| made <= paused);
    let is_on_its_way = now < paused.plus(seconds(seat.event.grace_seconds));
    if is_before || is_on_its_way {
        Arrival::InTime
    } else {
        Arrival::Closed
    }
}

/// The answer of a value, as it is stored; `None` clears. Speech comes by a way of its own.
pub(crate) fn read_value(question: &Question, value: &Value) -> Result<Option<Answer>, Rule> {
    if question.kind == QuestionType::Speaking && !value.is_null() {
        return Err(Rule::Type("null".into()));
    }
    let answer = Answer::read(question, value)?;
    Ok(answer.filter(|answer| match answer {
        // What was chosen and taken back again is no answer; what was written is kept as it was written.
        Answer::Labels(labels) => !labels.is_empty(),
        Answer::Pairs(pairs) => !pairs.is_empty(),
        Answer::Text(text) => !text.is_empty(),
        Answer::Recording => true,
    }))
}

/// A stored answer in the form in which it was sent.
pub(crate) fn sent_form(kind: QuestionType, answer: &Answer) -> Value {
    match answer {
        Answer::Labels(labels) if kind == QuestionType::MultipleAnswer => json!(labels),
        Answer::Labels(labels) => labels.first().map_or(Value::Null, |label| json!(label)),
        Answer::Pairs(pairs) => json!(pairs),
        Answer::Text(text) => json!(text),
        Answer::Recording => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::model::tests::{MINUTE, seat};

    const SECOND: i64 = 1_000_000;

    #[test]
    fn answers_come_in_until_the_grace_ends_and_later_if_they_were_made_in_time() {
        let seat = seat();
        let end = 30 * MINUTE;
        let at = |now: i64, made: Option<i64>| arrival(&seat, 1, Timestamp(now), made.map(Timestamp));
        assert_eq!(at(0, None), Arrival::InTime);
        assert_eq!(at(end + 9 * SECOND, None), Arrival::InTime);
        assert_eq!(at(end + 10 * SECOND, None), Arrival::Closed);
        assert_eq!(at(end + 200 * SECOND, Some(end)), Arrival::Late);
        assert_eq!(at(end + 200 * SECOND, Some(end + 1)), Arrival::Closed);
        assert_eq!(at(end + 301 * SECOND, Some(end)), Arrival::Closed);
        assert_eq!(arrival(&seat, 2, Timestamp(0), None), Arrival::Closed);
    }

    #[test]
    fn what_was_closed_by_hand_or_handed_in_takes_nothing_more() {
        let mut seat = seat();
        seat.sections[0].closed_at = Some(Timestamp(10 * MINUTE));
        assert_eq!(
            arrival(&seat, 1, Timestamp(10 * MINUTE), Some(Timestamp(0))),
            Arrival::Closed
        );
        seat.sections[0].closed_at = None;
        let attempt = seat.attempt.as_mut().unwrap();
        attempt.state = AttemptState::Submitted;
        attempt.submit_reason = Some("participant".into());
        assert_eq!(
            arrival(&seat, 1, Timestamp(MINUTE), Some(Timestamp(0))),
            Arrival::Closed
        );
    }

    #[test]
    fn after_time_has_ended_all_what_was_made_in_time_still_comes_in_until_it_is_handed_in() {
        let mut seat = seat();
        let end = 30 * MINUTE;
        seat.sections[0].closed_at = Some(Timestamp(end));
        let attempt = seat.attempt.as_mut().unwrap();
        attempt.state = AttemptState::Submitted;
        attempt.submit_reason = Some("timeout".into());
        let late = Timestamp(end + 60 * SECOND);
        assert_eq!(arrival(&seat, 1, late, Some(Timestamp(end - 1))), Arrival::Late);
        seat.attempt.as_mut().unwrap().confirmed_at = Some(late);
        assert_eq!(arrival(&seat, 1, late, Some(Timestamp(end - 1))), Arrival::Closed);
    }

    #[test]
    fn a_stopped_clock_takes_what_was_answered_before() {
        let mut seat = seat();
        let attempt = seat.attempt.as_mut().unwrap();
        attempt.state = AttemptState::Suspended;
        attempt.paused_at = Some(Timestamp(5 * MINUTE));
        let at = |now: i64, made: Option<i64>| arrival(&seat, 1, Timestamp(now), made.map(Timestamp));
        assert_eq!(at(5 * MINUTE + SECOND, None), Arrival::InTime);
        assert_eq!(at(50 * MINUTE, Some(5 * MINUTE)), Arrival::InTime);
        assert_eq!(at(6 * MINUTE, Some(6 * MINUTE)), Arrival::Closed);
    }
}
