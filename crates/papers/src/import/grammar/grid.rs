//! The second form: one grid for many questions, with titles above its columns.
//!
//! Two kinds are in use: one row per option (`NO | SOAL | JENIS | OPSI | JAWABAN | KUNCI`), and one row per question
//! (`NO | SOAL | JAWABAN A … | JAWABAN BENAR`).

use std::collections::BTreeMap;

use super::{
    draft::Draft,
    fault,
    listed::ListedOptions,
    report::Report,
    sheet::{text_of, word_of},
    values::{self, Mark},
    words::{self, Field, plain},
};
use crate::{
    import::{
        docx::{Cell, Row, Table},
        styled::StyledText,
    },
    paper::QuestionType,
};

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Number,
    Label,
    Answer,
    /// The option with this label.
    Option(String),
    Field(Field),
    /// One whose title is not known, which was told once.
    Unknown,
}

/// What stands in each column.
#[derive(Debug, Default)]
struct Titles {
    columns: BTreeMap<usize, Column>,
    /// How many rows the titles take.
    rows: usize,
}

/// Whether the first row that says anything has the titles of a grid.
pub(super) fn is_grid(table: &Table) -> bool {
    title_row(table).is_some()
}

fn title_row(table: &Table) -> Option<usize> {
    let is_filled = |row: &Row| row.cells.iter().any(|cell| !text_of(cell).is_empty());
    let index = table.rows.iter().position(is_filled)?;
    let texts: Vec<String> = table.rows[index].cells.iter().map(word_of).collect();
    let has_number = texts.iter().any(|text| column(text) == Some(Column::Number));
    let has_question = texts
        .iter()
        .any(|text| column(text) == Some(Column::Field(Field::Question)));
    (has_number && has_question).then_some(index)
}

fn column(text: &str) -> Option<Column> {
    let title = plain(text);
    let title = title.trim_end_matches(['.', ':']);
    let known = match title {
        "no" | "nomor" | "number" | "no. soal" | "no soal" => Column::Number,
        "opsi" | "option" | "label" => Column::Label,
        "jawaban" | "answer" | "pilihan" | "pilihan jawaban" | "opsi jawaban" | "options" | "answers" => Column::Answer,
        "pertanyaan" | "butir soal" => Column::Field(Field::Question),
        "kunci jawaban" | "jawaban benar" | "correct answer" => Column::Field(Field::Key),
        _ => return other_column(title),
    };
    Some(known)
}

fn other_column(title: &str) -> Option<Column> {
    let lettered = title
        .rsplit_once(' ')
        .filter(|(word, _)| matches!(*word, "jawaban" | "answer" | "opsi" | "option" | "pilihan"))
        .map_or(title, |(_, letter)| letter);
    if let Some((false, letter)) = values::label(lettered) {
        return Some(Column::Option(letter));
    }
    words::field(title)
        .filter(|found| found.rest.is_empty())
        .map(|found| Column::Field(found.keyword))
}

impl Titles {
    fn read(table: &Table, index: usize, report: &mut Report) -> Self {
        let row = &table.rows[index];
        let mut titles = Self {
            columns: BTreeMap::new(),
            rows: index + 1,
        };
        for cell in &row.cells {
            let text = word_of(cell);
            match column(&text) {
                Some(Column::Answer) if cell.span > 1 => titles.read_letters(table.rows.get(index + 1), cell, report),
                Some(column) => titles.add(cell.column, column, &text, row, report),
                None if text.is_empty() => {}
                None => {
                    report.add(&fault::COLUMN_UNKNOWN, row.at, &text);
                    titles.columns.insert(cell.column, Column::Unknown);
                }
            }
        }
        titles.settle_answers(row, report);
        titles
    }

    /// Where each option has a column of its own, one of answers says which is right.
    fn settle_answers(&mut self, row: &Row, report: &mut Report) {
        if !self.has_option_columns() {
            return;
        }
        let has_key = self.columns.values().any(|column| *column == Column::Field(Field::Key));
        for (index, column) in self.columns.iter_mut().filter(|(_, column)| **column == Column::Answer) {
            if has_key {
                let title = row.cells.iter().find(|cell| cell.column == *index).map(word_of);
                report.add(&fault::COLUMN_REPEATED, row.at, &title.unwrap_or_default());
                *column = Column::Unknown;
            } else {
                *column = Column::Field(Field::Key);
            }
        }
    }

    /// The letters below a title that spans the columns of all options.
    fn read_letters(&mut self, row: Option<&Row>, above: &Cell, report: &mut Report) {
        let Some(row) = row else { return };
        let covered = above.column..above.column + above.span;
        for cell in row.cells.iter().filter(|cell| covered.contains(&cell.column)) {
            let text = word_of(cell);
            if let Some(column @ Column::Option(_)) = column(&text) {
                self.add(cell.column, column, &text, row, report);
            } else {
                report.add(&fault::COLUMN_UNKNOWN, row.at, &text);
                self.columns.insert(cell.column, Column::Unknown);
            }
        }
        self.rows += 1;
    }

    fn add(&mut self, index: usize, column: Column, text: &str, row: &Row, report: &mut Report) {
        if self.columns.values().any(|known| *known == column) {
            report.add(&fault::COLUMN_REPEATED, row.at, text);
        } else {
            self.columns.insert(index, column);
        }
    }

    /// The column that a cell stands in.
    fn of(&self, cell: &Cell) -> Option<&Column> {
        self.columns.get(&cell.column)
    }

    fn has_option_columns(&self) -> bool {
        self.columns.values().any(|column| matches!(column, Column::Option(_)))
    }
}

/// What one row says.
#[derive(Default)]
struct Line {
    number: String,
    label: String,
    answer: StyledText,
    options: Vec<(String, StyledText)>,
    fields: Vec<(Field, StyledText)>,
}

