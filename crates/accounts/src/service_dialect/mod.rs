//! The dialect that the documents of the services share: classifieds, conversations, and the sessions in front of both.
//!
//! `{"status":"OK",…}` with the payload under `dataName`, in English. The envelope names the request and the caller, so its
//! head is made for each request and the rest is kept. On bare routes (the sessions') success is its value alone, and
//! nobody logged in is told so in two members.

mod documents;
mod envelope;
#[cfg(test)]
mod tests;

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode, Uri};
use platform::{
    Error,
    http::{
        Params,
        call::{bearer, cookie, of_same_origin},
        dialect::{Dialect, Facts, Recall, Written},
        page::{FURTHEST, STANDARD_DEFAULT, STANDARD_MAX},
        query::pairs,
        reply::Parkable,
    },
    page::Pages,
};

/// How the services are spoken: their envelope, statuses, paging and token places.
pub const SERVICE: &dyn Dialect = &Service;

/// Name of the header and of the cookie that carry a token.
pub const TOKEN: &str = "clonesahibinden-access-token";

/// Rows of a page when `pageRowCount` is not given or nonsense.
const DEFAULT_ROWS: i64 = 25;
/// Largest `pageRowCount`.
const MOST_ROWS: i64 = 500;

struct Service;

impl Dialect for Service {
    fn name(&self) -> &'static str {
        "service"
    }

    fn success(&self, reply: &dyn Parkable, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        if facts.route.bare {
            return reply.write(out);
        }
        envelope::head(reply.parts().status, facts, out)?;
        envelope::tail(reply, facts.method, out)
    }

    fn failure(&self, error: &Error, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        envelope::failure(error, self.status(error.kind()), facts, out)
    }

    fn repeated(&self, reply: &dyn Parkable, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        if facts.route.bare {
            return reply.write(out);
        }
        envelope::tail(reply, facts.method, out)
    }

    fn head(&self, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        if facts.route.bare {
            return Ok(());
        }
        out.reserve(384);
        envelope::head(StatusCode::OK, facts, out)
    }

    fn base(&self) -> Option<&'static str> {
        Some("/v1/")
    }

    /// What is wrong with the parameters of a page counts as if it were not there, unless the Standard Response is asked for.
    fn pages(&self, query: &str, standard: bool) -> Result<Pages, Error> {
        if standard {
            let pages = by_number(query, STANDARD_DEFAULT).unasked(false);
            return pages.overridden(query, STANDARD_MAX);
        }
        let pages = by_number(query, DEFAULT_ROWS);
        Ok(pages.overridden(query, MOST_ROWS).unwrap_or(pages))
    }

    fn page_parameters(&self) -> &'static [&'static str] {
        &["pageNumber", "pageRowCount"]
    }

    fn common_parameters(&self) -> &'static [&'static str] {
        &[
            "access_token",
            "cacheTTL",
            "caching",
            "excludeCQRS",
            "excludeCqrs",
            "getJoins",
            "pageNumber",
            "pageRowCount",
        ]
    }

    /// The documents name four places, the first that has one wins: the query parameter `access_token`, `Authorization`, the
    /// header and the cookie [`TOKEN`]; the text `null` is no token. A cookie comes along with whatever another site makes a
    /// browser send, so it counts for changes only if the request does not name another origin.
    fn token(&self, method: &Method, headers: &HeaderMap, uri: &Uri) -> Option<String> {
        let real = |text: &str| (!text.is_empty() && text != "null").then(|| text.to_owned());
        let query = || Params::of(uri).first("access_token").and_then(real);
        let header = || headers.get(TOKEN)?.to_str().ok().map(str::trim).and_then(real);
        let cookie = || {
            (method.is_safe() || of_same_origin(headers))
                .then(|| cookie(headers, TOKEN).and_then(real))
                .flatten()
        };
        query()
            .or_else(|| bearer(headers).and_then(real))
            .or_else(header)
            .or_else(cookie)
    }

    fn token_headers(&self) -> &'static [&'static str] {
        &[TOKEN]
    }

    fn vary(&self) -> &'static str {
        "accept, authorization, cookie, clonesahibinden-access-token"
    }

    fn names_callers(&self) -> bool {
        true
    }

    fn recall(&self, uri: &Uri) -> Recall {
        let params = Params::of(uri);
        Recall {
            refused: params.first("caching").is_some_and(|caching| caching != "true"),
            oldest: params
                .first("cacheTTL")
                .and_then(|seconds| seconds.parse().ok())
                .map(Duration::from_secs),
        }
    }

    fn beside_content(&self) -> &'static [&'static str] {
        &["requestId", "access_token", "caching", "cacheTTL"]
    }

    fn refuses_unknown_fields(&self) -> bool {
        true
    }
}

/// `pageNumber` (0 is everything) and `pageRowCount`; nonsense counts as the default.
fn by_number(query: &str, default: i64) -> Pages {
    let number = |wanted: &str| pairs(query).find_map(|(name, value)| value.filter(|_| name == wanted));
    let (page, rows) = (number("pageNumber"), number("pageRowCount"));
    if page == Some("0") {
        return Pages::everything();
    }
    let good = |text: Option<&str>| {
        text.and_then(|text| text.parse::<i64>().ok())
            .filter(|number| *number > 0)
    };
    let per_page = good(rows).unwrap_or(default).min(MOST_ROWS);
    let number = good(page).unwrap_or(1).min(FURTHEST / per_page);
    Pages::after((number - 1) * per_page, per_page).unasked(page.is_none() && rows.is_none())
}
