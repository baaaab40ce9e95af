//! Use cases, free of HTTP.

pub(crate) mod admin;
pub(crate) mod session;
pub(crate) mod title;
