//! A table as CSV (RFC 4180), with a byte order mark: without it Excel reads UTF-8 as something else. Columns are parted by
//! commas and decimals have a point, whatever the reader's country; who wants cells in Excel takes the workbook.

use std::{borrow::Cow, io::Write};

use base::Error;

use super::{Cell, Sheet, neutral};

const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes a table as CSV; its name is not told.
///
/// # Errors
/// Never by what the table says.
pub fn to_csv(sheet: &Sheet<'_>) -> Result<Vec<u8>, Error> {
    let mut rows = CsvRows::begin(Vec::new(), sheet.head.iter().map(AsRef::as_ref))?;
    for cells in &sheet.rows {
        rows.row(cells)?;
    }
    rows.finish()
}

/// A table that is written row by row.
pub struct CsvRows<W: Write>(csv::Writer<W>);

impl<W: Write> CsvRows<W> {
    /// Begins a table with its head.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn begin<'h>(mut file: W, head: impl Iterator<Item = &'h str>) -> Result<Self, Error> {
        file.write_all(MARK).map_err(Error::internal)?;
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(file);
        writer
            .write_record(head.map(|title| neutral(title).into_owned()))
            .map_err(Error::internal)?;
        Ok(Self(writer))
    }

    /// Writes the next row.
    ///
    /// # Errors
    /// If it cannot be written, or has another number of cells than the head.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.0
            .write_record(cells.iter().map(|cell| text(*cell).into_owned()))
            .map_err(Error::internal)
    }

    /// What was written to.
    ///
    /// # Errors
    /// If the rest cannot be written.
    pub fn finish(self) -> Result<W, Error> {
        self.0.into_inner().map_err(|error| Error::internal(error.to_string()))
    }
}

fn text(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => neutral(text),
        Cell::Points(points) => points.map(|points| points.to_string()).unwrap_or_default().into(),
        Cell::Number(number) => number.map(|number| number.to_string()).unwrap_or_default().into(),
        Cell::Count(count) => count.to_string().into(),
    }
}
