//! The log of what administrators did.

pub(crate) mod http;
pub(crate) mod store;
