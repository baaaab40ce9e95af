//! What happens around every request of every module, in one place and one order:
//! request id → pre-flight → crowd limit → what is ready → (compression) → the modules' router → common headers → one log line.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use axum::{Router, body::Body, extract::Request, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use tower::Service as _;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer, Predicate as _,
        predicate::{NotForContentType, SizeAbove},
    },
};

use super::{
    encoded::Dense,
    fault::{ParkedFault, crowded},
    origins::{Cors, Origins, OwnPagesOnly},
    query::pairs,
    ready::{Asked, Found, FromMemory, ReadyAnswers},
    sending::keep_until_sent,
    unread::read_on,
};
pub use crate::peer::Peer;
use crate::{
    error::Kind,
    id::RequestId,
    peer::parse_hop,
    telemetry::{Counted, Level, Traffic},
};

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The outermost layer; clones share it.
#[derive(Clone)]
pub struct Stack {
    router: Router,
    /// The same, for clients that take compressed answers.
    compressed: Router,
    shared: Arc<Shared>,
    /// The headers that pages of other origins may send.
    allowed_headers: HeaderValue,
    /// The origins whose pages may bring cookies along.
    origins: Origins,
    /// What is answered before a route is looked for.
    ready: Option<ReadyAnswers>,
    /// What was answered.
    traffic: Traffic,
}

struct Shared {
    in_flight: AtomicUsize,
    /// The same for operators.
    level: Level,
    most_in_flight: usize,
    trusted_proxies: Vec<IpAddr>,
    crowded: Router,
}

impl Stack {
    /// Around a router. `crowded` answers, in an envelope, when more than `most_in_flight` requests are being served.
    pub fn new(router: Router, crowded: Router, most_in_flight: usize, trusted_proxies: Vec<IpAddr>) -> Self {
        let shared = Shared {
            in_flight: AtomicUsize::new(0),
            level: Level::of_requests(),
            most_in_flight,
            trusted_proxies,
            crowded,
        };
        // Pictures are compressed already, a small answer would only grow, and events must not wait for more of them. What
        // is served by parts stays as it is, since players and downloads that go on count its bytes. What comes with an
        // encoding of its own is left alone by the layer itself.
        let worth_it = SizeAbove::new(1024)
            .and(NotForContentType::IMAGES)
            .and(NotForContentType::SSE)
            .and(is_served_whole)
            .and(is_not_dense);
        let compression = CompressionLayer::new()
            .quality(CompressionLevel::Fastest)
            .compress_when(worth_it);
        Self {
            compressed: router.clone().layer(compression),
            router,
            shared: Arc::new(shared),
            allowed_headers: allowed_headers(&BTreeSet::new()),
            origins: Origins::default(),
            ready: None,
            traffic: Traffic::default(),
        }
    }

    /// Adds its answers up here.
    #[must_use]
    pub fn counting(mut self, traffic: Traffic) -> Self {
        self.traffic = traffic;
        self
    }

    /// Answers from memory that are asked for again are found before any route, with their heads, for at most so many bytes.
    #[must_use]
    pub fn remembering(mut self, bytes: u64) -> Self {
        self.ready = (bytes > 0).then(|| ReadyAnswers::new(bytes));
        self
    }

    /// Pages of other origins may send these headers, too: those in which dialects look for tokens.
    #[must_use]
    pub fn allowing(mut self, headers: &BTreeSet<&'static str>) -> Self {
        self.allowed_headers = allowed_headers(headers);
        self
    }

    /// Pages of these origins may bring cookies along.
    #[must_use]
    pub fn trusting(mut self, origins: Origins) -> Self {
        self.origins = origins;
        self
    }

    /// A router that answers every request with "the server is busy".
    pub fn crowded_router(dialect: &'static dyn super::Dialect, shared: &super::routes::Shared) -> Router {
        Router::new().fallback_service(super::routes::refusing(dialect, shared, crowded))
    }

    pub async fn serve(&self, mut request: Request, peer: IpAddr) -> Response {
        let began = Instant::now();
        let id = request_id(&request);
        let cors = self.origins.judge(&mut request);
        if *request.method() == Method::OPTIONS {
            return preflight(id, &cors, self.allowed_headers.clone());
        }
        let arrived = Arrived {
            began,
            id,
            method: request.method().clone(),
            uri: request.uri().clone(),
            peer: self.client(&request, peer),
            seat: Seat::take(Arc::clone(&self.shared)),
            asked: Asked::of(&request).filter(|_| cors.is_for_anybody()),
            cors,
        };
        if let Some(found) = self.find_ready(&arrived, request.headers())
            && let Some(response) = found.answer(request.headers(), (id, began))
        {
            found.watch(arrived.peer.ip).await;
            found.count(response.status(), began);
            self.traffic.count(arrived.log(&response));
            return keep_until_sent(response, arrived.seat);
        }
        // Boxed, because each connection keeps room for what a request needs on its way, also while nothing is under way.
        Box::pin(self.serve_by_route(request, arrived)).await
    }

