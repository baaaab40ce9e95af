//! Participants' sessions: logging in, registering oneself, one live session for each.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
