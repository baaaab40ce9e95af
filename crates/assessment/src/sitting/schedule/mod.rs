//! Days and times on the clocks of a place.

pub(crate) mod rules;
