//! Answers of pages: HTML under a strict policy, and ways to another page.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use platform::Error;

use crate::{asset, guard};

/// What pages may load and do: files, pictures and calls of this server alone.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; \
    media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// The same where browsers read large pictures, sound and video from another place, an origin like `https://files.example.org`.
pub fn policy_with_files_at(origin: &str) -> String {
    let mut policy = POLICY.to_owned();
    for kind in ["img-src", "media-src"] {
        policy = policy.replace(&format!("{kind} 'self'"), &format!("{kind} 'self' {origin}"));
    }
    policy
}

/// A page, or a way to another one.
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
}

impl Answer {
    /// A rendered page.
    pub fn page(template: &impl askama::Template) -> Result<Self, Error> {
        let html = template.render().map_err(Error::internal)?;
        Ok(Self::html(html))
    }

    /// HTML that was made already.
    pub fn html(html: String) -> Self {
        Self {
            status: StatusCode::OK,
            headers: page_headers(),
            body: html.into(),
        }
    }

    /// A page that is the same for everybody and as long as its content is: its entity tag says so.
    pub fn same_for_all(self, html: &str, request: &HeaderMap) -> Result<Self, Error> {
        let tag = format!("\"{:016x}\"", asset::fingerprint(html.as_bytes()));
        let tag = HeaderValue::from_str(&tag).map_err(Error::internal)?;
        if platform::http::etag::is_known(request, &tag) {
            return Ok(Self {
                status: StatusCode::NOT_MODIFIED,
                headers: HeaderMap::from_iter([(header::ETAG, tag)]),
                body: Body::empty(),
            });
        }
        Ok(self.with(header::ETAG, tag))
    }

    /// Sends a browser to a page of this place after a change, to be asked for anew.
    pub fn see(path: &str) -> Result<Self, Error> {
        let way = HeaderValue::from_str(guard::local_way(path)).map_err(Error::internal)?;
        Ok(Self {
            status: StatusCode::SEE_OTHER,
            headers: HeaderMap::from_iter([
                (header::LOCATION, way),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ]),
            body: Body::empty(),
        })
    }

    /// Sends a browser to an address of another server, which the settings name.
    pub fn see_elsewhere(address: &str) -> Result<Self, Error> {
        let mut answer = Self::see("/")?.status(StatusCode::FOUND);
        let way = HeaderValue::from_str(address).map_err(Error::internal)?;
        answer.headers.insert(header::LOCATION, way);
        Ok(answer)
    }

    /// Sends a browser to where a page is for good.
    pub fn moved(path: &str) -> Result<Self, Error> {
        let mut answer = Self::see(path)?;
        answer.status = StatusCode::MOVED_PERMANENTLY;
        answer.headers.remove(header::CACHE_CONTROL);
        Ok(answer)
    }

    /// With another status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// With one header more.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

fn page_headers() -> HeaderMap {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        // A page shows who looks at it, and a shared computer's "back" must not.
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Other sites learn nothing; forms of this one still say where they come from.
        (header::REFERRER_POLICY, "same-origin"),
        (header::VARY, "Cookie, Accept-Language"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    HeaderMap::from_iter(headers)
}
