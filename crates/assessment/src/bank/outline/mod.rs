//! What a package consists of as it is now: its sections in order, and how much is in each.

pub(crate) mod http;
pub(crate) mod model;
pub(crate) mod service;
pub(crate) mod store;
