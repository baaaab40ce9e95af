//! Tables: of questions, of keys, and those that are a part of a text.

use super::{
    super::{fault, grid, key_list, sheet, typeset},
    Held, Outline,
};
use crate::import::{docx::Table, styled::StyledText};

impl Outline {
    /// Takes a table.
    pub fn table(&mut self, table: Table) {
        self.take_listed();
        let is_content = table.is_content();
        let is_text = is_content || self.passage.is_some();
        if let (false, Some(paragraphs)) = (is_text, typeset::paragraphs_of(&table)) {
            for paragraph in paragraphs {
                self.paragraph(paragraph);
            }
            return;
        }
        if !is_content && (sheet::is_sheet(&table) || grid::is_grid(&table)) {
            self.leave_passage();
            self.flush();
            self.questions_of(&table);
        } else if let Some(passage) = &mut self.passage {
            passage.lines.push(StyledText::of_object(table.to_object()));
        } else if !self.has_begun {
            self.prelude.push(Held::Table(table));
        } else if is_blank(&table) && !is_content {
            self.report.leave_question();
        } else if is_content && (self.pending.is_instruction || self.is_in_question()) {
            self.pending
                .push_text(StyledText::of_object(table.to_object()), table.at);
        } else {
            self.other_table(&table);
        }
    }

    /// A table that is none of questions: one of keys, or a part of what waits.
    fn other_table(&mut self, table: &Table) {
        if let Some(keys) = key_list::of_table(table, self.pending.announces_keys()) {
            self.flush();
            self.give_keys(keys);
            if let Some(title) = key_list::unread_title(table) {
                self.report
                    .add_about(&fault::TEXT_IGNORED, (None, None), table.at, &title);
            }
        } else if !sheet::resembles_sheet(table) && (self.pending.is_instruction || self.is_in_question()) {
            self.pending.push_table(table);
        } else {
            self.refuse_table(table);
        }
    }

    fn refuse_table(&mut self, table: &Table) {
        self.flush();
        self.report.leave_question();
        self.report.add(&fault::TABLE_UNKNOWN, table.at, &first_row(table));
    }

    /// Takes what came before the first keyword, if there was none.
    pub(super) fn take_prelude(&mut self) {
        if self.has_begun {
            return;
        }
        self.has_begun = true;
        for held in std::mem::take(&mut self.prelude) {
            match held {
                Held::Line(line) => self.line(line),
                Held::Table(table) if self.is_in_question() => self.table(table),
                Held::Table(_) => {}
            }
        }
    }
}

/// Whether nothing is written in a table.
fn is_blank(table: &Table) -> bool {
    let mut cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.all(|cell| sheet::text_of(cell).is_empty())
}

/// The first row of a table in one line.
pub(super) fn first_row(table: &Table) -> String {
    let cells = table.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    let texts: Vec<String> = cells
        .iter()
        .map(|cell| sheet::text_of(cell).on_one_line().reading())
        .collect();
    texts.join(" | ")
}
