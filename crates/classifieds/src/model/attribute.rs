//! What listings of a category say by name: definitions, version by version, and what lies below inherits.

use std::collections::BTreeMap;

use accounts::AccountId;
use platform::{Timestamp, input as reading, version::Versioned};
use serde::{Deserialize, Serialize};

use super::category::CategoryId;

/// The languages in which something can be named.
pub(crate) const LANGUAGES: [&str; 3] = ["id", "en", "tr"];

/// A name by language: `id`, `en`, `tr`, one of them at least.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Names(pub BTreeMap<String, String>);

impl Names {
    /// The name in a language; in another one, where that has none.
    pub fn of(&self, language: &str) -> &str {
        let others = LANGUAGES.iter().rev().filter_map(|other| self.0.get(*other));
        self.0
            .get(language)
            .or_else(|| others.into_iter().next())
            .map_or("", String::as_str)
    }
}

/// What a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    /// A text of at most 200 characters.
    Text,
    /// A number, in the unit of its definition.
    Number,
    /// A year, from 1800 to 2200.
    Year,
    /// One of the options, by its value.
    Choice,
    /// Some of the options: an array of their values.
    Several,
    /// `true` or `false`.
    YesNo,
}

impl AttributeKind {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Text,
        Self::Number,
        Self::Year,
        Self::Choice,
        Self::Several,
        Self::YesNo,
    ];

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Year => "year",
            Self::Choice => "choice",
            Self::Several => "several",
            Self::YesNo => "yes_no",
        }
    }

    /// Whether its values are options.
    pub fn has_options(self) -> bool {
        matches!(self, Self::Choice | Self::Several)
    }

    /// Whether its values lie in a range.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Year)
    }
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AttributeOption {
    /// What listings hold: 1 to 100 characters.
    pub value: String,
    /// As people read it; the value itself in languages that have none.
    #[serde(default)]
    pub names: Names,
}

impl AttributeOption {
    /// As people read it in a language.
    pub fn named(&self, language: &str) -> &str {
        match self.names.of(language) {
            "" => &self.value,
            name => name,
        }
    }
}

/// What a listing may say by a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttributeDefinition {
    /// The key in a listing's `attributes`: lower-case letters, digits and `_`, at most 40, a letter first.
    pub key: String,
    /// What a value may be.
    #[serde(rename = "type")]
    pub kind: AttributeKind,
    /// As people read it, by language.
    pub names: Names,
    /// What a number counts, as `km`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Of a choice, 1 to 100.
    #[serde(
        default,
        deserialize_with = "reading::objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub options: Vec<AttributeOption>,
    /// The least that a number may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// The most that a number may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// Whether a new listing must have it.
    #[serde(default)]
    pub required: bool,
    /// Whether lists can be narrowed by it; not by texts.
    #[serde(default)]
    pub in_facets: bool,
}

/// A version of what a category defines itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AttributeSet {
    pub(crate) category: CategoryId,
    pub(crate) version: i64,
    pub(crate) definitions: Vec<AttributeDefinition>,
    pub(crate) created_at: Timestamp,
    pub(crate) author: AccountId,
}

/// Which version of a category's definitions a listing was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AttributeVersion(pub(crate) CategoryId, pub(crate) i64);

/// A definition, and the category that has it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InheritedAttribute {
    #[serde(flatten)]
    pub definition: AttributeDefinition,
    /// The category that defines it: the one that was asked for, or one above.
    pub category_id: CategoryId,
}

/// What listings of a category say by name.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CategoryAttributes {
    pub category_id: CategoryId,
    /// Of what the category defines itself: 1 before anything was, and one more with each change.
    pub record_version: i64,
    /// What it defines itself.
    pub own: Vec<AttributeDefinition>,
    /// What its listings are asked: what the categories above define, the highest first, then its own. A key that is defined again
    /// stands where it stood, as it was defined last.
    pub attributes: Vec<InheritedAttribute>,
}

impl Versioned for CategoryAttributes {
    fn version(&self) -> i64 {
        self.record_version
    }
}

/// A value that a listing has, as lists are narrowed by it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AttributeTerm {
    pub(crate) key: String,
    pub(crate) term: String,
    pub(crate) number: Option<f64>,
}

/// Any of some values of an attribute is wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum AttributeFilter {
    /// One of these.
    OneOf(Vec<String>),
    /// A number from the first to the second, both included; open where there is none.
    Between(Option<f64>, Option<f64>),
}
