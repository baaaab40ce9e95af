//! Blocks as they are stored.

use accounts::AccountId;
use platform::Timestamp;

use super::report::ReportCategory;

/// Somebody whom somebody else blocks.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) id: String,
    pub(crate) blocked: AccountId,
    pub(crate) created_at: Timestamp,
    /// What kind of reason there was.
    pub(crate) category: Option<ReportCategory>,
}
