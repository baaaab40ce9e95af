//! The pages.

pub(crate) mod landing;
pub(crate) mod reference;
