//! The next section ahead of its time: bytes that nobody can read before the server gives the key, which it does when it opens
//! the section.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
