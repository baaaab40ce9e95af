//! What a document consists of, as the grammar sees it.

use base::Message;

use super::{
    super::{
        Place, Severity,
        styled::{Object, StyledText},
    },
    lists,
};
use crate::paper::Pictures;

/// A document as its blocks.
#[derive(Debug, Default)]
pub(in super::super) struct Document {
    /// Paragraphs and tables, in order.
    pub blocks: Vec<Block>,
    pub pictures: Pictures,
    /// What could not be carried over.
    pub notes: Vec<Note>,
}

/// A paragraph outside of tables, or a table.
#[derive(Debug)]
pub(in super::super) enum Block {
    Paragraph(Paragraph),
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
    /// What it says; line breaks within it are its own.
    pub text: StyledText,
    /// The name of its style, folded.
    pub style: String,
    /// Where it stands.
    pub at: At,
}

impl Paragraph {
    /// Its text behind its number, as a reader sees it.
    pub fn shown(&self) -> StyledText {
        let Some(label) = &self.label else {
            return self.text.clone();
        };
        let mut shown = StyledText::of(label);
        if !self.text.is_empty() {
            shown.append(&StyledText::of(" "));
            shown.append(&self.text);
        }
        shown
    }
}

/// A table.
#[derive(Debug, Default)]
pub(in super::super) struct Table {
    pub rows: Vec<Row>,
    /// Whether its first row is marked as one that names the columns.
    pub header: bool,
    /// Where it stands.
    pub at: At,
}

impl Table {
    /// Whether its words are marked as words, so that it is a part of a text whatever they look like.
    pub fn is_content(&self) -> bool {
        let first = self.rows.first().and_then(|row| row.cells.first());
        first.is_some_and(|cell| {
            let mut styles = cell.paragraphs.iter().map(|paragraph| paragraph.style.as_str());
            styles.any(|style| style == lists::CONTENT || style.starts_with("isi "))
        })
    }

    /// It as a part of a text. What a cell covers beside its own place is empty there.
    pub fn to_object(&self) -> Object {
        let rows = self.rows.iter().filter(|row| !row.cells.is_empty());
        Object::Table {
            header: self.header,
            rows: rows.map(Row::texts).collect(),
        }
    }
}

/// A row of a table.
#[derive(Debug, Default)]
pub(in super::super) struct Row {
    /// Its cells, from left to right.
    pub cells: Vec<Cell>,
    /// Where it stands.
    pub at: At,
}

impl Row {
    fn texts(&self) -> Vec<StyledText> {
        let mut texts: Vec<StyledText> = Vec::with_capacity(self.cells.len());
        for cell in &self.cells {
            texts.push(if cell.continues {
                StyledText::default()
            } else {
                cell.shown()
            });
            texts.extend((1..cell.span).map(|_| StyledText::default()));
        }
        texts
    }
}

/// A cell of a row.
#[derive(Debug, Default)]
pub(in super::super) struct Cell {
    /// Its paragraphs. A table within it stands in one of them.
    pub paragraphs: Vec<Paragraph>,
    /// The first column that it covers, from 0.
    pub column: usize,
    /// How many columns it covers.
    pub span: usize,
    /// Whether it continues the cell above.
    pub continues: bool,
}

impl Cell {
    /// The lines of its paragraphs, as a reader sees them.
    pub fn shown(&self) -> StyledText {
        StyledText::joined(&lists::lines(&self.paragraphs), "\n").trimmed()
    }
}

/// Something that could not be carried over.
#[derive(Debug)]
pub(in super::super) struct Note {
    /// How bad that is.
    pub severity: Severity,
    /// Where.
    pub at: At,
    /// What it is, see [`super::super::Finding::code`].
    pub code: &'static str,
    /// What stands there.
    pub excerpt: String,
    /// For people.
    pub message: Message,
}
