//! Spoken answers: begun by the server's clock, sent in pieces, joined into one file.

pub(crate) mod http;
pub(crate) mod model;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
