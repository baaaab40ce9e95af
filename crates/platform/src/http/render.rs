//! The layer around every endpoint: it chooses the envelope, guards against slow and panicking handlers, keeps rendered
//! answers, and turns what the handler parked into bytes, once.

use std::{
    any::Any,
    borrow::Cow,
    convert::Infallible,
    future::Future,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::Arc,
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
    body::{BodyLimit, KnownFields},
    call::{CallerSlot, Identify, Spoken},
    dialect::{self, Dialect, Facts, Recall, RouteFacts, Source},
    etag::{self, Comparison},
    fault::{self, ParkedFault},
    joined::joined,
    known::{HINT, KnownParameters, Verdict},
    language,
    query::{self, pairs},
    ready::{Envelope, FromMemory},
    reply::Parked,
    routes::{AnsweredBy, Gate, Handler, Shared},
};
use crate::{
    cache::{Cache, Found, Kept, Weigh},
    clock::Clock,
    ctx::within,
    error::{Error, Lang, Result},
    id::RequestId,
    telemetry::RouteMetrics,
    text::hex,
};

/// A rendered answer that is kept in memory.
pub struct Answer {
    /// All of it, or what follows the head that is made for each request.
    body: Bytes,
    /// Its key as an envelope shows it: hexadecimal, and it gives nothing away.
    shown_key: String,
    made: Instant,
    /// Strong, quoted.
    etag: HeaderValue,
    /// Whether the tag changes with all that is shown, so that whoever has it has the answer. That of a version alone does not.
    tells_all: bool,
    content_type: &'static str,
    /// `Link` of the next page.
    link: Option<HeaderValue>,
}

impl Answer {
    /// All of it, where nothing is made for each request.
    pub(super) fn body(&self) -> &Bytes {
        &self.body
    }

    /// Where it comes from, as an envelope says it. `cached`: it was there before the request came.
    pub(super) fn source(&self, cached: bool) -> Source<'_> {
        Source {
            cached,
            key: Some(&self.shown_key),
        }
    }

    /// Whether whoever sends these lines of `If-None-Match` has all of it.
    pub(super) fn is_known<'a>(&self, lines: impl IntoIterator<Item = &'a HeaderValue>) -> bool {
        self.tells_all && etag::names(lines, self.etag.as_bytes(), Comparison::Weak)
    }
}

impl Weigh for Answer {
    fn weigh(&self) -> usize {
        self.body.len()
    }
}

/// About as many headers an answer has when it leaves: room for all of them at once.
const HEADERS: usize = 12;

/// How one endpoint is rendered.
#[derive(Clone)]
pub(crate) struct Rendering {
    dialect: &'static dyn Dialect,
    timeout: Duration,
    clock: Clock,
    limit: BodyLimit,
    cache: Option<Cache<Answer>>,
    /// Who may have an answer from memory.
    gate: Option<Gate>,
    /// Whoever sends a token gets an answer of their own.
    personal: bool,
    identify: Option<Identify>,
    route: RouteFacts,
    known: Option<KnownFields>,
    endpoint: Option<AnsweredBy>,
    parameters: Option<KnownParameters>,
    /// Whether its changes heed `If-Match`.
    versioned: bool,
    metrics: RouteMetrics,
}

impl Rendering {
    pub(crate) fn new(
        dialect: &'static dyn Dialect,
        shared: &Shared,
        method: &'static str,
        route: &'static str,
    ) -> Self {
        Self {
            dialect,
            timeout: shared.timeout,
            clock: shared.clock.clone(),
            limit: BodyLimit::default(),
            cache: None,
            gate: None,
            personal: false,
            identify: shared.identify.clone(),
            route: RouteFacts::default(),
            known: None,
            versioned: true,
            endpoint: None,
            parameters: None,
            metrics: RouteMetrics::new(dialect.name(), method, route),
        }
    }

    pub(crate) fn limited(mut self, limit: BodyLimit) -> Self {
        self.limit = limit;
        self
    }

    /// Another time than usual for one answer, unless the usual one is longer.
    pub(crate) fn patient(mut self, most: Option<Duration>) -> Self {
        self.timeout = self.timeout.max(most.unwrap_or_default());
        self
    }

