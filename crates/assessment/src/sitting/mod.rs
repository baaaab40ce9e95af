//! When and where packages are sat, and by whom.

pub(crate) mod event;
pub(crate) mod intervention;
pub(crate) mod model;
pub(crate) mod participant;
pub(crate) mod registration;
pub(crate) mod rehearsal;
pub(crate) mod roster;
pub(crate) mod schedule;
