//! Resources: what products are made of.

use platform::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Place, ResourceId, Stored};

/// An ingredient as a product shows it. `id` only if it is a stored resource.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ResourceEntry {
    /// Id of the stored resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ResourceId>,
    pub name: String,
    /// Who supplies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub umkm: Option<String>,
    /// Picture.
    pub image: Option<String>,
    /// Where it comes from.
    pub location: Option<Place>,
    pub description: Option<String>,
}

/// A stored resource.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResourceView {
    pub id: ResourceId,
    pub name: String,
    /// Who supplies it.
    pub umkm: Option<String>,
    /// Picture.
    pub image: Option<String>,
    /// Where it comes from.
    #[schemars(with = "Option<Place>")]
    pub location: Option<Stored>,
    pub description: Option<String>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}
