//! UMKM: as they are stored, shown, listed and changed.

use accounts::AccountId;
use platform::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};

use super::{ContactView, EffectView, ImpactEntry, PartEntry, Place, Placeholder, Province, UmkmId, json, maybe_json};

/// A UMKM in a list.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct UmkmBrief {
    pub id: UmkmId,
    pub logo: String,
    pub name: String,
    /// Where it is.
    pub location: Place,
}

/// Where a UMKM is.
#[derive(Debug, Clone)]
pub struct Whereabouts {
    pub id: UmkmId,
    pub name: String,
    pub place: Place,
}

/// A UMKM in the list of those who approve.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UmkmApproval {
    pub id: UmkmId,
    pub logo: String,
    pub name: String,
    /// Where it is.
    pub location: Place,
    /// Whose it is (`user-…`).
    pub owner: String,
    /// Whether an administrator approved it.
    pub is_approve: bool,
}

/// A UMKM's history, as it is sent and stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// The story.
    pub text: Option<String>,
    /// A picture.
    pub image: Option<String>,
}

/// A UMKM's history, as it is shown.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct HistoryView {
    /// The story.
    pub text: String,
    /// A picture.
    pub image: String,
}

impl HistoryView {
    pub(crate) fn of(history: Option<History>, placeholder: &Placeholder) -> Self {
        let history = history.unwrap_or_default();
        Self {
            text: history.text.unwrap_or_default(),
            image: placeholder.instead_of(history.image),
        }
    }
}

/// A UMKM with everything.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UmkmView {
    pub id: UmkmId,
    /// Picture.
    pub image: String,
    pub logo: String,
    pub name: String,
    pub description: String,
    /// Where it is.
    pub location: Place,
    /// Its story.
    pub history: HistoryView,
    /// What it changes: the impacts that it was given, and then those that its owner keeps.
    pub impact: Vec<EffectView>,
    /// How to reach it, readable for both generations of clients; `null` if nobody said.
    pub contact: Option<Vec<ContactView>>,
    /// How many people work there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employe: Option<i64>,
    /// Whose it is (`user-…`).
    pub owner: String,
    /// When it joined.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The checked content of a UMKM; `None` where the input said nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct UmkmChange {
    pub(crate) name: Option<String>,
    pub(crate) image: Option<Option<String>>,
    pub(crate) logo: Option<Option<String>>,
    pub(crate) description: Option<Option<String>>,
    pub(crate) location: Option<Option<Place>>,
    pub(crate) history: Option<Option<History>>,
    pub(crate) impact: Option<Vec<PartEntry<ImpactEntry>>>,
    /// A JSON array, entry by entry as sent.
    pub(crate) contact: Option<String>,
    pub(crate) employe: Option<Option<i64>>,
}

/// What ownership and approval are decided by.
pub(crate) struct UmkmKey {
    pub(crate) id: UmkmId,
    pub(crate) owner: AccountId,
    pub(crate) approved: bool,
    pub(crate) name: String,
    /// Number of the province where it is, if its place says so.
    pub(crate) province: Option<i64>,
}

/// The columns that an owner edits, as they are stored.
#[derive(Clone, Default)]
pub(crate) struct UmkmContent {
    pub(crate) name: String,
    pub(crate) image: Option<String>,
    pub(crate) logo: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) history: Option<String>,
    pub(crate) impact: String,
    pub(crate) contact: String,
    pub(crate) employe: Option<i64>,
}

impl UmkmContent {
    /// The content of a UMKM that nothing is known of.
    pub(crate) fn empty() -> Self {
        Self {
            impact: "[]".to_owned(),
            contact: "[]".to_owned(),
            ..Self::default()
        }
    }

    /// This content with a change applied; what the change does not mention stays.
    pub(crate) fn apply(mut self, change: &UmkmChange) -> Result<Self> {
        if let Some(name) = &change.name {
            self.name.clone_from(name);
        }
        if let Some(image) = &change.image {
            self.image.clone_from(image);
        }
        if let Some(logo) = &change.logo {
            self.logo.clone_from(logo);
        }
        if let Some(description) = &change.description {
            self.description.clone_from(description);
        }
        if let Some(location) = &change.location {
            self.location = maybe_json(location.as_ref())?;
        }
        if let Some(history) = &change.history {
            self.history = maybe_json(history.as_ref())?;
        }
        if let Some(impact) = &change.impact {
            self.impact = json(impact)?;
        }
        if let Some(contact) = &change.contact {
            self.contact.clone_from(contact);
        }
        if let Some(employe) = change.employe {
            self.employe = employe;
        }
        Ok(self)
    }

    /// Number of the province where it is, if its place says so.
    pub(crate) fn province(&self) -> Result<Option<i64>> {
        let place: Option<Place> = match &self.location {
            Some(location) => serde_json::from_str(location).map_err(Error::internal)?,
            None => None,
        };
        Ok(place.as_ref().and_then(Province::of_place).map(Province::number))
    }

    /// The impacts, as entries.
    pub(crate) fn impact_entries(&self) -> Result<Vec<PartEntry<ImpactEntry>>> {
        serde_json::from_str(&self.impact).map_err(Error::internal)
    }
}
