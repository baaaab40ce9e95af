//! Routes as data: where a handler is served, who may call it, and what the documents say about it.
//!
//! A module lists its endpoints once; the router, the `OpenAPI` document and the test that tries every route in every role
//! are made from the same list.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    extract::Request,
    handler::Handler as Handles,
    response::Response,
    routing::{MethodFilter, MethodRouter},
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use tower::{ServiceExt as _, util::BoxCloneSyncService};

use super::{
    body::{BodyLimit, KnownFields},
    call::Identify,
    dialect::{Dialect, RouteFacts},
    fault::{no_method, no_route},
    known::KnownParameters,
    render::{Answer, Inner, Render, Rendering},
};
use crate::{cache::Cache, error::Error};

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

    fn filter(self) -> MethodFilter {
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
    /// What [`super::Reply::with`] adds.
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
            api: self.api,
            bare: self.bare,
        }
    }
}

/// A handler with its state, whatever it takes and gives.
pub(crate) type Handler = BoxCloneSyncService<Request, Response, Infallible>;

/// One endpoint: its handler and what is said about it.
pub struct Endpoint<S> {
    doc: EndpointDoc,
    make: Box<dyn FnOnce(S) -> Handler + Send>,
}

impl<S: Clone + Send + Sync + 'static> Endpoint<S> {
    fn new<H, T>(verb: Verb, path: &'static str, handler: H) -> Self
    where
        H: Handles<T, S> + Sync,
        T: 'static,
    {
        let doc = EndpointDoc {
            verb,
            path,
            summary: "",
            group: "",
            parts: Vec::new(),
            queries: Vec::new(),
            access: Access::Anyone,
            status: 200,
            body: None,
            answer: AnswerDoc::default(),
            failures: Vec::new(),
            body_limit: BodyLimit::default().0,
            acts: false,
            kept: false,
            personal: false,
            patience: None,
            api: None,
            bare: false,
            alias: None,
            versioned: false,
            every_time: false,
        };
        Self {
            doc,
            make: Box::new(move |state| BoxCloneSyncService::new(handler.with_state(state))),
        }
    }

    /// What is known about it, without its handler.
    pub fn into_doc(self) -> EndpointDoc {
        self.doc
    }

    /// What it does.
    #[must_use]
    pub fn says(mut self, summary: &'static str) -> Self {
        self.doc.summary = summary;
        self
    }

    /// What it is about.
    #[must_use]
    pub fn within(mut self, group: &'static str) -> Self {
        self.doc.group = group;
        self
    }

    /// Says what a `{part}` of its path is.
    #[must_use]
    pub fn part<T: JsonSchema>(mut self, name: &'static str, about: &'static str, example: &'static str) -> Self {
        self.doc.parts.push(PartDoc {
            name,
            about,
            schema: |generator: &mut SchemaGenerator| generator.subschema_for::<T>(),
            example,
        });
        self
    }

    /// Says what a query parameter does that is a text.
    #[must_use]
    pub fn query(self, name: &'static str, about: &'static str, example: &'static str) -> Self {
        self.query_of::<String>(name, about, example)
    }

    /// Says what a query parameter of another type does.
    #[must_use]
    pub fn query_of<T: JsonSchema>(mut self, name: &'static str, about: &'static str, example: &'static str) -> Self {
        self.doc.queries.push(QueryDoc {
            name,
            about,
            schema: |generator: &mut SchemaGenerator| generator.subschema_for::<T>(),
            example,
            required: false,
        });
        self
    }

    /// Says what a query parameter does that may be given several times: any of its values will do.
    #[must_use]
    pub fn query_any(self, name: &'static str, about: &'static str, example: &'static str) -> Self {
        self.query_of::<Vec<String>>(name, about, example)
    }

    /// Says what a query parameter does without which the endpoint refuses the request.
    #[must_use]
    pub fn needs_query<T: JsonSchema>(self, name: &'static str, about: &'static str, example: &'static str) -> Self {
        let mut endpoint = self.query_of::<T>(name, about, example);
        if let Some(query) = endpoint.doc.queries.last_mut() {
            query.required = true;
        }
        endpoint
    }

    /// Answers by going on in another protocol (101), in which texts of this content type follow.
    #[must_use]
    pub fn switches_to(mut self, media: &'static str) -> Self {
        self.doc.status = 101;
        self.gives_media(media)
    }

    /// Says that answers may have a further member, where the envelope has room for it.
    #[must_use]
    pub fn gives_also<T: JsonSchema>(mut self, name: &'static str) -> Self {
        let schema = |generator: &mut SchemaGenerator| generator.subschema_for::<T>();
        self.doc.answer.more.push(MemberDoc { name, schema });
        self
    }

    /// Who may call it. The handler's signature enforces it; the coverage test compares the two.
    #[must_use]
    pub fn access(mut self, access: Access) -> Self {
        self.doc.access = access;
        self
    }

    /// Takes a JSON body.
    #[must_use]
    pub fn takes<T: JsonSchema>(mut self, example: &'static str) -> Self {
        let schema = |generator: &mut SchemaGenerator| generator.subschema_for::<T>();
        self.doc.body = Some(BodyDoc {
            media: "application/json",
            schema,
            example: Some(example),
        });
        self
    }

    /// Takes a form with one file.
    #[must_use]
    pub fn takes_file<T: JsonSchema>(mut self) -> Self {
        let schema = |generator: &mut SchemaGenerator| generator.subschema_for::<T>();
        self.doc.body = Some(BodyDoc {
            media: "multipart/form-data",
            schema,
            example: None,
        });
        self
    }

    /// Answers an object that is the whole payload.
    #[must_use]
    pub fn gives<T: JsonSchema>(self, example: &'static str) -> Self {
        self.answers::<T>(None, false, example)
    }

    /// Answers one thing under a name.
    #[must_use]
    pub fn gives_item<T: JsonSchema>(self, name: &'static str, example: &'static str) -> Self {
        self.answers::<T>(Some(name), false, example)
    }

    /// Answers a list under a name; `example` is one entry.
    #[must_use]
    pub fn gives_list<T: JsonSchema>(self, name: &'static str, example: &'static str) -> Self {
        self.answers::<T>(Some(name), true, example)
    }

    fn answers<T: JsonSchema>(mut self, name: Option<&'static str>, list: bool, example: &'static str) -> Self {
        self.doc.answer.schema = Some(|generator: &mut SchemaGenerator| generator.subschema_for::<T>());
        self.doc.answer.name = name;
        self.doc.answer.list = list;
        self.doc.answer.example = Some(example);
        self
    }

    /// Its answers come without what the envelope usually puts around them, where its dialect knows such answers.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.doc.bare = true;
        self
    }

    /// It is served below this prefix instead: for an API that is spoken once more in other shapes. Lists of endpoints are
    /// made a few times in a process's life, and what names their routes (routers, figures) keeps the names for all of it.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Self {
        self.doc.path = format!("{prefix}{}", self.doc.path).leak();
        self.doc.alias = self.doc.alias.map(|alias| &*format!("{prefix}{alias}").leak());
        self
    }

    /// It is served without this prefix of its path, too.
    #[must_use]
    pub fn also_without(mut self, prefix: &str) -> Self {
        self.doc.alias = self.doc.path.strip_prefix(prefix);
        self
    }

    /// It happens with every request: a key that makes others happen once means nothing to it.
    #[must_use]
    pub fn every_time(mut self) -> Self {
        self.doc.every_time = true;
        self
    }

    /// It heeds `If-Match`.
    #[must_use]
    pub fn versioned(mut self) -> Self {
        self.doc.versioned = true;
        self
    }

    /// Its list is short and never paged.
    #[must_use]
    pub fn whole(mut self) -> Self {
        self.doc.answer.whole = true;
        self
    }

    /// Answers something that is no envelope (a text, a page).
    #[must_use]
    pub fn gives_media(mut self, media: &'static str) -> Self {
        self.doc.answer.media = Some(media);
        self
    }

    /// It may also come in another content type.
    #[must_use]
    pub fn or_media(mut self, media: &'static str) -> Self {
        self.doc.answer.or_media = Some(media);
        self
    }

    /// Success is 200 where nothing had to be made.
    #[must_use]
    pub fn or_ok(mut self) -> Self {
        self.doc.answer.or_ok = true;
        self
    }

    /// Answers a stored file, whole or in part, as [`super::range::serve`] does.
    #[must_use]
    pub fn gives_file(mut self, media: &'static str) -> Self {
        self.doc.answer.file = true;
        self.gives_media(media)
    }

    /// The message that comes with success.
    #[must_use]
    pub fn message(mut self, message: &'static str) -> Self {
        self.doc.answer.message = Some(message);
        self
    }

    /// Success is 201.
    #[must_use]
    pub fn creates(mut self) -> Self {
        self.doc.status = 201;
        self
    }

    /// A failure that the documents should show.
    #[must_use]
    pub fn fails(mut self, failure: fn() -> Error) -> Self {
        self.doc.failures.push(failure);
        self
    }

    /// It changes something although it is asked by `GET`, as a documented API wants it. `HEAD`, which programs send to
    /// look at an address, is refused.
    #[must_use]
    pub fn acts(mut self) -> Self {
        self.doc.acts = true;
        self
    }

    /// Largest body, in bytes.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.doc.body_limit = bytes;
        self
    }

    /// Longest time for one answer: for what takes in large files over slow lines.
    #[must_use]
    pub fn patience(mut self, most: Duration) -> Self {
        self.doc.patience = Some(most);
        self
    }

    /// Its documented name, for envelopes that show it.
    #[must_use]
    pub fn api(mut self, name: &'static str) -> Self {
        self.doc.api = Some(name);
        self
    }

    /// Its answers may be kept in memory as long as their tags allow. They do not depend on who calls; where
    /// [`Dialect::names_callers`] they may depend on whether anybody is logged in.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.doc.kept = true;
        self
    }

    /// Whoever sends a token gets an answer of their own. It is not kept, and what is kept for anybody is not answered to
    /// them.
    #[must_use]
    pub fn personal(mut self) -> Self {
        self.doc.personal = true;
        self
    }
}

