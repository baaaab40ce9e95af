//! Who calls, as far as HTTP shows: where a request carries its token, and what the envelope around its answer may say
//! about the caller once somebody has looked.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use futures_util::future::BoxFuture;
use http::{HeaderMap, header};

use super::{
    dialect::{Dialect, STANDARD},
    origins::of_allowed_origin,
};
use crate::error::Result;

/// Which dialects are spoken around a request; the layer around its handler says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken {
    /// That of the module that the route belongs to.
    pub native: &'static dyn Dialect,
    /// That of the envelope which the request asked for: the same, or the Standard Response.
    pub asked: &'static dyn Dialect,
}

impl Default for Spoken {
    fn default() -> Self {
        Self {
            native: STANDARD,
            asked: STANDARD,
        }
    }
}

/// Somebody whose token was good.
#[derive(Debug, Clone)]
pub struct Identified {
    /// Account.
    pub user: Arc<str>,
    pub session: Arc<str>,
    /// How long it took to find that out.
    pub took: Duration,
}

/// Filled in by whoever finds out who calls; read by the layer that makes the envelope.
#[derive(Debug, Clone, Default)]
pub struct CallerSlot(Arc<OnceLock<Identified>>);

impl CallerSlot {
    /// Notes who calls. The first note stays.
    pub fn note(&self, found: Identified) {
        let _first_stays = self.0.set(found);
    }

    /// Who calls, if somebody has found out.
    pub fn get(&self) -> Option<&Identified> {
        self.0.get()
    }
}

/// Finds out whose token it is; `None` if it is nobody's, an error if that could not be found out. Answers from memory need
/// it: no handler runs for them.
pub type Identify = Arc<dyn Fn(String) -> BoxFuture<'static, Result<Option<Identified>>> + Send + Sync>;

/// Asks whether whoever called may still call. A body can take seconds to arrive, and a session can end meanwhile.
#[derive(Clone)]
pub struct StillThere(pub Arc<dyn Fn() -> BoxFuture<'static, Result<()>> + Send + Sync>);

/// The token of `Authorization: Bearer …`, in any case.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim())
        .filter(|token| !token.is_empty())
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.trim_matches('"'))
}

/// Whether a request may have come from a page of this server itself, or of an origin that the settings allow: browsers
/// name the origin of every change.
pub fn of_same_origin(headers: &HeaderMap) -> bool {
    if of_allowed_origin(headers) {
        return true;
    }
    if let Some(site) = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok()) {
        return matches!(site, "same-origin" | "none");
    }
    names_no_other_origin(headers)
}

/// Whether `Origin`, if there is one, is this server's own, or one that the settings allow.
pub fn names_no_other_origin(headers: &HeaderMap) -> bool {
    if of_allowed_origin(headers) {
        return true;
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    origin
        .to_str()
        .ok()
        .and_then(|origin| origin.split_once("://"))
        .is_some_and(|(_, authority)| Some(authority) == host)
}
