//! What a document consists of, as the grammar sees it.

use base::Message;

use super::super::Place;
use crate::paper::Pictures;

/// A document as its blocks.
#[derive(Debug, Default)]
pub(in super::super) struct Document {
    /// Paragraphs and tables, in order.
    pub blocks: Vec<Block>,
    /// Its pictures.
    pub pictures: Pictures,
    /// What could not be carried over.
    pub notes: Vec<Note>,
}

/// A paragraph outside of tables, or a table.
#[derive(Debug)]
pub(in super::super) enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A place, with what tells which of two places comes first: tables and paragraphs are counted apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in super::super) struct At {
    /// Counts blocks.
    pub order: usize,
    /// For people.
    pub place: Place,
}

impl At {
    /// Which of two places comes first.
    pub fn rank(&self) -> (usize, usize) {
        (self.order, self.place.row.unwrap_or(0))
    }
}

/// A paragraph.
#[derive(Debug, Default)]
pub(in super::super) struct Paragraph {
    /// The number that Word shows before it (`1.`, `a)`).
    pub label: Option<String>,
    /// Marked text; line breaks within it are its own.
    pub text: String,
    /// The name of its style, folded.
    pub style: String,
    /// Where it stands.
    pub at: At,
}

impl Paragraph {
    /// Its text behind its number, as a reader sees it.
    pub fn shown(&self) -> String {
        match &self.label {
            Some(label) if self.text.is_empty() => label.clone(),
            Some(label) => format!("{label} {}", self.text),
            None => self.text.clone(),
        }
    }
}

/// A table.
#[derive(Debug, Default)]
pub(in super::super) struct Table {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Where it stands.
    pub at: At,
}

/// A row of a table.
#[derive(Debug, Default)]
pub(in super::super) struct Row {
    /// Its cells, from left to right.
    pub cells: Vec<Cell>,
    /// Where it stands.
    pub at: At,
}

/// A cell of a row.
#[derive(Debug, Default)]
pub(in super::super) struct Cell {
    /// Its paragraphs. Tables within it have become lines.
    pub paragraphs: Vec<Paragraph>,
    /// The first column that it covers, from 0.
    pub column: usize,
    /// How many columns it covers.
    pub span: usize,
    /// Whether it continues the cell above.
    pub continues: bool,
}

/// Something that could not be carried over; a warning.
#[derive(Debug)]
pub(in super::super) struct Note {
    /// Where.
    pub at: At,
    /// What it is, see [`super::super::Finding::code`].
    pub code: &'static str,
    /// What stands there.
    pub excerpt: String,
    /// For people.
    pub message: Message,
}
