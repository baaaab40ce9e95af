//! What is right and wrong, without a database.

pub(crate) mod admin;
