//! The only SQL of this crate.

pub(crate) mod admin;
pub(crate) mod audit;
pub(crate) mod event;
pub(crate) mod image;
pub(crate) mod import_job;
pub(crate) mod intervention;
pub(crate) mod lists;
pub(crate) mod many;
pub(crate) mod paper;
pub(crate) mod participant;
pub(crate) mod registration;
pub(crate) mod session;
pub(crate) mod slots;
pub(crate) mod title;
pub(crate) mod user;
