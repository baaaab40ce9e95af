//! Reading test packages from documents: DOCX and ODT in three forms, workbooks and tables of text, PDF and numbered text in
//! one form, GIFT and Aiken, and what other platforms export.
//!
//! Invariants: a key is never invented; whatever was not understood is a finding with its place; nothing in here touches
//! the database, so a dry run and a real import read alike.

mod borrowed;
pub(crate) mod docx;
mod finding;
mod grammar;
mod judge;
mod numerals;
pub(crate) mod opendocument;
mod pdf;
mod plain_text;
mod styled;
#[cfg(test)]
pub(crate) mod tests;
mod workbook;

use base::{Error, Kind, Message};

pub(crate) use borrowed::{entities, formulas};
pub use finding::{Finding, Place};
pub use workbook::{ColumnUse, SheetMapping};

use crate::{
    exchange::{moodle, qti},
    file_kind::{FileKind, Foreign, Refusal},
    finding::Severity,
    paper::{Paper, Pictures},
};

/// What a document held.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The package, as far as it was understood. Meaningless if a finding is an error. Its title is empty if the document
    /// has none: the caller then takes the name of the file.
    pub paper: Paper,
    /// The pictures that it names.
    pub pictures: Pictures,
    /// What should be looked at, in the document's order.
    pub findings: Vec<Finding>,
    /// Where the questions of the package stand, in its order.
    pub origins: Vec<Origin>,
    /// What each column of a workbook was taken for; empty for documents.
    pub columns: Vec<ColumnUse>,
}

/// Where a question stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Its number, as the document writes it; may be empty.
    pub number: String,
    pub place: Place,
}

impl Reading {
    /// Whether it may not be stored.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// The place in the package's order, from 0, of the question that a finding is about; nothing if it is about none. Where a section
    /// has a number twice, it is the last of them that begins before the finding.
    pub fn question_of(&self, finding: &Finding) -> Option<usize> {
        let number = finding.question.as_deref()?;
        let sections = self.paper.sections.iter();
        let titles = sections.flat_map(|section| section.questions.iter().map(|_| section.title.as_str()));
        let named: Vec<(usize, &Origin)> = titles
            .zip(&self.origins)
            .enumerate()
            .filter(|(_, (title, origin))| {
                origin.number == number && finding.section.as_deref().is_none_or(|section| section == *title)
            })
            .map(|(at, (_, origin))| (at, origin))
            .collect();
        let begun = named.iter().rfind(|(_, origin)| origin.place.is_before(finding.place));
        begun.or_else(|| named.first()).map(|(at, _)| *at)
    }
}

/// A line of a document that knows nothing but lines (a PDF).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it says, with its number or letter as literal text.
    pub text: String,
    /// Where it stands: page and line.
    pub place: Place,
}

/// A line of such a document, with its marks.
#[derive(Debug, PartialEq)]
struct StyledLine {
    text: styled::StyledText,
    place: Place,
}

/// The code of a file that is not read.
const NOT_A_DOCUMENT: &str = "assessment.import.not_a_document";

/// The file is nothing that is read: `assessment.import.not_a_document`.
pub fn not_a_document() -> Error {
    let said = Message::new(
        "Berkas ini bukan dokumen Word (.docx), dokumen LibreOffice (.odt), buku kerja (.xlsx, .ods), PDF, teks soal, Moodle XML, atau paket QTI.",
        "The file is no Word document (.docx), LibreOffice document (.odt), workbook (.xlsx, .ods), PDF, text of questions, Moodle XML or package of QTI.",
    );
    Error::new(Kind::UnsupportedMedia, NOT_A_DOCUMENT, said)
}

/// Reads a document as what it contains, whatever it is called. Findings and errors are as for [`read_docx`]; a file that is
/// told apart but not read is [`not_a_document`] with words on what to do.
pub fn read(bytes: &[u8]) -> Result<Reading, Error> {
    read_mapped(bytes, &[])
}

/// The same; of a workbook or a table of text, with what somebody says that its columns are.
pub fn read_mapped(bytes: &[u8], said: &[SheetMapping]) -> Result<Reading, Error> {
    match FileKind::of(bytes) {
        FileKind::Word => read_docx(bytes),
        FileKind::Writer => opendocument::read(bytes),
        FileKind::Workbook | FileKind::Calc => workbook::read(bytes, said),
        FileKind::Pdf => read_pdf(bytes),
        FileKind::Quiz => moodle::read(bytes).map_err(|refusal| refusal.of_document("import.moodle.refused")),
        FileKind::Qti => qti::read(bytes).map_err(|refusal| refusal.of_document("import.qti.refused")),
        FileKind::Text => read_text(bytes, said),
        FileKind::Foreign(Foreign::Unknown) => Err(not_a_document()),
        FileKind::Foreign(foreign) => Err(Refusal::from(foreign).of_document(NOT_A_DOCUMENT)),
    }
}

/// Reads a text as the form that it has.
fn read_text(bytes: &[u8], said: &[SheetMapping]) -> Result<Reading, Error> {
    if !said.is_empty() || workbook::is_table(bytes) {
        return workbook::read(bytes, said);
    }
    // A refusal shows the columns of what may be a table, so that somebody can say what they are.
    plain_text::read(bytes).ok_or_else(|| match workbook::columns_of(bytes) {
        columns if columns.is_empty() => not_a_document(),
        columns => not_a_document().with_detail(&serde_json::json!({"columns": columns})),
    })
}

/// Reads a Word document.
///
/// What is wrong inside of a document that could be opened is a finding of the reading; the error is for a file that is no
/// Word document, is protected, is too large or refers to something outside of itself.
pub fn read_docx(bytes: &[u8]) -> Result<Reading, Error> {
    let document = docx::read(bytes)?;
    Ok(grammar::read(document))
}

/// Whether a line outside of tables could be taken for more than words: a keyword, the beginning of a question, a key. An
/// export sets such a line in the style `Isi`.
pub(crate) fn is_special(line: &str) -> bool {
    grammar::is_special(line)
}

/// Reads numbered lines, the third form of a test package and the only one that a PDF can hold.
pub fn read_lines(lines: Vec<Line>) -> Reading {
    let styled = |line: Line| StyledLine {
        text: styled::StyledText::of(&line.text),
        place: line.place,
    };
    grammar::read_lines(lines.into_iter().map(styled).collect())
}

/// Reads a PDF, which can hold the third form only. Findings and errors are as for [`read_docx`].
pub fn read_pdf(bytes: &[u8]) -> Result<Reading, Error> {
    let contents = pdf::read(bytes)?;
    let mut reading = grammar::read_lines(contents.lines);
    reading.findings.splice(0..0, contents.findings);
    Ok(reading)
}
