//! The only SQL of this crate.

pub(crate) mod category;
pub(crate) mod category_list;
pub(crate) mod filter;
pub(crate) mod location;
