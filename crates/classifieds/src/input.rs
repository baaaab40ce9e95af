//! Bodies of requests. Fields that an object has but a caller does not set (`id`, `isActive` and the like) are ignored, so
//! that an object that was read can be sent back.

pub(crate) mod attribute;
pub(crate) mod listing;
pub(crate) mod moderation;
pub(crate) mod saved_search;

use platform::input::nullable;
use serde::Deserialize;

/// A new category.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CategoryIn {
    /// What belongs there, at length; at most 10,000 characters.
    pub description: Option<String>,
    /// Name or address of a picture.
    pub icon: Option<String>,
    pub name: String,
    /// The category above; none for a root.
    pub parent_category_id: Option<String>,
    /// Name in addresses: lower-case letters, digits and single hyphens.
    pub slug: String,
    /// Place among its siblings.
    pub sort_order: i32,
}

/// A change of a category. What is left out stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct CategoryChangeIn {
    /// What belongs there, at length; at most 10,000 characters.
    #[serde(deserialize_with = "nullable")]
    pub description: Option<Option<String>>,
    /// Name or address of a picture.
    #[serde(deserialize_with = "nullable")]
    pub icon: Option<Option<String>>,
    #[serde(deserialize_with = "nullable")]
    pub name: Option<Option<String>>,
    /// The category above; `null` makes it a root.
    #[serde(deserialize_with = "nullable")]
    pub parent_category_id: Option<Option<String>>,
    /// Name in addresses: lower-case letters, digits and single hyphens.
    #[serde(deserialize_with = "nullable")]
    pub slug: Option<Option<String>>,
    /// Place among its siblings.
    #[serde(deserialize_with = "nullable")]
    pub sort_order: Option<Option<i32>>,
}

/// Siblings in the order that they are to have.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CategoryOrderIn {
    /// Whose children they are; none for the roots.
    pub parent_category_id: Option<String>,
    /// All of them, the first one first.
    pub category_ids: Vec<String>,
}

/// A new location.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LocationIn {
    pub city: String,
    pub country: String,
    pub district: String,
    /// Degrees north, -90 to 90.
    pub latitude: Option<f64>,
    /// Degrees east, -180 to 180.
    pub longitude: Option<f64>,
    pub postal_code: Option<String>,
}

/// A change of a location. What is left out stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct LocationChangeIn {
    #[serde(deserialize_with = "nullable")]
    pub city: Option<Option<String>>,
    #[serde(deserialize_with = "nullable")]
    pub country: Option<Option<String>>,
    #[serde(deserialize_with = "nullable")]
    pub district: Option<Option<String>>,
    /// Degrees north, -90 to 90.
    #[serde(deserialize_with = "nullable")]
    pub latitude: Option<Option<f64>>,
    /// Degrees east, -180 to 180.
    #[serde(deserialize_with = "nullable")]
    pub longitude: Option<Option<f64>>,
    #[serde(deserialize_with = "nullable")]
    pub postal_code: Option<Option<String>>,
}