    fn find_ready(&self, arrived: &Arrived, headers: &HeaderMap) -> Option<Found> {
        let asked = arrived.asked.as_ref().filter(|_| arrived.seat.is_free())?;
        self.ready.as_ref()?.find(asked, headers)
    }

    async fn serve_by_route(&self, mut request: Request, arrived: Arrived) -> Response {
        request.extensions_mut().insert(arrived.id);
        request.extensions_mut().insert(arrived.peer);
        let mut router = if !arrived.seat.is_free() {
            self.shared.crowded.clone()
        } else if request.headers().contains_key(header::ACCEPT_ENCODING) {
            self.compressed.clone()
        } else {
            self.router.clone()
        };
        let (request, left) = read_on(request);
        let Ok(mut response): Result<Response, Infallible> = router.call(request).await;
        common_headers(&mut response, arrived.id, &arrived.cors);
        self.traffic.count(arrived.log(&response));
        if let Some(from) = response.extensions_mut().remove::<FromMemory>()
            && let (Some(ready), Some(asked)) = (&self.ready, &arrived.asked)
        {
            response = ready.keep(asked, response, from).await;
        }
        let response = keep_until_sent(response, arrived.seat);
        if let Some(left) = left {
            left.read().await;
        }
        response
    }

    /// The client's address: the last hop in `X-Forwarded-For` that is not one of our proxies. A proxy may add a line of
    /// its own to one that the client made up, so all lines count, as one list.
    fn client(&self, request: &Request, peer: IpAddr) -> Peer {
        let headers = request.headers();
        let forwarded = headers.get_all("x-forwarded-for");
        let is_forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED);
        let peer = peer.to_canonical();
        let trusted = |ip: &IpAddr| self.shared.trusted_proxies.contains(ip);
        let ip = if trusted(&peer) {
            let hops: Vec<&str> = forwarded
                .iter()
                .filter_map(|line| line.to_str().ok())
                .flat_map(|line| line.split(','))
                .collect();
            let known = hops.iter().rev().map_while(|hop| parse_hop(hop));
            known.into_iter().find(|ip| !trusted(ip)).unwrap_or(peer)
        } else {
            peer
        };
        Peer {
            ip,
            local: peer.is_loopback() && !is_forwarded,
        }
    }
}

/// The client's own name for the request, from the query or a header, or a fresh one.
fn request_id(request: &Request) -> RequestId {
    let query = request.uri().query().unwrap_or_default();
    let named = pairs(query).find_map(|(name, value)| value.filter(|_| name == "requestId"));
    let header = || request.headers().get(&REQUEST_ID)?.to_str().ok();
    named
        .and_then(RequestId::from_client)
        .or_else(|| header().and_then(RequestId::from_client))
        .unwrap_or_else(RequestId::random)
}

/// What is remembered of a request.
struct Arrived {
    began: Instant,
    id: RequestId,
    method: Method,
    uri: Uri,
    peer: Peer,
    cors: Cors,
    seat: Seat,
    /// If it may be answered before its route is known.
    asked: Option<Asked>,
}

impl Arrived {
    /// One line per request. The query is left out: it may hold a token. Answers the status, and the microseconds that it took.
    fn log(&self, response: &Response) -> (u16, u64) {
        let status = response.status().as_u16();
        let micros = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let (method, path, request, ip) = (self.method.as_str(), self.uri.path(), self.id.as_str(), self.peer.ip);
        match response.extensions().get::<ParkedFault>() {
            Some(ParkedFault(error)) if matches!(error.kind(), Kind::Internal | Kind::Unavailable) => {
                let cause = error.cause().map(ToString::to_string).unwrap_or_default();
                tracing::error!(target: "balai::request", method, path, status, micros, request, %ip, code = error.code(), cause);
            }
            Some(ParkedFault(error)) => {
                tracing::info!(target: "balai::request", method, path, status, micros, request, %ip, code = error.code());
            }
            None => tracing::info!(target: "balai::request", method, path, status, micros, request, %ip),
        }
        (status, micros)
    }
}

/// A place among the requests being served; given back when dropped.
struct Seat {
    shared: Arc<Shared>,
    number: usize,
    _counted: Counted,
}

impl Seat {
    fn take(shared: Arc<Shared>) -> Self {
        let number = shared.in_flight.fetch_add(1, Ordering::Relaxed);
        let counted = shared.level.enter();
        Self {
            shared,
            number,
            _counted: counted,
        }
    }

    fn is_free(&self) -> bool {
        self.number < self.shared.most_in_flight
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.shared.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Every origin may call (the documented API says so): what [`Origins`] does not name, without credentials.
fn preflight(id: RequestId, cors: &Cors, allowed: HeaderValue) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
    );
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    common_headers(&mut response, id, cors);
    response
}

fn allowed_headers(more: &BTreeSet<&'static str>) -> HeaderValue {
    const FIRST: [&str; 3] = ["authorization", "content-type", "accept"];
    const LAST: [&str; 6] = [
        "idempotency-key",
        "if-match",
        "if-none-match",
        "last-event-id",
        "range",
        "x-request-id",
    ];
    let all: Vec<&str> = FIRST.iter().chain(more).chain(&LAST).copied().collect();
    HeaderValue::from_str(&all.join(", ")).unwrap_or(HeaderValue::from_static("authorization"))
}

