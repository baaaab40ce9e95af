//! Dialects: the envelope that each documented system puts around success, page and failure; nothing else.

mod assessment;
mod service;
mod standard;
mod trackmate;

use http::{HeaderMap, Method, StatusCode, Uri};

use super::{
    call::Identified,
    reply::{Parkable, Parked},
};
use crate::{
    error::{Error, Kind, Lang},
    id::RequestId,
};

/// Which envelope an answer travels in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `{"error":false,"status":"success",…}`; Indonesian.
    Trackmate,
    /// Bare JSON, `{"message":…}` on failure.
    Assessment,
    /// `{"status":"OK",…}` with the payload under `dataName`.
    Service,
    /// The Standard Response, which any route can be asked for.
    Standard,
}

/// What an envelope may say about the call beside its answer.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The request's id.
    pub request: RequestId,
    /// Its method.
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
    /// Language of the module's messages.
    pub lang: Lang,
}

/// What an envelope shows of a route's documents.
#[derive(Debug, Clone, Copy, Default)]
pub struct RouteFacts {
    /// The documented name of the API (`createCategory`).
    pub api: Option<&'static str>,
    /// One of the session routes of the service documents: success is bare, and nobody logged in is told so in their way.
    pub session: bool,
}

/// Where an answer comes from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Source<'a> {
    /// From memory.
    pub cached: bool,
    /// Its key there, if it may be kept.
    pub key: Option<&'a str>,
}

impl Dialect {
    /// The language that a module of this dialect speaks.
    pub fn lang(self) -> Lang {
        match self {
            Self::Trackmate => Lang::Id,
            Self::Assessment | Self::Service | Self::Standard => Lang::En,
        }
    }

    /// The envelope that a request asked for: the Standard Response if `Accept` names it or the query says
    /// `envelope=standard`, else the module's own.
    #[must_use]
    pub fn asked(self, headers: &HeaderMap, uri: &Uri) -> Self {
        const MEDIA_TYPE: &str = "application/vnd.standard+json";
        let accepts = |value: &http::HeaderValue| {
            value
                .to_str()
                .is_ok_and(|v| v.to_ascii_lowercase().contains(MEDIA_TYPE))
        };
        if headers.get_all(http::header::ACCEPT).iter().any(accepts)
            || uri
                .query()
                .is_some_and(|query| query.split('&').any(|pair| pair == "envelope=standard"))
        {
            Self::Standard
        } else {
            self
        }
    }

    /// The name in cache keys and documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Trackmate => "trackmate",
            Self::Assessment => "assessment",
            Self::Service => "service",
            Self::Standard => "standard",
        }
    }

    /// The content type of an answer.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Standard => "application/vnd.standard+json; charset=utf-8",
            Self::Trackmate | Self::Assessment | Self::Service => "application/json; charset=utf-8",
        }
    }

    /// The status code of a failure.
    pub fn status(self, kind: Kind) -> StatusCode {
        match kind {
            Kind::Invalid if self == Self::Standard => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Invalid => StatusCode::BAD_REQUEST,
            Kind::Conflict => match self {
                Self::Standard => StatusCode::UNPROCESSABLE_ENTITY,
                // TrackMate's status table knows no 409.
                Self::Trackmate => StatusCode::BAD_REQUEST,
                Self::Assessment | Self::Service => StatusCode::CONFLICT,
            },
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

    pub(super) fn success(self, reply: &Parked, facts: &Facts<'_>) -> serde_json::Result<Vec<u8>> {
        let mut out = Vec::with_capacity(512);
        let reply = &*reply.0;
        match self {
            Self::Trackmate => trackmate::success(reply, &mut out),
            Self::Assessment => assessment::success(reply, &mut out),
            Self::Service if facts.route.session => reply.write(&mut out),
            Self::Service => service::head(reply.parts().status, facts, &mut out)
                .and_then(|()| service::tail(reply, facts.method, &mut out)),
            Self::Standard => standard::success(reply, &mut out),
        }?;
        Ok(out)
    }

    /// What of an answer is the same for every request, if the dialect puts something else before it: see
    /// [`Dialect::head`].
    pub(super) fn repeated(self, reply: &Parked, facts: &Facts<'_>) -> serde_json::Result<Vec<u8>> {
        match self {
            Self::Service if !facts.route.session => {
                let mut out = Vec::with_capacity(512);
                service::tail(&*reply.0, facts.method, &mut out)?;
                Ok(out)
            }
            _ => self.success(reply, facts),
        }
    }

    /// What stands before [`Dialect::repeated`] in a kept answer: all that tells one request from another.
    pub(super) fn head(self, facts: &Facts<'_>) -> serde_json::Result<Vec<u8>> {
        let mut out = Vec::new();
        if self == Self::Service && !facts.route.session {
            out.reserve(384);
            service::head(StatusCode::OK, facts, &mut out)?;
        }
        Ok(out)
    }

    pub(super) fn failure(self, error: &Error, facts: &Facts<'_>) -> serde_json::Result<Vec<u8>> {
        let mut out = Vec::with_capacity(256);
        match self {
            Self::Trackmate => trackmate::failure(error, self.status(error.kind()), facts, &mut out),
            Self::Assessment => assessment::failure(error, facts, &mut out),
            Self::Service => service::failure(error, self.status(error.kind()), facts, &mut out),
            Self::Standard => standard::failure(error, facts, &mut out),
        }?;
        Ok(out)
    }
}

/// Writes `"key":value` with a comma before it unless it opens the object.
fn field<T: serde::Serialize + ?Sized>(out: &mut Vec<u8>, key: &str, value: &T) -> serde_json::Result<()> {
    name(out, key);
    serde_json::to_writer(out, value)
}

fn name(out: &mut Vec<u8>, key: &str) {
    if !out.ends_with(b"{") {
        out.push(b',');
    }
    out.push(b'"');
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\":");
}

/// Writes a reply's value under a key.
fn value(out: &mut Vec<u8>, key: &str, reply: &dyn Parkable) -> serde_json::Result<()> {
    name(out, key);
    reply.write(out)
}

/// One failed attribute, as two of the envelopes list them.
#[derive(serde::Serialize)]
struct Attribute<'a> {
    attribute_name: &'a str,
    messages: Vec<String>,
}

/// The failed fields, in input order, each once.
fn attributes(error: &Error, lang: Lang) -> Vec<Attribute<'_>> {
    let mut list: Vec<Attribute<'_>> = Vec::new();
    for field in error.fields() {
        let message = field.rule.message().text(lang).to_owned();
        match list.iter_mut().find(|attribute| attribute.attribute_name == field.path) {
            Some(attribute) => attribute.messages.push(message),
            None => list.push(Attribute {
                attribute_name: &field.path,
                messages: vec![message],
            }),
        }
    }
    list
}

#[cfg(test)]
mod tests;
