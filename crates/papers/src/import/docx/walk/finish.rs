//! What each element ends.

use super::{
    super::{
        super::styled::StyledText,
        block::{At, Block, Paragraph, Table},
        marks::Growing,
    },
    Drawing, Frame, GrowingTable, Scope, Walk,
};
use crate::rules::unreadable;

/// Tables within tables are kept as deep as this; deeper ones become lines.
const DEEPEST_TABLE: usize = 6;

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
            Frame::Drawing(drawing) => self.close_drawing(drawing),
            Frame::Instruction(text) => self.close_instruction(&text),
            Frame::Alternate(before) => {
                if std::mem::take(&mut self.is_lost) && before == self.emitted {
                    self.note_drawing();
                }
            }
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
    fn close_drawing(&mut self, drawing: Drawing) {
        let before = drawing.before;
        if std::mem::replace(&mut self.is_equation, drawing.is_equation) {
            self.close_equation(&drawing);
        } else if before == self.emitted && !self.run.hidden {
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
        self.alt = drawing.alt;
    }

    /// A formula of an older editor is lost, unless its picture is shown.
    fn close_equation(&mut self, drawing: &Drawing) {
        let shown = self.paragraphs.last().map(|paragraph| &paragraph.text);
        let shown = shown
            .and_then(|text| text.as_str().get(drawing.length..))
            .unwrap_or_default();
        let is_lost = shown.is_empty() || shown == unreadable::PICTURE;
        if !is_lost || self.run.hidden {
            return;
        }
        self.document.notes.truncate(drawing.notes);
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.truncate(drawing.length);
        }
        self.lose_equation();
    }

    fn close_instruction(&mut self, text: &str) {
        let set = self.styles_now();
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.instruct(text, set);
        }
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
            self.carried.append(&growing.text);
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
            text.append_line(&line);
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
        let lines = if self.tables.len() < DEEPEST_TABLE {
            vec![StyledText::of_object(table.to_object())]
        } else {
            flat(&table)
        };
        match self.scopes.last_mut() {
            Some(Scope::Box(into)) => into.extend(lines),
            _ => self.add_to_cell(lines),
        }
    }

    /// A table within a cell stands in a paragraph of that cell.
    fn add_to_cell(&mut self, lines: Vec<StyledText>) {
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

/// The rows of a table as lines.
fn flat(table: &Table) -> Vec<StyledText> {
    let line = |cells: &[super::super::block::Cell]| {
        let texts: Vec<StyledText> = cells.iter().map(|cell| cell.shown().on_one_line()).collect();
        StyledText::joined(&texts, " | ")
    };
    table.rows.iter().map(|row| line(&row.cells)).collect()
}
