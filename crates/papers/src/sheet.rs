//! Tables as files for spreadsheet programs: CSV, and workbooks of several sheets.
//!
//! Invariants: whatever people wrote goes in as text, so registered numbers keep their zeros and nothing is a formula; both
//! forms are written from one value and say the same.

mod archive;
pub(crate) mod book;
mod csv;
mod rows;
mod xlsx;

use std::borrow::Cow;

use base::text::cell;

pub use self::{
    csv::to_csv,
    rows::{TextRow, read_rows},
    xlsx::to_xlsx,
};
use crate::points::Points;

/// A table with a head.
#[derive(Debug, Clone)]
pub struct Sheet<'a> {
    /// What the sheet is called in a workbook.
    pub name: &'a str,
    /// The names of the columns.
    pub head: Vec<Cow<'a, str>>,
    /// The rows, with a cell for each column.
    pub rows: Vec<Vec<Cell<'a>>>,
}

/// A cell of a table.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// What somebody wrote.
    Text(&'a str),
    /// Points, if there are any.
    Points(Option<Points>),
    /// A number, if there is one.
    Number(Option<f64>),
    /// How many there are.
    Count(i64),
}

/// A text that spreadsheet programs take for text. A negative number stays one.
fn neutral(text: &str) -> Cow<'_, str> {
    if is_negative_number(text) {
        Cow::Borrowed(text)
    } else {
        cell::neutral(text)
    }
}

fn is_negative_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix('-').is_some_and(|number| {
        let (whole, rest) = number.split_once(['.', ',']).unwrap_or((number, "0"));
        digits(whole) && digits(rest)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Reader as _, Xlsx};

    use super::*;

    #[test]
    fn what_would_begin_a_formula_gets_an_apostrophe() {
        for text in [
            "=1+1", "+62812", "-x", "@SUM(A1)", "\t=1", "\r", "-1-1", "-", "--1", "-1.", "＝1", "  =1", "\n=1",
        ] {
            assert_eq!(neutral(text), format!("'{text}"), "{text:?}");
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for text in ["", "Budi", "-1", "-12.5", "-0,25", "00123", "a=b", "O'Neil"] {
            assert_eq!(neutral(text), text);
        }
    }

    #[test]
    fn both_forms_say_the_same_and_neither_has_a_formula() {
        let names = ["=1", "  =1", "\t+1", "\r@x", "'=1", "-12.5", "Budi"];
        let sheet = Sheet {
            name: "Names",
            head: vec![Cow::from(" =head")],
            rows: names.iter().map(|name| vec![Cell::Text(name)]).collect(),
        };
        let shown = ["' =head", "'=1", "'  =1", "'\t+1", "'\r@x", "''=1", "-12.5", "Budi"];
        let csv = to_csv(&sheet).unwrap();
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(&csv["\u{feff}".len()..]);
        let told: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
        assert_eq!(told, shown);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(to_xlsx(&[sheet]).unwrap())).unwrap();
        assert!(book.worksheet_formula("Names").unwrap().is_empty());
        let range = book.worksheet_range("Names").unwrap();
        let told: Vec<String> = range.rows().map(|row| row[0].to_string()).collect();
        assert_eq!(told, shown);
    }
}
