//! Around all pages: a bound on their time, a panic that fails one page alone, silence towards other origins, what is
//! said when something is away, and the files that pages load.

use std::{panic::AssertUnwindSafe, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::get,
};
use futures_util::FutureExt as _;
use http::{HeaderValue, header};
use platform::{Error, Kind, Message, http::OwnPagesOnly};

use crate::{Asset, Failed, Kit, Language, away::Asked, failure::Reader};

/// What a page may take, and who is told when it takes longer.
#[derive(Clone)]
struct Bounds {
    kit: Kit,
    most: Duration,
}

/// Pages within a bound on their time.
pub fn bounded(router: Router, kit: Kit, most: Duration) -> Router {
    router.layer(from_fn_with_state(Bounds { kit, most }, bound))
}

async fn bound(State(bounds): State<Bounds>, mut request: Request, next: Next) -> Response {
    let reader = Reader {
        language: Language::of_request(request.headers()),
        kit: bounds.kit,
    };
    let asked = Asked::of(&mut request);
    let page = AssertUnwindSafe(next.run(request)).catch_unwind();
    let response = match tokio::time::timeout(bounds.most, page).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Failed::of(Error::internal("a page panicked"), reader.clone()).into_response(),
        Err(_) => Failed::of(too_long(), reader.clone()).into_response(),
    };
    let mut response = asked.told(&reader, response);
    response.extensions_mut().insert(OwnPagesOnly);
    response
}

fn too_long() -> Error {
    let said = Message::new("Halaman ini terlalu lama dibuat.", "The page took too long to make.");
    Error::new(Kind::Timeout, "pages.timeout", said)
}

/// How long a page may take whose form brings pictures: as many as one may send, over a slow line, and drawn.
pub const WITH_PICTURES: Duration = Duration::from_secs(600);

/// Serves files at their addresses, for ever.
pub fn files<'a>(assets: impl IntoIterator<Item = &'a Asset>) -> Router {
    let router = assets.into_iter().fold(Router::new(), |router, asset| {
        let (bytes, content_type) = (Bytes::copy_from_slice(&asset.bytes), asset.content_type);
        router.route(
            &asset.path,
            get(move || std::future::ready(file(bytes.clone(), content_type))),
        )
    });
    let icon = Bytes::from_static(crate::asset::FAVICON);
    router.route("/favicon.svg", get(move || std::future::ready(icon_file(icon.clone()))))
}

fn file(bytes: Bytes, content_type: &'static str) -> Response {
    let mut response = plain_file(bytes, content_type);
    let for_ever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, for_ever);
    response
}

fn icon_file(bytes: Bytes) -> Response {
    let mut response = plain_file(bytes, "image/svg+xml");
    let a_day = HeaderValue::from_static("public, max-age=86400");
    response.headers_mut().insert(header::CACHE_CONTROL, a_day);
    response
}

/// A file that does nothing, wherever it is opened.
fn plain_file(bytes: Bytes, content_type: &'static str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
