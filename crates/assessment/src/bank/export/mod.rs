//! Test packages as Word documents.

pub(crate) mod http;
pub(crate) mod service;
