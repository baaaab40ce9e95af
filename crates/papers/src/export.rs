//! Writing test packages as Word documents that teachers edit and the import reads back.
//!
//! Invariants: whatever a [paper](crate::paper::Paper) says stands in the document, one table a question, so that reading the document again
//! gives the same paper; the same paper always gives the same bytes; nothing is written that Word would want to repair.

mod body;
mod content;
mod package;
mod paper;
mod parts;
mod pictures;
mod template;
#[cfg(test)]
mod tests;
mod workbook_template;

pub use paper::to_docx;
pub use template::template;
pub use workbook_template::workbook_template;

/// The type that a Word document is served as.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The type that an Excel workbook is served as.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
