//! Tables and what stands in their cells.

use base::Error;

use super::{DEEPEST, Part, Walk, skip};
use crate::import::{
    docx::{
        Cell, Paragraph, Row, Table,
        xml::{Elements, Node, Tag},
    },
    styled::StyledText,
};

/// Most columns and rows that one cell may stand for.
const MOST_SPANNED: u32 = 100;

impl Walk<'_> {
    /// Reads the table that is open.
    pub(super) fn table(&mut self, xml: &mut Elements<'_>) -> Result<Table, Error> {
        let begun = self.at;
        let mut table = Table {
            at: begun,
            ..Table::default()
        };
        let mut depth = 1_usize;
        while depth > 0 {
            match xml.next()? {
                Some(Node::Open(tag)) => match tag.name() {
                    "table-row" => {
                        self.at = begun;
                        self.at.place.row = Some(table.rows.len() + 1);
                        let row = self.row(xml)?;
                        table.rows.push(row);
                    }
                    name => {
                        table.header |= name == "table-header-rows" && table.rows.is_empty();
                        depth += 1;
                    }
                },
                Some(Node::Close) => depth -= 1,
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        self.at = begun;
        Ok(table)
    }

    fn row(&mut self, xml: &mut Elements<'_>) -> Result<Row, Error> {
        let mut filling = Filling::default();
        let mut depth = 1_usize;
        while depth > 0 {
            match xml.next()? {
                Some(Node::Open(tag)) if matches!(tag.name(), "table-cell" | "covered-table-cell") => {
                    let begun = BegunCell::of(&tag);
                    let paragraphs = self.cell(xml)?;
                    filling.take(&begun, paragraphs);
                }
                Some(Node::Open(_)) => depth += 1,
                Some(Node::Close) => depth -= 1,
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(Row {
            cells: filling.cells,
            at: self.at,
        })
    }

    /// Reads the cell that is open; a table within it stands in a paragraph.
    fn cell(&mut self, xml: &mut Elements<'_>) -> Result<Vec<Paragraph>, Error> {
        let mut paragraphs = Vec::new();
        self.depth += 1;
        if self.depth > DEEPEST {
            self.depth -= 1;
            skip(xml)?;
            return Ok(paragraphs);
        }
        self.each_part(xml, &mut |walk, xml, part| {
            let paragraph = match part {
                Part::Paragraph(begun) => walk.paragraph(xml, &begun)?,
                Part::Table => {
                    let at = walk.at;
                    let inner = walk.table(xml)?;
                    walk.at = at;
                    Paragraph {
                        text: StyledText::of_object(inner.to_object()),
                        at,
                        ..Paragraph::default()
                    }
                }
            };
            paragraphs.push(paragraph);
            Ok(())
        })?;
        self.depth -= 1;
        Ok(paragraphs)
    }
}

/// How a cell begins.
struct BegunCell {
    is_covered: bool,
    span: usize,
    times: usize,
}

impl BegunCell {
    fn of(tag: &Tag<'_>) -> Self {
        let count = |name: &str| tag.number(name).unwrap_or(1).clamp(1, MOST_SPANNED) as usize;
        Self {
            is_covered: tag.name() == "covered-table-cell",
            span: count("number-columns-spanned"),
            times: count("number-columns-repeated"),
        }
    }
}

/// The cells of a row in the making.
#[derive(Default)]
struct Filling {
    cells: Vec<Cell>,
    column: usize,
    /// How many columns the last cell still covers.
    covered: usize,
}

impl Filling {
    /// Takes a cell. One that is covered by its neighbour is none; one that is covered from above goes on with that. Where
    /// one stands for several, which only empty ones do, the others are left out.
    fn take(&mut self, begun: &BegunCell, paragraphs: Vec<Paragraph>) {
        let hidden = if begun.is_covered {
            self.covered.min(begun.times)
        } else {
            0
        };
        self.covered -= hidden;
        if hidden < begun.times {
            self.cells.push(Cell {
                paragraphs,
                column: self.column + hidden,
                span: begun.span,
                continues: begun.is_covered,
            });
            self.covered = if begun.is_covered { 0 } else { begun.span - 1 };
        }
        self.column += begun.times;
    }
}
