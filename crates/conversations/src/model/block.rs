//! Blocks as they are stored.

use accounts::AccountId;
use platform::Timestamp;

/// Somebody whom somebody else blocks.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) id: String,
    pub(crate) blocked: AccountId,
    pub(crate) created_at: Timestamp,
}
