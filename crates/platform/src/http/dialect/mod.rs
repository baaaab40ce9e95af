//! Dialects: how each documented API wants to be spoken to, and how it answers.
//!
//! Invariant: nothing outside of a dialect knows what an envelope looks like, and this crate knows none but the Standard
//! Response. A module brings its own; a change of its quirks stays there.

pub mod documents;
mod standard;
pub mod write;

use std::{fmt, time::Duration};

use http::{HeaderMap, Method, StatusCode, Uri};

use self::documents::Documents;
use super::{
    call::{self, Identified},
    page::Pages,
    query::pairs,
    reply::Parkable,
};
use crate::{
    error::{Error, Kind, Lang},
    id::RequestId,
};

/// What writes JSON.
pub type Written = serde_json::Result<()>;

/// How one documented API is spoken. Two are the same if they have the same name.
///
/// The first half writes envelopes, the second reads what requests ask for; [`Documents`] describes both. Whatever is not
/// said otherwise is as in the Standard Response, but for statuses and the content type, which are the usual ones.
pub trait Dialect: Documents + Send + Sync {
    /// The name in cache keys and documents.
    fn name(&self) -> &'static str;

    /// The language that a module of this dialect speaks.
    fn lang(&self) -> Lang {
        Lang::En
    }

    /// The media type of an answer.
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    /// The same with its character set, as a header says it.
    fn content_type(&self) -> &'static str {
        "application/json; charset=utf-8"
    }

    /// The status code of a failure.
    fn status(&self, kind: Kind) -> StatusCode {
        usual_status(kind)
    }

    /// Writes success, a page included.
    fn success(&self, reply: &dyn Parkable, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written;

    /// Writes a failure.
    fn failure(&self, error: &Error, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written;

    /// Writes what of a success is the same for every request, if the dialect puts something else before it: see
    /// [`Dialect::head`].
    fn repeated(&self, reply: &dyn Parkable, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        self.success(reply, facts, out)
    }

    /// Writes what stands before [`Dialect::repeated`] in a kept answer: all that tells one request from another.
    fn head(&self, _facts: &Facts<'_>, _out: &mut Vec<u8>) -> Written {
        Ok(())
    }

    /// Where the dialect's documents put their routes (`/v1/`): what no route matches below it is answered in the dialect.
    fn base(&self) -> Option<&'static str> {
        None
    }

    /// Which page the query of a request asks for; in the Standard Response if `standard`, which has bounds of its own.
    fn pages(&self, query: &str, _standard: bool) -> Result<Pages, Error> {
        Pages::standard(query)
    }

    /// The parameters by which pages are asked for, beside `page` and `per_page`.
    fn page_parameters(&self) -> &'static [&'static str] {
        &[]
    }

    /// The parameters that any of its routes takes, whether or not they change something there.
    fn common_parameters(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether a parameter that a route does not know is refused. The Standard Response always refuses it.
    fn refuses_unknown_parameters(&self) -> bool {
        false
    }

    /// The token of a request: `Authorization: Bearer` and nothing else.
    fn token(&self, _method: &Method, headers: &HeaderMap, _uri: &Uri) -> Option<String> {
        call::bearer(headers).map(str::to_owned)
    }

    /// The headers beside `Authorization` and `Cookie` in which a token may come: pages of other origins may send them.
    fn token_headers(&self) -> &'static [&'static str] {
        &[]
    }

    /// The `Vary` of answers from memory.
    fn vary(&self) -> &'static str {
        "accept"
    }

    /// Whether envelopes name the caller, so that who it is must be found out before memory is looked at. Kept answers may
    /// then tell whether anybody is logged in.
    fn names_callers(&self) -> bool {
        false
    }

    /// What a request wants from memory.
    fn recall(&self, _uri: &Uri) -> Recall {
        Recall::default()
    }

    /// The query parameters that change nothing in the content of a kept answer.
    fn beside_content(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether a field that a body does not know is refused, where its type ignores it.
    fn refuses_unknown_fields(&self) -> bool {
        false
    }
}

impl PartialEq for dyn Dialect {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for dyn Dialect {}

impl fmt::Debug for dyn Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The Standard Response, which any route can be asked for.
pub const STANDARD: &dyn Dialect = &standard::Standard;

/// What an envelope may say about the call beside its answer.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The request's id.
    pub request: RequestId,
    pub method: &'a Method,
    /// Milliseconds since it arrived.
    pub elapsed_ms: u64,
    /// Who calls, if that was found out.
    pub caller: Option<&'a Identified>,
    /// What the documents say about the route that the envelope shows.
    pub route: RouteFacts,
    /// Where the answer comes from.
    pub source: Source<'a>,
    /// The moment of rendering.
    pub now: crate::Timestamp,
    /// The language that the request asked for, or else that of the module's messages.
    pub lang: Lang,
}

/// What an envelope shows of a route's documents.
#[derive(Debug, Clone, Copy, Default)]
pub struct RouteFacts {
    /// Its documented path; empty where no route matches.
    pub path: &'static str,
    /// The documented name of the API (`createCategory`).
    pub api: Option<&'static str>,
    /// Whether the documents show its answers without what the envelope usually puts around them.
    pub bare: bool,
}

/// Where an answer comes from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Source<'a> {
    /// From memory.
    pub cached: bool,
    /// Its key there, if it may be kept.
    pub key: Option<&'a str>,
}

/// What a request wants from memory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recall {
    /// It wants nothing from there.
    pub refused: bool,
    /// How old an answer may be.
    pub oldest: Option<Duration>,
}

/// The envelope that a request asked for: the Standard Response if `Accept` names it or the query says
/// `envelope=standard`, else the module's own.
pub(super) fn asked(native: &'static dyn Dialect, headers: &HeaderMap, uri: &Uri) -> &'static dyn Dialect {
    let accepts = |value: &http::HeaderValue| {
        value
            .to_str()
            .is_ok_and(|v| v.to_ascii_lowercase().contains(standard::MEDIA_TYPE))
    };
    let named = |query| pairs(query).any(|pair| pair == ("envelope", Some("standard")));
    if headers.get_all(http::header::ACCEPT).iter().any(accepts) || uri.query().is_some_and(named) {
        STANDARD
    } else {
        native
    }
}

/// The status code that most documents give a kind of failure.
pub fn usual_status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::BAD_REQUEST,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Kind::Timeout => StatusCode::REQUEST_TIMEOUT,
        Kind::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Kind::RangeNotSatisfiable => StatusCode::RANGE_NOT_SATISFIABLE,
        Kind::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Success as bytes.
pub(super) fn success(dialect: &dyn Dialect, reply: &dyn Parkable, facts: &Facts<'_>) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(512);
    dialect.success(reply, facts, &mut out)?;
    Ok(out)
}

/// A failure as bytes.
pub(super) fn failure(dialect: &dyn Dialect, error: &Error, facts: &Facts<'_>) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(256);
    dialect.failure(error, facts, &mut out)?;
    Ok(out)
}
