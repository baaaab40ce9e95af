//! What people are called and known by, and how much more time somebody has.

pub(crate) mod rules;
