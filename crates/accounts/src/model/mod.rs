//! What accounts are about: people, their sessions, and what they were granted.

pub(crate) mod account;
pub(crate) mod deed;
pub(crate) mod factor;
pub(crate) mod letter;
pub(crate) mod notice;
pub(crate) mod permission;
pub(crate) mod person;
pub(crate) mod session;
pub(crate) mod suspension;
