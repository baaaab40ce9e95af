//! What there is to say about a cell of a list.

use base::Message;
use serde::Serialize;

use super::Column;
use crate::finding::{BothLanguages, Severity, both, excerpt};

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "RosterFinding")]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What it is, stable and dotted (`roster.number.numeric`).
    pub code: &'static str,
    /// The row as Excel counts it, from 1; nothing for what concerns the sheet.
    pub row: Option<u32>,
    /// The column, by its head in the template.
    pub column: Option<&'static str>,
    /// The first 60 characters of what stands there.
    pub excerpt: String,
    /// What is wrong and what to do.
    #[serde(serialize_with = "both")]
    #[schemars(with = "BothLanguages")]
    pub message: Message,
}

impl Finding {
    /// Something because of which nothing is stored.
    pub fn error(code: &'static str, id: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            row: None,
            column: None,
            excerpt: String::new(),
            message: Message::new(id.into(), en.into()),
        }
    }

    /// Something that should be looked at.
    pub fn warning(code: &'static str, id: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, id, en)
        }
    }

    #[must_use]
    pub fn at(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// In a column, in which stands this.
    #[must_use]
    pub fn of(mut self, column: Column, text: &str) -> Self {
        self.column = Some(column.name());
        self.excerpt = excerpt(text);
        self
    }

    /// Whether nothing is stored because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
