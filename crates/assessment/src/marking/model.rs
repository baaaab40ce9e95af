//! Terms of the marking: what use cases, stores and routes of it share.

use papers::Points;

/// A rating as it is given.
#[derive(Debug, Clone)]
pub struct NewRating {
    pub(crate) score: Points,
    /// JSON.
    pub criteria: String,
    pub(crate) comment: Option<String>,
}
