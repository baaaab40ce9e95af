//! Camera and screen while somebody sits, recorded by their own page.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
