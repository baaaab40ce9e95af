//! A person as administrators see them.

use platform::Timestamp;

use super::{
    account::{Account, SessionId},
    suspension::Suspension,
};

/// An account with what can be done about it.
#[derive(Debug, Clone)]
pub struct Person {
    pub account: Account,
    /// `None` if its owner may log in.
    pub suspended: Option<Suspension>,
    /// Those that are good, newest first; at most 100.
    pub sessions: Vec<OpenSession>,
}

/// A session that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    pub id: SessionId,
    /// When it began.
    pub since: Timestamp,
    /// When it ends by itself.
    pub until: Timestamp,
}
