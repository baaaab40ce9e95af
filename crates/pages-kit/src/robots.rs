//! What robots may read, and where it is.

use std::fmt::Write as _;

use axum::{
    Router,
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::header;

use crate::Kit;

/// What is for people alone.
const CLOSED: [&str; 4] = ["/akun", "/masuk", "/daftar", "/pengelola"];

/// `GET /robots.txt`, with the paths of the maps of what can be found.
pub fn router(kit: &Kit, sitemaps: &[&str]) -> Router {
    let place = kit.public_url();
    let mut text = "User-agent: *\n".to_owned();
    for path in CLOSED {
        let _ = writeln!(text, "Disallow: {path}");
    }
    for path in sitemaps {
        let _ = writeln!(text, "Sitemap: {place}{path}");
    }
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Router::new().route("/robots.txt", get(move || std::future::ready((headers, text.clone()))))
}

/// A map of pages, by their paths, at a place.
pub fn sitemap(place: &str, paths: impl IntoIterator<Item = String>) -> Response {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                    <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    for path in paths {
        let _ = writeln!(text, "<url><loc>{place}{path}</loc></url>");
    }
    text.push_str("</urlset>\n");
    let headers = [
        (header::CONTENT_TYPE, "application/xml; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text).into_response()
}
