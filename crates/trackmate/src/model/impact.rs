//! Impacts: what products bring about.

use accounts::AccountId;
use platform::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Icon, ImpactId, Placeholder};

/// An impact as it is checked and stored. `id` if it is a stored impact, or names one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImpactEntry {
    /// Id of the stored impact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ImpactId>,
    pub name: String,
    /// Picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Drawing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    pub description: Option<String>,
}

impl ImpactEntry {
    /// Its id, as text.
    pub(crate) fn id(&self) -> Option<&str> {
        self.id.as_ref().map(ImpactId::as_str)
    }
}

/// An impact as a product or UMKM shows it: always with a picture, and with the drawing that was sent.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct EffectView {
    /// Id of the stored impact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ImpactId>,
    pub name: String,
    /// Picture.
    pub image: String,
    /// Drawing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    pub description: String,
}

impl EffectView {
    pub(crate) fn of(entry: ImpactEntry, placeholder: &Placeholder) -> Self {
        Self {
            id: entry.id,
            name: entry.name,
            image: placeholder.instead_of(entry.image),
            icon: entry.icon,
            description: entry.description.unwrap_or_default(),
        }
    }
}

/// A stored impact.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImpactView {
    pub id: ImpactId,
    pub name: String,
    /// Picture.
    pub image: String,
    /// Drawing.
    pub icon: Option<Icon>,
    pub description: String,
    /// Whose it is (`user-…`).
    pub owner: String,
    /// Whether an administrator approved it.
    pub is_approve: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Which impacts a list is of.
#[derive(Debug, Clone)]
pub enum ImpactFilter {
    /// Those that an account keeps.
    Owner(AccountId),
    /// Those that are approved, or not.
    Approval(bool),
}
