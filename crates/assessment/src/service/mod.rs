//! Use cases, free of HTTP.

pub(crate) mod admin;
pub(crate) mod paper_export;
pub(crate) mod paper_import;
pub(crate) mod session;
pub(crate) mod title;
