//! What participants hand in.

pub(crate) mod model;
pub(crate) mod record;
pub(crate) mod response;
