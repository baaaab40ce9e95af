//! Lines that wait until it is known what they are, and tables that are lines in another shape.

use super::{
    key_list,
    labels::{is_series, option_start},
    lines::TextLine,
    pairs::pairs_in,
    sheet::word_of,
    values,
    words::is_unseen,
};
use crate::import::{
    docx::{At, Cell, Table},
    styled::StyledText,
};

/// Lines that wait until it is known what they are.
#[derive(Default)]
pub(super) struct Pending {
    pub lines: Vec<TextLine>,
    pub has_text: bool,
    /// Whether they begin with an instruction.
    pub is_instruction: bool,
}

impl Pending {
    pub fn push(&mut self, line: TextLine) {
        self.has_text |= !line.text.as_str().chars().all(is_unseen);
        self.lines.push(line);
    }

    pub fn push_text(&mut self, text: StyledText, at: At) {
        self.push(line(text, at));
    }

    /// Whether they end in the heading of a list of keys.
    pub fn announces_keys(&self) -> bool {
        let is_said = |line: &&TextLine| !line.text.as_str().chars().all(is_unseen);
        let last = self.lines.iter().rfind(is_said);
        last.is_some_and(|line| !line.is_content && key_list::is_heading(line.shown().as_str()))
    }

    /// Adds a table: as options if its cells are some, as pairs if it is a grid of them, else as it is.
    pub fn push_table(&mut self, table: &Table) {
        let lines = options_in(table).or_else(|| pairs_in(table));
        match lines {
            Some(lines) => lines.into_iter().for_each(|line| self.push(line)),
            None => self.push_text(StyledText::of_object(table.to_object()), table.at),
        }
    }
}

/// A paragraph of one line.
pub(super) fn line(text: StyledText, at: At) -> TextLine {
    TextLine {
        text,
        label: None,
        is_first: true,
        is_content: false,
        at,
    }
}

/// The lines of options that stand in the cells of a table, in the order of their letters.
fn options_in(table: &Table) -> Option<Vec<TextLine>> {
    let mut found: Vec<(char, Vec<TextLine>)> = Vec::new();
    if let Some(lines) = lettered_in(table) {
        return Some(lines);
    }
    let cells = table
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(move |cell| (cell, row.at)));
    for (cell, at) in cells {
        for (paragraph, first) in cell.paragraphs.iter().map(|paragraph| (paragraph, true)) {
            for (index, text) in paragraph.text.lines().enumerate() {
                let made = TextLine {
                    label: paragraph.label.clone().filter(|_| index == 0),
                    is_first: first && index == 0,
                    ..line(text, at)
                };
                let shown = made.shown();
                match (option_start(shown.as_str()), found.last_mut()) {
                    (Some((_, letter, _)), _) => found.push((letter, vec![made])),
                    (None, _) if shown.as_str().chars().all(is_unseen) => {}
                    (None, Some((_, lines))) => lines.push(TextLine {
                        is_first: false,
                        ..made
                    }),
                    (None, None) => return None,
                }
            }
        }
    }
    let begins = |cell: &Cell| {
        let shown = cell.shown();
        shown.is_empty() || option_start(shown.as_str()).is_some()
    };
    let is_all = table.rows.iter().flat_map(|row| &row.cells).all(begins);
    found.sort_by_key(|(letter, _)| *letter);
    let is_series = is_series(found.iter().map(|(letter, _)| *letter));
    (is_all && is_series).then(|| found.into_iter().flat_map(|(_, lines)| lines).collect())
}

/// The lines of options whose letters stand in cells of their own: `A. | Tokyo | C. | Osaka`.
fn lettered_in(table: &Table) -> Option<Vec<TextLine>> {
    let mut found: Vec<(char, TextLine)> = Vec::new();
    for row in &table.rows {
        for pair in row.cells.chunks(2) {
            let (letter, value) = (word_of(pair.first()?), pair.get(1).map(Cell::shown).unwrap_or_default());
            if letter.is_empty() && value.is_empty() {
                continue;
            }
            let (is_ticked, label) = values::label(&letter)?;
            let letter = label.chars().next().filter(char::is_ascii_alphabetic)?;
            let star = if is_ticked { "*" } else { "" };
            let before = StyledText::of(&format!("{star}{letter}. "));
            let text = StyledText::joined([&before, &value.on_one_line()], "");
            found.push((letter, line(text, row.at)));
        }
    }
    found.sort_by_key(|(letter, _)| *letter);
    is_series(found.iter().map(|(letter, _)| *letter)).then(|| found.into_iter().map(|(_, line)| line).collect())
}
