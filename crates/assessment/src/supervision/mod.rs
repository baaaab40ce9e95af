//! What supervisors see of a sitting, at the time and afterwards.

pub(crate) mod live;
pub(crate) mod video;
