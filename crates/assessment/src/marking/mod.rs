//! From answers to results.

pub(crate) mod answer;
pub(crate) mod model;
pub(crate) mod rating;
pub(crate) mod regrade;
pub(crate) mod results;
pub(crate) mod scale;
