//! Tables as the sheets of a workbook.

use std::{io::Write, path::Path};

use base::Error;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Sheet, cut, neutral};

/// Most columns of a sheet; spreadsheet programs take no more.
const MOST_COLUMNS: usize = 16_384;

/// Writes tables as a workbook, a sheet each.
///
/// # Errors
/// If a name is none that a sheet can have, or two are the same; never by what the tables say.
pub fn to_xlsx(sheets: &[Sheet<'_>]) -> Result<Vec<u8>, Error> {
    let mut book = Book::default();
    for sheet in sheets {
        book.add(sheet)?;
    }
    let mut bytes = Vec::new();
    book.save(&mut bytes)?;
    Ok(bytes)
}

/// A workbook in the making, of which one sheet at a time can be written row by row.
///
/// Invariant: rows of such a sheet wait on the disk, and no more than one of them in memory.
#[derive(Default)]
pub struct Book {
    inner: Workbook,
    /// The sheet that is written row by row, and its next row.
    open: Option<(usize, u32)>,
    count: usize,
}

impl Book {
    /// A workbook whose rows wait in files without a name in this directory.
    ///
    /// # Errors
    /// If no file can be made there.
    pub fn within(dir: &Path) -> Result<Self, Error> {
        let mut book = Self::default();
        book.inner.set_tempdir(dir).map_err(Error::internal)?;
        Ok(book)
    }

    /// Adds a sheet with all of its rows.
    ///
    /// # Errors
    /// If its name is none that a sheet can have, or another one's.
    pub fn add(&mut self, sheet: &Sheet<'_>) -> Result<(), Error> {
        self.count += 1;
        let page = self.inner.add_worksheet();
        begin(page, sheet.name, sheet.head.iter().map(AsRef::as_ref)).map_err(Error::internal)?;
        for (row, cells) in (1..).zip(&sheet.rows) {
            put_row(page, row, cells).map_err(Error::internal)?;
        }
        Ok(())
    }

    /// Adds a sheet whose rows follow.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn begin<'h>(&mut self, name: &str, head: impl Iterator<Item = &'h str>) -> Result<(), Error> {
        let page = self
            .inner
            .add_worksheet_with_constant_memory()
            .map_err(Error::internal)?;
        begin(page, name, head).map_err(Error::internal)?;
        self.open = Some((self.count, 1));
        self.count += 1;
        Ok(())
    }

    /// Writes the next row of the sheet that was begun last.
    ///
    /// # Errors
    /// If there is none, or it is full.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        let (sheet, row) = self
            .open
            .as_mut()
            .ok_or_else(|| Error::internal("no sheet was begun"))?;
        let page = self.inner.worksheet_from_index(*sheet).map_err(Error::internal)?;
        put_row(page, *row, cells).map_err(Error::internal)?;
        *row += 1;
        Ok(())
    }

    /// Writes the file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save(mut self, file: impl Write + Send) -> Result<(), Error> {
        self.inner.save_to_writer(file).map_err(Error::internal)
    }
}

fn begin<'h>(page: &mut Worksheet, name: &str, head: impl Iterator<Item = &'h str>) -> Result<(), XlsxError> {
    page.set_name(name)?.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, title) in (0..).zip(head.take(MOST_COLUMNS)) {
        page.write_string_with_format(0, column, neutral(title), &bold)?;
        page.set_column_width(column, 16)?;
    }
    Ok(())
}

fn put_row(page: &mut Worksheet, row: u32, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells.iter().take(MOST_COLUMNS)) {
        put(page, row, column, *cell)?;
    }
    Ok(())
}

fn put(page: &mut Worksheet, row: u32, column: u16, cell: Cell<'_>) -> Result<(), XlsxError> {
    match cell {
        Cell::Text("") | Cell::Points(None) | Cell::Number(None) => {}
        Cell::Text(text) => {
            page.write_string(row, column, neutral(cut(text)))?;
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
