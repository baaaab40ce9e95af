//! What is known about an endpoint beside its handler: what the router, the `OpenAPI` document and the tests are made from.

use std::time::Duration;

use axum::routing::MethodFilter;
use schemars::{Schema, SchemaGenerator};

use super::super::dialect::RouteFacts;
use crate::error::Error;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Anyone,
    /// Whoever is logged in.
    Account,
    /// Whoever has one of some roles.
    Staff(&'static Staff),
}

/// Roles of a realm whose roles are numbered.
#[derive(Debug)]
pub struct Staff {
    /// The numbers, in order.
    pub roles: &'static [i64],
    /// Who that is ("For administrators and authors.").
    pub about: &'static str,
    /// What anybody else is told.
    pub refusal: fn() -> Error,
}

impl PartialEq for Staff {
    fn eq(&self, other: &Self) -> bool {
        (self.roles, self.about) == (other.roles, other.about)
    }
}

impl Eq for Staff {}

/// The methods that routes use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Verb {
    /// `GET` and so on.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    pub(super) fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Patch => MethodFilter::PATCH,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

/// Makes a type's JSON schema.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What the documents say about a request body.
#[derive(Debug, Clone)]
pub struct BodyDoc {
    /// Its content type.
    pub media: &'static str,
    pub schema: SchemaOf,
    /// A sample, as JSON.
    pub example: Option<&'static str>,
}

/// What the documents say about a `{part}` of a path.
#[derive(Debug, Clone)]
pub struct PartDoc {
    /// Its name in the path.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    pub schema: SchemaOf,
    /// A sample, as it stands in an address.
    pub example: &'static str,
}

/// What the documents say about a query parameter.
#[derive(Debug, Clone)]
pub struct QueryDoc {
    pub name: &'static str,
    /// What it does, in a line.
    pub about: &'static str,
    pub schema: SchemaOf,
    /// A sample, as it stands in an address.
    pub example: &'static str,
    /// Whether the endpoint is refused without it.
    pub required: bool,
}

/// What the documents say about a member that an envelope shows beside the value, sometimes.
#[derive(Debug, Clone)]
pub struct MemberDoc {
    pub name: &'static str,
    pub schema: SchemaOf,
}

/// What the documents say about the answer.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of an answer")]
#[derive(Debug, Clone, Default)]
pub struct AnswerDoc {
    /// Schema of the value; of one entry for a list.
    pub schema: Option<SchemaOf>,
    /// The name under which envelopes show it.
    pub name: Option<&'static str>,
    pub list: bool,
    /// Whether the list is so short that it is never paged.
    pub whole: bool,
    /// What [`crate::http::Reply::with`] adds.
    pub more: Vec<MemberDoc>,
    /// The message that comes with it.
    pub message: Option<&'static str>,
    /// A sample of the value, as JSON.
    pub example: Option<&'static str>,
    /// The content type, where it is not the envelope.
    pub media: Option<&'static str>,
    /// Another content type that it may come in.
    pub or_media: Option<&'static str>,
    /// Whether success may also be 200, where the usual status says that something was made.
    pub or_ok: bool,
    /// Whether it is a stored file, which can be asked for in part.
    pub file: bool,
    /// Whether the handler itself tags it by its content, and heeds `If-None-Match`.
    pub tagged: bool,
}

/// What is known about an endpoint beside its handler.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of a route")]
#[derive(Debug, Clone)]
pub struct EndpointDoc {
    /// Method.
    pub verb: Verb,
    /// Path with `{parameters}`.
    pub path: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// What it is about; endpoints of one group stand together in the documents.
    pub group: &'static str,
    /// Its path's parts, in order.
    pub parts: Vec<PartDoc>,
    /// Its query parameters, beside those that every endpoint of its kind has.
    pub queries: Vec<QueryDoc>,
    /// Who may call it.
    pub access: Access,
    /// Status of success.
    pub status: u16,
    pub body: Option<BodyDoc>,
    pub answer: AnswerDoc,
    /// Failures beside those that follow from access, body and path. They are made, not described, so that the
    /// documents show the code and the words that a client meets.
    pub failures: Vec<fn() -> Error>,
    /// Largest body.
    pub body_limit: usize,
    /// Whether it changes something although it is asked by `GET`.
    pub acts: bool,
    /// Whether answers are kept in memory.
    pub kept: bool,
    /// Whether those who say who they are get answers of their own, which are not kept.
    pub personal: bool,
    /// Longest time for one answer, where it is another than usual.
    pub patience: Option<Duration>,
    /// The documented name of the API, where there is one.
    pub api: Option<&'static str>,
    /// Whether its documents show answers without what their envelope usually puts around them.
    pub bare: bool,
    /// Another path that it is served at, which the documents do not list.
    pub alias: Option<&'static str>,
    /// Whether it heeds `If-Match`.
    pub versioned: bool,
    /// Whether it happens with every request, whatever `Idempotency-Key` says.
    pub every_time: bool,
}

/// Which endpoint gave an answer; it comes with the response, for whoever holds answers against the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnsweredBy {
    pub verb: Verb,
    /// Its path in the documents, whichever of its addresses was asked.
    pub path: &'static str,
}

impl EndpointDoc {
    /// What envelopes show of it.
    pub(crate) fn route(&self) -> RouteFacts {
        RouteFacts {
            path: self.path,
            api: self.api,
            bare: self.bare,
        }
    }
}
