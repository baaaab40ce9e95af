//! Pictures of listings that not everybody sees: to browsers, whose session the addresses of the API do not know.

use axum::{
    extract::{Path, State},
    response::Response,
};
use http::{HeaderMap, Method};
use pages_kit::{Failed, Visit};

use crate::Market;

/// What stands in the place of the beginning of a picture's address.
const OF_API: &str = "/v1/listings/";
const OF_PAGES: &str = "/iklan-foto/";

/// Where a browser that is logged in finds a picture of this address.
pub(crate) fn private(url: &str) -> String {
    url.replacen(OF_API, OF_PAGES, 1)
}

/// `GET /iklan-foto/{listing}/images/{image}/{size}`
pub(crate) async fn show(
    State(market): State<Market>,
    Path((listing, image, size)): Path<(String, String, String)>,
    visit: Visit,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let names = [listing.as_str(), image.as_str(), size.as_str()];
    classifieds::serve_image(market.classifieds(), visit.actor.as_ref(), names, (&method, &headers))
        .await
        .map_err(Failed::at(&visit))
}
