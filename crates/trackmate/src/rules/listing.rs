//! What rows of an owner's table may say. Every fault of every row is told at once.

use std::collections::HashSet;

use platform::{FieldError, Message, Rule, text::Check};

use super::{LONGEST_TEXT, name};
use crate::model::{CheckedRow, ImportFinding, ImportOutcome, ImportedRow, ProductChange};

/// The most rows that are taken at once.
const MOST_ROWS: usize = 2_000;
const LONGEST_NOTE: usize = 100;

/// The rows that nothing is wrong with, and what is wrong with the others.
pub(crate) fn imported_rows(rows: &[ImportedRow]) -> (Vec<CheckedRow>, ImportOutcome) {
    let mut outcome = ImportOutcome::default();
    let (mut checked, mut keys) = (Vec::with_capacity(rows.len()), HashSet::new());
    for (at, row) in rows.iter().enumerate() {
        let mut check = Check::new();
        if at >= MOST_ROWS {
            check.note("key", Rule::TooMany(MOST_ROWS));
        }
        let kept = check_row(&mut check, row);
        if !kept.key.is_empty() && !keys.insert(kept.key.clone()) {
            check.note("key", twice());
        }
        match check.finish() {
            Ok(()) => checked.push(kept),
            Err(error) => outcome
                .findings
                .extend(error.fields().iter().map(|fault| finding(row, fault))),
        }
        if at >= MOST_ROWS {
            break;
        }
    }
    (checked, outcome)
}

fn finding(row: &ImportedRow, fault: &FieldError) -> ImportFinding {
    ImportFinding {
        row: row.row,
        field: fault.path.clone(),
        rule: fault.rule.clone(),
    }
}

fn twice() -> Rule {
    Rule::Other(Message::new(
        "baris lain memakai kunci yang sama; kosongkan kuncinya pada baris yang disalin",
        "another row has the same key; empty the key of the row that was copied",
    ))
}

fn check_row(check: &mut Check, row: &ImportedRow) -> CheckedRow {
    let key = row.key.trim();
    if !key.is_empty() && !is_key(key) {
        check.note("key", Rule::NotAnId);
    }
    if !row.price.is_in_range() {
        check.note("price", Rule::Type("a number".into()));
    }
    let change = ProductChange {
        name: Some(name(check, "name", &row.name)),
        price: Some(row.price),
        category: Some(row.category),
        description: Some(check.maybe_text("description", Some(&row.description), LONGEST_TEXT)),
        ..ProductChange::default()
    };
    CheckedRow {
        row: row.row,
        key: key.to_owned(),
        change,
        note: check.maybe_text("note", Some(&row.note), LONGEST_NOTE),
        is_hidden: row.is_hidden,
    }
}

/// Whether a text can be what stands behind `product-`.
fn is_key(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.len() == platform::id::HANDLE_CHARS && text.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Price;

    fn row(row: u32, key: &str, name: &str) -> ImportedRow {
        ImportedRow {
            row,
            key: key.to_owned(),
            name: name.to_owned(),
            price: Price(100),
            category: None,
            description: String::new(),
            note: String::new(),
            is_hidden: false,
        }
    }

    #[test]
    fn every_fault_of_every_row_is_told() {
        let rows = [
            row(2, "AAAAAAAAAAAAAAAA", "Kopi"),
            row(3, "AAAAAAAAAAAAAAAA", "Teh"),
            row(4, "../x", ""),
            row(5, "", "Gula"),
        ];
        let (checked, outcome) = imported_rows(&rows);
        assert_eq!(checked.iter().map(|row| row.row).collect::<Vec<_>>(), [2, 5]);
        let told: Vec<_> = outcome
            .findings
            .iter()
            .map(|one| (one.row, one.field.as_str()))
            .collect();
        assert_eq!(told, [(3, "key"), (4, "key"), (4, "name")]);
    }

    #[test]
    fn too_long_a_table_is_told_once() {
        let rows: Vec<_> = (0..2_100).map(|at| row(at, "", "Kopi")).collect();
        let (checked, outcome) = imported_rows(&rows);
        assert_eq!((checked.len(), outcome.findings.len()), (MOST_ROWS, 1));
    }
}
