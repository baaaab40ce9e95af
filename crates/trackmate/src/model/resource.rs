//! Resources: what products are made of.

use platform::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Place, Placeholder, ResourceId};

/// An ingredient as it is checked and stored. `id` if it is a stored resource, or names one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

impl ResourceEntry {
    /// Its id, as text.
    pub(crate) fn id(&self) -> Option<&str> {
        self.id.as_ref().map(ResourceId::as_str)
    }
}

/// An ingredient as a product shows it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct IngredientView {
    /// Id of the stored resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ResourceId>,
    pub name: String,
    /// Who supplies it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub umkm: Option<String>,
    /// Picture.
    pub image: String,
    /// Where it comes from.
    pub location: Place,
    pub description: String,
}

impl IngredientView {
    pub(crate) fn of(entry: ResourceEntry, placeholder: &Placeholder) -> Self {
        Self {
            id: entry.id,
            name: entry.name,
            umkm: entry.umkm,
            image: placeholder.instead_of(entry.image),
            location: entry.location.unwrap_or_default(),
            description: entry.description.unwrap_or_default(),
        }
    }
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
    pub image: String,
    /// Where it comes from.
    pub location: Place,
    pub description: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}
