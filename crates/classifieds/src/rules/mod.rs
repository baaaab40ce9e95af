//! Pure rules: no database, no HTTP, no clock.

pub(crate) mod category;
pub(crate) mod location;
