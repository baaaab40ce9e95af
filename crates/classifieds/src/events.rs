//! What happens to categories, locations and listings.

use platform::{cache::Cache, events::Bus, http::Answer};

/// Tag of everything that shows categories. One for all: an answer shows parents and children, too, and edits are rare.
pub(crate) const CATEGORIES: &str = "classifieds.categories";
/// Tag of everything that shows locations.
pub(crate) const LOCATIONS: &str = "classifieds.locations";

/// Drops kept answers when what they show changes.
pub(crate) fn keep_fresh(bus: &Bus, cache: &Cache<Answer>) {
    let drops: [(&'static str, &'static [&'static str]); 0] = [];
    for (topic, tags) in drops {
        let cache = cache.clone();
        bus.listen(topic, move |_| {
            for tag in tags {
                cache.drop_tag(tag);
            }
        });
    }
}
