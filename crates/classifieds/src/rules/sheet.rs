//! Tables as text (CSV): what is exported can be imported again, and no cell is a formula to a spreadsheet program.
//!
//! Invariant: for every text, reading what was written gives the text back.
//!
//! A file begins with a byte order mark: without it Excel reads UTF-8 as something else. Where commas are decimal, spreadsheet
//! programs part cells by semicolons, and some say so in a line of their own.

use csv::{ReaderBuilder, WriterBuilder};
use platform::{
    Error, Kind, Message,
    text::cell::{neutral, plain},
};

/// The byte order mark.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A value on its way into a sheet.
pub(crate) enum Cell<'a> {
    /// A text, or nothing.
    Text(Option<&'a str>),
    /// A number, or nothing. It is written as it is: a number is no formula.
    Number(Option<f64>),
}

/// Writes a sheet: its head, then its rows.
pub(crate) fn write<'a, const N: usize>(
    columns: [&str; N],
    rows: impl Iterator<Item = [Cell<'a>; N]>,
) -> Result<Vec<u8>, Error> {
    let mut writer = WriterBuilder::new().from_writer(MARK.to_vec());
    writer.write_record(columns).map_err(Error::internal)?;
    for row in rows {
        let cells = row.map(|value| match value {
            Cell::Text(text) => text.map(neutral).unwrap_or_default().into_owned(),
            Cell::Number(number) => number.map(|number| number.to_string()).unwrap_or_default(),
        });
        writer.write_record(&cells).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|error| Error::internal(error.to_string()))
}

/// A sheet that was read: its head, and its rows by their number, counted as spreadsheet programs do (the head is 1).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<(usize, Vec<String>)>,
    /// Whether a comma in a number is its decimal point: nothing else needs semicolons between cells.
    pub(crate) decimal_comma: bool,
}

fn broken() -> Error {
    let said = Message::new(
        "Berkas bukan CSV UTF-8 yang benar.",
        "The file is not valid CSV in UTF-8.",
    );
    Error::new(Kind::Invalid, "classifieds.import.broken_csv", said)
}

/// Reads a sheet. Cells are separated by commas, or by semicolons as some spreadsheet programs write them; rows without
/// any text are left out.
pub(crate) fn read(bytes: &[u8]) -> Result<Sheet, Error> {
    let (separator, bytes) = separator(bytes.strip_prefix(MARK).unwrap_or(bytes));
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .delimiter(separator)
        .from_reader(bytes);
    let head = reader.headers().map_err(|cause| broken().caused_by(cause))?;
    let columns = head.iter().map(|name| name.trim().to_owned()).collect();
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|cause| broken().caused_by(cause))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        rows.push((index + 2, record.iter().map(|cell| plain(cell).to_owned()).collect()));
    }
    Ok(Sheet {
        columns,
        rows,
        decimal_comma: separator == b';',
    })
}

/// What parts the cells, and the sheet without the line that says so (`sep=;`), which spreadsheet programs do not count.
fn separator(bytes: &[u8]) -> (u8, &[u8]) {
    let mut lines = bytes.splitn(2, |b| *b == b'\n');
    let (head, rest) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    match head.trim_ascii_end() {
        [
            b's' | b'S',
            b'e' | b'E',
            b'p' | b'P',
            b'=',
            separator @ (b';' | b',' | b'\t' | b'|'),
        ] => (*separator, rest),
        // A tab is a blank.
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'='] if head.contains(&b'\t') => (b'\t', rest),
        head if head.contains(&b';') && !head.contains(&b',') => (b';', bytes),
        _ => (b',', bytes),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn round(text: &str) -> String {
        let bytes = write(
            ["a", "b"],
            [[Cell::Text(Some(text)), Cell::Text(Some("x"))]].into_iter(),
        )
        .unwrap();
        read(&bytes).unwrap().rows[0].1[0].clone()
    }

    #[test]
    fn formulas_are_made_harmless_and_numbers_and_names_are_left_alone() {
        for (text, shown) in [
            ("=1+1", "'=1+1"),
            ("@sum", "'@sum"),
            ("-5", "'-5"),
            ("'=1", "''=1"),
            ("＝1", "'＝1"),
            ("'s-Hertogenbosch", "'s-Hertogenbosch"),
            ("  =1", "'  =1"),
            ("Cars", "Cars"),
            ("'", "'"),
        ] {
            assert_eq!(neutral(text), shown);
            assert_eq!(round(text), text);
        }
        let bytes = write(["n"], [[Cell::Number(Some(-5.25))]].into_iter()).unwrap();
        assert_eq!(bytes, "\u{FEFF}n\n-5.25\n".as_bytes());
    }

    #[test]
    fn sheets_of_other_programs_are_read() {
        let sheet = read("\u{FEFF}slug ;name\r\ncars;\"A;B\"\r\n;\r\nx;y\r\n".as_bytes()).unwrap();
        assert_eq!(sheet.columns, ["slug", "name"]);
        assert_eq!(
            sheet.rows,
            [
                (2, vec!["cars".to_owned(), "A;B".to_owned()]),
                (4, vec!["x".to_owned(), "y".to_owned()])
            ]
        );
        assert!(sheet.decimal_comma);
        for (text, comma) in [
            ("sep=;\r\na;b\r\n1;2,5\r\n", true),
            ("SEP=,\na,b\n1,\"2,5\"\n", false),
            ("sep=\t\na\tb\n1\t2,5\n", false),
        ] {
            let sheet = read(text.as_bytes()).unwrap();
            let row = vec!["1".to_owned(), "2,5".to_owned()];
            assert_eq!(
                (sheet.columns, sheet.rows, sheet.decimal_comma),
                (vec!["a".to_owned(), "b".to_owned()], vec![(2, row)], comma),
                "{text:?}"
            );
        }
        assert!(read(b"a,b\n\xff,1\n").is_err());
        assert!(read(b"").unwrap().rows.is_empty());
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@\\t\\r\\n\",;a-]{0,8}|\\PC{0,20}") {
            prop_assert_eq!(round(&text), text);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
