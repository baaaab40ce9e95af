//! What an import has to say about a place in a document.

use base::Message;
use serde::Serialize;

use crate::finding::{BothLanguages, Severity, both};

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

impl Place {
    /// Whether it is known to stand at another one, or before it.
    pub(super) fn is_before(self, other: Self) -> bool {
        let line = |place: Self| Some((place.page.unwrap_or_default(), place.paragraph?));
        match (self.table.zip(other.table), line(self).zip(line(other))) {
            (Some((own, others)), _) => (own, self.row) <= (others, other.row),
            (None, Some((own, others))) => own <= others,
            (None, None) => false,
        }
    }
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
