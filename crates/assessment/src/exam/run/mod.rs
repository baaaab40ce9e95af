//! Sitting: starting, sections one after another, handing in, and what time ends.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
pub(crate) mod sweep;
