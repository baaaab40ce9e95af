//! The worker that keeps the page and its program in the browser, so that a reload without a network opens a running exam.
//!
//! Invariant: it keeps what is the same for everybody, and pictures of the paper until the program says that they go.

use axum::{body::Body, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use pages_kit::asset;

use crate::files;

/// Where it is. It may answer for `/exam` and what lies below, as its answer says.
pub(crate) const ADDRESS: &str = "/exam/luring.js";

/// `GET /exam/luring.js`
pub(crate) async fn show() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("service-worker-allowed"), "/exam"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
        ),
    ];
    let mut response = Response::new(Body::from(text()));
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    response.headers_mut().extend(HeaderMap::from_iter(headers));
    response
}

/// The worker, which names the files by their contents.
fn text() -> String {
    let own = files::all();
    let [ornament, style, ..] = asset::of_kit();
    let paths = own
        .iter()
        .chain([ornament, style])
        .map(|file| format!("\"{}\"", file.path));
    let files: Vec<String> = paths.chain(["\"/favicon.svg\"".to_owned()]).collect();
    let text = include_str!("../assets/keeper.js").replace("\"{{ files }}\"", &files.join(", "));
    let version = format!("{:016x}", asset::fingerprint(text.as_bytes()));
    text.replace("{{ version }}", &version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_names_every_file_of_the_program() {
        let text = text();
        assert!(!text.contains("{{ files") && !text.contains("{{ version"));
        for file in files::all() {
            assert!(text.contains(&format!("\"{}\"", file.path)), "{}", file.path);
        }
    }
}
