//! Tables that people filled in, as rows of text: of a workbook, an `OpenDocument` spreadsheet, or a table of text.

use base::{Error, text::cell::plain};

use super::book::{self, Limits, Page, Value};
use crate::file_kind::Refusal;

/// Longest cell that is read, in characters.
const LONGEST: usize = 20_000;

/// A row with anything in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRow {
    /// As spreadsheet programs count, from 1.
    pub number: u32,
    /// Its cells from the first column on, as they are shown; what was made harmless reads as it was.
    pub cells: Vec<String>,
}

/// The first rows and columns of the sheet of a name, or of the first one that is shown.
///
/// # Errors
/// If the bytes are neither a workbook nor a table of text, or may not be opened.
pub fn read_rows(bytes: &[u8], sheet: &str, rows: usize, columns: u32) -> Result<Vec<TextRow>, Error> {
    let limits = Limits {
        rows,
        columns,
        cell: LONGEST,
        pictures: false,
    };
    let pages = book::open(bytes, limits).map_err(Refusal::of_field)?;
    let is_named = |page: &&Page| page.name.eq_ignore_ascii_case(sheet);
    let named = pages.iter().find(is_named);
    let page = named.or_else(|| pages.iter().find(|page| page.is_shown));
    let rows = page.map(|page| page.rows.as_slice()).unwrap_or_default();
    let read = rows.iter().map(|row| {
        let cell = |column| row.cells.get(&column).map(Value::shown).unwrap_or_default();
        TextRow {
            number: row.number,
            cells: (0..columns).map(|column| plain(cell(column)).to_owned()).collect(),
        }
    });
    Ok(read.collect())
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::sheet::{Cell, Sheet, to_csv, to_xlsx};

    #[test]
    fn what_was_written_is_read_from_either_form() {
        let sheet = Sheet {
            name: "Produk",
            head: vec![Cow::from("a"), Cow::from("b")],
            rows: vec![
                vec![Cell::Text("=1+1"), Cell::Number(Some(12.5))],
                vec![Cell::Text(""), Cell::Text("00123")],
            ],
        };
        let row = |number, a: &str, b: &str| TextRow {
            number,
            cells: vec![a.to_owned(), b.to_owned(), String::new()],
        };
        let wanted = vec![row(1, "a", "b"), row(2, "=1+1", "12.5"), row(3, "", "00123")];
        let csv = to_csv(&sheet).unwrap();
        assert_eq!(read_rows(&csv, "produk", 10, 3).unwrap(), wanted);
        let book = to_xlsx(&[sheet]).unwrap();
        assert_eq!(read_rows(&book, "produk", 10, 3).unwrap(), wanted);
        assert!(read_rows(b"\x89PNG\r\n\x1a\n", "produk", 10, 3).is_err());
    }
}