    /// Its bodies may have these fields and no others.
    pub(crate) fn knowing(mut self, known: Option<KnownFields>) -> Self {
        self.known = known;
        self
    }

    /// Whether its changes heed `If-Match`. What heeds none refuses it.
    pub(crate) fn versioned(mut self, versioned: bool) -> Self {
        self.versioned = versioned;
        self
    }

    /// Answers tell which endpoint gave them.
    pub(crate) fn signed(mut self, endpoint: AnsweredBy) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// Its query parameters are these.
    pub(crate) fn asked_by(mut self, parameters: KnownParameters) -> Self {
        self.parameters = Some(parameters);
        self
    }

    pub(crate) fn about(mut self, route: RouteFacts) -> Self {
        self.route = route;
        self
    }

    /// Whether whoever sends a token gets an answer of their own.
    pub(crate) fn personal(mut self, personal: bool) -> Self {
        self.personal = personal;
        self
    }

    /// Kept answers are for those whom the gate lets in.
    pub(crate) fn guarded(mut self, gate: Option<Gate>) -> Self {
        self.gate = gate;
        self
    }

    pub(crate) fn cached(mut self, cache: Option<Cache<Answer>>) -> Self {
        self.cache = cache;
        self
    }
}

/// What a rendering service has inside. One type for all handlers, so that this layer is compiled once.
#[derive(Clone)]
pub(crate) enum Inner {
    /// The handler of an endpoint.
    Handler(Handler),
    /// The same failure for every request.
    Refusal(fn() -> Error),
}

/// A service that renders.
#[derive(Clone)]
pub(crate) struct Render {
    inner: Inner,
    rendering: Arc<Rendering>,
}

impl Render {
    pub(crate) fn new(inner: Inner, rendering: Rendering) -> Self {
        Self {
            inner,
            rendering: Arc::new(rendering),
        }
    }
}

impl Service<Request> for Render {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        match &mut self.inner {
            Inner::Handler(handler) => handler.poll_ready(cx),
            Inner::Refusal(_) => Poll::Ready(Ok(())),
        }
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let fresh = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, fresh);
        let rendering = Arc::clone(&self.rendering);
        Box::pin(async move { Ok(rendering.answer(inner, request).await) })
    }
}

/// What must be remembered of a request after its handler took it.
struct Call {
    dialect: &'static dyn Dialect,
    method: Method,
    uri: Uri,
    /// Every line of it.
    if_none_match: Vec<HeaderValue>,
    request: RequestId,
    started: Instant,
    caller: CallerSlot,
    lang: Lang,
}

