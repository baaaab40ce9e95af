//! The first form: one table per question, a label in each row.

use super::{
    draft::Draft,
    fault,
    listed::{ListedOptions, parts_of},
    report::Report,
    values,
    words::{self, Field, is_unseen, plain},
};
use crate::import::{
    docx::{At, Cell, Row, Table},
    styled::StyledText,
};

/// Whether a table has a row that begins a question.
pub(super) fn is_sheet(table: &Table) -> bool {
    table.rows.iter().any(|row| question(row).is_some())
}

/// Whether a row of the table looks as if it belonged to a question.
pub(super) fn resembles_sheet(table: &Table) -> bool {
    let is_telling = |row: &Row| {
        let found = row.cells.len() > 1 && !first(row).is_empty();
        found
            && words::field(&first(row)).is_some_and(|found| {
                found.rest.is_empty() && matches!(found.keyword, Field::Type | Field::Key | Field::Points)
            })
    };
    table.rows.iter().any(is_telling)
}

/// The text of a cell without what a template tells its reader.
pub(super) fn text_of(cell: &Cell) -> StyledText {
    let text = cell.shown();
    if text.as_str().chars().all(is_unseen) {
        StyledText::default()
    } else {
        text
    }
}

/// What a cell says that is no text of a question: a label, a mark, a title.
pub(super) fn word_of(cell: &Cell) -> String {
    text_of(cell).reading()
}

fn first(row: &Row) -> String {
    row.cells.first().map(word_of).unwrap_or_default()
}

/// The number behind `SOAL`, which may be empty.
fn question(row: &Row) -> Option<String> {
    let label = first(row);
    let found = words::field(&label).filter(|found| found.keyword == Field::Question)?;
    let number = found.rest.trim_end_matches(['.', ':', ')']);
    let is_number = number.chars().count() <= 8 && !number.contains(char::is_whitespace);
    is_number.then(|| number.to_owned())
}

/// Reads the questions of a table; `count` is how many the section has so far.
pub(super) fn read(table: &Table, count: usize, report: &mut Report) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    // Rows before the first question say something of it.
    let mut before = Vec::new();
    for row in &table.rows {
        if let Some(number) = question(row) {
            let number = if number.is_empty() {
                (count + drafts.len() + 1).to_string()
            } else {
                number
            };
            report.enter_question(&number, row.at);
            let mut draft = Draft::new(&number, row.at);
            draft.set(Field::Question, &content(row), row.at, report);
            refuse_extra(row, 2, report);
            for row in before.drain(..) {
                read_row(row, &mut draft, report);
            }
            drafts.push(draft);
        } else if let Some(draft) = drafts.last_mut() {
            read_row(row, draft, report);
        } else if words::field(&first(row)).is_some_and(|found| found.rest.is_empty()) {
            before.push(row);
        } else if row.cells.iter().any(|cell| !text_of(cell).is_empty()) {
            report.add(&fault::ROW_UNKNOWN, row.at, &first(row));
        }
    }
    drafts
}

fn content(row: &Row) -> StyledText {
    row.cells.get(1).map(text_of).unwrap_or_default()
}

fn read_row(row: &Row, draft: &mut Draft, report: &mut Report) {
    let label = first(row);
    if label.is_empty() {
        read_unlabelled(row, draft, report);
        return;
    }
    if let Some((ticked, letter)) = values::label(&label) {
        let sign = row.cells.get(2).map(word_of).unwrap_or_default();
        let sign = if ticked && sign.is_empty() {
            "v".to_owned()
        } else {
            sign
        };
        draft.add_option(&letter, &content(row), &sign, row.at, report);
        refuse_extra(row, 3, report);
        return;
    }
    if read_listed(&plain(&label), row, draft, report) {
        refuse_extra(row, 2, report);
        return;
    }
    match words::field(&label) {
        Some(found) if found.rest.is_empty() => {
            draft.set(found.keyword, &content(row), row.at, report);
            refuse_extra(row, 2, report);
        }
        _ => report.add(&fault::ROW_UNKNOWN, row.at, &label),
    }
}

/// A row that holds all options, premises or responses at once; whether it is one.
fn read_listed(label: &str, row: &Row, draft: &mut Draft, report: &mut Report) -> bool {
    let are_premises = match label.trim_end_matches([':', '.']) {
        "pilihan" | "pilihan jawaban" | "opsi" | "opsi jawaban" | "options" => {
            let Some(listed) = ListedOptions::of(&content(row)).filter(|listed| listed.stem.is_empty()) else {
                return false;
            };
            draft.add_listed(listed.options, row.at, report);
            return true;
        }
        "baris" | "premis" | "rows" | "premises" => true,
        "kolom" | "pasangan" | "columns" | "responses" => false,
        _ => return false,
    };
    for (label, text) in parts_of(&content(row), are_premises) {
        draft.add_option(&label, &text, "", row.at, report);
    }
    true
}

/// A row without a label goes on with the stem if its first cell is merged with the one above, and says nothing if it is
/// empty.
fn read_unlabelled(row: &Row, draft: &mut Draft, report: &mut Report) {
    let text = content(row);
    if text.is_empty() {
        refuse_extra(row, 1, report);
    } else if row.cells[0].continues && draft.options.is_empty() {
        draft.go_on(&text);
        refuse_extra(row, 2, report);
    } else {
        report.add(&fault::ROW_UNKNOWN, row.at, &text.reading());
    }
}

fn refuse_extra(row: &Row, known: usize, report: &mut Report) {
    let extra = row.cells.iter().skip(known).map(word_of).find(|text| !text.is_empty());
    if let Some(extra) = extra {
        let at: At = row.at;
        report.add(&fault::ROW_EXTRA, at, &extra);
    }
}
