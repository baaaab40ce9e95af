//! What a participant can show to others of a released result.

pub(crate) mod service;
pub(crate) mod store;
