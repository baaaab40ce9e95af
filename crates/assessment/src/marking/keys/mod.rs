//! By what answers are marked: the frozen version that was sat, with what regradings put right since.

pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;
