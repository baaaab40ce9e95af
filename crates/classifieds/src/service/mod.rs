//! Use cases, free of HTTP.

mod attribute;
pub(crate) mod browse;
pub(crate) mod category;
pub(crate) mod category_list;
pub(crate) mod category_order;
mod draft;
pub(crate) mod ending;
pub(crate) mod export;
mod favorite;
pub(crate) mod image;
pub(crate) mod import;
pub(crate) mod listing;
pub(crate) mod listing_list;
pub(crate) mod listing_seed;
pub(crate) mod listing_time;
pub(crate) mod listing_views;
mod listing_words;
pub(crate) mod location;
pub(crate) mod moderation;
mod nearest;
pub(crate) mod object;
pub(crate) mod profile;
pub(crate) mod removal;
pub(crate) mod report;
pub(crate) mod saved_search;
mod search_finds;
mod standing;
