//! Searches that people keep, and what is new in them.

use accounts::AccountId;
use platform::{Timestamp, text_id, version::Versioned};
use serde::{Deserialize, Serialize};

use super::listing::{ListingId, Price};

text_id! {
    /// A saved search's id (UUIDv7).
    pub struct SavedSearchId
}

/// What a list is filtered by, under the names of its parameters. Any of a list's values fits; what is left out is not asked
/// for. What it may hold is what a list of listings takes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct SavedFilters {
    /// In one of these categories or below it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub category_id: Vec<String>,
    /// At one of these locations; `null`: at none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub location_id: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub country: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub city: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub district: Vec<String>,
    /// Of one of these accounts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub user_id: Vec<String>,
    #[serde(rename = "price_gte", skip_serializing_if = "Option::is_none")]
    pub price_gte: Option<f64>,
    #[serde(rename = "price_lte", skip_serializing_if = "Option::is_none")]
    pub price_lte: Option<f64>,
    /// `new`, `used`, or `null` for what says nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub condition: Vec<String>,
    /// `sale`, `rent`, `job` or `service`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub listing_type: Vec<String>,
    /// `none`, `basic`, `featured` or `top`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub premium_type: Vec<String>,
    /// `fuel=diesel`, `km>=1000`, `km<=50000`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attribute: Vec<String>,
    /// Around this point: degrees north and east, as in `38.42,27.14`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<String>,
    /// So many kilometres around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<f64>,
    /// With all of these words in title and description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
}

/// A search that somebody keeps. Nobody else learns of it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SavedSearch {
    pub id: SavedSearchId,
    pub name: String,
    pub filters: SavedFilters,
    /// Whether letters tell of what is new.
    pub notify_by_email: bool,
    /// Listings that were not there when it was last looked at, at most 100.
    pub new_count: i64,
    /// Which they are, the newest first; where one saved search is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_listing_ids: Option<Vec<ListingId>>,
    /// When what was new was last looked at.
    pub viewed_at: Timestamp,
    pub record_version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Versioned for SavedSearch {
    fn version(&self) -> i64 {
        self.record_version
    }
}

/// A saved search as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct StoredSearch {
    pub(crate) seq: i64,
    pub(crate) search: SavedSearch,
}

/// One that is to be saved.
#[derive(Debug, Clone)]
pub struct NewSavedSearch {
    pub name: String,
    pub filters: SavedFilters,
    pub notify_by_email: bool,
}

/// What is to be different.
#[derive(Debug, Clone, Default)]
pub struct SavedSearchChange {
    pub name: Option<String>,
    pub notify_by_email: Option<bool>,
    /// Whether what is new counts as looked at.
    pub is_viewed: bool,
}

/// What a search looks for, of whom.
#[derive(Debug, Clone)]
pub(crate) struct LookedFor {
    pub(crate) seq: i64,
    pub(crate) filters: String,
}

/// What of the new listings a search has found.
#[derive(Debug, Clone)]
pub(crate) struct FoundFor {
    pub(crate) search: i64,
    pub(crate) listings: Vec<i64>,
}

/// What is new in somebody's saved searches: all of it, for one letter.
#[derive(Debug, Clone)]
pub struct SearchDigest {
    pub account: AccountId,
    /// How many listings are new in all; one that several searches find is one.
    pub count: usize,
    /// The search that was saved last first; at least one.
    pub searches: Vec<DigestOfSearch>,
}

/// What is new in a search.
#[derive(Debug, Clone)]
pub struct DigestOfSearch {
    pub id: SavedSearchId,
    /// As its owner calls it.
    pub name: String,
    /// How many listings are new.
    pub count: usize,
    /// Some of them, the newest first.
    pub newest: Vec<DigestListing>,
}

/// A listing that is new.
#[derive(Debug, Clone)]
pub struct DigestListing {
    pub id: ListingId,
    pub title: String,
    pub price: Price,
    pub currency: String,
}
