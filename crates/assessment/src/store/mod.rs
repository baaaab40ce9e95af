//! The only SQL of this crate.

pub(crate) mod admin;
pub(crate) mod audit;
pub(crate) mod content;
pub(crate) mod package;
pub(crate) mod passage;
pub(crate) mod question;
pub(crate) mod section;
pub(crate) mod session;
pub(crate) mod slots;
pub(crate) mod title;
