//! The documented HTTP API.

mod category;
mod category_list;
mod files;
mod location;
mod query;

use platform::http::routes::Endpoint;

use crate::Classifieds;

/// Every endpoint of the module.
pub(crate) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    let groups = [
        ("categories", category_list::endpoints()),
        ("categories", category::endpoints()),
        ("locations", location::endpoints()),
        ("files", files::endpoints()),
    ];
    let all = groups
        .into_iter()
        .flat_map(|(group, endpoints)| endpoints.into_iter().map(|endpoint| endpoint.within(group)));
    all.collect()
}
