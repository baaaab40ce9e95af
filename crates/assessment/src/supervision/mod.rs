//! What supervisors see of a sitting, at the time and afterwards.

pub(crate) mod board;
pub(crate) mod live;
pub(crate) mod presence;
pub(crate) mod story;
pub(crate) mod video;
