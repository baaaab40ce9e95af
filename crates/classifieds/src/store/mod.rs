//! The only SQL of this crate.

pub(crate) mod attribute;
pub(crate) mod category;
pub(crate) mod category_deed;
pub(crate) mod category_list;
pub(crate) mod draft;
pub(crate) mod favorite;
pub(crate) mod filter;
pub(crate) mod image;
pub(crate) mod listing;
pub(crate) mod listing_day;
pub(crate) mod listing_end;
pub(crate) mod listing_facets;
pub(crate) mod listing_list;
pub(crate) mod listing_sql;
pub(crate) mod listing_words;
pub(crate) mod location;
pub(crate) mod moderation;
pub(crate) mod personal;
pub(crate) mod report;
pub(crate) mod saved_search;
pub(crate) mod search_postgres;
pub(crate) mod search_sqlite;
