//! What can be seen of how somebody works: facts with their moment; what they mean, people decide.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
