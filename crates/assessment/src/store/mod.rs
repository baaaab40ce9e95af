//! The only SQL of this crate.

pub(crate) mod admin;
pub(crate) mod audit;
pub(crate) mod image;
pub(crate) mod import_job;
pub(crate) mod paper;
pub(crate) mod session;
pub(crate) mod title;
