//! A package as a paper, read from rows and written to rows.

pub(crate) mod store;
