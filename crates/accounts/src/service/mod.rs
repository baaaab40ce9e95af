//! Use cases, free of HTTP.

pub(crate) mod browser;
pub(crate) mod deed;
pub(crate) mod delete;
pub(crate) mod device;
pub(crate) mod factor;
pub(crate) mod first;
pub(crate) mod letter;
pub(crate) mod login;
pub(crate) mod notice;
pub(crate) mod permission;
pub(crate) mod person;
pub(crate) mod profile;
pub(crate) mod register;
pub(crate) mod role;
pub(crate) mod session;
pub(crate) mod sign_in;
pub(crate) mod suspension;
