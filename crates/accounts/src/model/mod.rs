//! What accounts are about: people, their sessions, and what they were granted.

pub(crate) mod account;
pub(crate) mod permission;
pub(crate) mod session;
pub(crate) mod suspension;
