//! Short texts that somebody answers with.

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickAnswer {
    /// A UUID, by time.
    pub id: String,
    /// The text.
    pub content: String,
}
