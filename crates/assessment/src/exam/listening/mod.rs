//! The sounds of an open section: heard in parts, counted by the server.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
