//! Answers of an attempt, and marking it by its keys.

pub(crate) mod service;
pub(crate) mod store;
