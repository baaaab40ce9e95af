//! Use cases, free of HTTP.

pub(crate) mod admin;
pub(crate) mod audio;
pub(crate) mod picture;
pub(crate) mod session;
pub(crate) mod title;
pub(crate) mod video;
