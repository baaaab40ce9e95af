//! The exam of one participant as it went: what they did, what supervisors did, what was seen.

pub(crate) mod model;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