impl Line {
    fn read(row: &Row, titles: &Titles, report: &mut Report) -> Self {
        let mut line = Self::default();
        for cell in row.cells.iter().filter(|cell| !cell.continues) {
            let text = text_of(cell);
            match titles.of(cell) {
                Some(Column::Number) => {
                    text.reading()
                        .trim_end_matches(['.', ')'])
                        .trim()
                        .clone_into(&mut line.number);
                }
                Some(Column::Label) => line.label = text.reading(),
                Some(Column::Answer) => line.answer = text,
                Some(Column::Option(label)) => line.options.push((label.clone(), text)),
                Some(Column::Field(field)) => line.fields.push((*field, text)),
                Some(Column::Unknown) => {}
                None if text.is_empty() => {}
                None => report.add(&fault::ROW_EXTRA, row.at, &text.reading()),
            }
        }
        line
    }

    fn is_empty(&self) -> bool {
        self.label.is_empty()
            && self.answer.is_empty()
            && self.options.iter().all(|(_, text)| text.is_empty())
            && self.fields.iter().all(|(_, text)| text.is_empty())
    }
}

/// Reads the questions of a grid.
pub(super) fn read(table: &Table, report: &mut Report) -> Vec<Draft> {
    let Some(index) = title_row(table) else {
        return Vec::new();
    };
    let titles = Titles::read(table, index, report);
    let mut drafts: Vec<Draft> = Vec::new();
    for row in table.rows.iter().skip(titles.rows) {
        let line = Line::read(row, &titles, report);
        let begins = !line.number.is_empty()
            && drafts
                .last()
                .is_none_or(|draft| draft.number != line.number || line.asks());
        if begins {
            report.enter_question(&line.number, row.at);
            drafts.push(Draft::new(&line.number, row.at));
        }
        match drafts.last_mut() {
            Some(draft) if titles.has_option_columns() => take_whole(line, draft, row, report),
            Some(draft) => take_part(line, draft, row, report),
            None if line.is_empty() => {}
            None => report.add(
                &fault::ROW_ORPHAN,
                row.at,
                &format!("{} {}", line.label, line.answer.reading()),
            ),
        }
    }
    drafts
}

impl Line {
    fn asks(&self) -> bool {
        self.fields
            .iter()
            .any(|(field, text)| *field == Field::Question && !text.is_empty())
    }
}

/// A row that is a whole question.
fn take_whole(line: Line, draft: &mut Draft, row: &Row, report: &mut Report) {
    for (field, text) in &line.fields {
        draft.set(*field, text, row.at, report);
    }
    for (label, text) in &line.options {
        if !text.is_empty() {
            draft.add_option(label, text, "", row.at, report);
        }
    }
}

/// A row that is an option, or an accepted text, of a question.
fn take_part(line: Line, draft: &mut Draft, row: &Row, report: &mut Report) {
    let mut sign = String::new();
    for (field, text) in &line.fields {
        match field {
            Field::Key => sign = text.reading(),
            Field::Question if draft.has(Field::Question) && !text.is_empty() => {
                draft.go_on(text);
            }
            _ => draft.set(*field, text, row.at, report),
        }
    }
    let label = line.label.trim();
    if let Some(listed) = ListedOptions::of(&line.answer).filter(|listed| label.is_empty() && listed.stem.is_empty()) {
        // All options of the question in one cell.
        draft.add_listed(listed.options, row.at, report);
        draft.set(Field::Key, &sign.as_str().into(), row.at, report);
    } else if !label.is_empty() {
        take_option(label, &line.answer, &sign, draft, row, report);
    } else if !(line.answer.is_empty() && sign.is_empty()) {
        take_answer(&line.answer, &sign, draft, row, report);
    }
}

fn take_option(label: &str, text: &StyledText, sign: &str, draft: &mut Draft, row: &Row, report: &mut Report) {
    let Some((ticked, letter)) = values::label(label) else {
        report.add(&fault::OPTION_LABEL, row.at, label);
        draft.is_faulty = true;
        return;
    };
    let names_labels = values::mark(sign).is_none()
        && draft.kind != Some(QuestionType::Matching)
        && sign.split([',', ';']).all(|part| values::label(part).is_some());
    if names_labels {
        draft.set(Field::Key, &sign.into(), row.at, report);
    }
    let sign = match (names_labels, ticked) {
        (true, _) => "",
        (false, true) if sign.is_empty() => "v",
        (false, _) => sign,
    };
    draft.add_option(&letter, text, sign, row.at, report);
}

/// A row without a label: what answers a question that has no options.
fn take_answer(answer: &StyledText, sign: &str, draft: &mut Draft, row: &Row, report: &mut Report) {
    let ticked = match values::mark(sign) {
        Some(Mark::Ticked(_)) => true,
        Some(Mark::None) => false,
        None if answer.is_empty() => {
            draft.set(Field::Key, &sign.into(), row.at, report);
            return;
        }
        None => {
            report.add(&fault::KEY_CONFLICT, row.at, sign);
            draft.is_faulty = true;
            return;
        }
    };
    match draft.kind {
        Some(QuestionType::ShortAnswer) => draft.add_answer(&answer.reading(), ticked, row.at),
        Some(kind) if kind.is_rated() && ticked => draft.set(Field::Key, &sign.into(), row.at, report),
        Some(kind) if kind.is_rated() => report.add(&fault::ANSWER_IGNORED, row.at, &answer.reading()),
        _ if draft.is_faulty => {}
        _ => {
            report.add(&fault::OPTION_LABEL, row.at, &answer.reading());
            draft.is_faulty = true;
        }
    }
}
