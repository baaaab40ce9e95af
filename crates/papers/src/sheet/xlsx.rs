//! Tables as the sheets of a workbook.

use base::Error;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Sheet, neutral};

/// Most characters of a cell.
const LONGEST: usize = 32_000;

/// Writes tables as a workbook, a sheet each.
///
/// # Errors
/// If a name is none that a sheet can have, or two are the same; never by what the tables say.
pub fn to_xlsx(sheets: &[Sheet<'_>]) -> Result<Vec<u8>, Error> {
    book(sheets).map_err(Error::internal)
}

fn book(sheets: &[Sheet<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    for sheet in sheets {
        table(book.add_worksheet(), sheet)?;
    }
    book.save_to_buffer()
}

fn table(page: &mut Worksheet, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
    page.set_name(sheet.name)?.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, title) in (0..).zip(&sheet.head) {
        page.write_string_with_format(0, column, neutral(title), &bold)?;
        page.set_column_width(column, 16)?;
    }
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            put(page, row, column, *cell)?;
        }
    }
    Ok(())
}

fn put(page: &mut Worksheet, row: u32, column: u16, cell: Cell<'_>) -> Result<(), XlsxError> {
    match cell {
        Cell::Text("") | Cell::Points(None) | Cell::Number(None) => {}
        Cell::Text(text) => {
            let shown: String = neutral(text).chars().take(LONGEST).collect();
            page.write_string(row, column, shown)?;
        }
        Cell::Points(Some(points)) => {
            // Hundredths below 10^15 are exact as a double.
            page.write_number(row, column, points.to_string().parse::<f64>().unwrap_or_default())?;
        }
        Cell::Number(Some(number)) => {
            page.write_number(row, column, number)?;
        }
        Cell::Count(count) => {
            page.write_number(row, column, u32::try_from(count).unwrap_or(u32::MAX))?;
        }
    }
    Ok(())
}
