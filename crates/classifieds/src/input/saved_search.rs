//! Request bodies about saved searches.

use platform::{Error, input::object, text::Check};
use serde::Deserialize;

use crate::{
    failures::nothing_to_change,
    model::saved_search::{NewSavedSearch, SavedFilters, SavedSearchChange},
    rules::saved_search::check_filters,
};

/// Longest name of a saved search, in characters.
pub const LONGEST_NAME: usize = 100;

/// A search that is to be saved.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SavedSearchIn {
    /// At most 100 characters.
    pub name: String,
    /// At least one.
    #[serde(default, deserialize_with = "object")]
    pub filters: Option<SavedFilters>,
    /// Whether letters tell of what is new; `false` unless given.
    pub notify_by_email: Option<bool>,
}

impl SavedSearchIn {
    /// The search, if it is good by itself.
    pub fn check(&self) -> Result<NewSavedSearch, Error> {
        let mut check = Check::new();
        let name = check.clean("name", &self.name, 1, LONGEST_NAME);
        let filters = check_filters(&self.filters.clone().unwrap_or_default());
        if let Err(error) = &filters {
            for field in error.fields() {
                check.note(field.path.clone(), field.rule.clone());
            }
        }
        check.finish()?;
        Ok(NewSavedSearch {
            name,
            filters: filters?,
            notify_by_email: self.notify_by_email.unwrap_or_default(),
        })
    }
}

/// What is to be different of a saved search; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SavedSearchChangeIn {
    /// At most 100 characters.
    pub name: Option<String>,
    /// Whether letters tell of what is new.
    pub notify_by_email: Option<bool>,
    /// `true`: what is new counts as looked at. That alone is no new version.
    pub viewed: Option<bool>,
}

impl SavedSearchChangeIn {
    /// The change, if it is good by itself.
    pub fn check(&self) -> Result<SavedSearchChange, Error> {
        let mut check = Check::new();
        let name = self.name.as_deref();
        let name = name.map(|name| check.clean("name", name, 1, LONGEST_NAME));
        check.finish()?;
        let change = SavedSearchChange {
            name,
            notify_by_email: self.notify_by_email,
            is_viewed: self.viewed == Some(true),
        };
        if change.name.is_none() && change.notify_by_email.is_none() && !change.is_viewed {
            return Err(nothing_to_change());
        }
        Ok(change)
    }
}
