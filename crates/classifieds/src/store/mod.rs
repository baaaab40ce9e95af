//! The only SQL of this crate.

pub(crate) mod category;
pub(crate) mod location;
