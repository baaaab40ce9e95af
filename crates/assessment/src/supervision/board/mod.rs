//! Everybody at an event at a glance: where each one is, whether they can be reached, and who needs attention.

pub(crate) mod http;
pub(crate) mod model;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
