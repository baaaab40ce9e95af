//! Terms of the attempts: what use cases and stores of them share.

use platform::Timestamp;

/// An attempt: somebody's first.
#[derive(Debug, Clone)]
pub(crate) struct NewAttempt {
    pub(crate) participant: i64,
    /// Orders what is shuffled.
    pub(crate) seed: i64,
    /// The frozen package.
    pub(crate) package_version: Option<i64>,
    pub(crate) started_at: Timestamp,
    pub(crate) deadline_at: Timestamp,
    /// None while somebody sits.
    pub(crate) handed_in: Option<HandedIn>,
}

/// How an attempt ended.
#[derive(Debug, Clone)]
pub(crate) struct HandedIn {
    pub(crate) at: Timestamp,
    /// participant, timeout or proctor.
    pub(crate) reason: &'static str,
    pub(crate) receipt_hash: String,
}

/// A section of an attempt, opened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sat {
    pub(crate) section_detail: i64,
    pub(crate) ordinal: i64,
    pub(crate) opened_at: Timestamp,
    pub(crate) deadline_at: Timestamp,
    /// None while it is open.
    pub(crate) closed: Option<(Timestamp, &'static str)>,
}

/// A recording that answers a question.
#[derive(Debug, Clone)]
pub(crate) struct Speech {
    pub(crate) blob: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: i64,
    pub(crate) duration_ms: i64,
}
