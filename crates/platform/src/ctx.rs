//! What every use case is told about the call that it serves.

use std::sync::Arc;

use crate::{
    clock::{Clock, Timestamp},
    id::RequestId,
};

tokio::task_local! {
    static REQUEST: RequestId;
}

/// Runs a request's work; what is written meanwhile is known to follow from it.
pub(crate) fn within<F: Future>(request: RequestId, work: F) -> impl Future<Output = F::Output> {
    REQUEST.scope(request, work)
}

/// The request whose work this is: only for what is noted beside events, so that other programs can name it.
pub(crate) fn current_request() -> Option<RequestId> {
    REQUEST.try_with(|request| *request).ok()
}

/// Who calls, which request it is, and what time it is. Use cases take it first and read no other ambient state.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// Names the request in the log.
    pub request: RequestId,
    /// The caller's account id; `None` for anonymous callers and background jobs.
    pub actor: Option<Arc<str>>,
    /// The code of the language that the caller reads, where somebody has asked: for letters.
    pub language: Option<&'static str>,
    /// What the caller's program calls itself, where somebody has asked.
    pub agent: Option<Arc<str>>,
    clock: Clock,
}

impl Ctx {
    /// A context for an anonymous call.
    pub fn new(clock: Clock, request: RequestId) -> Self {
        Self {
            request,
            actor: None,
            language: None,
            agent: None,
            clock,
        }
    }

    /// A context for work that no request asked for.
    pub fn background(clock: Clock) -> Self {
        Self::new(clock, RequestId::random())
    }

    /// The same call, made by an account.
    #[must_use]
    pub fn by(mut self, actor: &str) -> Self {
        self.actor = Some(actor.into());
        self
    }

    /// The same call, by somebody who reads a language.
    #[must_use]
    pub fn reading(mut self, language: &'static str) -> Self {
        self.language = Some(language);
        self
    }

    /// The same call, by a program that names itself in its request's head.
    #[must_use]
    pub fn from_program(mut self, headers: &http::HeaderMap) -> Self {
        let named = headers.get(http::header::USER_AGENT);
        self.agent = named.and_then(|name| name.to_str().ok()).map(Into::into);
        self
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
