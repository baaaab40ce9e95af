//! Paging: `page` from 1 and `per_page`, on every list of every module.

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

/// Rows of a list that is told at once, on one page.
pub const WHOLE: i64 = 1000;
/// Rows that a list answers at most, also when everything is asked for.
pub const EVERYTHING: i64 = 10_000;
/// Furthest row that can be paged to; beyond it every engine would only count.
pub const FURTHEST: i64 = 10_000_000;
/// `per_page` of the Standard Response when it is not given.
pub const STANDARD_DEFAULT: i64 = 25;
/// Largest `per_page` of the Standard Response.
pub const STANDARD_MAX: i64 = 500;

/// A filter that was applied to a list.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Filter {
    /// The parameter's name.
    pub name: String,
    /// What it was set to.
    pub value: serde_json::Value,
}

/// Which page is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    page: i64,
    per_page: i64,
    /// Rows before the page.
    skip: i64,
    /// Everything, as far as the limit goes.
    whole: bool,
    /// Whether nobody asked for any page, so that a list may be whole by default.
    silent: bool,
}

impl Pages {
    /// Rows per page.
    pub fn limit(&self) -> i64 {
        self.per_page
    }

    /// Rows before the page.
    pub fn offset(&self) -> i64 {
        self.skip
    }

    /// The whole list unless the caller asked for a page. For lists that the documents call not paged.
    #[must_use]
    pub fn or_whole(self) -> Self {
        if self.silent { Self::everything() } else { self }
    }

    /// The page as it was answered, given how many rows match in all.
    pub fn of(&self, total: i64) -> Paging {
        let per_page = if self.whole && total > 0 {
            total.min(self.per_page)
        } else {
            self.per_page
        };
        Paging {
            page: self.page,
            per_page,
            total,
        }
    }

    /// Everything, as far as the limit goes.
    pub fn everything() -> Self {
        Self {
            page: 1,
            per_page: EVERYTHING,
            skip: 0,
            whole: true,
            silent: false,
        }
    }

    /// The page of `per_page` rows after `skip` others.
    pub fn after(skip: i64, per_page: i64) -> Self {
        Self {
            page: skip / per_page + 1,
            per_page,
            skip,
            whole: false,
            silent: false,
        }
    }

    /// The same, where nobody has asked for it if `silent`: such a list may be whole by default.
    #[must_use]
    pub fn unasked(self, silent: bool) -> Self {
        Self { silent, ..self }
    }

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

/// A page that was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// This page, from 1.
    pub page: i64,
    /// Rows per page.
    pub per_page: i64,
    /// Rows that match in all.
    pub total: i64,
}

impl Paging {
    /// Everything on one page.
    pub fn whole(count: usize) -> Self {
        Self {
            page: 1,
            per_page: WHOLE,
            total: i64::try_from(count).unwrap_or(i64::MAX),
        }
    }

    /// Rows on this page.
    pub fn rows(&self) -> i64 {
        (self.total - (self.page - 1) * self.per_page).clamp(0, self.per_page)
    }

    /// Number of pages.
    pub fn pages(&self) -> i64 {
        (self.total + self.per_page - 1) / self.per_page.max(1)
    }

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
