//! Questions that do not count at an event as they were asked, and what those get for them who were.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