macro_rules! verbs {
    ($($name:ident $verb:ident),*) => {$(
        #[doc = concat!("An endpoint for `", stringify!($verb), "`.")]
        pub fn $name<S, H, T>(path: &'static str, handler: H) -> Endpoint<S>
        where
            S: Clone + Send + Sync + 'static,
            H: Handles<T, S> + Sync,
            T: 'static,
        {
            Endpoint::new(Verb::$verb, path, handler)
        }
    )*};
}
verbs!(get Get, post Post, put Put, patch Patch, delete Delete);

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
    let made = endpoints
        .into_iter()
        .map(|endpoint| (endpoint.doc, (endpoint.make)(state.clone())));
    assemble_router(dialect, shared, made.collect())
}

fn assemble_router(
    dialect: &'static dyn Dialect,
    shared: &Shared,
    endpoints: Vec<(EndpointDoc, Handler)>,
) -> (Router, Vec<EndpointDoc>) {
    let strict = dialect.refuses_unknown_fields();
    let shown = if strict {
        collect_shown(endpoints.iter().map(|(doc, _)| doc))
    } else {
        BTreeSet::new()
    };
    let mut docs = Vec::new();
    let mut paths: BTreeMap<&'static str, MethodRouter> = BTreeMap::new();
    for (doc, handler) in endpoints {
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
