//! Test packages made of Word documents and PDFs.

pub(crate) mod http;
pub(crate) mod service;
pub(crate) mod store;
