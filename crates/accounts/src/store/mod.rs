//! The only SQL of this crate.

pub(crate) mod account;
pub(crate) mod address;
pub(crate) mod code;
pub(crate) mod deed;
pub(crate) mod device;
pub(crate) mod factor;
pub(crate) mod notice;
pub(crate) mod permission;
pub(crate) mod personal;
pub(crate) mod session;
pub(crate) mod suspension;
