//! What the API may be told about a passage, by itself or together with a question.

use marked::Text;
use papers::rules::passage::{LONGEST_BODY, LONGEST_CODE, LONGEST_TITLE, body as body_rule};
use platform::{Result, Rule, input::nullable, text::Check};
use serde::Deserialize;

use crate::{
    bank::{section::rules::kept, text::SentText},
    failures::nothing_to_change,
};

/// A passage that is made together with its question.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub struct NewPassageIn {
    /// What questions call it (`P1`); the next free number if it is left out.
    pub code: Option<String>,
    pub title: Option<String>,
    /// Its text, up to 100,000 characters; may be left out beside `bodyMarked`.
    #[serde(default)]
    pub body: Option<String>,
    /// Its text as marked text; together with `body` it must say the same.
    #[serde(default, rename = "bodyMarked")]
    pub body_marked: Option<String>,
}

/// A passage as it is sent by itself.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PassageIn {
    /// The package that it belongs to.
    pub package_id: i64,
    /// What questions call it (`P1`); the next free number if it is left out.
    pub code: Option<String>,
    pub title: Option<String>,
    /// Its text, up to 100,000 characters; may be left out beside `bodyMarked`.
    #[serde(default)]
    pub body: Option<String>,
    /// Its text as marked text; together with `body` it must say the same.
    #[serde(default, rename = "bodyMarked")]
    pub body_marked: Option<String>,
}

/// A change of a passage. What is left out stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct PassageChangeIn {
    /// What questions call it.
    #[serde(deserialize_with = "nullable")]
    pub code: Option<Option<String>>,
    #[serde(deserialize_with = "nullable")]
    pub title: Option<Option<String>>,
    /// Its text; its marks stay if it is the same.
    #[serde(deserialize_with = "nullable")]
    pub body: Option<Option<String>>,
    /// Its text as marked text; `null` takes its marks away.
    #[serde(deserialize_with = "nullable", rename = "bodyMarked")]
    pub body_marked: Option<Option<String>>,
}

/// A change of a passage, good by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassageChange {
    pub(crate) code: Option<String>,
    /// Empty if it was cleared.
    pub title: Option<String>,
    pub(crate) body: Option<SentText>,
}

/// A passage to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPassage {
    pub(crate) code: Option<String>,
    pub(crate) title: String,
    pub(crate) body: Text,
}

impl NewPassageIn {
    /// The passage, with what is wrong noted under `prefix`.
    pub(crate) fn validate(self, check: &mut Check, prefix: &str) -> NewPassage {
        let field = format!("{prefix}body");
        let sent = SentText::read(check, &field, (self.body, self.body_marked.map(Some)), LONGEST_BODY);
        let body = sent.and_then(|sent| sent.into_new(check));
        match &body {
            Some(text) => drop(body_rule(check, &field, text.plain())),
            None => check.note(field, Rule::Required),
        }
        let title = self.title.as_deref();
        NewPassage {
            code: check.maybe_text(&format!("{prefix}code"), self.code.as_deref(), LONGEST_CODE),
            title: check
                .maybe_text(&format!("{prefix}title"), title, LONGEST_TITLE)
                .unwrap_or_default(),
            body: body.unwrap_or_default(),
        }
    }
}

impl PassageIn {
    /// The package, and the passage that this describes.
    pub fn validate(self) -> Result<(i64, NewPassage)> {
        let mut check = Check::new();
        let new = NewPassageIn {
            code: self.code,
            title: self.title,
            body: self.body,
            body_marked: self.body_marked,
        };
        let new = new.validate(&mut check, "");
        check.finish().map(|()| (self.package_id, new))
    }
}

impl PassageChangeIn {
    /// The change that this describes.
    pub fn validate(self) -> Result<PassageChange> {
        let mut check = Check::new();
        let change = PassageChange {
            code: kept(&mut check, "code", self.code).map(|code| check.text("code", &code, 1, LONGEST_CODE)),
            title: self
                .title
                .map(|title| check.text("title", &title.unwrap_or_default(), 0, LONGEST_TITLE)),
            body: {
                let plain = kept(&mut check, "body", self.body);
                SentText::read(&mut check, "body", (plain, self.body_marked), LONGEST_BODY)
            },
        };
        if let Some(body) = change.body.as_ref().and_then(SentText::words) {
            body_rule(&mut check, "body", body.plain());
        }
        check.finish()?;
        if change == PassageChange::default() {
            return Err(nothing_to_change());
        }
        Ok(change)
    }
}
