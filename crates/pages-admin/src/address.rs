//! Where the pages are.

pub(crate) const OVERVIEW: &str = "/admin";
