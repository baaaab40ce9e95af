//! What may become of an answer that was handed in.

use papers::Points;
use platform::{Error, Kind, Message, Rule, input::nullable};
use serde::Deserialize;
use serde_json::Value;

/// What shall change of an answer.
#[derive(Deserialize, schemars::JsonSchema)]
pub struct ResponseChangeIn {
    /// Another answer, for role 1: a label, the text of an option, a list of either, pairs (`{"1":"A"}`), or a text.
    #[serde(default, deserialize_with = "nullable")]
    pub answer: Option<Option<Value>>,
    /// Another score, within the points of the question.
    #[serde(default)]
    pub score: Option<Points>,
    /// Why, for the log; up to 500 characters.
    #[serde(default)]
    pub reason: Option<String>,
}

/// What is to become of an answer.
#[derive(Debug, Clone)]
pub struct ResponseChange {
    /// Another answer; `null` for none.
    pub answer: Option<Value>,
    /// Another score, within the points of the question.
    pub score: Option<Points>,
    /// Why, for the log.
    pub reason: Option<String>,
}

/// The participant still answers.
pub(crate) fn still_sitting() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.still_sitting",
        Message::new(
            "Peserta belum mengumpulkan jawaban.",
            "The participant has not handed in yet.",
        ),
    )
}

/// The question was voided: what its answers bring follows from that alone.
pub(crate) fn is_void() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.response.void",
        Message::new(
            "Soal ini dibatalkan pada ujian ini, jadi jawabannya tidak dapat dinilai sendiri.",
            "This question was voided at this event, so its answers have no scores of their own.",
        ),
    )
}

/// A score that a question cannot bring.
pub(crate) fn check_score(score: Points, point: Points) -> Result<(), Error> {
    if (Points::ZERO..=point).contains(&score) {
        return Ok(());
    }
    let rule = Rule::OutOfRange(Points::ZERO.to_string(), point.to_string());
    Err(Error::invalid_field("score", rule))
}
