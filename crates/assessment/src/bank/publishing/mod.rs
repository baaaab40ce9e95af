//! Frozen versions of packages.

pub(crate) mod http;
pub(crate) mod service;
