//! The only SQL of this crate.

pub(crate) mod delivery;
pub(crate) mod endpoint;
pub(crate) mod lease;
