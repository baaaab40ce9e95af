//! What is right and wrong, without a database.

pub(crate) mod admin;
pub(crate) mod event;
pub(crate) mod package;
pub(crate) mod passage;
pub(crate) mod person;
pub(crate) mod question;
pub(crate) mod registration;
pub(crate) mod roster;
pub(crate) mod section;
pub(crate) mod sitting;
pub(crate) mod status;
