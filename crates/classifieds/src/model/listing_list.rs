//! What a list of listings is asked for, and what it answers.

use std::collections::BTreeMap;

use platform::page::{Filter, Paging};

use super::{
    With,
    attribute::AttributeFilter,
    listing::{Choice as _, Joins, Listing, Status},
    near::Near,
};

/// Who a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Active listings that have not expired.
    Everybody,
    /// Those of any status; deleted listings only where asked for.
    OwnersAndStaff {
        /// Whether deleted listings are in it.
        with_deleted: bool,
    },
}

/// A part of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PagePart {
    pub(crate) order: ListingOrder,
    pub(crate) after: ListPosition,
    /// How many are wanted in all, if that is known.
    pub(crate) total: Option<i64>,
    pub(crate) limit: i64,
    pub(crate) offset: i64,
}

impl ListingOrder {
    /// Every one.
    pub(crate) const ALL: [Self; 3] = [Self::Newest, Self::Cheapest, Self::Dearest];

    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "newest" => Some(Self::Newest),
            "price" | "price_asc" => Some(Self::Cheapest),
            "price_desc" => Some(Self::Dearest),
            _ => None,
        }
    }

    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Newest => 0,
            Self::Cheapest => 1,
            Self::Dearest => 2,
        }
    }

    /// A place before the first row.
    pub(crate) fn start(self) -> ListPosition {
        match self {
            Self::Newest | Self::Dearest => ListPosition(i64::MAX, i64::MAX),
            Self::Cheapest => ListPosition(i64::MIN, i64::MIN),
        }
    }
}

/// Where a row stands in its order: its time or price, then its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListPosition(pub i64, pub i64);

/// A walk through a list, from page to page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListWalk {
    /// Where to go on.
    pub after: ListPosition,
    /// How many there were in all when the walk began: counting costs more than a page, and is done once. `None` at the
    /// beginning.
    pub total: Option<i64>,
    /// How many rows to go.
    pub rows: i64,
}

/// Which listings a list is of. Any of a list's values fits; an empty list stands for any value.
#[derive(Debug, Clone, PartialEq)]
pub struct ListingFilter {
    /// Category ids; what lies below them is wanted, too.
    pub categories: Vec<String>,
    /// Location ids; `"null"` stands for listings without a location.
    pub locations: Vec<String>,
    /// Folded names.
    pub countries: Vec<String>,
    /// Folded names.
    pub cities: Vec<String>,
    /// Folded names.
    pub districts: Vec<String>,
    /// Account ids.
    pub owners: Vec<String>,
    /// Both ends included, in hundredths.
    pub price: (i64, i64),
    /// A bit for each choice by index; one more for a condition that is not told.
    pub conditions: i64,
    /// A bit for each type by index; -1 for any.
    pub types: i64,
    /// A bit for each premium by index; -1 for any.
    pub premiums: i64,
    /// `None` where nothing else than what is public was asked for.
    pub statuses: Option<i64>,
    /// Text to search for.
    pub text: Option<String>,
    /// By the key of an attribute what is wanted of it; all of them at once.
    pub attributes: BTreeMap<String, AttributeFilter>,
}

/// The bits of a choice that may be any.
pub(crate) const ANY: i64 = -1;

/// Stands among ids of locations for listings that have none.
pub(crate) const NO_LOCATION: &str = "null";

/// The bit of a condition that is not told.
pub(crate) const NO_CONDITION: i64 = 1 << 2;

impl Default for ListingFilter {
    fn default() -> Self {
        let any = Vec::new;
        Self {
            categories: any(),
            locations: any(),
            countries: any(),
            cities: any(),
            districts: any(),
            owners: any(),
            price: (0, i64::MAX),
            conditions: ANY,
            types: ANY,
            premiums: ANY,
            statuses: None,
            text: None,
            attributes: BTreeMap::new(),
        }
    }
}

impl ListingFilter {
    /// What stands in one status.
    pub fn in_status(status: Status) -> Self {
        Self {
            statuses: Some(1 << status.index()),
            ..Self::default()
        }
    }

    /// Whether everything that is public is wanted.
    pub(crate) fn everything(&self) -> bool {
        *self
            == Self {
                statuses: self.statuses,
                ..Self::default()
            }
    }
}

/// A checked query.
#[derive(Debug, Clone)]
pub struct ListingQuery {
    /// Which listings.
    pub filter: ListingFilter,
    /// In which order.
    pub sort: ListingOrder,
    /// The walk, if rows are asked for by cursor.
    pub walk: Option<ListWalk>,
    /// The caller's own listings.
    pub mine: bool,
    /// Around which point.
    pub near: Option<Near>,
    /// Whether the nearest come first, whatever the order.
    pub nearest: bool,
    /// The filters as the reply names them.
    pub filters: Vec<Filter>,
}

impl ListingQuery {
    /// What fits a filter, in an order.
    pub fn of(filter: ListingFilter, sort: ListingOrder) -> Self {
        Self {
            filter,
            sort,
            walk: None,
            mine: false,
            near: None,
            nearest: false,
            filters: Vec::new(),
        }
    }
}

/// A page of a list.
pub struct ListingPage {
    /// Ids of listings.
    pub listings: Vec<With<Listing, Joins>>,
    /// Which page this is, of how many.
    pub paging: Paging,
    /// Where the next page begins; `None` if this is the last.
    pub next: Option<String>,
    /// Whether it holds only what everybody may see.
    pub public: bool,
}

/// In which order a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListingOrder {
    /// Newest first.
    Newest,
    /// Cheapest first.
    Cheapest,
    /// Dearest first.
    Dearest,
}
