//! Sound files of packages, singly and as archives.

pub(crate) mod http;
pub(crate) mod service;
pub(crate) mod store;
