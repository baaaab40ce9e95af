//! Lists that are shown page by page: which page an address asks for, and the ways to those beside it.

use platform::page::Pages;

use crate::{Fields, Speech};

/// How a list is divided.
pub struct Paged {
    /// Rows on a page.
    pub rows: i64,
    /// The last page that can be asked for.
    pub last: i64,
}

impl Paged {
    /// The number of the page that `hal` asks for; the first one if it cannot be read.
    pub fn read(&self, fields: &Fields) -> i64 {
        fields.get("hal").parse().unwrap_or(1).clamp(1, self.last)
    }

    /// Its rows.
    pub fn pages(&self, page: i64) -> Pages {
        Pages::after((page - 1) * self.rows, self.rows)
    }

    /// How many pages so many rows take.
    pub fn count(&self, total: i64) -> i64 {
        (total + self.rows - 1) / self.rows
    }

    /// Which page of how many it is, in words.
    pub fn place(&self, speech: Speech<'_>, page: i64, total: i64) -> String {
        let last = self.count(total).clamp(1, self.last);
        speech.with_two("page-of", ("page", page), ("last", last))
    }

    /// The addresses of the pages before and after, of so many rows.
    pub fn around(&self, page: i64, total: i64, at: impl Fn(i64) -> String) -> (Option<String>, Option<String>) {
        let before = (page > 1).then(|| at(page - 1));
        let after = (page < self.count(total).min(self.last)).then(|| at(page + 1));
        (before, after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Paged = Paged { rows: 10, last: 3 };

    #[test]
    fn what_cannot_be_read_is_the_first_page_and_none_is_beyond_the_last() {
        let read = |query: &str| TEN.read(&Fields::read(query.as_bytes()));
        assert_eq!(["hal=2", "", "hal=x", "hal=-4", "hal=99"].map(read), [2, 1, 1, 1, 3]);
    }

    #[test]
    fn there_are_ways_only_to_pages_that_have_rows_and_can_be_asked_for() {
        let around = |page, total| TEN.around(page, total, |page| page.to_string());
        assert_eq!(around(1, 10), (None, None));
        assert_eq!(around(1, 11), (None, Some("2".to_owned())));
        assert_eq!(around(3, 1000), (Some("2".to_owned()), None));
    }
}
