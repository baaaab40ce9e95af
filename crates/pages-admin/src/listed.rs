//! Lists page by page: which page an address asks for, and the ways to those beside it.

use pages_kit::{Fields, Paged};
use platform::page::Pages;

const PAGED: Paged = Paged { rows: 25, last: 1_000 };

/// What an address asks for.
pub(crate) fn query_of(query: Option<String>) -> Fields {
    Fields::read(query.unwrap_or_default().as_bytes())
}

/// The page that is asked for.
pub(crate) struct Asked(i64);

impl Asked {
    pub(crate) fn read(fields: &Fields) -> Self {
        Self(PAGED.read(fields))
    }

    pub(crate) fn pages(&self) -> Pages {
        PAGED.pages(self.0)
    }

    /// The pages before and after, of so many rows, at a path with a query.
    pub(crate) fn around(&self, path: &str, query: &[(&str, &str)], total: i64) -> (Option<String>, Option<String>) {
        let at = |page: i64| {
            let mut written = form_urlencoded::Serializer::new(String::new());
            written.extend_pairs(query.iter().filter(|(_, value)| !value.is_empty()));
            written.append_pair("hal", &page.to_string());
            format!("{path}?{}", written.finish())
        };
        PAGED.around(self.0, total, at)
    }
}
