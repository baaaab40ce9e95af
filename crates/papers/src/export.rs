//! Writing test packages: as Word documents that teachers edit and the import reads back, and as papers for desks.
//!
//! Invariants: whatever a [paper](crate::paper::Paper) says stands in the document, one table a question, so that reading the document again
//! gives the same paper; the same paper always gives the same bytes; nothing is written that Word would want to repair.

mod body;
mod content;
mod handout;
mod package;
mod paper;
mod parts;
mod pictures;
mod template;
#[cfg(test)]
mod tests;
mod workbook_template;

pub(crate) use body::storable;
pub use handout::to_handout;
pub use paper::to_docx;
pub use template::template;
pub use workbook_template::workbook_template;

use base::Error;

use crate::{
    exchange,
    paper::{Paper, Pictures},
};

/// The type that a Word document is served as.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The type that XML is served as.
pub const XML: &str = "application/xml";

/// A paper as Moodle XML, with its keys, which the import reads as the same paper. What Moodle has no place for stands where
/// its import looks past it.
pub fn to_moodle(paper: &Paper, pictures: &Pictures) -> Vec<u8> {
    exchange::moodle::write(paper, pictures)
}

/// The type that an archive is served as.
pub const ZIP: &str = "application/zip";

/// A paper as a package of QTI 3.0, with its keys, which the import reads as the same paper.
pub fn to_qti(paper: &Paper, pictures: &Pictures) -> Result<Vec<u8>, Error> {
    exchange::qti::write(paper, pictures)
}

/// The type that an Excel workbook is served as.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
