//! What a participant is asked, section by section, and the pictures in it.

pub(crate) mod http;
pub(crate) mod model;
pub(crate) mod service;
