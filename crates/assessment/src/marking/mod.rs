//! From answers to results.

pub(crate) mod answer;
pub(crate) mod appeal;
pub(crate) mod certificate;
pub(crate) mod change;
pub(crate) mod keys;
pub(crate) mod model;
pub(crate) mod rating;
pub(crate) mod regrade;
pub(crate) mod release;
pub(crate) mod results;
pub(crate) mod scale;
pub(crate) mod voiding;
