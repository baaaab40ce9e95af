//! What happens, as a stream.

pub(crate) mod http;
pub(crate) mod service;
