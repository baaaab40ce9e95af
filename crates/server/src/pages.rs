//! What a browser finds here: the landing page, the `OpenAPI` document, and the interactive reference that shows it.
//!
//! Invariant: none of these pages loads anything from another server or may be framed, and each is served under a
//! Content-Security-Policy that says so.

mod page;
mod reference;

use std::{borrow::Cow, time::Duration};

use axum::{Router, body::Bytes};
use pages_kit::{Kit, people, serve};
use platform::Error;
use trackmate::Trackmate;
use web::{Asset, Landing, asset};

use self::page::{MadeOnce, Page};

/// The landing page has no script at all.
const STRICT: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// Makes a document, as JSON.
pub type Maker = Box<dyn Fn() -> Result<String, Error> + Send + Sync>;

/// What programs read to know the API. Making one takes longer than everything else at a start, so it waits until somebody
/// asks.
pub struct Documents {
    pub openapi: Maker,
    /// A Postman collection.
    pub postman: Maker,
}

/// `GET /`, `/docs` and `/swagger`, `/openapi.json`, `/getPostmanCollection`, `/favicon.svg`, and the files that these
/// load.
pub fn router(documents: Documents, public_url: &str) -> Result<Router, Error> {
    let document = |make: Maker| MadeOnce::by(move || Page::new("application/json; charset=utf-8", make()?)).route();
    let router = Router::new()
        .route("/openapi.json", document(documents.openapi))
        .route("/getPostmanCollection", document(documents.postman));
    reference::add_to(router, public_url)
}

/// `GET /` of a server without a shop: what runs here.
pub fn landing(landing: &Landing<'_>) -> Result<Router, Error> {
    let style = asset::style();
    let front = landing.render(&style.path).map_err(Error::internal)?;
    let front = Page::new("text/html; charset=utf-8", front)?.under(STRICT)?;
    with_asset(Router::new().route("/", front.route()), style)
}

/// The pages for people, and the files that they load.
pub fn of_people(kit: &Kit, shop: Option<&Trackmate>, timeout: Duration) -> Router {
    let mut pages = people::router::<Kit>().with_state(kit.clone());
    let own = pages_trackmate::assets();
    let mut files: Vec<&pages_kit::Asset> = pages_kit::asset::of_kit().to_vec();
    if let Some(trackmate) = shop {
        pages = pages.merge(pages_trackmate::router(kit, trackmate));
        files.extend(&own);
    }
    serve::bounded(pages, kit.clone(), timeout).merge(serve::files(files))
}

/// Serves a file at its address.
fn with_asset(router: Router, asset: Asset) -> Result<Router, Error> {
    let path = asset.path.clone();
    let bytes = match asset.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    let page = Page::new(asset.content_type, bytes)?.for_ever();
    Ok(router.route(&path, page.route()))
}
