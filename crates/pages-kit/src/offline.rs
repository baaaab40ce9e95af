//! Without a network: a page that says so, and the worker that keeps it in the browser.
//!
//! Invariant: the worker keeps this one page and the files that it loads, all of which are the same for everybody.

use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::{FromRef, State},
    response::Response,
    routing::get,
};
use http::{HeaderMap, HeaderValue, header};

use crate::{
    Answer, Failed, Frame, Kit, Language,
    asset::{self, Asset},
    failure::Reader,
};

/// Where the page is.
pub const PAGE: &str = "/luring";
/// Where the worker is: at the root, since it may answer for what lies below it alone.
pub const WORKER: &str = "/luring.js";

/// The page and the worker.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    Kit: FromRef<S>,
{
    Router::new().route(PAGE, get(show)).route(WORKER, get(show_worker))
}

#[derive(Template)]
#[template(path = "kit/offline.html")]
struct Page<'a> {
    frame: Frame<'a>,
}

/// For nobody in particular: whoever is logged in sees the same.
async fn show(State(kit): State<Kit>, headers: HeaderMap) -> Result<Answer, Failed> {
    let language = Language::of_request(&headers);
    let speech = kit.speech(language);
    let page = Page {
        frame: Frame::bare(&kit, speech, speech.say("offline"), None),
    };
    Answer::page(&page).map_err(|error| {
        let kit = kit.clone();
        Failed::of(error, Reader { kit, language })
    })
}

async fn show_worker() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // What it may fetch is what its own answer allows, not what the page's does.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
        ),
    ];
    let mut response = Response::new(Body::from(worker()));
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    response.headers_mut().extend(HeaderMap::from_iter(headers));
    response
}

/// The worker, which names the files by their contents.
fn worker() -> String {
    let [ornament, style, script, suggest] = asset::of_every_page();
    let text = include_str!("../assets/offline.js");
    let files = [
        ("ornament", ornament),
        ("style", style),
        ("script", script),
        ("suggest", suggest),
    ];
    let named = |text: String, (name, file): (&str, &Asset)| text.replace(&format!("{{{{ {name} }}}}"), &file.path);
    let text = files.into_iter().fold(text.to_owned(), named);
    let version = format!("{:016x}", asset::fingerprint(text.as_bytes()));
    text.replace("{{ version }}", &version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_names_what_there_is() {
        let text = worker();
        for place in ["version", "style", "script", "suggest", "ornament"] {
            assert!(!text.contains(&format!("{{{{ {place} }}}}")), "{place}");
        }
        for file in asset::of_every_page() {
            assert!(text.contains(&format!("\"{}\"", file.path)), "{}", file.path);
        }
        assert!(text.contains(&format!("const PAGE = \"{PAGE}\"")));
    }
}
