//! The layer around every endpoint: it chooses the envelope, guards against slow and panicking handlers, keeps rendered
//! answers, and turns what the handler parked into bytes, once.

use std::{
    any::Any,
    convert::Infallible,
    future::Future,
    panic::AssertUnwindSafe,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use axum::{body::Body, extract::Request, response::Response};
use bytes::Bytes;
use futures_util::FutureExt as _;
use http::{HeaderValue, Method, StatusCode, Uri, header};
use sha2::{Digest as _, Sha256};
use tower::Service;

use super::{
    body::BodyLimit,
    dialect::{Dialect, Facts},
    etag,
    fault::{self, ParkedFault},
    reply::Parked,
    routes::Shared,
};
use crate::{
    cache::{Cache, Found, Weigh},
    clock::Clock,
    error::Error,
    id::RequestId,
    telemetry::RouteMetrics,
    text::hex,
};

/// A rendered answer that is kept in memory.
pub struct Answer {
    body: Bytes,
    /// Strong, quoted.
    etag: HeaderValue,
    content_type: &'static str,
    /// `Link` of the next page.
    link: Option<HeaderValue>,
}

impl Weigh for Answer {
    fn weigh(&self) -> usize {
        self.body.len()
    }
}

/// How one endpoint is rendered.
#[derive(Clone)]
pub(crate) struct Rendering {
    dialect: Dialect,
    timeout: Duration,
    clock: Clock,
    limit: BodyLimit,
    cache: Option<Cache<Answer>>,
    metrics: RouteMetrics,
}

impl Rendering {
    pub(crate) fn new(dialect: Dialect, shared: &Shared, method: &'static str, route: &'static str) -> Self {
        Self {
            dialect,
            timeout: shared.timeout,
            clock: shared.clock.clone(),
            limit: BodyLimit::default(),
            cache: None,
            metrics: RouteMetrics::new(method, route),
        }
    }

    pub(crate) fn limited(mut self, limit: BodyLimit) -> Self {
        self.limit = limit;
        self
    }

    pub(crate) fn cached(mut self, cache: Option<Cache<Answer>>) -> Self {
        self.cache = cache;
        self
    }
}

/// A service that renders.
#[derive(Clone)]
pub struct Render<H> {
    inner: H,
    rendering: std::sync::Arc<Rendering>,
}

impl<H> Render<H> {
    pub(crate) fn new(inner: H, rendering: Rendering) -> Self {
        Self {
            inner,
            rendering: std::sync::Arc::new(rendering),
        }
    }
}

impl<H> Service<Request> for Render<H>
where
    H: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    H::Future: Send,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let fresh = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, fresh);
        let rendering = std::sync::Arc::clone(&self.rendering);
        Box::pin(async move { Ok(rendering.answer(inner, request).await) })
    }
}

/// What must be remembered of a request after its handler took it.
struct Call {
    dialect: Dialect,
    method: Method,
    uri: Uri,
    if_none_match: Option<HeaderValue>,
    request: RequestId,
    started: Instant,
}

