//! What a participant is shown of the results.

pub(crate) mod http;
pub(crate) mod service;
