//! Use cases, free of HTTP.

pub(crate) mod admin;
pub(crate) mod event;
pub(crate) mod intervention;
pub(crate) mod live;
pub(crate) mod paper_export;
pub(crate) mod paper_import;
pub(crate) mod participant;
pub(crate) mod registration;
pub(crate) mod roster;
pub(crate) mod session;
pub(crate) mod title;
pub(crate) mod user;
