//! What a voided question brings.

use papers::{
    Points, Question,
    marking::{Answer, Policy, Scored, Status, best},
};
use platform::{Error, text::Check};
use serde::{Deserialize, Serialize};

/// What a voided question brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Credit {
    /// All of its points, to everybody who was asked.
    All,
    /// All of its points to those who answered; to others what a blank answer brings.
    Answered,
    /// Nothing to anybody: it is in no sum and in no maximum.
    None,
}

impl Credit {
    /// As the API and the database write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Answered => "answered",
            Self::None => "none",
        }
    }

    pub(crate) fn from_stored(name: &str) -> Result<Self, Error> {
        let all = [Self::All, Self::Answered, Self::None];
        let found = all.into_iter().find(|credit| credit.name() == name);
        found.ok_or_else(|| Error::internal("a stored credit is unknown"))
    }

    /// Whether the question is part of the maximum.
    pub(crate) fn counts(self) -> bool {
        self != Self::None
    }

    /// What an answer brings.
    pub(crate) fn scored(self, question: &Question, answer: Option<&Answer>, policy: &Policy) -> Scored {
        let is_answered = answer.is_some_and(|answer| !answer.is_blank());
        let points = match self {
            Self::All => Some(best(question, policy)),
            Self::Answered if is_answered => Some(best(question, policy)),
            Self::Answered => Some(policy.blank(question.point)),
            Self::None => None::<Points>,
        };
        Scored {
            points,
            status: Status::Void,
        }
    }
}

/// How a question is voided.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VoidIn {
    /// At which event.
    pub event_id: i64,
    /// What those get who were asked.
    pub credit: Credit,
    /// Why, for everybody who sees the results; up to 500 characters.
    pub reason: String,
}

/// How voiding a question is taken back.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnvoidIn {
    /// At which event.
    pub event_id: i64,
    /// Why, for the log; up to 500 characters.
    #[serde(default)]
    pub reason: Option<String>,
}

/// How a question is to be voided.
#[derive(Debug, Clone)]
pub struct NewVoid {
    pub(crate) event_id: i64,
    pub(crate) credit: Credit,
    pub(crate) reason: String,
}

impl VoidIn {
    /// What is to be done, if it may be.
    pub fn judge(self) -> Result<NewVoid, Error> {
        let mut check = Check::new();
        let reason = check.clean("reason", &self.reason, 1, 500);
        check.finish()?;
        Ok(NewVoid {
            event_id: self.event_id,
            credit: self.credit,
            reason,
        })
    }
}

impl UnvoidIn {
    /// The event, and why.
    pub fn judge(self) -> Result<(i64, Option<String>), Error> {
        let mut check = Check::new();
        let reason = check.maybe_text("reason", self.reason.as_deref(), 500);
        check.finish().map(|()| (self.event_id, reason))
    }
}
