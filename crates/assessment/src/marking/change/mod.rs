//! Changes of many scores at once.

pub(crate) mod store;
