//! People who sit exams.

pub(crate) mod http;
pub(crate) mod merge;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
