//! Terms of the marking: what use cases, stores and routes of it share.

use papers::Points;

/// A rating as it is given.
#[derive(Debug, Clone)]
pub(crate) struct NewRating {
    pub(crate) score: Points,
    /// JSON.
    pub(crate) criteria: String,
    pub(crate) comment: Option<String>,
}
