//! What supervisors do about a participant.

pub(crate) mod service;
pub(crate) mod store;
