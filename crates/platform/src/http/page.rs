//! Paging over HTTP: `page` from 1 and `per_page`, on every list of every module.

use std::fmt::Write as _;

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::{
    call::Spoken,
    dialect::{Dialect, STANDARD},
    fault::Fault,
    query::{self, pairs},
};
use crate::error::{Error, FieldError, Rule};
pub use crate::page::{EVERYTHING, FURTHEST, Filter, Pages, Paging, WHOLE};

/// `per_page` of the Standard Response when it is not given.
pub const STANDARD_DEFAULT: i64 = 25;
/// Largest `per_page` of the Standard Response.
pub const STANDARD_MAX: i64 = 500;

impl Pages {
    /// What the Standard Response shows of a list.
    pub fn standard(query: &str) -> Result<Self, Error> {
        Self::first(STANDARD_DEFAULT, STANDARD_MAX, query)
    }

    /// The first page of `per_page` rows, unless the query names another one by `page` and `per_page`.
    pub fn first(per_page: i64, most_per_page: i64, query: &str) -> Result<Self, Error> {
        Self::after(0, per_page).unasked(true).overridden(query, most_per_page)
    }

    /// `page` and `per_page` of the Standard Response, which go before a dialect's own parameters.
    pub fn overridden(mut self, query: &str, most_per_page: i64) -> Result<Self, Error> {
        let mut wrong = Vec::new();
        let mut named = false;
        for (name, value) in pairs(query) {
            let value = value.unwrap_or_default();
            let (slot, most) = match name {
                "page" => (&mut self.page, FURTHEST),
                "per_page" => (&mut self.per_page, most_per_page),
                _ => continue,
            };
            named = true;
            match value.parse::<i64>() {
                Ok(number) if (1..=most).contains(&number) => *slot = number,
                Ok(_) => wrong.push(FieldError::new(name, Rule::OutOfRange("1".into(), most.to_string()))),
                Err(_) => wrong.push(FieldError::new(name, Rule::Type("an integer".into()))),
            }
        }
        if !wrong.is_empty() {
            return Err(Error::invalid_fields(wrong));
        }
        if named {
            self.per_page = self.per_page.min(most_per_page);
            self.skip = (self.page - 1) * self.per_page;
        }
        if self.skip > FURTHEST {
            let last = FURTHEST / self.per_page;
            return Err(Error::invalid_field(
                "page",
                Rule::OutOfRange("1".into(), last.to_string()),
            ));
        }
        if named {
            (self.whole, self.silent) = (false, false);
        }
        Ok(self)
    }
}

impl<S: Sync> FromRequestParts<S> for Pages {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let spoken = parts.extensions.get::<Spoken>().copied().unwrap_or_default();
        let query = parts.uri.query().unwrap_or_default();
        Ok(spoken.native.pages(query, spoken.asked == STANDARD)?)
    }
}

impl Paging {
    /// `Link` of the next page, relative to the same path, keeping the other query parameters.
    pub(crate) fn next_link(&self, uri: &http::Uri, dialect: &dyn Dialect) -> Option<String> {
        /// Parameters that belong to one page or one request; a token above all stays out of links.
        const OWN: [&str; 4] = ["page", "per_page", "requestId", "access_token"];
        if self.page >= self.pages() {
            return None;
        }
        let mut link = format!("<{}?", uri.path());
        for pair in pairs(uri.query().unwrap_or_default()).filter(|pair| *pair != ("", None)) {
            if !OWN.contains(&pair.0) && !dialect.page_parameters().contains(&pair.0) {
                query::write(&mut link, pair);
                link.push('&');
            }
        }
        let (next, per_page) = (self.page + 1, self.per_page);
        let _ = write!(link, "page={next}&per_page={per_page}>; rel=\"next\"");
        Some(link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_a_first_page_unless_another_one_is_asked_for() {
        let of = |query: &str| {
            let pages = Pages::standard(query).unwrap();
            (pages.limit(), pages.offset())
        };
        assert_eq!(of(""), (25, 0));
        assert_eq!(of("page=3&per_page=10"), (10, 20));
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        for query in [
            "page=0",
            "page=-1",
            "page=x",
            "per_page=0",
            "per_page=501",
            "page=99999999999999999999",
            "page=",
            "page",
        ] {
            assert!(Pages::standard(query).is_err(), "{query}");
        }
    }

    #[test]
    fn the_next_link_keeps_the_other_parameters() {
        let uri: http::Uri = "/products?x=1&page=1&per_page=2".parse().unwrap();
        let paging = Paging {
            page: 1,
            per_page: 2,
            total: 3,
        };
        assert_eq!(
            paging.next_link(&uri, STANDARD).unwrap(),
            "</products?x=1&page=2&per_page=2>; rel=\"next\""
        );
        assert_eq!(
            Paging {
                page: 2,
                per_page: 2,
                total: 3
            }
            .next_link(&uri, STANDARD),
            None
        );
        assert_eq!(paging.pages(), 2);
        let rows: Vec<i64> = (1..=3).map(|page| Paging { page, ..paging }.rows()).collect();
        assert_eq!(rows, [2, 1, 0]);
    }
}
