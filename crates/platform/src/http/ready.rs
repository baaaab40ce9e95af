//! Answers from memory as they leave, with their heads, found before any route is looked for.
//!
//! Only what would be the same for everybody who shows no token is found here, and it is sent for no longer than the cache of answers
//! holds it and no write has dropped it: an entry holds no answer, it knows where one is. What an envelope says of each request
//! is written anew.

use std::{
    net::IpAddr,
    sync::{Arc, Weak},
    time::Instant,
};

use axum::{body::Body, extract::Request, response::Response};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use quick_cache::{Equivalent, Weighter, sync::Cache as Entries};

use super::{
    dialect::{Dialect, Facts, RouteFacts},
    joined::joined,
    language,
    render::Answer,
    stack::{REQUEST_ID, id_value},
};
use crate::{
    cache::{Cache, Kept},
    clock::Clock,
    id::RequestId,
    telemetry::RouteMetrics,
};

/// Bytes of a head, roughly.
const HEAD: usize = 1024;

/// No larger answer is kept compressed.
const MOST_ENCODED: usize = 256 * 1024;

/// Beside an answer that was in memory, if everybody who asks for the same without a token would get the same.
#[derive(Clone)]
pub(super) struct FromMemory {
    pub(super) kept: Arc<Kept<Answer>>,
    pub(super) cache: Cache<Answer>,
    pub(super) metrics: RouteMetrics,
    pub(super) envelope: Envelope,
    /// Whoever shows a token may get another answer.
    pub(super) tells_callers_apart: bool,
}

/// How such an answer is spoken.
#[derive(Clone)]
pub(super) struct Envelope {
    /// The dialect of the route.
    pub(super) native: &'static dyn Dialect,
    /// That of the answer.
    pub(super) asked: &'static dyn Dialect,
    pub(super) route: RouteFacts,
    pub(super) clock: Clock,
}

impl Envelope {
    /// What stands before the kept part. `None` if it cannot be written.
    fn head(&self, kept: &Answer, asking: &HeaderMap, (id, began): (RequestId, Instant)) -> Option<Vec<u8>> {
        let facts = Facts {
            request: id,
            method: &Method::GET,
            elapsed_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            caller: None,
            route: self.route,
            source: kept.source(true),
            now: self.clock.now(),
            lang: language::wanted(asking).unwrap_or(self.native.lang()),
        };
        let mut head = Vec::new();
        self.asked.head(&facts, &mut head).ok().map(|()| head)
    }
}

/// Beside an answer: what is done with every answer like it to somebody without a token, also with those that no handler and no
/// layer of the module sees.
#[derive(Clone)]
pub struct Watched(Arc<dyn Fn(IpAddr) -> BoxFuture<'static, ()> + Send + Sync>);

impl Watched {
    /// By what is done, with the address of whoever asks.
    pub fn by(watch: impl Fn(IpAddr) -> BoxFuture<'static, ()> + Send + Sync + 'static) -> Self {
        Self(Arc::new(watch))
    }
}

/// All of a request that such an answer depends on.
#[derive(Clone)]
pub(super) struct Asked {
    uri: Uri,
    accept: Option<HeaderValue>,
    encodings: Option<HeaderValue>,
}

impl Asked {
    /// `None` if the request is none that can be answered before its route is known.
    pub(super) fn of(request: &Request) -> Option<Self> {
        if *request.method() != Method::GET || !request.body().is_end_stream() {
            return None;
        }
        Some(Self {
            uri: request.uri().clone(),
            accept: only(request.headers(), &header::ACCEPT)?,
            encodings: only(request.headers(), &header::ACCEPT_ENCODING)?,
        })
    }

    fn target(&self) -> &str {
        self.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str)
    }

    fn as_looked(&self) -> Looked<'_> {
        Looked {
            target: self.target(),
            accept: self.accept.as_ref().map(HeaderValue::as_bytes),
            encodings: self.encodings.as_ref().map(HeaderValue::as_bytes),
        }
    }

    /// A copy, because what was read from a connection holds on to all that was read with it.
    fn to_key(&self) -> Key {
        let bytes = |value: &Option<HeaderValue>| value.as_ref().map(|value| value.as_bytes().into());
        Key {
            target: self.target().into(),
            accept: bytes(&self.accept),
            encodings: bytes(&self.encodings),
        }
    }
}

/// The value of a header that stands there once at most. The outer `None`: there are several.
fn only(headers: &HeaderMap, name: &HeaderName) -> Option<Option<HeaderValue>> {
    let mut lines = headers.get_all(name).iter();
    let first = lines.next().cloned();
    lines.next().is_none().then_some(first)
}

#[derive(Hash, PartialEq, Eq)]
struct Key {
    target: Box<str>,
    accept: Option<Box<[u8]>>,
    encodings: Option<Box<[u8]>>,
}

/// The same, borrowed; hashed alike because its fields are the same in the same order.
#[derive(Hash)]
struct Looked<'a> {
    target: &'a str,
    accept: Option<&'a [u8]>,
    encodings: Option<&'a [u8]>,
}

impl Equivalent<Key> for Looked<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.target == &*key.target
            && self.accept == key.accept.as_deref()
            && self.encodings == key.encodings.as_deref()
    }
}

