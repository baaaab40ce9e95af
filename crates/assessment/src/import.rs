//! Reading test packages from documents: DOCX in three forms, PDF in one.
//!
//! Invariants: a key is never invented; whatever was not understood is a finding with its place; nothing in here touches
//! the database, so a dry run and a real import read alike.

mod finding;

pub(crate) use finding::{BothLanguages, both};
pub use finding::{Finding, Place, Severity};

use crate::paper::{Paper, Pictures};

/// What a document held.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The package, as far as it was understood. Meaningless if a finding is an error.
    pub paper: Paper,
    /// The pictures that it names.
    pub pictures: Pictures,
    /// What should be looked at, in the document's order.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// Whether it may not be stored.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}
