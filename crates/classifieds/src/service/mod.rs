//! Use cases, free of HTTP.

pub(crate) mod category;
pub(crate) mod category_import;
pub(crate) mod category_list;
pub(crate) mod export;
pub(crate) mod location;
pub(crate) mod location_import;
