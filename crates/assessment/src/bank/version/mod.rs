//! Frozen versions of packages, as they are sat and marked.

pub(crate) mod model;
pub(crate) mod service;
pub(crate) mod store;
