//! Answers from memory as they leave, with their heads, found before any route is looked for.
//!
//! Only what says nothing about its request but its id is kept here, and it is sent for no longer than the cache of answers
//! holds it and no write has dropped it: an entry holds no answer, it knows where one is.

use std::{
    sync::{Arc, Weak},
    time::Instant,
};

use axum::{body::Body, extract::Request, response::Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use quick_cache::{Equivalent, Weighter, sync::Cache as Entries};

use super::{render::Answer, stack::REQUEST_ID};
use crate::{
    cache::{Cache, Kept},
    telemetry::RouteMetrics,
};

/// Bytes of a head, roughly.
const HEAD: usize = 1024;

/// No larger answer is kept compressed.
const MOST_ENCODED: usize = 256 * 1024;

/// Beside an answer that was in memory, if it would have been the same for every request like this one.
#[derive(Clone)]
pub(super) struct FromMemory {
    pub(super) kept: Arc<Kept<Answer>>,
    pub(super) cache: Cache<Answer>,
    pub(super) metrics: RouteMetrics,
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
    /// The answer to a request of this id, which may have it already.
    pub(super) fn answer(&self, asking: &HeaderMap, id: HeaderValue) -> Response {
        let is_known = self.kept.is_known(asking.get_all(header::IF_NONE_MATCH));
        let (status, headers, body) = if is_known {
            (StatusCode::NOT_MODIFIED, &self.ready.unchanged, Body::empty())
        } else {
            let body = self.ready.encoded.as_ref().unwrap_or(self.kept.body());
            (StatusCode::OK, &self.ready.headers, Body::from(body.clone()))
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers.clone();
        response.headers_mut().insert(REQUEST_ID, id);
        response
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
    pub(super) fn find(&self, asked: &Asked) -> Option<Found> {
        let ready = self.0.get(&asked.as_looked())?;
        let kept = ready.kept.upgrade().filter(|kept| ready.cache.is_good(kept))?;
        Some(Found { ready, kept })
    }

    /// Keeps an answer as it leaves; the same answer.
    pub(super) async fn keep(&self, asked: &Asked, response: Response, from: FromMemory) -> Response {
        if response.status() != StatusCode::OK {
            return response;
        }
        let (parts, body) = response.into_parts();
        let (encoded, body) = if parts.headers.contains_key(header::CONTENT_ENCODING) {
            if from.kept.body().len() > MOST_ENCODED {
                return Response::from_parts(parts, body);
            }
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
        self.0
            .insert(asked.to_key(), Arc::new(ready(&parts.headers, encoded, from)));
        Response::from_parts(parts, body)
    }
}

/// A body of which nothing can be sent.
fn broken(cause: axum::Error) -> Body {
    Body::from_stream(futures_util::stream::once(std::future::ready(Err::<Bytes, _>(cause))))
}

fn ready(headers: &HeaderMap, encoded: Option<Bytes>, from: FromMemory) -> Ready {
    let mut unchanged = headers.clone();
    unchanged.remove(header::CONTENT_TYPE);
    unchanged.remove(header::CONTENT_ENCODING);
    Ready {
        kept: Arc::downgrade(&from.kept),
        cache: from.cache,
        metrics: from.metrics,
        headers: headers.clone(),
        unchanged,
        encoded,
    }
}
