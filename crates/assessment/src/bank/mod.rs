//! The question bank: what exams are made of, until it is frozen and published.

pub(crate) mod audio;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod model;
pub(crate) mod outline;
pub(crate) mod package;
pub(crate) mod paper;
pub(crate) mod passage;
pub(crate) mod picture;
pub(crate) mod publishing;
pub(crate) mod question;
pub(crate) mod section;
pub(crate) mod text;
pub(crate) mod version;
