//! The only SQL of this crate.

pub(crate) mod admin;
pub(crate) mod audit;
pub(crate) mod session;
pub(crate) mod title;
