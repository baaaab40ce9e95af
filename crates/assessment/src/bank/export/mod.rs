//! Test packages as Word documents.

pub(crate) mod service;
