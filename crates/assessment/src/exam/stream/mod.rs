//! What participants are told while they wait or sit.

pub(crate) mod http;
pub(crate) mod service;
pub(crate) mod store;
