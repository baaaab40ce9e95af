//! The participants' side: logging in, waiting, sitting, handing in. Its people are those whom events list, in a realm of
//! their own.

pub(crate) mod answers;
pub(crate) mod browser;
pub(crate) mod chunk;
pub(crate) mod flags;
pub(crate) mod listening;
pub(crate) mod lobby;
pub(crate) mod model;
pub(crate) mod paper;
pub(crate) mod receipt;
pub(crate) mod recording;
pub(crate) mod result;
pub(crate) mod run;
pub(crate) mod sealed;
pub(crate) mod session;
pub(crate) mod speech;
pub(crate) mod store;
pub(crate) mod stream;
