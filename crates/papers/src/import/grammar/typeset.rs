//! Tables that only place what stands in them: the number of a question in one column, its text and its options beside it.

use super::{
    labels::{option_start, question_start},
    values,
    words::is_unseen,
};
use crate::import::{
    docx::{At, Cell, Paragraph, Row, Table},
    styled::StyledText,
};

/// The paragraphs of questions that a table places: `1. | Apa? | | A. ya`. It is such a table if its first column holds
/// numbers that count up and nothing else, and options stand beside them.
pub(super) fn paragraphs_of(table: &Table) -> Option<Vec<Paragraph>> {
    let mut last = None;
    let mut has_options = false;
    let mut found = Vec::new();
    for row in &table.rows {
        let (first, others) = row.cells.split_first()?;
        let mut number = number_of(first)?;
        if let Some(number) = &number {
            let count: u32 = number.parse().ok()?;
            if last.is_some_and(|last: u32| last.checked_add(1) != Some(count)) {
                return None;
            }
            last = Some(count);
        }
        for paragraph in paragraphs(others, row) {
            has_options |= option_start(paragraph.shown().as_str()).is_some();
            found.push(match number.take() {
                Some(number) => numbered(&number, &paragraph),
                None => paragraph,
            });
        }
        if number.is_some() {
            return None;
        }
    }
    (last.is_some() && has_options).then_some(found)
}

/// The number in a cell, if there is one; nothing at all if anything else is in it.
fn number_of(cell: &Cell) -> Option<Option<String>> {
    let shown = cell.shown();
    let text = shown.as_str().trim_matches(is_unseen);
    if text.is_empty() {
        return Some(None);
    }
    let with_stop = if text.ends_with(['.', ')', '．', '）']) {
        text.to_owned()
    } else {
        format!("{text}.")
    };
    question_start(&with_stop)
        .filter(|(_, rest)| rest.is_empty())
        .map(|(number, _)| Some(number))
}

/// The paragraphs of cells. A letter in a cell of its own is that of the option beside it, and cells of a line stay in one.
fn paragraphs(cells: &[Cell], row: &Row) -> Vec<Paragraph> {
    let is_line = cells.len() > 1 && cells.iter().all(|cell| cell.paragraphs.len() < 2);
    if !is_line {
        let all = cells.iter().flat_map(|cell| &cell.paragraphs);
        return all
            .map(|paragraph| placed(paragraph.shown(), paragraph, row.at))
            .collect();
    }
    let mut line = StyledText::default();
    for cell in cells {
        let shown = cell.shown();
        if shown.is_empty() {
            continue;
        }
        let is_labelled = line.as_str().rsplit('\t').next().is_some_and(is_letter);
        if !line.is_empty() {
            line.append(&StyledText::of(if is_labelled { " " } else { "\t" }));
        }
        line.append(&shown);
    }
    if line.is_empty() {
        return Vec::new();
    }
    vec![placed(line, &Paragraph::default(), row.at)]
}

fn is_letter(text: &str) -> bool {
    text.ends_with(['.', ')']) && values::label(text).is_some_and(|(_, label)| label.starts_with(char::is_alphabetic))
}

fn placed(text: StyledText, like: &Paragraph, at: At) -> Paragraph {
    Paragraph {
        label: None,
        text,
        style: like.style.clone(),
        at,
    }
}

fn numbered(number: &str, paragraph: &Paragraph) -> Paragraph {
    let text = StyledText::joined([&StyledText::of(&format!("{number}. ")), &paragraph.text], "");
    placed(text, paragraph, paragraph.at)
}