impl Rendering {
    async fn answer(&self, inner: Inner, request: Request) -> Response {
        let started = Instant::now();
        let call = Call {
            dialect: dialect::asked(self.dialect, request.headers(), request.uri()),
            method: request.method().clone(),
            uri: request.uri().clone(),
            if_none_match: request
                .headers()
                .get_all(header::IF_NONE_MATCH)
                .iter()
                .cloned()
                .collect(),
            request: request
                .extensions()
                .get::<RequestId>()
                .copied()
                .unwrap_or_else(RequestId::random),
            started,
            caller: CallerSlot::default(),
            lang: language::wanted(request.headers()).unwrap_or(self.dialect.lang()),
        };
        let mut response = match self.judge_parameters(&call) {
            None => self.answer_with(inner, request, &call).await,
            Some(Verdict::Refused(error)) => self.fail(error, &call),
            Some(Verdict::RefusedLater(unknown)) => {
                let mut request = request;
                request.extensions_mut().insert(unknown);
                self.answer_with(inner, request, &call).await
            }
            Some(Verdict::Told(hint)) => {
                let mut response = self.answer_with(inner, request, &call).await;
                response.headers_mut().insert(HINT, hint);
                response
            }
        };
        self.metrics.record(response.status().as_u16(), started.elapsed());
        if let Some(endpoint) = self.endpoint {
            response.extensions_mut().insert(endpoint);
        }
        if holds_secret(&call.uri) {
            // The address holds a secret: no copy of the answer may lie around under it.
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        // What is not from memory is nobody's to keep, on routes with kept answers, too.
        if !response.headers().contains_key(header::CACHE_CONTROL) {
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        response
    }

    /// Whether a change is asked for under a condition that nothing here can check.
    fn cannot_hold(&self, request: &Request) -> bool {
        let changes = matches!(*request.method(), Method::PUT | Method::PATCH | Method::DELETE);
        !self.versioned && changes && etag::versions(request.headers().get_all(header::IF_MATCH)) != etag::IfMatch::Any
    }

    /// What becomes of a request with a parameter that the route does not know.
    fn judge_parameters(&self, call: &Call) -> Option<Verdict> {
        let strict = call.dialect == dialect::STANDARD || self.dialect.refuses_unknown_parameters();
        self.parameters.as_ref()?.judge(&call.uri, strict)
    }

    /// Whether the answer is made for whoever asks, and for nobody else.
    fn is_own(&self, request: &Request) -> bool {
        let token = || self.dialect.token(request.method(), request.headers(), request.uri());
        self.personal && token().is_some()
    }

    /// From memory if it may be, else from the handler.
    async fn answer_with(&self, inner: Inner, request: Request, call: &Call) -> Response {
        match &self.cache {
            Some(_) if self.is_own(&request) => self.render(self.run(inner, request, call).await, call),
            Some(cache) if matches!(call.method, Method::GET | Method::HEAD) => {
                match self.let_in(request, call).await {
                    Ok(request) => self.answer_from(cache, inner, request, call).await,
                    Err(refused) => self.render(refused, call),
                }
            }
            _ if self.cannot_hold(&request) => self.fail(etag::no_versions(), call),
            _ => self.render(self.run(inner, request, call).await, call),
        }
    }

    /// Puts beside a request what extractors look for. Nobody looks where the answer is in memory.
    fn equip(&self, extensions: &mut http::Extensions, call: &Call) {
        extensions.insert(Spoken {
            native: self.dialect,
            asked: call.dialect,
        });
        extensions.insert(self.limit);
        if self.dialect.names_callers() {
            extensions.insert(call.caller.clone());
        }
        if let Some(known) = &self.known {
            extensions.insert(known.clone());
        }
    }

    /// A request that may have an answer from memory, or what it is answered instead.
    async fn let_in(&self, request: Request, call: &Call) -> std::result::Result<Request, Response> {
        use axum::response::IntoResponse as _;
        let Some(gate) = &self.gate else {
            return Ok(request);
        };
        let (mut parts, body) = request.into_parts();
        self.equip(&mut parts.extensions, call);
        match tokio::time::timeout(self.timeout, gate(&mut parts)).await {
            Ok(passed) => passed.map(|()| Request::from_parts(parts, body)),
            Err(_) => Err(fault::Fault(fault::out_of_time()).into_response()),
        }
    }

    async fn answer_from(&self, cache: &Cache<Answer>, inner: Inner, request: Request, call: &Call) -> Response {
        let wish = match self.wish(request.headers(), call).await {
            Ok(wish) => wish,
            Err(error) => return self.fail(error, call),
        };
        let found = match &wish.key {
            Some(key) => cache.find(key).await,
            None => Found::Alone,
        };
        match found {
            Found::Kept(kept) if wish.fresh_enough(&kept) => {
                let mut response = self.kept_response(&kept, true, call);
                if self.is_alike_for_all(call) {
                    response.extensions_mut().insert(self.mark(kept, cache, call));
                }
                response
            }
            Found::Kept(_) | Found::Alone => self.render(self.run(inner, request, call).await, call),
            Found::Fill(fill) => {
                let mut response = self.run(inner, request, call).await;
                let parked = response.extensions().get::<Parked>();
                let kept = parked.and_then(|parked| {
                    let parts = parked.0.parts();
                    let tags = parts.keep.clone().filter(|_| parts.status == StatusCode::OK)?;
                    Some((tags, self.to_answer(parked, &wish, call)))
                });
                match kept {
                    None => self.render(response, call),
                    Some((tags, Ok(answer))) => {
                        let kept = fill.keep(answer, &tags);
                        self.kept_response(&kept, false, call)
                    }
                    Some((_, Err(cause))) => {
                        response.extensions_mut().clear();
                        self.fail(Error::internal(cause), call)
                    }
                }
            }
        }
    }

    /// What a request wants from memory. If envelopes name the caller, the token is looked at first, and answers to anybody
    /// and to somebody are kept apart.
    async fn wish(&self, headers: &http::HeaderMap, call: &Call) -> Result<Wish> {
        let target = call.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
        let name = call.dialect.name();
        let recall = self.dialect.recall(&call.uri);
        if !self.dialect.names_callers() {
            let content = content_of(target, self.dialect.beside_content());
            return Ok(Wish::of(format!("{name} {content}"), recall));
        }
        if let (Some(identify), Some(token)) = (&self.identify, self.dialect.token(&call.method, headers, &call.uri))
            && let Some(found) = identify(token).await?
        {
            call.caller.note(found);
        }
        let caller = if call.caller.get().is_some() {
            "somebody"
        } else {
            "anybody"
        };
        let content = content_of(target, self.dialect.beside_content());
        Ok(Wish::of(format!("{name} {caller} {content}"), recall))
    }

    /// The part of an answer that can be kept.
    fn to_answer(&self, parked: &Parked, wish: &Wish, call: &Call) -> serde_json::Result<Answer> {
        let mut body = Vec::with_capacity(512);
        call.dialect.repeated(&*parked.0, &self.facts(call), &mut body)?;
        let body = Bytes::from(body);
        // What is kept for some is the same answer as where nothing is kept: with the tag of its version, if it has one.
        let version = parked.0.parts().version;
        let of_version = version.filter(|_| self.gate.is_some()).map(etag::of_version);
        Ok(Answer {
            tells_all: of_version.is_none(),
            etag: of_version.unwrap_or_else(|| strong_etag(version, &body)),
            content_type: call.dialect.content_type(),
            link: self.next_link(parked, call),
            shown_key: hex(&Sha256::digest(wish.key.as_deref().unwrap_or_default())[..16]),
            made: Instant::now(),
            body,
        })
    }

    /// An answer that is kept. `cached` says whether it was there before this request came.
    fn kept_response(&self, kept: &Answer, cached: bool, call: &Call) -> Response {
        let unchanged = kept.is_known(&call.if_none_match);
        let body = if unchanged {
            Body::empty()
        } else {
            let facts = Facts {
                source: kept.source(cached),
                ..self.facts(call)
            };
            let mut head = Vec::new();
            match call.dialect.head(&facts, &mut head) {
                Ok(()) => joined(head, &kept.body),
                Err(cause) => return self.fail(Error::internal(cause), call),
            }
        };
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.reserve(HEADERS);
        headers.insert(header::ETAG, kept.etag.clone());
        let control = match (&self.gate, call.caller.get()) {
            (Some(_), _) => "no-store",
            (None, Some(_)) => "private, no-cache",
            (None, None) => "no-cache",
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
        headers.insert(header::VARY, HeaderValue::from_static(self.dialect.vary()));
        if self.personal {
            headers.append(header::VARY, HeaderValue::from_static("authorization"));
        }
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

    /// Whether an answer from memory would be the same for all who ask for this address and envelope without a token.
    fn is_alike_for_all(&self, call: &Call) -> bool {
        self.gate.is_none()
            && call.caller.get().is_none()
            && self.dialect.recall(&call.uri) == Recall::default()
            && self.judge_parameters(call).is_none()
            && !holds_secret(&call.uri)
    }

    fn mark(&self, kept: Arc<Kept<Answer>>, cache: &Cache<Answer>, call: &Call) -> FromMemory {
        FromMemory {
            kept,
            cache: cache.clone(),
            metrics: self.metrics.clone(),
            envelope: Envelope {
                native: self.dialect,
                asked: call.dialect,
                route: self.route,
                clock: self.clock.clone(),
            },
            tells_callers_apart: self.personal || self.dialect.names_callers(),
        }
    }

    /// Runs the handler within its time, and turns a panic into a failure of this request alone.
    async fn run(&self, inner: Inner, mut request: Request, call: &Call) -> Response {
        use axum::response::IntoResponse as _;
        self.equip(request.extensions_mut(), call);
        let mut handler = match inner {
            Inner::Handler(handler) => handler,
            Inner::Refusal(failure) => return fault::Fault(failure()).into_response(),
        };
        let work = AssertUnwindSafe(within(call.request, handler.call(request))).catch_unwind();
        match tokio::time::timeout(self.timeout, work).await {
            Ok(Ok(Ok(response))) => response,
            Ok(Err(panic)) => fault::Fault(Error::internal(panic_text(&*panic))).into_response(),
            Err(_) => fault::Fault(fault::out_of_time()).into_response(),
        }
    }

    fn render(&self, mut response: Response, call: &Call) -> Response {
        if let Some(parked) = response.extensions_mut().remove::<Parked>() {
            return match dialect::success(call.dialect, &*parked.0, &self.facts(call)) {
                Ok(body) => {
                    with_body(&mut response, body, call.dialect);
                    if let Some(version) = parked.0.parts().version {
                        response.headers_mut().insert(header::ETAG, etag::of_version(version));
                    }
                    if let Some(link) = self.next_link(&parked, call) {
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

    fn failure(&self, mut response: Response, error: Arc<Error>, call: &Call) -> Response {
        *response.status_mut() = call.dialect.status(error.kind());
        let body = dialect::failure(call.dialect, &error, &self.facts(call)).unwrap_or_default();
        with_body(&mut response, body, call.dialect);
        if let Some(wait) = error.retry_after() {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        if error.kind() == crate::error::Kind::TooLarge {
            // The rest of the body is not read, so nothing can follow on this connection.
            response
                .headers_mut()
                .insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let lang = HeaderValue::from_static(language::tag(call.lang));
        headers.insert(header::CONTENT_LANGUAGE, lang);
        // The outermost layer logs it, once.
        response.extensions_mut().insert(ParkedFault(error));
        response
    }

    /// Where the page after this one is.
    fn next_link(&self, parked: &Parked, call: &Call) -> Option<HeaderValue> {
        let link = parked.0.parts().paging?.next_link(&call.uri, self.dialect)?;
        HeaderValue::from_str(&link).ok()
    }

    fn facts<'a>(&self, call: &'a Call) -> Facts<'a> {
        Facts {
            request: call.request,
            method: &call.method,
            elapsed_ms: u64::try_from(call.started.elapsed().as_millis()).unwrap_or(u64::MAX),
            caller: call.caller.get(),
            route: self.route,
            source: Source::default(),
            now: self.clock.now(),
            lang: call.lang,
        }
    }
}

/// Whether a token stands in an address.
fn holds_secret(uri: &Uri) -> bool {
    uri.query().is_some_and(|query| query.contains("access_token="))
}

fn with_body(response: &mut Response, body: Vec<u8>, dialect: &dyn Dialect) {
    *response.body_mut() = Body::from(body);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(dialect.content_type()));
}

/// A strong validator: the version that is shown, and the first half of the body's SHA-256.
fn strong_etag(version: Option<i64>, body: &Bytes) -> HeaderValue {
    etag::of_content(version, &hex(&Sha256::digest(body)[..16]))
}

/// An address without the parameters that change nothing in the content.
fn content_of<'a>(target: &'a str, beside: &[&str]) -> Cow<'a, str> {
    let Some((path, query)) = target.split_once('?').filter(|_| !beside.is_empty()) else {
        return Cow::Borrowed(target);
    };
    let mut content = path.to_owned();
    for (index, pair) in pairs(query).filter(|(name, _)| !beside.contains(name)).enumerate() {
        content.push(if index == 0 { '?' } else { '&' });
        query::write(&mut content, pair);
    }
    Cow::Owned(content)
}

/// What a request wants from memory.
struct Wish {
    /// Where the answer lies; `None` if the caller wants none from memory.
    key: Option<String>,
    /// How old it may be.
    oldest: Option<Duration>,
}

impl Wish {
    fn of(key: String, recall: Recall) -> Self {
        Self {
            key: (!recall.refused).then_some(key),
            oldest: recall.oldest,
        }
    }

    fn fresh_enough(&self, kept: &Answer) -> bool {
        self.oldest.is_none_or(|oldest| kept.made.elapsed() <= oldest)
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let said = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("a handler panicked: {}", said.unwrap_or("no message"))
}
