//! The rules of webhooks as pure functions.

pub(crate) mod endpoint;
pub(crate) mod retry;
pub(crate) mod topics;
