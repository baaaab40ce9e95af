//! A person as administrators see them.

use super::{account::Account, session::OpenSession, suspension::Suspension};

/// An account with what can be done about it.
#[derive(Debug, Clone)]
pub struct Person {
    pub account: Account,
    /// `None` if its owner may log in.
    pub suspended: Option<Suspension>,
    /// Those that are good, newest first; at most 100.
    pub sessions: Vec<OpenSession>,
}
