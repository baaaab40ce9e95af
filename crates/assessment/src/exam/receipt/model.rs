//! What receipts are made of.

use platform::Timestamp;

/// An answer that was handed in.
#[derive(Debug, Clone)]
pub(crate) struct HandedAnswer {
    pub(crate) question: i64,
    pub(crate) json: Option<String>,
    pub(crate) audio: Option<i64>,
}

/// What was handed in.
#[derive(Debug, Clone)]
pub(crate) struct HandedIn {
    pub(crate) attempt: i64,
    pub(crate) participant: i64,
    pub(crate) version: i64,
    pub(crate) submitted_at: Timestamp,
    /// By question.
    pub(crate) answers: Vec<HandedAnswer>,
}
