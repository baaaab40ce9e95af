//! What conversations need to know about listings, from whoever has them.

use accounts::AccountId;
use futures_util::future::BoxFuture;
use platform::Result;
use serde::Serialize;
use serde_json::value::RawValue;

/// A listing as a thread shows it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ThreadListing")]
pub struct Listing {
    /// Its id (UUID).
    #[serde(skip)]
    pub id: String,
    /// `active` and so on.
    pub status: String,
    /// The status's index.
    pub status_idx: i64,
    pub title: String,
    /// Whose it is.
    #[serde(rename = "userId")]
    pub owner: AccountId,
    /// Whether people may see it.
    #[serde(skip)]
    pub active: bool,
    /// Everything that staff see of it, as JSON, contact fields included.
    #[serde(skip)]
    pub full: Box<RawValue>,
}

/// Finds listings. The server implements it over the module that has them.
pub trait ListingLookup: Send + Sync {
    /// Those of `ids` that exist, in any order, deleted ones left out.
    fn find<'a>(&'a self, ids: &'a [String]) -> BoxFuture<'a, Result<Vec<Listing>>>;
}
