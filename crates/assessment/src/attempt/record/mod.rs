//! Attempts with their sections, what was spoken, and what looked odd.

pub(crate) mod store;
