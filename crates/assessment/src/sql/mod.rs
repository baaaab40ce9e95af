//! What the statements of more than one store have in common.

pub(crate) mod blobs;
pub(crate) mod expiry;
pub(crate) mod ids;
pub(crate) mod many;
pub(crate) mod order;
pub(crate) mod points;
pub(crate) mod texts;
