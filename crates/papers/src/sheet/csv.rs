//! A table as CSV (RFC 4180), with a byte order mark: without it Excel reads UTF-8 as something else. Columns are parted by
//! commas and decimals have a point, whatever the reader's country; who wants cells in Excel takes the workbook.

use std::borrow::Cow;

use base::Error;

use super::{Cell, Sheet, neutral};

const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes a table as CSV; its name is not told.
///
/// # Errors
/// Never by what the table says.
pub fn to_csv(sheet: &Sheet<'_>) -> Result<Vec<u8>, Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.to_vec());
    writer
        .write_record(sheet.head.iter().map(|title| neutral(title).into_owned()))
        .map_err(Error::internal)?;
    for cells in &sheet.rows {
        writer
            .write_record(cells.iter().map(|cell| text(*cell).into_owned()))
            .map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|error| Error::internal(error.to_string()))
}

fn text(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => neutral(text),
        Cell::Points(points) => points.map(|points| points.to_string()).unwrap_or_default().into(),
        Cell::Number(number) => number.map(|number| number.to_string()).unwrap_or_default().into(),
        Cell::Count(count) => count.to_string().into(),
    }
}
