//! The log from which an account's live streams are told.

use accounts::AccountId;
use platform::{Error, Result};
use serde::Serialize;

use crate::model::{message::Message, thread::Thread};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LiveKind {
    /// A message was sent.
    Sent,
    /// A message was read.
    Read,
    /// A message and every one before it were read.
    ReadUpTo,
    /// A message was deleted.
    Deleted,
    /// A thread was begun or changed.
    Thread,
    /// A message and every one before it have reached their receiver.
    Delivered,
    /// The text of a message was changed.
    Edited,
}

impl LiveKind {
    const ALL: [Self; 7] = [
        Self::Sent,
        Self::Read,
        Self::ReadUpTo,
        Self::Deleted,
        Self::Thread,
        Self::Delivered,
        Self::Edited,
    ];

    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Sent => 1,
            Self::Read => 2,
            Self::ReadUpTo => 3,
            Self::Deleted => 4,
            Self::Thread => 5,
            Self::Delivered => 6,
            Self::Edited => 7,
        }
    }

    pub(crate) fn of(number: i64) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|kind| kind.number() == number);
        known.ok_or_else(|| Error::internal(format!("no live event is of the kind {number}")))
    }
}

/// Where in an account's log something was noted.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LiveNote {
    pub(crate) account: AccountId,
    pub(crate) seq: i64,
}

/// An entry of the log with what it is about as it is now.
pub(crate) struct LiveEntry {
    pub(crate) seq: i64,
    pub(crate) happened: LiveKind,
    pub(crate) thread: Thread,
    pub(crate) message: Option<Message>,
}
