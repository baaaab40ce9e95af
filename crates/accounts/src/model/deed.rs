//! What administrators do, as it is noted for other administrators.

use platform::Timestamp;

/// Something that an administrator does.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// A few words with dashes, by which pages know its text: `person-suspend`.
    pub action: &'static str,
    /// The id of what it is done to; empty if that has none.
    pub subject: &'a str,
    /// How that is called.
    pub subject_name: &'a str,
    /// Why; may be empty, at most 500 characters.
    pub reason: &'a str,
}

/// Something that an administrator did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedDeed {
    /// The administrator's username; empty if the account is gone.
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub subject_name: String,
    pub reason: String,
    pub at: Timestamp,
}

/// Which deeds are listed.
#[derive(Debug, Clone, Default)]
pub struct WantedDeeds {
    /// Of this action alone; of all if empty.
    pub action: String,
    /// Done to this subject alone; to all if empty.
    pub subject: String,
}
