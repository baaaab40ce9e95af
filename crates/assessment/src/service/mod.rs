//! Use cases, free of HTTP.

pub(crate) mod admin;
pub(crate) mod package;
pub(crate) mod passage;
pub(crate) mod publish;
pub(crate) mod question;
pub(crate) mod section;
pub(crate) mod session;
pub(crate) mod title;
