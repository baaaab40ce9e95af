//! Test packages as text: numbered questions as in the third form, GIFT, and Aiken.
//!
//! Which of them a text is shows in its shape; a text that is none of them is no test package.

mod aiken;
mod gift;
#[cfg(test)]
mod tests;

use base::Message;

use super::{
    Place, Reading,
    borrowed::{self, words},
    docx::{At, Block, Cell, Document, Note, Paragraph, Row, Table},
    grammar,
    styled::StyledText,
};
use crate::{
    finding::{Severity, excerpt},
    sheet::book::decode,
};

/// The longest text, in bytes: no exam is a novel.
const LONGEST: usize = 8 * 1024 * 1024;
/// Most lines of a text.
const MOST_LINES: usize = 100_000;
/// Most notes that are kept; a report shows fewer.
const MOST_NOTES: usize = 5_000;

/// Reads a text; nothing if it has the shape of none of the forms.
pub(super) fn read(bytes: &[u8]) -> Option<Reading> {
    if bytes.len() > LONGEST {
        return None;
    }
    let text = decode(bytes).replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() > MOST_LINES {
        return None;
    }
    if gift::is_gift(&text) {
        Some(grammar::read(gift::read(&lines)))
    } else if aiken::is_aiken(&lines) {
        Some(grammar::read(aiken::read(&lines)))
    } else if is_numbered(&lines) {
        Some(grammar::read(numbered(&lines)))
    } else {
        None
    }
}

/// Whether a line begins a question, and another says something of one.
fn is_numbered(lines: &[&str]) -> bool {
    let is_question = |line: &&str| {
        let line = line.trim_start();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        (1..=4).contains(&digits) && line[digits..].starts_with(['.', ')'])
    };
    let others = || lines.iter().filter(|line| !is_question(line));
    lines.iter().any(is_question) && others().any(|line| grammar::is_special(line))
}

/// Lines as the paragraphs of a document.
fn numbered(lines: &[&str]) -> Document {
    let mut sheets = Sheets::default();
    for (index, line) in lines.iter().enumerate() {
        let at = at(index);
        let text = sheets.borrow(line.trim_end(), at);
        sheets.document.blocks.push(paragraph(text, "", at));
    }
    sheets.document
}

/// The place of a line, which counts from 0.
fn at(index: usize) -> At {
    At {
        order: index + 1,
        place: Place {
            paragraph: Some(index + 1),
            ..Place::default()
        },
    }
}

fn paragraph(text: StyledText, style: &str, at: At) -> Block {
    Block::Paragraph(Paragraph {
        text,
        style: style.to_owned(),
        at,
        ..Paragraph::default()
    })
}

/// A question as the table of the first form: what stands before, in, and beside its rows.
#[derive(Debug, Default)]
struct Sheet {
    rows: Vec<(String, String, String)>,
}

impl Sheet {
    fn add(&mut self, label: &str, text: &str, sign: &str) {
        self.rows.push((label.to_owned(), text.to_owned(), sign.to_owned()));
    }
}

/// A document of such tables in the making.
#[derive(Debug, Default)]
struct Sheets {
    document: Document,
    count: usize,
    has_section: bool,
}

impl Sheets {
    /// Begins a section of which nobody says how long it takes.
    fn section(&mut self, title: &str, at: At) {
        self.has_section = true;
        let lines = [format!("BAGIAN: {title}"), "DURASI: 60 menit".to_owned()];
        let blocks = lines.iter().map(|line| paragraph(StyledText::of(line), "", at));
        self.document.blocks.extend(blocks);
        self.note(
            at,
            "section.duration.assumed",
            title,
            "Durasi bagian ini tidak ditulis; dianggap 60 menit. Ubah setelah diimpor.",
            "The section has no duration; 60 minutes are assumed. Change it after the import.",
        );
    }

    /// Adds a question.
    fn question(&mut self, stem: &str, sheet: &Sheet, at: At) {
        if !self.has_section {
            self.section("Soal", at);
        }
        self.count += 1;
        let head = (format!("SOAL {}", self.count), stem.to_owned(), String::new());
        let rows = std::iter::once(&head).chain(&sheet.rows);
        let rows = rows
            .map(|(label, text, sign)| {
                let is_content = label.starts_with("SOAL") || label.len() <= 2;
                let text = if is_content {
                    self.borrow(text, at)
                } else {
                    StyledText::of(text)
                };
                let cells = [StyledText::of(label), text, StyledText::of(sign)];
                let cells = (0..).zip(cells).map(|(column, text)| cell(column, text, at)).collect();
                Row { cells, at }
            })
            .collect();
        self.document.blocks.push(Block::Table(Table {
            rows,
            at,
            ..Table::default()
        }));
    }

    /// A text with the marks of other programs.
    fn borrow(&mut self, text: &str, at: At) -> StyledText {
        let found = borrowed::read(text);
        if let Some(formula) = &found.unreadable {
            self.note(
                at,
                "formula.unreadable",
                formula,
                "Rumus LaTeX ini tidak terbaca dan dibiarkan sebagai tulisan.",
                "This formula in LaTeX cannot be read and was left as text.",
            );
        }
        if found.has_picture {
            self.note(
                at,
                "picture.missing",
                text,
                "Gambar tidak ada di dalam berkas teks. Tambahkan gambarnya di editor soal.",
                "A text file holds no pictures. Add the picture in the editor of questions.",
            );
        }
        words(&found.content)
    }

    fn note(&mut self, at: At, code: &'static str, text: &str, id: &'static str, en: &'static str) {
        if self.document.notes.len() >= MOST_NOTES {
            return;
        }
        self.document.notes.push(Note {
            severity: Severity::Warning,
            at,
            code,
            excerpt: excerpt(text),
            message: Message::new(id, en),
        });
    }
}

fn cell(column: usize, text: StyledText, at: At) -> Cell {
    Cell {
        paragraphs: vec![Paragraph {
            text,
            at,
            ..Paragraph::default()
        }],
        column,
        span: 1,
        continues: false,
    }
}
