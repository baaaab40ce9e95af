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
    csv::{CsvRows, to_csv},
    rows::{TextRow, read_rows},
    xlsx::{Book, to_xlsx},
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

/// Longest text of a cell, in units of UTF-16, as spreadsheet programs count. They take 32,767.
const LONGEST: usize = 32_000;

/// As much of a text as a cell takes.
pub fn cut(text: &str) -> &str {
    // No text has more units than bytes.
    if text.len() <= LONGEST {
        return text;
    }
    let mut left = LONGEST;
    let too_much = text.char_indices().find(|(_, char)| {
        let units = char.len_utf16();
        let fits = units <= left;
        left -= units.min(left);
        !fits
    });
    too_much.map_or(text, |(at, _)| &text[..at])
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
    fn a_long_text_is_cut_where_a_cell_ends_and_not_within_a_character() {
        for (text, units) in [("a", 32_000), ("é", 32_000), ("👩", 32_000), ("a👩", 31_999)] {
            let long = text.repeat(40_000);
            assert_eq!(cut(&long).encode_utf16().count(), units, "{text}");
            assert!(long.starts_with(cut(&long)));
        }
        let odd = format!("a{}", "👩".repeat(20_000));
        assert_eq!(cut(&odd).encode_utf16().count(), 31_999);
        assert_eq!(cut("👩"), "👩");
    }

    #[test]
    fn rows_that_wait_on_the_disk_are_read_like_those_that_are_written_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let mut book = Book::within(dir.path()).unwrap();
        let first = Sheet {
            name: "First",
            head: vec![Cow::from("a")],
            rows: vec![vec![Cell::Text("=1")]],
        };
        book.add(&first).unwrap();
        book.begin("Rows", ["=name", "points"].into_iter()).unwrap();
        let long = "👩".repeat(30_000);
        for name in ["=1+1", "", "dua\nbaris", &long] {
            book.row(&[Cell::Text(name), Cell::Points(Some(Points(250)))]).unwrap();
        }
        book.add(&Sheet { name: "Last", ..first }).unwrap();
        let mut bytes = Vec::new();
        book.save(&mut bytes).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["First", "Rows", "Last"]);
        assert!(book.worksheet_formula("Rows").unwrap().is_empty());
        let range = book.worksheet_range("Rows").unwrap();
        let told: Vec<(String, String)> = range
            .rows()
            .map(|row| (row[0].to_string(), row[1].to_string()))
            .collect();
        assert_eq!(told[0], ("'=name".to_owned(), "points".to_owned()));
        assert_eq!(told[1], ("'=1+1".to_owned(), "2.5".to_owned()));
        assert_eq!((told[2].0.as_str(), told[3].0.as_str()), ("", "dua\nbaris"));
        assert_eq!(told[4].0.encode_utf16().count(), 32_000);
        assert_eq!(book.worksheet_range("Last").unwrap().rows().count(), 2);
        assert!(Book::default().row(&[]).is_err());
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
