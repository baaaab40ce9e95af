//! Accounts as whoever runs the machine sees them: who may log in, and who may not for the time being.

use platform::Timestamp;

use super::account::{AccountId, Role};

/// Since when nobody may log in with an account, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspension {
    pub since: Timestamp,
    /// Until when; `None` if nobody said.
    pub until: Option<Timestamp>,
    /// May be empty.
    pub reason: String,
}

/// An account in a list of all of them.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: AccountId,
    /// `user-` and 16 characters.
    pub handle: String,
    /// Name to log in with.
    pub username: String,
    pub email: String,
    pub role: Role,
    pub last_login_at: Option<Timestamp>,
    /// `None` if somebody may log in with it.
    pub suspended: Option<Suspension>,
}

/// Which accounts are listed.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Those behind this id; all of them if empty.
    pub after: String,
    /// Only those that are suspended.
    pub suspended: bool,
    /// At most so many.
    pub limit: i64,
}

/// Which accounts are looked for.
#[derive(Debug, Clone)]
pub struct Searched {
    /// What a name or an address has in it, or an id; blank for all.
    pub words: String,
    /// Only those that are suspended.
    pub suspended: bool,
    /// Only those with this role.
    pub role: Option<Role>,
}
