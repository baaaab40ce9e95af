//! What is right and wrong, without a database.

pub(crate) mod admin;
pub(crate) mod package;
pub(crate) mod question;
pub(crate) mod section;
