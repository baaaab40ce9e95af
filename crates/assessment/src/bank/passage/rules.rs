//! What the API may be told about a passage, by itself or together with a question.

use papers::rules::passage::{LONGEST_CODE, LONGEST_TITLE, body};
use platform::{Result, input::nullable, text::Check};
use serde::Deserialize;

use crate::{bank::section::rules::kept, failures::nothing_to_change};

/// A passage that is made together with its question.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub struct NewPassageIn {
    /// What questions call it (`P1`); the next free number if it is left out.
    pub code: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its text, up to 100,000 characters.
    pub body: String,
}

/// A passage as it is sent by itself.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PassageIn {
    /// The package that it belongs to.
    pub package_id: i64,
    /// What questions call it (`P1`); the next free number if it is left out.
    pub code: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its text, up to 100,000 characters.
    pub body: String,
}

/// A change of a passage. What is left out stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct PassageChangeIn {
    /// What questions call it.
    #[serde(deserialize_with = "nullable")]
    pub code: Option<Option<String>>,
    /// Its title.
    #[serde(deserialize_with = "nullable")]
    pub title: Option<Option<String>>,
    /// Its text.
    #[serde(deserialize_with = "nullable")]
    pub body: Option<Option<String>>,
}

/// A change of a passage, good by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassageChange {
    pub(crate) code: Option<String>,
    /// Empty if it was cleared.
    pub title: Option<String>,
    pub(crate) body: Option<String>,
}

/// A passage to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPassage {
    pub(crate) code: Option<String>,
    pub(crate) title: String,
    pub(crate) body: String,
}

impl NewPassageIn {
    /// The passage, with what is wrong noted under `prefix`.
    pub(crate) fn checked(self, check: &mut Check, prefix: &str) -> NewPassage {
        let body = body(check, &format!("{prefix}body"), &self.body);
        let title = self.title.as_deref();
        NewPassage {
            code: check.maybe_text(&format!("{prefix}code"), self.code.as_deref(), LONGEST_CODE),
            title: check
                .maybe_text(&format!("{prefix}title"), title, LONGEST_TITLE)
                .unwrap_or_default(),
            body,
        }
    }
}

impl PassageIn {
    /// The package, and the passage that this describes.
    pub(crate) fn checked(self) -> Result<(i64, NewPassage)> {
        let mut check = Check::new();
        let new = NewPassageIn {
            code: self.code,
            title: self.title,
            body: self.body,
        };
        let new = new.checked(&mut check, "");
        check.finish().map(|()| (self.package_id, new))
    }
}

impl PassageChangeIn {
    /// The change that this describes.
    pub(crate) fn checked(self) -> Result<PassageChange> {
        let mut check = Check::new();
        let change = PassageChange {
            code: kept(&mut check, "code", self.code).map(|code| check.text("code", &code, 1, LONGEST_CODE)),
            title: self
                .title
                .map(|title| check.text("title", &title.unwrap_or_default(), 0, LONGEST_TITLE)),
            body: kept(&mut check, "body", self.body).map(|given| body(&mut check, "body", &given)),
        };
        check.finish()?;
        if change == PassageChange::default() {
            return Err(nothing_to_change());
        }
        Ok(change)
    }
}
