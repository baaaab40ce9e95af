//! What exams keep: how many files of each kind, how large they are, and what room is left.

pub(crate) mod http;
pub(crate) mod service;
pub(crate) mod store;
