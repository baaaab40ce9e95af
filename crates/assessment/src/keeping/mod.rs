//! How the place is kept: what lies on its disk, and what is deleted when.

pub(crate) mod retention;
pub(crate) mod storage;
