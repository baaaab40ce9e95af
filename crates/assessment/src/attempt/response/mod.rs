//! Answers to questions, and changes of them and of their scores.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