struct Ready {
    kept: Weak<Kept<Answer>>,
    cache: Cache<Answer>,
    metrics: RouteMetrics,
    /// If something stands before the kept part.
    envelope: Option<Envelope>,
    /// The dialect in which a token would be read, where it matters.
    token_of: Option<&'static dyn Dialect>,
    watched: Option<Watched>,
    /// Of the whole answer, its request's id among them.
    headers: HeaderMap,
    /// Of the answer to somebody who has it already.
    unchanged: HeaderMap,
    /// The body, if another than the one that is kept is sent.
    encoded: Option<Bytes>,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Arc<Ready>> for ByBytes {
    fn weight(&self, key: &Key, ready: &Arc<Ready>) -> u64 {
        let encoded = ready.encoded.as_ref().map_or(0, Bytes::len);
        u64::try_from(key.target.len() + encoded + HEAD).unwrap_or(u64::MAX)
    }
}

/// An answer that was found.
pub(super) struct Found {
    ready: Arc<Ready>,
    kept: Arc<Kept<Answer>>,
}

impl Found {
    /// The answer to a request, which may have it already. `None` if its head cannot be written.
    pub(super) fn answer(&self, asking: &HeaderMap, (id, began): (RequestId, Instant)) -> Option<Response> {
        let (status, headers, body) = if self.kept.is_known(asking.get_all(header::IF_NONE_MATCH)) {
            (StatusCode::NOT_MODIFIED, &self.ready.unchanged, Body::empty())
        } else {
            (StatusCode::OK, &self.ready.headers, self.body(asking, (id, began))?)
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers.clone();
        response.headers_mut().insert(REQUEST_ID, id_value(id));
        Some(response)
    }

    fn body(&self, asking: &HeaderMap, request: (RequestId, Instant)) -> Option<Body> {
        let Some(envelope) = &self.ready.envelope else {
            let whole = self.ready.encoded.as_ref().unwrap_or(self.kept.body());
            return Some(Body::from(whole.clone()));
        };
        let head = envelope.head(&self.kept, asking, request)?;
        Some(joined(head, self.kept.body()))
    }

    /// Does what is done with every answer.
    pub(super) async fn watch(&self, ip: IpAddr) {
        if let Some(Watched(watch)) = &self.ready.watched {
            watch(ip).await;
        }
    }

    /// Counts it among the answers of its route.
    pub(super) fn count(&self, status: StatusCode, began: Instant) {
        self.ready.metrics.record(status.as_u16(), began.elapsed());
    }
}

/// Those that were asked for again; clones share them.
#[derive(Clone)]
pub(super) struct ReadyAnswers(Arc<Entries<Key, Arc<Ready>, ByBytes>>);

impl ReadyAnswers {
    /// At most so many bytes of heads and compressed bodies.
    pub(super) fn new(bytes: u64) -> Self {
        let expected = usize::try_from(bytes).unwrap_or(usize::MAX) / (2 * HEAD);
        Self(Arc::new(Entries::with_weighter(expected.max(16), bytes, ByBytes)))
    }

    /// What is to be answered, if it is still good.
    pub(super) fn find(&self, asked: &Asked, asking: &HeaderMap) -> Option<Found> {
        let ready = self.0.get(&asked.as_looked())?;
        let token = |dialect: &dyn Dialect| dialect.token(&Method::GET, asking, &asked.uri);
        if ready.token_of.and_then(token).is_some() {
            return None;
        }
        let kept = ready.kept.upgrade().filter(|kept| ready.cache.is_good(kept))?;
        Some(Found { ready, kept })
    }

    /// Keeps an answer as it leaves; the same answer.
    pub(super) async fn keep(&self, asked: &Asked, response: Response, from: FromMemory) -> Response {
        if response.status() != StatusCode::OK {
            return response;
        }
        let nothing = HeaderMap::new();
        let head = from
            .envelope
            .head(&from.kept, &nothing, (RequestId::random(), Instant::now()));
        let has_head = head.is_none_or(|head| !head.is_empty());
        let is_encoded = response.headers().contains_key(header::CONTENT_ENCODING);
        if is_encoded && (has_head || from.kept.body().len() > MOST_ENCODED) {
            return response;
        }
        let (parts, body) = response.into_parts();
        let (encoded, body) = if is_encoded {
            match body.collect().await {
                Ok(whole) => {
                    let whole = whole.to_bytes();
                    (Some(whole.clone()), Body::from(whole))
                }
                Err(cause) => return Response::from_parts(parts, broken(cause)),
            }
        } else {
            (None, body)
        };
        let mut unchanged = parts.headers.clone();
        unchanged.remove(header::CONTENT_TYPE);
        unchanged.remove(header::CONTENT_ENCODING);
        let ready = Ready {
            kept: Arc::downgrade(&from.kept),
            cache: from.cache,
            metrics: from.metrics,
            token_of: from.tells_callers_apart.then_some(from.envelope.native),
            envelope: has_head.then_some(from.envelope),
            watched: parts.extensions.get().cloned(),
            headers: parts.headers.clone(),
            unchanged,
            encoded,
        };
        self.0.insert(asked.to_key(), Arc::new(ready));
        Response::from_parts(parts, body)
    }
}

/// A body of which nothing can be sent.
fn broken(cause: axum::Error) -> Body {
    Body::from_stream(futures_util::stream::once(std::future::ready(Err::<Bytes, _>(cause))))
}
