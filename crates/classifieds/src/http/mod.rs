//! The documented HTTP API.

mod attribute;
mod category;
mod category_list;
mod favorite;
mod files;
mod image;
mod listing;
mod listing_list;
mod listing_views;
mod location;
mod moderation;
mod profile;
mod query;
mod restore;
mod saved_search;

pub use image::serve_image;
pub(crate) use listing_views::counting_views;
use platform::http::routes::Endpoint;

use crate::Classifieds;

/// Samples of what the API shows.
pub(crate) mod samples {
    pub(crate) use super::{category::CATEGORY, image::IMAGE, listing::LISTING, location::LOCATION};
}

/// Every endpoint of the module.
pub(crate) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    let groups = [
        ("categories", category_list::endpoints()),
        ("categories", category::endpoints()),
        ("categories", attribute::endpoints()),
        ("locations", location::endpoints()),
        ("files", files::endpoints()),
        ("listings", listing_list::endpoints()),
        ("listings", listing::endpoints()),
        ("listings", favorite::endpoints()),
        ("listings", saved_search::endpoints()),
        ("pictures", image::endpoints()),
        ("people", profile::endpoints()),
        ("moderation", moderation::endpoints()),
    ];
    let all = groups
        .into_iter()
        .flat_map(|(group, endpoints)| endpoints.into_iter().map(|endpoint| endpoint.within(group)));
    all.collect()
}
