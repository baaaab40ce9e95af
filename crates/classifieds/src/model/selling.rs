//! What selling needs beside the listings themselves: drafts, looks by day, and listings that are about to end.

use platform::{Timestamp, text_id};
use serde::{Deserialize, Serialize};

text_id! {
    /// A draft's id (UUIDv7).
    pub struct DraftId
}

/// A listing that somebody has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    /// What it is called so far; it may be empty.
    pub title: String,
    pub typed: Typed,
    pub updated_at: Timestamp,
}

/// What was chosen and typed, by the names of a form's fields, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Typed(pub Vec<(String, String)>);

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftBrief {
    pub id: DraftId,
    pub title: String,
    pub updated_at: Timestamp,
}

/// How often a listing was looked at on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOfViews {
    /// Days since 1970, UTC.
    pub day: i64,
    pub views: i64,
}

/// A listing that ends soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingListing {
    pub id: super::listing::ListingId,
    pub title: String,
    pub expires_at: Timestamp,
}
