//! Pictures that contents name by their hash.

pub(crate) mod http;
pub(crate) mod service;
pub(crate) mod store;
