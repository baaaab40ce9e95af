//! Saying what an endpoint takes, gives and may refuse, where its handler is named.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{FromRequestParts, Request},
    handler::Handler as Handles,
    response::{IntoResponse, Response},
};
use futures_util::future::BoxFuture;
use http::request::Parts;
use schemars::{JsonSchema, SchemaGenerator};
use tower::util::BoxCloneSyncService;

use super::{
    super::body::BodyLimit,
    doc::{Access, AnswerDoc, BodyDoc, EndpointDoc, MemberDoc, PartDoc, QueryDoc, Verb},
};
use crate::error::Error;

/// A handler with its state, whatever it takes and gives.
pub(crate) type Handler = BoxCloneSyncService<Request, Response, Infallible>;

/// Whether a request may have an answer from memory; if not, what it is answered instead.
pub(crate) type Gate = Arc<dyn for<'a> Fn(&'a mut Parts) -> BoxFuture<'a, Result<(), Response>> + Send + Sync>;

/// An endpoint, ready to be served.
pub(super) struct Made {
    pub(super) doc: EndpointDoc,
    pub(super) handler: Handler,
    pub(super) gate: Option<Gate>,
}

/// One endpoint: its handler and what is said about it.
pub struct Endpoint<S> {
    doc: EndpointDoc,
    make: Box<dyn FnOnce(S) -> Handler + Send>,
    gate: Option<fn(S) -> Gate>,
}

/// Asks an extractor.
fn gate_of<S, G>(state: S) -> Gate
where
    S: Clone + Send + Sync + 'static,
    G: FromRequestParts<S>,
{
    Arc::new(move |parts| {
        let state = state.clone();
        Box::pin(async move {
            let passed = G::from_request_parts(parts, &state).await;
            passed.map(drop).map_err(IntoResponse::into_response)
        })
    })
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
            gate: None,
        }
    }

    /// What is known about it, and its handler with its state.
    pub(super) fn made(self, state: S) -> Made {
        Made {
            doc: self.doc,
            gate: self.gate.map(|gate| gate(state.clone())),
            handler: (self.make)(state),
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

    /// Takes bytes as they are, which the handler reads by itself.
    #[must_use]
    pub fn takes_bytes(mut self) -> Self {
        let schema = |_: &mut SchemaGenerator| schemars::json_schema!({"type": "string", "format": "binary"});
        self.doc.body = Some(BodyDoc {
            media: "application/octet-stream",
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

    /// The handler tags its answer by its content, and says so to whoever has it already.
    #[must_use]
    pub fn tagged(mut self) -> Self {
        self.doc.answer.tagged = true;
        self
    }

    /// Success is 200 where nothing had to be made.
    #[must_use]
    pub fn or_ok(mut self) -> Self {
        self.doc.answer.or_ok = true;
        self
    }

    /// Answers a stored file, whole or in part, as [`crate::http::range::serve`] does.
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

    /// Success is 202.
    #[must_use]
    pub fn accepts(mut self) -> Self {
        self.doc.status = 202;
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
    /// [`crate::http::Dialect::names_callers`] they may depend on whether anybody is logged in.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.doc.kept = true;
        self
    }

    /// As [`Self::kept`], but only for those whom `G` lets in, which is asked before memory is. Nobody else keeps a copy.
    #[must_use]
    pub fn kept_for<G: FromRequestParts<S> + 'static>(mut self) -> Self {
        self.gate = Some(gate_of::<S, G>);
        self.kept()
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
