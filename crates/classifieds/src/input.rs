//! Bodies of requests. Fields that an object has but a caller does not set (`id`, `isActive` and the like) are ignored, so
//! that an object that was read can be sent back.

pub(crate) mod listing;

use platform::input::nullable;
use serde::Deserialize;

/// A new category.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CategoryIn {
    /// What belongs there, at length; at most 10,000 characters.
    pub(crate) description: Option<String>,
    /// Name or address of a picture.
    pub(crate) icon: Option<String>,
    /// Name.
    pub(crate) name: String,
    /// The category above; none for a root.
    pub(crate) parent_category_id: Option<String>,
    /// Name in addresses: lower-case letters, digits and single hyphens.
    pub(crate) slug: String,
    /// Place among its siblings.
    pub(crate) sort_order: i32,
}

/// A change of a category. What is left out stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct CategoryChangeIn {
    /// What belongs there, at length; at most 10,000 characters.
    #[serde(deserialize_with = "nullable")]
    pub(crate) description: Option<Option<String>>,
    /// Name or address of a picture.
    #[serde(deserialize_with = "nullable")]
    pub(crate) icon: Option<Option<String>>,
    /// Name.
    #[serde(deserialize_with = "nullable")]
    pub(crate) name: Option<Option<String>>,
    /// The category above; `null` makes it a root.
    #[serde(deserialize_with = "nullable")]
    pub(crate) parent_category_id: Option<Option<String>>,
    /// Name in addresses: lower-case letters, digits and single hyphens.
    #[serde(deserialize_with = "nullable")]
    pub(crate) slug: Option<Option<String>>,
    /// Place among its siblings.
    #[serde(deserialize_with = "nullable")]
    pub(crate) sort_order: Option<Option<i32>>,
}

/// A new location.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LocationIn {
    /// City.
    pub(crate) city: String,
    /// Country.
    pub(crate) country: String,
    /// District.
    pub(crate) district: String,
    /// Degrees north, -90 to 90.
    pub(crate) latitude: Option<f64>,
    /// Degrees east, -180 to 180.
    pub(crate) longitude: Option<f64>,
    /// Postal code.
    pub(crate) postal_code: Option<String>,
}

/// A change of a location. What is left out stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct LocationChangeIn {
    /// City.
    #[serde(deserialize_with = "nullable")]
    pub(crate) city: Option<Option<String>>,
    /// Country.
    #[serde(deserialize_with = "nullable")]
    pub(crate) country: Option<Option<String>>,
    /// District.
    #[serde(deserialize_with = "nullable")]
    pub(crate) district: Option<Option<String>>,
    /// Degrees north, -90 to 90.
    #[serde(deserialize_with = "nullable")]
    pub(crate) latitude: Option<Option<f64>>,
    /// Degrees east, -180 to 180.
    #[serde(deserialize_with = "nullable")]
    pub(crate) longitude: Option<Option<f64>>,
    /// Postal code.
    #[serde(deserialize_with = "nullable")]
    pub(crate) postal_code: Option<Option<String>>,
}
