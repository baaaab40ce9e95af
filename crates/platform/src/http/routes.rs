//! Routes as data: where a handler is served, who may call it, and what the documents say about it.
//!
//! A module lists its endpoints once; the router, the `OpenAPI` document and the test that tries every route in every role
//! are made from the same list.

mod doc;
mod endpoint;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    extract::Request,
    routing::{MethodFilter, MethodRouter},
};
use schemars::SchemaGenerator;
use tower::ServiceExt as _;

use super::{
    body::{BodyLimit, KnownFields},
    call::Identify,
    dialect::Dialect,
    fault::{no_method, no_route},
    known::KnownParameters,
    render::{Answer, Inner, Render, Rendering},
};
use crate::{cache::Cache, error::Error};

use self::endpoint::Made;
pub(crate) use self::endpoint::{Gate, Handler};
pub use self::{
    doc::{Access, AnswerDoc, AnsweredBy, BodyDoc, EndpointDoc, MemberDoc, PartDoc, QueryDoc, SchemaOf, Staff, Verb},
    endpoint::{Endpoint, delete, get, patch, post, put},
};

/// What the layer around every endpoint needs.
#[derive(Clone)]
pub struct Shared {
    /// Kept answers.
    pub cache: Cache<Answer>,
    /// Stamps failures that carry a date.
    pub clock: crate::Clock,
    /// Longest time for one answer.
    pub timeout: Duration,
    /// Finds out who calls when an answer comes from memory.
    pub identify: Option<Identify>,
    /// Turns true when the server is about to stop: answers that never end by themselves end then.
    pub closing: tokio::sync::watch::Receiver<bool>,
}

/// Makes the router of a module, and the list of its endpoints.
pub fn router<S>(
    dialect: &'static dyn Dialect,
    shared: &Shared,
    state: &S,
    endpoints: Vec<Endpoint<S>>,
) -> (Router, Vec<EndpointDoc>)
where
    S: Clone + Send + Sync + 'static,
{
    let made = endpoints.into_iter().map(|endpoint| endpoint.made(state.clone()));
    assemble_router(dialect, shared, made.collect())
}

fn assemble_router(dialect: &'static dyn Dialect, shared: &Shared, endpoints: Vec<Made>) -> (Router, Vec<EndpointDoc>) {
    let strict = dialect.refuses_unknown_fields();
    let shown = if strict {
        collect_shown(endpoints.iter().map(|made| &made.doc))
    } else {
        BTreeSet::new()
    };
    let mut docs = Vec::new();
    let mut paths: BTreeMap<&'static str, MethodRouter> = BTreeMap::new();
    for Made { doc, handler, gate } in endpoints {
        let rendering = Rendering::new(dialect, shared, doc.verb.name(), doc.path)
            .limited(BodyLimit(doc.body_limit))
            .about(doc.route())
            .asked_by(KnownParameters::of(&doc, dialect))
            .signed(AnsweredBy {
                verb: doc.verb,
                path: doc.path,
            })
            .patient(doc.patience)
            .versioned(doc.versioned)
            .knowing(strict.then(|| known_fields(&doc, &shown)).flatten())
            .cached(doc.kept.then(|| shared.cache.clone()))
            .guarded(gate)
            .personal(doc.personal);
        let service = Render::new(Inner::Handler(handler), rendering);
        for place in [Some(doc.path), doc.alias].into_iter().flatten() {
            let mut path = paths.remove(place).unwrap_or_default();
            path = path.on_service(doc.verb.filter(), service.clone());
            if doc.acts {
                path = path.on_service(MethodFilter::HEAD, refusing(dialect, shared, no_method));
            }
            paths.insert(place, path);
        }
        docs.push(doc);
    }
    let mut router = Router::new();
    for (path, methods) in paths {
        router = router.route(path, methods.fallback_service(refusing(dialect, shared, no_method)));
    }
    (router, docs)
}

/// The fields that a body may have: those that it is made of, and those that any answer of the module shows, so that what
/// was read can be sent back. `None` if the body is no plain object.
fn known_fields(doc: &EndpointDoc, shown: &BTreeSet<String>) -> Option<KnownFields> {
    let mut known = properties(doc.body.as_ref()?.schema)?;
    known.extend(shown.iter().cloned());
    Some(KnownFields(Arc::new(known)))
}

/// The fields that the answers of some endpoints show.
fn collect_shown<'a>(endpoints: impl Iterator<Item = &'a EndpointDoc>) -> BTreeSet<String> {
    let schemas = endpoints.filter_map(|doc| doc.answer.schema);
    schemas.filter_map(properties).flatten().collect()
}

/// The names of an object's properties.
fn properties(schema: SchemaOf) -> Option<BTreeSet<String>> {
    let mut generator = SchemaGenerator::default();
    let root = schema(&mut generator);
    let definitions = generator.take_definitions(true);
    let mut shape = root.as_value();
    if let Some(reference) = shape["$ref"].as_str() {
        shape = definitions.get(reference.rsplit('/').next()?)?;
    }
    let named = shape["properties"].as_object()?;
    Some(named.keys().cloned().collect())
}

/// Answers every request with the same failure, in a dialect.
pub(crate) fn refusing(dialect: &'static dyn Dialect, shared: &Shared, failure: fn() -> Error) -> Render {
    Render::new(
        Inner::Refusal(failure),
        Rendering::new(dialect, shared, "OTHER", "(none)"),
    )
}

/// Answers what no route matches: below one of the `prefixes` in its dialect, elsewhere in `dialect`.
pub fn fallback(
    dialect: &'static dyn Dialect,
    prefixes: &[(&'static str, &'static dyn Dialect)],
    shared: &Shared,
) -> Router {
    let refuse = |dialect| refusing(dialect, shared, no_route);
    let below: Vec<_> = prefixes
        .iter()
        .map(|(prefix, dialect)| (*prefix, refuse(*dialect)))
        .collect();
    let elsewhere = refuse(dialect);
    Router::new().fallback(move |request: Request| {
        let path = request.uri().path();
        let found = below.iter().find(|(prefix, _)| path.starts_with(prefix));
        let refusal = found.map_or(&elsewhere, |(_, refusal)| refusal).clone();
        refusal.oneshot(request)
    })
}
