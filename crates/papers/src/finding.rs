//! What findings have in common, whatever kind of file they are about. Where they are differs too much to be one type: a
//! place in a document is a table or a paragraph of a question, one in a list is a row and a column.

use base::{Lang, Message};
use serde::{Serialize, Serializer, ser::SerializeMap as _};

/// Most characters of a file that a finding quotes.
pub(crate) const EXCERPT: usize = 60;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Should be looked at; the package can be stored.
    Warning,
    /// The package cannot be stored.
    Error,
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

/// The first 60 characters of what stands in a file.
pub(crate) fn excerpt(text: &str) -> String {
    text.chars().take(EXCERPT).collect()
}
