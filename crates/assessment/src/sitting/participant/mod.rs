//! Participants of events, and how far each is.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
