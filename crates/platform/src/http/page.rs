//! Paging: `page` from 1 and `per_page`, on every list of every module.

use std::fmt::Write as _;

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::{dialect::Dialect, fault::Fault};
use crate::error::{Error, FieldError, Rule};

/// Rows that a list answers at most without being asked for a page.
pub const WHOLE: i64 = 1000;
/// `per_page` of the Standard Response when it is not given.
const STANDARD_DEFAULT: i64 = 25;
/// Largest `per_page` of the Standard Response.
const STANDARD_MAX: i64 = 500;
/// Furthest row that can be paged to; beyond it every engine would only count.
const FURTHEST: i64 = 10_000_000;

/// Which page is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    page: i64,
    per_page: i64,
}

impl Pages {
    /// Rows per page.
    pub fn limit(&self) -> i64 {
        self.per_page
    }

    /// Rows before the page.
    pub fn offset(&self) -> i64 {
        (self.page - 1) * self.per_page
    }

    /// The page as it was answered, given how many rows match in all.
    pub fn of(&self, total: i64) -> Paging {
        Paging {
            page: self.page,
            per_page: self.per_page,
            total,
        }
    }

    fn parse(query: &str, dialect: Dialect) -> Result<Self, Error> {
        let standard = dialect == Dialect::Standard;
        let (default, most) = if standard {
            (STANDARD_DEFAULT, STANDARD_MAX)
        } else {
            (WHOLE, WHOLE)
        };
        let mut found = Self {
            page: 1,
            per_page: default,
        };
        let mut wrong = Vec::new();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (slot, most) = match name {
                "page" => (&mut found.page, FURTHEST),
                "per_page" => (&mut found.per_page, most),
                _ => continue,
            };
            match value.parse::<i64>() {
                Ok(number) if (1..=most).contains(&number) => *slot = number,
                Ok(_) => wrong.push(FieldError::new(name, Rule::OutOfRange("1".into(), most.to_string()))),
                Err(_) => wrong.push(FieldError::new(name, Rule::Type("an integer".into()))),
            }
        }
        if !wrong.is_empty() {
            return Err(Error::invalid_fields(wrong));
        }
        if found.offset() > FURTHEST {
            let last = FURTHEST / found.per_page;
            return Err(Error::invalid_field(
                "page",
                Rule::OutOfRange("1".into(), last.to_string()),
            ));
        }
        Ok(found)
    }
}

impl<S: Sync> FromRequestParts<S> for Pages {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let dialect = parts.extensions.get::<Dialect>().copied().unwrap_or(Dialect::Trackmate);
        Ok(Self::parse(parts.uri.query().unwrap_or_default(), dialect)?)
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
    pub(crate) fn next_link(&self, uri: &http::Uri) -> Option<String> {
        if self.page >= self.pages() {
            return None;
        }
        let mut link = format!("<{}?", uri.path());
        for pair in uri
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty())
        {
            let name = pair.split('=').next().unwrap_or_default();
            if name != "page" && name != "per_page" {
                link.push_str(pair);
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
    fn a_list_is_whole_unless_a_page_is_asked_for() {
        assert_eq!(
            Pages::parse("", Dialect::Trackmate).unwrap(),
            Pages {
                page: 1,
                per_page: WHOLE
            }
        );
        assert_eq!(
            Pages::parse("", Dialect::Standard).unwrap(),
            Pages { page: 1, per_page: 25 }
        );
        assert_eq!(
            Pages::parse("page=3&per_page=10", Dialect::Trackmate).unwrap().offset(),
            20
        );
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        for query in [
            "page=0",
            "page=-1",
            "page=x",
            "per_page=0",
            "per_page=1001",
            "page=99999999999999999999",
            "page=",
        ] {
            assert!(Pages::parse(query, Dialect::Trackmate).is_err(), "{query}");
        }
        assert!(Pages::parse("per_page=501", Dialect::Standard).is_err());
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
            paging.next_link(&uri).unwrap(),
            "</products?x=1&page=2&per_page=2>; rel=\"next\""
        );
        assert_eq!(
            Paging {
                page: 2,
                per_page: 2,
                total: 3
            }
            .next_link(&uri),
            None
        );
        assert_eq!(paging.pages(), 2);
        let rows: Vec<i64> = (1..=3).map(|page| Paging { page, ..paging }.rows()).collect();
        assert_eq!(rows, [2, 1, 0]);
    }
}
