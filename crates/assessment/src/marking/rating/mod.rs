//! Marks that people give.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
