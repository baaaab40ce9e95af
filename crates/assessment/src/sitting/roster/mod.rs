//! Lists of participants as workbooks.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
