//! A participant's paper, as administrators are shown it.

use std::collections::BTreeMap;

use marked::Text;
use papers::{Passage, Points, QuestionType};
use platform::{Error, Timestamp};

use crate::{
    ParticipantView,
    marking::{
        results::{
            service::listed::ListedScore,
            store::given::{GivenChangeRow, GivenRatingRow},
        },
        voiding::rules::Credit,
    },
};

/// What somebody sat, and what became of it.
#[derive(Debug, Clone)]
pub struct GivenPaper {
    pub participant: ParticipantView,
    /// None before it was begun.
    pub attempt: Option<GivenAttempt>,
    /// The total, where it stands.
    pub total: ListedScore,
    pub awaits_rating: bool,
    pub sections: Vec<GivenSection>,
    /// What questions are about.
    pub passages: Vec<Passage>,
}

/// When somebody sat.
#[derive(Debug, Clone)]
pub struct GivenAttempt {
    pub started_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    /// `participant`, `timeout` or `proctor`.
    pub submit_reason: Option<String>,
    pub receipt: Option<String>,
}

/// A section of a paper.
#[derive(Debug, Clone)]
pub struct GivenSection {
    pub title: String,
    pub score: ListedScore,
    pub questions: Vec<GivenQuestion>,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// Some of the points.
    Partly,
    Wrong,
    Blank,
    /// It waits for a rater, or the attempt was not marked yet.
    Waiting,
    Void,
}

/// A question as it was asked, and what became of the answer.
#[derive(Debug, Clone)]
pub struct GivenQuestion {
    pub question_id: i64,
    /// Its place in its section as it was asked, from 1.
    pub number: usize,
    pub kind: QuestionType,
    pub text: Text,
    /// The code of the passage that it is about.
    pub passage: Option<String>,
    pub options: Vec<GivenOption>,
    /// What is right, as people read it; empty where people rate the answers.
    pub keys: Vec<String>,
    /// What was answered, as people read it.
    pub answer: Option<String>,
    pub verdict: Verdict,
    pub score: Option<Points>,
    /// The most that it brings.
    pub most: Points,
    /// The most that a person may give.
    pub point: Points,
    /// The stored answer; none as long as nothing was stored.
    pub response: Option<GivenResponse>,
    /// What it brings since it was voided, and why it was.
    pub void: Option<(Credit, String)>,
    pub ratings: Vec<GivenRating>,
    pub changes: Vec<GivenChange>,
}

/// An option of a question.
#[derive(Debug, Clone)]
pub struct GivenOption {
    pub label: String,
    pub text: Text,
    pub is_chosen: bool,
    pub is_key: bool,
}

/// A stored answer.
#[derive(Debug, Clone)]
pub struct GivenResponse {
    pub id: i64,
    pub version: i64,
    /// Whether people gave its score.
    pub is_manual: bool,
    /// Where what was said is heard: a path of this server, and milliseconds.
    pub audio: Option<(String, i64)>,
}

/// A rating.
#[derive(Debug, Clone)]
pub struct GivenRating {
    /// `first`, `second` or `adjudication`.
    pub round: String,
    pub by: Option<String>,
    pub score: Points,
    pub criteria: BTreeMap<String, Points>,
    pub comment: Option<String>,
    pub at: Timestamp,
}

/// A change of a score.
#[derive(Debug, Clone)]
pub struct GivenChange {
    pub old_score: Option<Points>,
    pub new_score: Option<Points>,
    /// What had been answered and what stands now, where that was changed.
    pub answers: Option<(Option<String>, Option<String>)>,
    /// `manual`, `rating`, `regrade`, `revert`, `void` or `unvoid`.
    pub cause: String,
    pub reason: Option<String>,
    pub by: Option<String>,
    pub at: Timestamp,
}

impl From<GivenChangeRow> for GivenChange {
    fn from(row: GivenChangeRow) -> Self {
        let is_other = row.old_answer != row.new_answer;
        Self {
            old_score: row.old_score,
            new_score: row.new_score,
            answers: is_other.then_some((row.old_answer, row.new_answer)),
            cause: row.cause,
            reason: row.reason,
            by: row.username,
            at: row.at,
        }
    }
}

pub(super) fn rating(row: GivenRatingRow) -> Result<GivenRating, Error> {
    Ok(GivenRating {
        round: row.round,
        by: row.username,
        score: row.score,
        criteria: serde_json::from_str(&row.criteria).map_err(Error::internal)?,
        comment: row.comment,
        at: row.at,
    })
}
