//! Use cases, free of HTTP.

pub(crate) mod admin;
pub(crate) mod package;
pub(crate) mod passage;
pub(crate) mod publish;
pub(crate) mod question;
pub(crate) mod section;
pub(crate) mod marking;
pub(crate) mod rating;
pub(crate) mod regrade;
pub(crate) mod response;
pub(crate) mod results;
pub(crate) mod scale;
pub(crate) mod audio;
pub(crate) mod picture;
pub(crate) mod session;
pub(crate) mod title;
pub(crate) mod video;
pub(crate) mod event;
pub(crate) mod intervention;
pub(crate) mod live;
pub(crate) mod participant;
pub(crate) mod registration;
pub(crate) mod roster;
pub(crate) mod session;
pub(crate) mod title;
pub(crate) mod user;
