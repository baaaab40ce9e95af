//! Services: documented calls under the names of other protocols.

use std::{collections::HashMap, sync::OnceLock};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Method, Request, StatusCode};
use platform::{
    Clock,
    error::{Error, Lang, Message, Result},
    http::{
        Dialect,
        dialect::{Facts, RouteFacts, Source},
        routes::{EndpointDoc, Verb},
    },
    id::RequestId,
};

use crate::call::{Params, Route};

/// The longest answer that is passed on.
const LONGEST_ANSWER: usize = 64 << 20;

/// A documented service as other protocols offer it.
pub struct Service {
    /// Its name in documents and at the broker: `clonesahibinden-conversation-service`.
    pub codename: &'static str,
    /// Its full name in gRPC: `conversation.v1.ConversationService`.
    pub full_name: &'static str,
    /// How its answers are written.
    pub(crate) dialect: &'static dyn Dialect,
    /// Lists the endpoints that its calls are among.
    endpoints: Vec<fn() -> Vec<EndpointDoc>>,
    /// Documented names of calls whose endpoints have none, with the paths of these.
    named: &'static [(&'static str, &'static str)],
    /// Its calls by documented name; made when somebody calls.
    routes: OnceLock<HashMap<&'static str, Route>>,
}

impl Service {
    /// A service whose calls are those of the endpoints that have a documented name, and some more under names given here.
    pub fn new(
        codename: &'static str,
        full_name: &'static str,
        dialect: &'static dyn Dialect,
        endpoints: Vec<fn() -> Vec<EndpointDoc>>,
        named: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            codename,
            full_name,
            dialect,
            endpoints,
            named,
            routes: OnceLock::new(),
        }
    }

    fn routes(&self) -> &HashMap<&'static str, Route> {
        self.routes.get_or_init(|| {
            let all = self.endpoints.iter().flat_map(|list| list());
            all.filter_map(|doc| Some((self.name_of(&doc)?, Route::new(&doc, self.dialect))))
                .collect()
        })
    }

    fn name_of(&self, doc: &EndpointDoc) -> Option<&'static str> {
        let is_it = |path: &str| path == doc.path && doc.verb == Verb::Get;
        let given = self.named.iter().find(|(_, path)| is_it(path));
        doc.api.or(given.map(|(name, _)| *name))
    }

    /// Asks a documented call, by whatever brings the request to the endpoints.
    pub(crate) async fn ask<'a>(
        &self,
        api: &str,
        params: Params,
        headers: HeaderMap,
        send: impl FnOnce(Request<Body>) -> BoxFuture<'a, Response>,
    ) -> Result<Answer> {
        let route = self.route(api).ok_or_else(no_call)?;
        let (request, missing) = route.request(params, headers)?;
        let response = send(request).await;
        match missing {
            // Who may not ask at all is told so before anything else, as everywhere.
            Some(missing) if response.status() != StatusCode::UNAUTHORIZED => Err(missing),
            _ => Answer::read(response).await,
        }
    }

    /// The answer of a call that no endpoint was asked for, in the words of the service.
    pub(crate) fn refusal(&self, error: &Error, request: RequestId, clock: &Clock) -> Answer {
        let facts = Facts {
            request,
            method: &Method::POST,
            elapsed_ms: 0,
            caller: None,
            route: RouteFacts::default(),
            source: Source::default(),
            now: clock.now(),
            lang: Lang::En,
        };
        let mut body = Vec::new();
        if let Err(cause) = self.dialect.failure(error, &facts, &mut body) {
            tracing::error!(%cause, "a failure could not be written");
        }
        Answer {
            status: self.dialect.status(error.kind()),
            headers: HeaderMap::new(),
            body: body.into(),
        }
    }

    /// The call of a documented name.
    pub(crate) fn route(&self, api: &str) -> Option<&Route> {
        self.routes().get(api)
    }

    /// The documented names, in no order.
    pub fn calls(&self) -> impl Iterator<Item = &'static str> {
        self.routes().keys().copied()
    }
}

/// What an endpoint answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Result<Self> {
        let (parts, body) = response.into_parts();
        Ok(Self {
            status: parts.status,
            headers: parts.headers,
            body: axum::body::to_bytes(body, LONGEST_ANSWER)
                .await
                .map_err(Error::internal)?,
        })
    }
}

/// Nothing has this name.
fn no_call() -> Error {
    let said = Message::new("Tidak ada panggilan dengan nama ini.", "There is no call of this name.");
    Error::new(platform::Kind::NotFound, "rpc.no_call", said).keyed("errMsg_ApiNotFound")
}
