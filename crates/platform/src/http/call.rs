//! Who calls, as far as HTTP shows: where a request carries its token, and what the envelope around its answer may say
//! about the caller once somebody has looked.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use futures_util::future::BoxFuture;
use http::{HeaderMap, Method, Uri, header};

use super::{dialect::Dialect, query::Params};
use crate::error::Result;

/// Name of the header and of the cookie that carry the token of the service documents.
pub const SERVICE_TOKEN: &str = "clonesahibinden-access-token";

/// The dialect of the module that a route belongs to, whatever envelope the request asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Native(pub Dialect);

/// Somebody whose token was good.
#[derive(Debug, Clone)]
pub struct Identified {
    /// Account.
    pub user: Arc<str>,
    /// Session.
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

/// Finds out whose token it is; `None` if it is nobody's. Answers from memory need it: no handler runs for them.
pub type Identify = Arc<dyn Fn(String) -> BoxFuture<'static, Option<Identified>> + Send + Sync>;

/// Asks whether whoever called may still call. A body can take seconds to arrive, and a session can end meanwhile.
#[derive(Clone)]
pub struct StillThere(pub Arc<dyn Fn() -> BoxFuture<'static, Result<()>> + Send + Sync>);

/// The token of a request to a module of the dialect `native`.
///
/// `Authorization: Bearer` everywhere. The service documents name four places, the first that has one wins: the query
/// parameter `access_token`, `Authorization`, the header and the cookie [`SERVICE_TOKEN`]; the text `null` is no token.
/// A cookie comes along with whatever another site makes a browser send, so it counts for changes only if the request
/// does not name another origin.
pub fn token(native: Dialect, method: &Method, headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let real = |text: &str| (!text.is_empty() && text != "null").then(|| text.to_owned());
    if native != Dialect::Service {
        return bearer(headers).map(str::to_owned);
    }
    let query = || Params::of(uri).first("access_token").and_then(real);
    let header = || headers.get(SERVICE_TOKEN)?.to_str().ok().map(str::trim).and_then(real);
    let cookie = || {
        (method.is_safe() || of_same_origin(headers))
            .then(|| cookie(headers, SERVICE_TOKEN).and_then(real))
            .flatten()
    };
    query()
        .or_else(|| bearer(headers).and_then(real))
        .or_else(header)
        .or_else(cookie)
}

/// The token of `Authorization: Bearer …`, in any case.
fn bearer(headers: &HeaderMap) -> Option<&str> {
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

/// Whether a request may have come from a page of this server itself: browsers name the origin of every change.
pub fn of_same_origin(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok()) {
        return matches!(site, "same-origin" | "none");
    }
    names_no_other_origin(headers)
}

/// Whether `Origin`, if there is one, is this server's own.
pub fn names_no_other_origin(headers: &HeaderMap) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(native: Dialect, method: &Method, uri: &str, lines: &[(&'static str, &str)]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        token(native, method, &headers, &uri.parse().unwrap())
    }

    #[test]
    fn a_token_is_taken_from_the_first_of_four_places() {
        let all = [
            ("authorization", "bearer b"),
            (SERVICE_TOKEN, "h"),
            ("cookie", "x=1; clonesahibinden-access-token=c"),
        ];
        let get = |uri: &str, lines: &[(&'static str, &str)]| found(Dialect::Service, &Method::GET, uri, lines);
        assert_eq!(get("/a?access_token=q%2Fq", &all).as_deref(), Some("q/q"));
        assert_eq!(get("/a?access_token=", &all).as_deref(), Some("b"));
        assert_eq!(get("/a?access_token=null", &all[1..]).as_deref(), Some("h"));
        assert_eq!(
            get("/a", &[("authorization", "Bearer null"), all[2]]).as_deref(),
            Some("c")
        );
        assert_eq!(get("/a", &[]), None);
        assert_eq!(
            found(Dialect::Trackmate, &Method::GET, "/a?access_token=q", &all[1..]),
            None
        );
    }

    #[test]
    fn a_cookie_changes_nothing_for_another_site() {
        let cookie = ("cookie", "clonesahibinden-access-token=c");
        let sent = |method: &Method, lines: &[(&'static str, &str)]| {
            let all: Vec<_> = lines
                .iter()
                .copied()
                .chain([cookie, ("host", "balai.example")])
                .collect();
            found(Dialect::Service, method, "/a", &all).is_some()
        };
        assert!(sent(&Method::POST, &[]));
        assert!(sent(&Method::POST, &[("origin", "https://balai.example")]));
        assert!(sent(&Method::GET, &[("origin", "https://evil.example")]));
        assert!(!sent(&Method::POST, &[("origin", "https://evil.example")]));
        assert!(!sent(&Method::POST, &[("sec-fetch-site", "cross-site")]));
        assert!(!sent(&Method::POST, &[("origin", "null")]));
    }
}
