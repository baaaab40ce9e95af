//! Paging: `page` from 1 and `per_page`, on every list of every module.

use std::fmt::Write as _;

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::{call::Native, dialect::Dialect, fault::Fault};
use crate::error::{Error, FieldError, Rule};

/// Rows that a list answers at most without being asked for a page.
pub const WHOLE: i64 = 1000;
/// `per_page` of the Standard Response when it is not given.
const STANDARD_DEFAULT: i64 = 25;
/// Largest `per_page` of the Standard Response.
const STANDARD_MAX: i64 = 500;
/// Furthest row that can be paged to; beyond it every engine would only count.
const FURTHEST: i64 = 10_000_000;

/// Rows that a list of the service documents answers at most, also when everything is asked for.
const SERVICE_WHOLE: i64 = 10_000;
/// `pageRowCount` when it is not given or nonsense.
const SERVICE_DEFAULT: i64 = 25;
/// Largest `pageRowCount`.
const SERVICE_MAX: i64 = 500;

/// `limit` when it is not given.
const ASSESSMENT_DEFAULT: i64 = 10;
/// Largest `limit`.
const ASSESSMENT_MAX: i64 = 100;

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

    fn everything() -> Self {
        Self {
            page: 1,
            per_page: SERVICE_WHOLE,
            skip: 0,
            whole: true,
            silent: false,
        }
    }

    fn first(per_page: i64) -> Self {
        Self {
            page: 1,
            per_page,
            skip: 0,
            whole: false,
            silent: true,
        }
    }

    /// `native` is the module's own dialect, `asked` the envelope that the request wants.
    fn parse(query: &str, native: Dialect, asked: Dialect) -> Result<Self, Error> {
        let standard = asked == Dialect::Standard;
        match (native, standard) {
            (Dialect::Service, false) => Ok(Self::by_number(query, SERVICE_DEFAULT)
                .overridden(query, SERVICE_MAX)
                .unwrap_or_else(|_| Self::by_number(query, SERVICE_DEFAULT))),
            (Dialect::Service, true) => Self {
                silent: false,
                ..Self::by_number(query, STANDARD_DEFAULT)
            }
            .overridden(query, STANDARD_MAX),
            (Dialect::Assessment, false) => {
                Self::by_offset(query, ASSESSMENT_DEFAULT)?.overridden(query, ASSESSMENT_MAX)
            }
            (Dialect::Assessment, true) => Self::by_offset(query, STANDARD_DEFAULT)?.overridden(query, STANDARD_MAX),
            (_, true) => Self::first(STANDARD_DEFAULT).overridden(query, STANDARD_MAX),
            (_, false) => Self::first(WHOLE).overridden(query, WHOLE),
        }
    }

    /// `pageNumber` (0 is everything) and `pageRowCount`; nonsense counts as the default.
    fn by_number(query: &str, default: i64) -> Self {
        let number = |wanted: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value)
        };
        let (page, rows) = (number("pageNumber"), number("pageRowCount"));
        if page == Some("0") {
            return Self::everything();
        }
        let good = |text: Option<&str>| {
            text.and_then(|text| text.parse::<i64>().ok())
                .filter(|number| *number > 0)
        };
        let per_page = good(rows).unwrap_or(default).min(SERVICE_MAX);
        let number = good(page).unwrap_or(1).min(FURTHEST / per_page);
        Self {
            page: number,
            per_page,
            skip: (number - 1) * per_page,
            whole: false,
            silent: page.is_none() && rows.is_none(),
        }
    }

    /// `limit` (more than the largest counts as that) and `offset`; nonsense is refused.
    fn by_offset(query: &str, default: i64) -> Result<Self, Error> {
        let mut wrong = Vec::new();
        let mut number = |wanted: &str, least: i64| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let (_, text) = pairs.find(|(name, _)| *name == wanted)?;
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            // What has more digits than fit is a number, too.
            let number = digits.then(|| text.parse::<i64>().unwrap_or(i64::MAX));
            if number.is_none_or(|number| number < least) {
                let said = Rule::OutOfRange(least.to_string(), FURTHEST.to_string());
                let rule = if digits { said } else { Rule::Type("an integer".into()) };
                wrong.push(FieldError::new(wanted, rule));
            }
            number
        };
        let (limit, offset) = (number("limit", 1), number("offset", 0));
        if !wrong.is_empty() {
            return Err(Error::invalid_fields(wrong));
        }
        let per_page = limit.unwrap_or(default).min(ASSESSMENT_MAX);
        let skip = offset.unwrap_or(0).min(FURTHEST);
        Ok(Self {
            page: skip / per_page + 1,
            per_page,
            skip,
            whole: false,
            silent: limit.is_none() && offset.is_none(),
        })
    }

    /// `page` and `per_page` of the Standard Response, which go before the module's own parameters.
    fn overridden(mut self, query: &str, most_per_page: i64) -> Result<Self, Error> {
        let mut wrong = Vec::new();
        let mut named = false;
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
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
        let asked = parts.extensions.get::<Dialect>().copied().unwrap_or(Dialect::Trackmate);
        let native = parts.extensions.get::<Native>().map_or(asked, |native| native.0);
        Ok(Self::parse(parts.uri.query().unwrap_or_default(), native, asked)?)
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
        /// Parameters that belong to one page or one request; a token above all stays out of links.
        const OWN: [&str; 8] = [
            "limit",
            "offset",
            "page",
            "per_page",
            "pageNumber",
            "pageRowCount",
            "requestId",
            "access_token",
        ];
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
            if !OWN.contains(&name) {
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
        let of = |query: &str, asked| {
            let pages = Pages::parse(query, Dialect::Trackmate, asked).unwrap();
            (pages.limit(), pages.offset())
        };
        assert_eq!(of("", Dialect::Trackmate), (WHOLE, 0));
        assert_eq!(of("", Dialect::Standard), (25, 0));
        assert_eq!(of("page=3&per_page=10", Dialect::Trackmate), (10, 20));
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
            assert!(
                Pages::parse(query, Dialect::Trackmate, Dialect::Trackmate).is_err(),
                "{query}"
            );
        }
        assert!(Pages::parse("per_page=501", Dialect::Trackmate, Dialect::Standard).is_err());
    }

    #[test]
    fn a_service_counts_nonsense_as_the_default_and_0_as_everything() {
        let of = |query: &str| {
            let pages = Pages::parse(query, Dialect::Service, Dialect::Service).unwrap();
            (pages.limit(), pages.offset())
        };
        for nonsense in [
            "",
            "pageNumber=x&pageRowCount=y",
            "pageNumber=-1&pageRowCount=0",
            "page=x",
        ] {
            assert_eq!(of(nonsense), (25, 0), "{nonsense}");
        }
        assert_eq!(of("pageNumber=3&pageRowCount=10"), (10, 20));
        assert_eq!(of("pageNumber=3&pageRowCount=9999"), (500, 1000));
        assert_eq!(of("pageNumber=9&page=2&per_page=7"), (7, 7));
        assert_eq!(of("pageNumber=0"), (10_000, 0));
        assert!(of("pageNumber=9223372036854775807").1 <= FURTHEST);
        assert!(Pages::parse("per_page=x", Dialect::Service, Dialect::Standard).is_err());
    }

    #[test]
    fn an_exam_list_goes_by_limit_and_offset() {
        let of = |query: &str| {
            let pages = Pages::parse(query, Dialect::Assessment, Dialect::Assessment).unwrap();
            (pages.limit(), pages.offset(), pages.of(200).page)
        };
        assert_eq!(of(""), (10, 0, 1));
        assert_eq!(of("limit=20&offset=45"), (20, 45, 3));
        assert_eq!(of("limit=1000&offset=10"), (100, 10, 1));
        assert_eq!(of("limit=5&page=3"), (5, 10, 3));
        assert!(of("offset=99999999999999999999").1 <= FURTHEST);
        for nonsense in ["limit=0", "limit=-1", "limit=x", "limit=", "offset=-1", "offset=1.5"] {
            assert!(
                Pages::parse(nonsense, Dialect::Assessment, Dialect::Assessment).is_err(),
                "{nonsense}"
            );
        }
        let whole = Pages::parse("", Dialect::Assessment, Dialect::Assessment)
            .unwrap()
            .or_whole();
        assert_eq!(whole.limit(), SERVICE_WHOLE);
    }

    #[test]
    fn a_list_that_is_whole_by_default_says_that_it_has_one_page() {
        let whole = Pages::parse("x=1", Dialect::Service, Dialect::Service)
            .unwrap()
            .or_whole();
        let paging = whole.of(973);
        assert_eq!((paging.page, paging.per_page, paging.pages()), (1, 973, 1));
        assert_eq!(whole.of(0).pages(), 0);
        assert_eq!(whole.of(25_000).pages(), 3);
        let asked = Pages::parse("pageNumber=2", Dialect::Service, Dialect::Service).unwrap();
        assert_eq!(asked.or_whole().of(973).pages(), 39);
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
