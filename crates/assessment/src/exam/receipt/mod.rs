//! Receipts of what was handed in.

pub(crate) mod http;
pub(crate) mod model;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
