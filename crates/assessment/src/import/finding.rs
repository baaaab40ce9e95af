//! What an import has to say about a place in a document.

use platform::{Lang, Message};
use serde::{Serialize, Serializer, ser::SerializeMap as _};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Should be looked at; the package can be stored.
    Warning,
    /// The package cannot be stored.
    Error,
}

/// Where in the document, counted from 1 as a reader would.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The number of the table, for what stands in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<usize>,
    /// The row of that table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// The number of the paragraph outside of tables (of the line, in a PDF).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<usize>,
    /// The page, in a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What it is, stable and dotted (`question.key.missing`).
    pub code: &'static str,
    /// The title of the section.
    pub section: Option<String>,
    /// The number of the question, as the document writes it.
    pub question: Option<String>,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The first 60 characters of what stands there.
    pub excerpt: String,
    /// What is wrong and what to do.
    #[serde(serialize_with = "both")]
    #[schemars(with = "BothLanguages")]
    pub message: Message,
}

/// A message in both languages.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only describes how a message is shown")]
pub(crate) struct BothLanguages {
    id: String,
    en: String,
}

/// Shows a message in both languages.
pub(crate) fn both<S: Serializer>(message: &Message, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("id", message.text(Lang::Id))?;
    map.serialize_entry("en", message.text(Lang::En))?;
    map.end()
}
