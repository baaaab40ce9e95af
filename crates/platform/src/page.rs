//! Which part of a list is wanted, and which was answered. Use cases know pages; how they are asked for is of [`crate::http`].

/// Rows of a list that is told at once, on one page.
pub const WHOLE: i64 = 1000;
/// Rows that a list answers at most, also when everything is asked for.
pub const EVERYTHING: i64 = 10_000;
/// Furthest row that can be paged to; beyond it every engine would only count.
pub const FURTHEST: i64 = 10_000_000;

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
    pub(crate) page: i64,
    pub(crate) per_page: i64,
    /// Rows before the page.
    pub(crate) skip: i64,
    /// Everything, as far as the limit goes.
    pub(crate) whole: bool,
    /// Whether nobody asked for any page, so that a list may be whole by default.
    pub(crate) silent: bool,
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
}

/// A page that was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
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

    /// A stretch of a list that is walked by a cursor: which page it is is not known, so all that is told is how many rows
    /// the whole list has.
    pub fn walk(limit: i64, total: i64) -> Self {
        Self {
            page: 1,
            per_page: total.max(limit),
            total,
        }
    }

    /// Rows on this page.
    pub fn rows(&self) -> i64 {
        (self.total - (self.page - 1) * self.per_page).clamp(0, self.per_page)
    }

    pub fn pages(&self) -> i64 {
        (self.total + self.per_page - 1) / self.per_page.max(1)
    }
}
