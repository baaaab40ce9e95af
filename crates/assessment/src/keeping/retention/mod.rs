//! What is deleted when: recordings some days after their exam, attempts some years after it. Nothing, unless somebody says so.

pub(crate) mod http;
pub(crate) mod job;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
