//! Sessions of administrators: logging in and out.

pub(crate) mod http;
pub(crate) mod living;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
