//! What a queued letter is.

use platform::{Error, Timestamp};
use serde::{Deserialize, Serialize};

/// How far a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Waiting,
    Sent,
    GivenUp,
}

impl Status {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Waiting => 0,
            Self::Sent => 1,
            Self::GivenUp => 2,
        }
    }

    pub(crate) fn of(number: i64) -> Result<Self, Error> {
        [Self::Waiting, Self::Sent, Self::GivenUp]
            .into_iter()
            .find(|status| status.number() == number)
            .ok_or_else(|| Error::internal(format!("a letter has the status {number}")))
    }
}

/// What a letter says, as it is stored: sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) unsubscribe: Option<String>,
}

/// A letter before it is stored.
pub(crate) struct NewMessage {
    pub(crate) id: String,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    pub(crate) body: Vec<u8>,
    pub(crate) good_until: Option<Timestamp>,
}

/// A letter that is to be sent.
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    pub(crate) body: Vec<u8>,
    /// This one included.
    pub(crate) attempts: i64,
    pub(crate) good_until: Option<Timestamp>,
}

/// A letter that has not arrived.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub to: String,
    pub subject: String,
    /// Whether it is tried no more.
    pub is_given_up: bool,
    pub attempts: i64,
    /// What was wrong the last time.
    pub error: Option<String>,
    pub since: Timestamp,
}

/// How many letters have not arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    pub waiting: i64,
    pub given_up: i64,
}
