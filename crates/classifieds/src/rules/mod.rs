//! Pure rules: no database, no HTTP, no clock.

pub(crate) mod attribute_definitions;
pub(crate) mod attribute_values;
pub(crate) mod attributes;
pub(crate) mod category;
pub(crate) mod category_import;
pub(crate) mod draft;
pub(crate) mod holding;
pub(crate) mod image;
pub(crate) mod import;
pub(crate) mod listing;
pub(crate) mod listing_content;
pub(crate) mod listing_query;
pub(crate) mod listing_review;
pub(crate) mod listing_status;
pub(crate) mod location;
pub(crate) mod location_import;
pub(crate) mod saved_search;
pub(crate) mod sheet;