impl Rendering {
    async fn answer<H>(&self, inner: H, mut request: Request) -> Response
    where
        H: Service<Request, Response = Response, Error = Infallible>,
    {
        let started = Instant::now();
        let call = Call {
            dialect: self.dialect.asked(request.headers(), request.uri()),
            method: request.method().clone(),
            uri: request.uri().clone(),
            if_none_match: request.headers().get(header::IF_NONE_MATCH).cloned(),
            request: request
                .extensions()
                .get::<RequestId>()
                .copied()
                .unwrap_or_else(RequestId::random),
            started,
        };
        request.extensions_mut().insert(call.dialect);
        request.extensions_mut().insert(self.limit);
        let mut response = match &self.cache {
            Some(cache) if matches!(call.method, Method::GET | Method::HEAD) && call.dialect.repeats() => {
                self.answer_from(cache, inner, request, &call).await
            }
            _ => self.render(self.run(inner, request).await, &call),
        };
        self.metrics.record(response.status().as_u16(), started.elapsed());
        // What is not from memory is nobody's to keep, on routes with kept answers, too.
        if !response.headers().contains_key(header::CACHE_CONTROL) {
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        response
    }

    async fn answer_from<H>(&self, cache: &Cache<Answer>, inner: H, request: Request, call: &Call) -> Response
    where
        H: Service<Request, Response = Response, Error = Infallible>,
    {
        let target = call.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
        let key = format!("{} {target}", call.dialect.name());
        match cache.find(&key).await {
            Found::Kept(kept) => from_kept(&kept, call),
            Found::Alone => self.render(self.run(inner, request).await, call),
            Found::Fill(fill) => {
                let response = self.run(inner, request).await;
                let tags = response
                    .extensions()
                    .get::<Parked>()
                    .and_then(|parked| parked.0.parts().keep.clone());
                let rendered = self.render(response, call);
                let Some(tags) = tags.filter(|_| rendered.status() == StatusCode::OK) else {
                    return rendered;
                };
                match to_answer(rendered).await {
                    Ok(answer) => {
                        let kept = fill.keep(answer, &tags);
                        from_kept(&kept, call)
                    }
                    Err(error) => self.fail(error, call),
                }
            }
        }
    }

    /// Runs the handler within its time, and turns a panic into a failure of this request alone.
    async fn run<H>(&self, mut inner: H, request: Request) -> Response
    where
        H: Service<Request, Response = Response, Error = Infallible>,
    {
        use axum::response::IntoResponse as _;
        let work = AssertUnwindSafe(inner.call(request)).catch_unwind();
        match tokio::time::timeout(self.timeout, work).await {
            Ok(Ok(Ok(response))) => response,
            Ok(Err(panic)) => fault::Fault(Error::internal(panic_text(&*panic))).into_response(),
            Err(_) => fault::Fault(fault::out_of_time()).into_response(),
        }
    }

    fn render(&self, mut response: Response, call: &Call) -> Response {
        if let Some(parked) = response.extensions_mut().remove::<Parked>() {
            return match call.dialect.success(&parked, &self.facts(call)) {
                Ok(body) => {
                    let link = parked.0.parts().paging.and_then(|paging| paging.next_link(&call.uri));
                    with_body(&mut response, body, call.dialect);
                    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
                        response.headers_mut().insert(header::LINK, link);
                    }
                    response
                }
                Err(cause) => self.fail(Error::internal(cause), call),
            };
        }
        match response.extensions_mut().remove::<ParkedFault>() {
            Some(ParkedFault(error)) => self.failure(response, error, call),
            None => response,
        }
    }

    fn fail(&self, error: Error, call: &Call) -> Response {
        self.failure(Response::new(Body::empty()), error.into(), call)
    }

    fn failure(&self, mut response: Response, error: std::sync::Arc<Error>, call: &Call) -> Response {
        *response.status_mut() = call.dialect.status(error.kind());
        let body = call.dialect.failure(&error, &self.facts(call)).unwrap_or_default();
        with_body(&mut response, body, call.dialect);
        if let Some(wait) = error.retry_after() {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // The outermost layer logs it, once.
        response.extensions_mut().insert(ParkedFault(error));
        response
    }

    fn facts<'a>(&self, call: &'a Call) -> Facts<'a> {
        Facts {
            request: call.request,
            method: &call.method,
            elapsed_ms: u64::try_from(call.started.elapsed().as_millis()).unwrap_or(u64::MAX),
            now: self.clock.now(),
            lang: self.dialect.lang(),
        }
    }
}

fn with_body(response: &mut Response, body: Vec<u8>, dialect: Dialect) {
    *response.body_mut() = Body::from(body);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(dialect.content_type()));
}

/// The rendered answer as it is kept.
async fn to_answer(response: Response) -> Result<Answer, Error> {
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.map_err(Error::internal)?;
    Ok(Answer {
        etag: strong_etag(&body),
        content_type: match parts.headers.get(header::CONTENT_TYPE) {
            Some(value) if value == Dialect::Standard.content_type() => Dialect::Standard.content_type(),
            _ => Dialect::Trackmate.content_type(),
        },
        link: parts.headers.get(header::LINK).cloned(),
        body,
    })
}

/// A strong validator: the first half of the body's SHA-256.
fn strong_etag(body: &Bytes) -> HeaderValue {
    let text = format!("\"{}\"", hex(&Sha256::digest(body)[..16]));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("\"\""))
}

fn from_kept(kept: &Answer, call: &Call) -> Response {
    let unchanged = call
        .if_none_match
        .as_ref()
        .is_some_and(|tags| etag::matches_weakly(tags, &kept.etag));
    let mut response = Response::new(if unchanged {
        Body::empty()
    } else {
        Body::from(kept.body.clone())
    });
    let headers = response.headers_mut();
    headers.insert(header::ETAG, kept.etag.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    if let Some(link) = &kept.link {
        headers.insert(header::LINK, link.clone());
    }
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kept.content_type));
    }
    response
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let said = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("a handler panicked: {}", said.unwrap_or("no message"))
}
