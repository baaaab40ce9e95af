//! What a browser finds here: the landing page, the `OpenAPI` document, and the interactive reference that shows it.
//!
//! Invariant: none of these pages loads anything from another server or may be framed, and each is served under a
//! Content-Security-Policy that says so.

use std::{
    borrow::Cow,
    io::{Cursor, Read as _},
    sync::OnceLock,
};

use axum::{
    Router,
    body::{Body, Bytes},
    response::Response,
    routing::{MethodRouter, get},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use platform::{Error, http::etag};
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use web::{Asset, Landing, Reference, asset};
use zip::ZipArchive;

/// The landing page has no script at all.
const STRICT: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";
/// For files that are no pages.
const INERT: &str = "default-src 'none'; frame-ancestors 'none'";

/// What programs read to know the API, as JSON.
pub struct Documents {
    /// `OpenAPI`.
    pub openapi: String,
    /// A Postman collection.
    pub postman: String,
}

/// `GET /`, `/docs` and `/swagger`, `/openapi.json`, `/getPostmanCollection`, `/favicon.svg`, and the files that these
/// load.
pub fn router(documents: Documents, public_url: &str, landing: &Landing<'_>) -> Result<Router, Error> {
    let style = asset::style();
    let front = landing.render(&style.path).map_err(Error::internal)?;
    let front = Page::new("text/html; charset=utf-8", front)?.under(STRICT)?;
    let document = |text: String| Page::new("application/json; charset=utf-8", text);
    let icon = Page::new("image/svg+xml", asset::FAVICON)?;
    let router = Router::new()
        .route("/", front.route())
        .route("/openapi.json", document(documents.openapi)?.route())
        .route("/getPostmanCollection", document(documents.postman)?.route())
        .route("/favicon.svg", icon.route());
    with_reference(with_asset(router, style)?, public_url)
}

/// `GET /docs`, and `/swagger` as the service documents call it: Swagger UI from inside of the binary, in a frame of our own that has no inline script.
fn with_reference(router: Router, public_url: &str) -> Result<Router, Error> {
    static STYLE: OnceLock<Vec<u8>> = OnceLock::new();
    static SCRIPT: OnceLock<Vec<u8>> = OnceLock::new();
    let styles = [
        Asset::css("swagger-ui", swagger(&STYLE, "swagger-ui.css")?),
        asset::reference_style(),
    ];
    let scripts = [
        Asset::js("swagger-ui", swagger(&SCRIPT, "swagger-ui-bundle.js")?),
        asset::reference_script(),
    ];
    let page = Reference {
        styles: &[&styles[0].path, &styles[1].path],
        scripts: &[&scripts[0].path, &scripts[1].path],
    };
    let html = page.page().map_err(Error::internal)?;
    let page = Page::new("text/html; charset=utf-8", html)?.under(&reference_policy(public_url))?;
    let addresses = ["/docs", "/docs/", "/swagger", "/swagger/"];
    let router = addresses
        .into_iter()
        .fold(router, |router, address| router.route(address, page.clone().route()));
    styles.into_iter().chain(scripts).try_fold(router, with_asset)
}

/// A file of Swagger UI's distribution, unpacked once in the life of the process however many applications it runs.
fn swagger(unpacked: &'static OnceLock<Vec<u8>>, name: &str) -> Result<Cow<'static, [u8]>, Error> {
    if let Some(bytes) = unpacked.get() {
        return Ok(Cow::Borrowed(bytes));
    }
    let bytes = unpack_swagger(name)?;
    Ok(Cow::Borrowed(unpacked.get_or_init(|| bytes)))
}

/// Takes a file out of the distribution, which is inside of the binary as its makers pack it.
fn unpack_swagger(name: &str) -> Result<Vec<u8>, Error> {
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED)).map_err(Error::internal)?;
    let wanted = format!("/dist/{name}");
    let index = (0..archive.len()).find(|&index| {
        archive
            .name_for_index(index)
            .is_some_and(|entry| entry.is_ok_and(|entry| entry.ends_with(&wanted)))
    });
    let index = index.ok_or_else(|| Error::internal(format!("Swagger UI has no {name}")))?;
    let mut bytes = Vec::new();
    archive
        .by_index(index)
        .map_err(Error::internal)?
        .read_to_end(&mut bytes)
        .map_err(Error::internal)?;
    Ok(bytes)
}

/// Calls may go to the public address, too: the page may have been opened by another name of the same server.
fn reference_policy(public_url: &str) -> String {
    let public = origin(public_url).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
        connect-src 'self' {public}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// `https://host:port` of an address, if nothing in it could end a directive of the policy.
fn origin(url: &str) -> Option<String> {
    let uri: http::Uri = url.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    authority
        .as_str()
        .chars()
        .all(plain)
        .then(|| format!("{scheme}://{authority}"))
}

fn with_asset(router: Router, asset: Asset) -> Result<Router, Error> {
    let path = asset.path.clone();
    let bytes = match asset.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    let page = Page::new(asset.content_type, bytes)?.for_ever();
    Ok(router.route(&path, page.route()))
}

/// Ready bytes and what is said about them.
#[derive(Clone)]
struct Page {
    body: Bytes,
    headers: HeaderMap,
    etag: HeaderValue,
}

impl Page {
    fn new(content_type: &'static str, body: impl Into<Bytes>) -> Result<Self, Error> {
        let body = body.into();
        let etag = format!("\"{:016x}\"", asset::fingerprint(&body));
        let etag = HeaderValue::from_str(&etag).map_err(Error::internal)?;
        let headers = [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, "no-cache"),
            (header::CONTENT_SECURITY_POLICY, INERT),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (header::REFERRER_POLICY, "no-referrer"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        ];
        let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
        Ok(Self {
            body,
            headers: headers.into_iter().chain([(header::ETAG, etag.clone())]).collect(),
            etag,
        })
    }

    fn under(mut self, policy: &str) -> Result<Self, Error> {
        let policy = HeaderValue::from_str(policy).map_err(Error::internal)?;
        self.headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        Ok(self)
    }

    /// Its content is in its address.
    fn for_ever(mut self) -> Self {
        let value = HeaderValue::from_static("public, max-age=31536000, immutable");
        self.headers.insert(header::CACHE_CONTROL, value);
        self
    }

    fn route(self) -> MethodRouter {
        get(move |request: HeaderMap| std::future::ready(self.answer(&request)))
    }

    fn answer(&self, request: &HeaderMap) -> Response {
        let unchanged = etag::is_known(request, &self.etag);
        let mut response = Response::new(if unchanged {
            Body::empty()
        } else {
            Body::from(self.body.clone())
        });
        *response.headers_mut() = self.headers.clone();
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_TYPE);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_widen_the_policy() {
        assert_eq!(
            origin("https://balai.example:8443/x").as_deref(),
            Some("https://balai.example:8443")
        );
        assert_eq!(origin("http://[::1]:8080").as_deref(), Some("http://[::1]:8080"));
        for odd in ["balai.example", "https://a;b/", "https://a, *", "https://user@host", ""] {
            assert_eq!(origin(odd), None, "{odd}");
        }
    }
}
