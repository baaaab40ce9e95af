//! Safe Exam Browser: its configuration for an event, and the proof that a request comes from one that has it.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
