//! Impacts: what products bring about.

use accounts::AccountId;
use platform::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Icon, ImpactId, Stored};

/// An impact as a product or UMKM shows it: with `image` or `icon`. `id` only if it is a stored impact.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
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

/// A stored impact.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImpactView {
    pub id: ImpactId,
    pub name: String,
    /// Picture.
    pub image: Option<String>,
    /// Drawing.
    #[schemars(with = "Option<Icon>")]
    pub icon: Option<Stored>,
    pub description: Option<String>,
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
    /// Those of an account.
    Owner(AccountId),
    /// Those that are approved, or not.
    Approval(bool),
}
