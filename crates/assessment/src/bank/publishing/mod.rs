//! Frozen versions of packages.

pub(crate) mod service;
