//! Locations, as the documented service shows them.

use platform::http::routes::Endpoint;

use crate::Classifieds;

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    Vec::new()
}
