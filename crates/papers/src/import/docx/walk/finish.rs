//! What each element ends.

use super::{
    super::{
        block::{At, Block, Cell, Paragraph},
        marks::{self, Growing},
    },
    Frame, GrowingTable, Scope, Walk,
};

impl Walk<'_> {
    /// Ends an element.
    pub(super) fn close(&mut self, frame: Frame) {
        match frame {
            Frame::Paragraph => self.close_paragraph(),
            Frame::Run(outer) => self.run = outer,
            Frame::Characters(characters, preserve) => self.close_characters(&characters, preserve),
            Frame::Table => self.close_table(),
            Frame::Row => self.close_row(),
            Frame::Cell => self.close_cell(),
            Frame::TextBox => self.close_box(),
            Frame::Drawing(before, outer) => self.close_drawing(before, outer),
            Frame::Alternate(before) => {
                if std::mem::take(&mut self.is_lost) && before == self.emitted {
                    self.note_drawing();
                }
            }
            Frame::Formula(start, sign) => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    marks::wrap(&mut paragraph.text, start, sign);
                }
            }
            Frame::Brackets(closing) => self.emit(&closing),
            Frame::Plain
            | Frame::Skipped
            | Frame::ParagraphProperties
            | Frame::MarkProperties
            | Frame::ListProperties
            | Frame::RunProperties
            | Frame::RowProperties
            | Frame::CellProperties
            | Frame::ControlProperties => {}
        }
    }

    /// A drawing of which nothing became visible is lost, unless another alternative shows it.
    fn close_drawing(&mut self, before: u64, outer: String) {
        if before == self.emitted && !self.run.hidden {
            if self
                .frames
                .iter()
                .rev()
                .take(2)
                .any(|frame| matches!(frame, Frame::Alternate(_)))
            {
                self.is_lost = true;
            } else {
                self.note_drawing();
            }
        }
        self.alt = outer;
    }

    fn close_characters(&mut self, characters: &str, preserve: bool) {
        let is_blank = |char: char| matches!(char, ' ' | '\t' | '\n' | '\r');
        let kept = if preserve {
            characters
        } else {
            characters.trim_matches(is_blank)
        };
        // A line break in the file is no line break of the text: those are elements.
        self.emit(&kept.replace(['\n', '\r'], " "));
    }

    fn close_paragraph(&mut self) {
        let Some(growing) = self.paragraphs.pop() else {
            return;
        };
        if growing.runs_on {
            self.carried.push_str(&growing.text);
            return;
        }
        let paragraph = self.finished(growing);
        match self.scopes.last_mut() {
            Some(Scope::Box(lines)) => lines.push(paragraph.shown()),
            Some(Scope::Cell) => {
                if let Some(cell) = self.tables.last_mut().and_then(|table| table.cell.as_mut()) {
                    cell.paragraphs.push(paragraph);
                }
            }
            _ => self.push_block(Block::Paragraph(paragraph)),
        }
    }

    fn finished(&mut self, growing: Growing) -> Paragraph {
        let styles = self.styles;
        let style = styles.effective(growing.style.as_deref());
        let (style_list, style_level) = styles.number(style);
        let label = match growing.list.or(style_list) {
            // List 0 takes a paragraph out of its style's list.
            Some(list) if list > 0 => self.numbering.next(list, growing.level.or(style_level), style),
            _ => None,
        };
        let mut text = growing.text;
        for line in growing.boxes {
            text.push('\n');
            text.push_str(&line);
        }
        Paragraph {
            label,
            text,
            style: styles.name(style).to_owned(),
            at: self.here(),
        }
    }

    /// Text that was to run on into a paragraph that never came.
    pub(super) fn left_over(&mut self) -> Option<Paragraph> {
        let text = std::mem::take(&mut self.carried);
        (!text.is_empty()).then(|| Paragraph {
            text,
            at: self.here(),
            ..Paragraph::default()
        })
    }

    fn close_box(&mut self) {
        if let Some(Scope::Box(lines)) = self.scopes.pop()
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.boxes.extend(lines);
        }
    }

    fn close_cell(&mut self) {
        self.scopes.pop();
        let left_over = self.left_over();
        let Some(table) = self.tables.last_mut() else { return };
        let Some(mut cell) = table.cell.take() else { return };
        cell.paragraphs.extend(left_over);
        if !table.cell_deleted {
            table.column += cell.span;
            table.row.cells.push(cell);
        }
    }

    fn close_row(&mut self) {
        let at = self.here();
        let Some(table) = self.tables.last_mut() else { return };
        let mut row = std::mem::take(&mut table.row);
        table.column = 0;
        if !std::mem::take(&mut table.row_deleted) {
            row.at = at;
            table.table.rows.push(row);
        }
    }

    fn close_table(&mut self) {
        let Some(GrowingTable { table, .. }) = self.tables.pop() else {
            return;
        };
        if self.tables.is_empty() && matches!(self.scopes.last(), Some(Scope::Body)) {
            self.push_block(Block::Table(table));
            return;
        }
        let lines = table.rows.iter().map(|row| line(&row.cells));
        match self.scopes.last_mut() {
            Some(Scope::Box(into)) => into.extend(lines),
            _ => self.flatten(lines.collect()),
        }
    }

    /// A table within a cell becomes lines of that cell.
    fn flatten(&mut self, lines: Vec<String>) {
        let at: At = self.here();
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.paragraphs.extend(lines.into_iter().map(|text| Paragraph {
                text,
                at,
                ..Paragraph::default()
            }));
        }
    }
}

/// The cells of a row in one line.
fn line(cells: &[Cell]) -> String {
    let texts: Vec<String> = cells
        .iter()
        .map(|cell| {
            let lines: Vec<String> = cell.paragraphs.iter().map(Paragraph::shown).collect();
            lines.join(" ").trim().to_owned()
        })
        .collect();
    texts.join(" | ")
}
