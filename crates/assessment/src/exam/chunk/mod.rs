//! Pieces of recordings as they arrive: bytes with a digest by which sender and server know them.

pub(crate) mod http;
pub(crate) mod rules;