fn common_headers(response: &mut Response, id: RequestId, cors: &Cors) {
    let is_for_others = response.extensions().get::<OwnPagesOnly>().is_none();
    let headers = response.headers_mut();
    if headers.contains_key(header::CONTENT_ENCODING) {
        weaken_etag(headers);
    }
    if is_for_others {
        cors.write(headers);
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("etag, link, retry-after, x-hint, x-request-id, content-range, accept-ranges, grpc-status, grpc-message, \
                 grpc-status-details-bin"),
        );
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REQUEST_ID, id_value(id));
}

pub(super) fn id_value(id: RequestId) -> HeaderValue {
    // Ids have no characters that headers cannot have.
    HeaderValue::from_str(id.as_str()).unwrap_or(HeaderValue::from_static("-"))
}

/// Whether an answer is none that can be asked for by parts, as sound, video and other files can.
fn is_served_whole(_: StatusCode, _: http::Version, headers: &HeaderMap, _: &http::Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES)
}

/// Whether its bytes may become fewer by compression.
fn is_not_dense(_: StatusCode, _: http::Version, _: &HeaderMap, extensions: &http::Extensions) -> bool {
    extensions.get::<Dense>().is_none()
}

/// The compressed bytes are other bytes: their validator may only say "means the same" (RFC 9110, section 8.8.1).
fn weaken_etag(headers: &mut HeaderMap) {
    let weak = headers
        .get(header::ETAG)
        .and_then(|etag| etag.to_str().ok())
        .filter(|etag| !etag.starts_with("W/"))
        .and_then(|etag| HeaderValue::from_str(&format!("W/{etag}")).ok());
    if let Some(weak) = weak {
        headers.insert(header::ETAG, weak);
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;

    use super::*;

    fn seen(proxy: &str, lines: &[&str]) -> Peer {
        let stack = Stack::new(
            Router::new(),
            Router::new(),
            1,
            vec![[10, 0, 0, 1].into(), [10, 0, 0, 2].into()],
        );
        let mut request = Request::new(Body::empty());
        for line in lines {
            let value = HeaderValue::from_str(line).unwrap();
            request.headers_mut().append("x-forwarded-for", value);
        }
        stack.client(&request, proxy.parse().unwrap())
    }

    #[test]
    fn only_a_trusted_proxy_says_who_the_client_is() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(seen("10.0.0.1", &["9.9.9.9"]).ip, ip("9.9.9.9"));
        assert_eq!(seen("10.0.0.1", &["6.6.6.6, 9.9.9.9"]).ip, ip("9.9.9.9"));
        assert_eq!(seen("10.0.0.1", &["6.6.6.6", "9.9.9.9"]).ip, ip("9.9.9.9"));
        assert_eq!(seen("10.0.0.1", &["9.9.9.9, 10.0.0.2"]).ip, ip("9.9.9.9"));
        assert_eq!(seen("10.0.0.1", &["6.6.6.6, 9.9.9.9:4711"]).ip, ip("9.9.9.9"));
        assert_eq!(seen("10.0.0.1", &["[2001:db8::1]:4711"]).ip, ip("2001:db8::1"));
        assert_eq!(seen("::ffff:10.0.0.1", &["9.9.9.9"]).ip, ip("9.9.9.9"));
        assert_eq!(seen("10.0.0.1", &["nonsense"]).ip, ip("10.0.0.1"));
        assert_eq!(seen("8.8.8.8", &["9.9.9.9"]).ip, ip("8.8.8.8"));
    }

    #[tokio::test]
    async fn what_can_be_asked_for_by_parts_or_is_dense_is_never_compressed() {
        let long = || "a".repeat(10_000);
        let parts = move || async move { ([(header::ACCEPT_RANGES, "bytes")], long()) };
        let dense = move || async move { (axum::Extension(Dense), long()) };
        let router = Router::new()
            .route("/dense", get(dense))
            .route("/whole", get(move || async move { long() }))
            .route("/parts", get(parts));
        let stack = Stack::new(router, Router::new(), 1, Vec::new());
        let answer = async |path: &str| {
            let request = Request::get(path).header(header::ACCEPT_ENCODING, "gzip, br");
            let request = request.body(Body::empty()).unwrap();
            let response = stack.serve(request, [127, 0, 0, 1].into()).await;
            let encoded = response.headers().contains_key(header::CONTENT_ENCODING);
            let length = response.headers().get(header::CONTENT_LENGTH).cloned();
            (encoded, length.map(|length| length.to_str().unwrap().to_owned()))
        };
        assert_eq!(answer("/whole").await, (true, None));
        assert_eq!(answer("/parts").await, (false, Some("10000".to_owned())));
        assert_eq!(answer("/dense").await, (false, Some("10000".to_owned())));
    }

    #[test]
    fn a_forwarded_request_is_never_a_local_one() {
        assert!(seen("127.0.0.1", &[]).local);
        assert!(!seen("127.0.0.1", &["9.9.9.9"]).local);
        assert!(!seen("8.8.8.8", &[]).local);
    }
}
