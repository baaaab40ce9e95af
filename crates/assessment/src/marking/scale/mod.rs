//! Scales from points to scores.

pub(crate) mod http;
pub(crate) mod service;
pub(crate) mod store;
