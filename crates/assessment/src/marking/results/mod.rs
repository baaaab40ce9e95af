//! Results and statistics of an event.

pub(crate) mod http;
pub(crate) mod service;
pub(crate) mod store;
