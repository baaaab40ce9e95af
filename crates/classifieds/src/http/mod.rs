//! The documented HTTP API.

mod category;
mod location;

use platform::http::routes::Endpoint;

use crate::Classifieds;

/// Every endpoint of the module.
pub(crate) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    let groups = [
        ("categories", category::endpoints()),
        ("locations", location::endpoints()),
    ];
    let all = groups
        .into_iter()
        .flat_map(|(group, endpoints)| endpoints.into_iter().map(|endpoint| endpoint.within(group)));
    all.collect()
}
