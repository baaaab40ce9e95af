//! Ready bytes that a browser asks for: made once, told apart by an entity tag, and unchanged as long as the server runs.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use pages_kit::asset;
use platform::{Error, http::etag};
use tokio::sync::OnceCell;

/// For files that are no pages.
const INERT: &str = "default-src 'none'; frame-ancestors 'none'";

/// Ready bytes and what is said about them.
#[derive(Clone)]
pub(super) struct Page {
    body: Bytes,
    headers: HeaderMap,
    etag: HeaderValue,
}

impl Page {
    pub(super) fn new(content_type: &'static str, body: impl Into<Bytes>) -> Result<Self, Error> {
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

    pub(super) fn under(mut self, policy: &str) -> Result<Self, Error> {
        let policy = HeaderValue::from_str(policy).map_err(Error::internal)?;
        self.headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        Ok(self)
    }

    /// Its content is in its address.
    pub(super) fn for_ever(mut self) -> Self {
        let value = HeaderValue::from_static("public, max-age=31536000, immutable");
        self.headers.insert(header::CACHE_CONTROL, value);
        self
    }

    pub(super) fn route(self) -> MethodRouter {
        get(move |request: HeaderMap| std::future::ready(self.answer(&request)))
    }

    pub(super) fn answer(&self, request: &HeaderMap) -> Response {
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

/// What takes long to make and is rarely asked for: made when somebody asks for the first time, and kept then.
pub(super) struct MadeOnce {
    make: Box<dyn Fn() -> Result<Page, Error> + Send + Sync>,
    made: OnceCell<Page>,
}

impl MadeOnce {
    /// What `make` will make; it may block.
    pub(super) fn by(make: impl Fn() -> Result<Page, Error> + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            make: Box::new(make),
            made: OnceCell::new(),
        })
    }

    pub(super) fn route(self: Arc<Self>) -> MethodRouter {
        get(move |request: HeaderMap| self.clone().answer(request))
    }

    /// Of those who ask first at the same time one makes it, and the others wait.
    async fn answer(self: Arc<Self>, request: HeaderMap) -> Response {
        let making = self.clone();
        let made = self.made.get_or_try_init(async || {
            let made = tokio::task::spawn_blocking(move || (making.make)()).await;
            made.map_err(Error::internal)?
        });
        match made.await {
            Ok(page) => page.answer(&request),
            Err(error) => {
                tracing::error!(%error, "a page could not be made");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}
