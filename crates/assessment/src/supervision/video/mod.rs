//! Recordings of participants.

pub(crate) mod http;
pub(crate) mod service;
pub(crate) mod store;
