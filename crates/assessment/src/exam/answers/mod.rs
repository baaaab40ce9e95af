//! Answers while somebody sits: saved in batches, durable when acknowledged.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
