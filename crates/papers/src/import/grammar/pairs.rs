//! Matching questions as tables: a grid whose cells are ticked, or premises and responses side by side.

use super::{
    labels::{option_start, question_start},
    lines::TextLine,
    pending::line,
    sheet::{text_of, word_of},
    values::{self, Mark},
    words::plain,
};
use crate::import::{
    docx::{Cell, Row, Table},
    styled::StyledText,
};

/// Most responses of a grid of pairs: letters from A to Z.
const MOST_RESPONSES: usize = 26;
/// What says that the question is a matching one.
const KIND: &str = "[Jenis: JODOH]";

/// The lines of a matching question that a table is.
pub(super) fn pairs_in(table: &Table) -> Option<Vec<TextLine>> {
    ticked_in(table).or_else(|| side_by_side(table))
}

/// The lines of a question whose pairs are ticked in a grid: premises before rows, responses above columns. Where the corner
/// does not say so, as in `Pernyataan | Benar | Salah`, each row has to have its tick.
fn ticked_in(table: &Table) -> Option<Vec<TextLine>> {
    let (head, rows) = table.rows.split_first()?;
    let corner = plain(&word_of(head.cells.first()?)).replace(' ', "");
    let counted = usize::from(matches!(corner.as_str(), "no" | "no." | "nomor"));
    let corner = plain(&word_of(head.cells.get(counted)?)).replace(' ', "");
    let is_grid = matches!(
        corner.as_str(),
        "baris/kolom" | "baris\\kolom" | "row/column" | "premis/pasangan"
    );
    let is_list = matches!(
        corner.as_str(),
        "pernyataan" | "pernyataan/pertanyaan" | "statement" | "statements" | "premis"
    );
    let responses: Vec<&Cell> = head.cells.iter().skip(counted + 1).collect();
    let is_fit = (1..=MOST_RESPONSES).contains(&responses.len()) && (is_grid || is_list && responses.len() > 1);
    if !is_fit || rows.is_empty() {
        return None;
    }
    let mut lines = vec![line(StyledText::of(KIND), table.at)];
    let mut key = Vec::new();
    for (row, number) in rows.iter().zip(1..) {
        let before = key.len();
        lines.push(labelled(&format!("{number}. "), row.cells.get(counted)?, row));
        for (cell, letter) in row.cells.iter().skip(counted + 1).zip('A'..='Z') {
            if is_ticked(&word_of(cell))? {
                key.push(format!("{number}-{letter}"));
            }
        }
        if is_list && key.len() == before {
            return None;
        }
    }
    let above = responses.iter().zip('A'..='Z');
    lines.extend(above.map(|(cell, letter)| labelled(&format!("{letter}. "), cell, head)));
    lines.push(line(StyledText::of(&format!("KUNCI: {}", key.join(", "))), table.at));
    Some(lines)
}

/// The lines of a question whose premises stand beside its responses: `1. Bali | A. Denpasar`, or with the labels in cells of
/// their own. Its key comes behind it.
fn side_by_side(table: &Table) -> Option<Vec<TextLine>> {
    let mut premises = Vec::new();
    let mut responses = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        let Some((premise, response)) = pair_of(row) else {
            // The titles of the columns.
            if index == 0 && row.cells.iter().all(is_title) {
                continue;
            }
            return None;
        };
        for (found, text) in [(&mut premises, premise), (&mut responses, response)] {
            found.extend(text.map(|text| line(text, row.at)));
        }
    }
    let is_series = |lines: &[TextLine], label: fn(&str) -> Option<String>, first: &str| {
        lines.first().and_then(|line| label(line.text.as_str())).as_deref() == Some(first)
    };
    let number = |text: &str| question_start(text).map(|(number, _)| number);
    let letter = |text: &str| option_start(text).map(|(_, letter, _)| letter.to_string());
    if premises.len() < 2 || responses.len() < 2 {
        return None;
    }
    if !is_series(&premises, number, "1") || !is_series(&responses, letter, "A") {
        return None;
    }
    let mut lines = vec![line(StyledText::of(KIND), table.at)];
    lines.append(&mut premises);
    lines.append(&mut responses);
    Some(lines)
}

type Pair = (Option<StyledText>, Option<StyledText>);

/// The premise and the response of a row, each behind its label; either may be missing.
fn pair_of(row: &Row) -> Option<Pair> {
    let cells: Vec<StyledText> = row.cells.iter().map(|cell| text_of(cell).on_one_line()).collect();
    let (premise, response) = match cells.as_slice() {
        [premise, response] => (premise.clone(), response.clone()),
        [number, premise, letter, response] => (joined(number, premise), joined(letter, response)),
        _ => return None,
    };
    let is_premise = premise.is_empty() || question_start(premise.as_str()).is_some();
    let is_response = response.is_empty() || option_start(response.as_str()).is_some();
    let said = |text: StyledText| Some(text).filter(|text| !text.is_empty());
    (is_premise && is_response).then(|| (said(premise), said(response)))
}

/// A text behind the label that stands in the cell before it.
fn joined(label: &StyledText, text: &StyledText) -> StyledText {
    match values::label(label.as_str()) {
        Some((_, label)) => StyledText::joined([&StyledText::of(&format!("{label}. ")), text], ""),
        None => StyledText::joined([label, text], " ").trimmed(),
    }
}

fn is_title(cell: &Cell) -> bool {
    let title = plain(&word_of(cell));
    let names = [
        "",
        "no",
        "no.",
        "nomor",
        "pernyataan",
        "pertanyaan",
        "soal",
        "premis",
        "jawaban",
        "pasangan",
        "pilihan",
        "pilihan jawaban",
        "lajur a",
        "lajur b",
        "lajur kiri",
        "lajur kanan",
        "kolom a",
        "kolom b",
        "column a",
        "column b",
        "statement",
        "answer",
        "bagian a",
        "bagian b",
    ];
    names.contains(&title.as_str())
}

/// A cell behind a label of ours; one that it has itself goes.
fn labelled(label: &str, cell: &Cell, row: &Row) -> TextLine {
    let text = cell.shown().on_one_line();
    let own = option_start(text.as_str()).map(|(_, _, rest)| rest);
    let own = own.or_else(|| question_start(text.as_str()).map(|(_, rest)| rest));
    let bare = own.map_or_else(|| text.clone(), |rest| text.part(rest));
    line(StyledText::joined([&StyledText::of(label), &bare], ""), row.at)
}

/// Whether a cell is ticked; nothing if it says something else.
fn is_ticked(text: &str) -> Option<bool> {
    match values::mark(text) {
        Some(Mark::None) => Some(false),
        Some(Mark::Ticked(None)) => Some(true),
        _ => matches!(plain(text).as_str(), "x" | "✗" | "✘" | "×" | "*").then_some(true),
    }
}
