//! Rehearsals: a sitting with people who are made up, before the real one, and removed with all that they left behind.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
