//! Use cases, free of HTTP.

pub(crate) mod admin;
pub(crate) mod audio;
pub(crate) mod event;
pub(crate) mod intervention;
pub(crate) mod live;
pub(crate) mod marking;
pub(crate) mod package;
pub(crate) mod paper_export;
pub(crate) mod paper_import;
pub(crate) mod participant;
pub(crate) mod passage;
pub(crate) mod picture;
pub(crate) mod publish;
pub(crate) mod question;
pub(crate) mod rating;
pub(crate) mod registration;
pub(crate) mod regrade;
pub(crate) mod response;
pub(crate) mod results;
pub(crate) mod roster;
pub(crate) mod scale;
pub(crate) mod section;
pub(crate) mod session;
pub(crate) mod title;
pub(crate) mod user;
pub(crate) mod video;
