//! Locations as they are stored, shown and looked for.

use accounts::AccountId;
use platform::{Timestamp, text_id, version::Versioned};
use serde::{Deserialize, Serialize};

use crate::model::filter::AnyOf;

text_id! {
    /// A location's id (UUIDv7).
    pub struct LocationId
}

/// A place that things are offered at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    pub id: LocationId,
    pub city: String,
    pub country: String,
    pub district: String,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    pub postal_code: Option<String>,
    /// `false` once deleted.
    pub is_active: bool,
    /// 1, and one more with each change.
    pub record_version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who made it.
    #[serde(rename = "_owner")]
    pub owner: AccountId,
}

/// Which locations a list is of: patterns of keys.
#[derive(Debug, Clone)]
pub struct LocationFilter {
    /// `false`: the deleted ones.
    pub active: bool,
    /// Folded names.
    pub countries: AnyOf,
    /// Folded names.
    pub cities: AnyOf,
    /// Folded names.
    pub districts: AnyOf,
}

/// How a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocationOrder {
    /// By country, city and district.
    Name,
    /// Newest first.
    Newest,
}

impl Versioned for Location {
    fn version(&self) -> i64 {
        self.record_version
    }
}
