//! The second step of administrators' logins.

pub(crate) mod service;
pub(crate) mod store;
