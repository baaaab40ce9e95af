//! Administrators of exams.

pub(crate) mod first;
pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
pub(crate) mod suspension;
