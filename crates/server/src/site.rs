//! A folder of one's own beside APIs and pages (`--site`): what no route answers is looked for there, and `/` is its
//! `index.html`, if it has one.
//!
//! Invariant: what is served lies within the folder, whatever its links and the addresses say, and no part of its path begins
//! with a dot; nothing is listed.

mod within;

use std::{path::Path, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use platform::{Error, Kind};
use tower_http::services::{ServeDir, fs::DefaultServeDirFallback};

use self::within::Within;
use crate::pages::opens_page;

/// What pages of the folder may do. They share an origin with the accounts of people, so scripts come from the folder alone;
/// styles may stand in a page, and pictures, sounds and fonts may come from anywhere by https.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline' https:; img-src 'self' data: blob: https:; \
    media-src 'self' blob: https:; font-src 'self' data: https:; frame-src https:; object-src 'none'; base-uri 'self'; \
    form-action 'self'; frame-ancestors 'self'";

/// A folder that is served.
#[derive(Clone)]
pub struct Site(Arc<ServeDir<DefaultServeDirFallback, Within>>);

impl Site {
    /// A folder that is there and holds none of what the server keeps. Blocks on the disk: for start-up.
    ///
    /// # Errors
    /// `settings.site` if there is no such folder, or one of `kept` lies in it.
    pub fn open(folder: &Path, kept: &[&Path]) -> Result<Self, Error> {
        let wrong = |said: String| {
            let said = format!("the site {}: {said}", folder.display());
            Error::new(Kind::Invalid, "settings.site", said)
        };
        let root = folder.canonicalize().map_err(|cause| wrong(cause.to_string()))?;
        if !root.is_dir() {
            return Err(wrong("it is no folder".to_owned()));
        }
        let inside = kept
            .iter()
            .find(|kept| kept.canonicalize().is_ok_and(|kept| kept.starts_with(&root)));
        if let Some(kept) = inside {
            let kept = kept.display();
            return Err(wrong(format!("{kept} lies in it and must not be read by everybody")));
        }
        let files = ServeDir::with_backend(&root, Within::new(root.clone())).ignore_multi_range_requests(true);
        Ok(Self(Arc::new(files)))
    }

    /// Serves the folder over all routes.
    pub fn beside(self, router: Router) -> Router {
        router.layer(from_fn_with_state(self, serve))
    }

    /// What the folder says where nothing is.
    async fn find_missing(&self) -> Option<Response> {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = Uri::from_static("/404.html");
        let mut response = self.ask(request).await?;
        *response.status_mut() = StatusCode::NOT_FOUND;
        for name in [header::ETAG, header::LAST_MODIFIED, header::ACCEPT_RANGES] {
            response.headers_mut().remove(name);
        }
        Some(response)
    }

    /// The file that is asked for, or that a browser has it already; `None` if there is none.
    async fn ask(&self, request: Request) -> Option<Response> {
        let is_whole = !request.headers().contains_key(header::RANGE);
        let answered = ServeDir::clone(&self.0).try_call(request).await;
        let response = match answered {
            Ok(response) => response,
            Err(error) => {
                tracing::warn!(%error, "a file of the site cannot be read");
                return None;
            }
        };
        if response.status() == StatusCode::NOT_FOUND {
            return None;
        }
        let mut response = response.map(Body::new);
        dress(response.headers_mut(), is_whole);
        Some(response)
    }
}

async fn serve(State(site): State<Site>, request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_routed = request.extensions().get::<MatchedPath>().is_some();
    let path = request.uri().path();
    // An address that begins with two slashes names another host where it is repeated.
    if !is_read || (is_routed && path != "/") || path.starts_with("//") {
        return next.run(request).await;
    }
    let asked = without_body(&request);
    if let Some(file) = site.ask(asked).await {
        return file;
    }
    if is_routed || !opens_page(request.method(), request.headers()) {
        return next.run(request).await;
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    site.find_missing().await.unwrap_or(response)
}

fn without_body(asked: &Request) -> Request {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = asked.method().clone();
    *request.uri_mut() = asked.uri().clone();
    *request.headers_mut() = asked.headers().clone();
    request
}

/// What is said of every file beside what it is.
fn dress(headers: &mut HeaderMap, is_whole: bool) {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_text = kind.is_some_and(|kind| kind.starts_with("text/"));
    if is_text && let Some(kind) = kind.filter(|kind| !kind.contains("charset")) {
        let with_charset = HeaderValue::try_from(format!("{kind}; charset=utf-8"));
        if let Ok(value) = with_charset {
            headers.insert(header::CONTENT_TYPE, value);
        }
    }
    if is_text && is_whole {
        // What may be asked for by parts is never compressed, and of a text nobody asks for a part.
        headers.remove(header::ACCEPT_RANGES);
    }
    let said = [
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    headers.extend(said.map(|(name, value)| (name, HeaderValue::from_static(value))));
}
