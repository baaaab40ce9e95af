//! Writing a table of products: as text, and as a sheet to fill in, with choices and rows that are ready.
//!
//! Invariant: what is written is read back as it was, and stored again it changes nothing.

use std::borrow::Cow;

use pages_kit::Visit;
use papers::sheet::{Cell, Sheet, to_csv};
use platform::{Error, id::handle, text::cell::neutral};
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Workbook, Worksheet, XlsxError};
use trackmate::api::{CATEGORIES, ExportedProduct, Withholding};

use super::columns::{Column, NO, YES, category};
use crate::address;

/// The name of the sheet that is read.
pub(super) const SHEET: &str = "Produk";
/// Rows for new products.
const EMPTY: u32 = 200;
/// Most characters of a cell.
const LONGEST: usize = 32_000;
/// The built-in number format of text.
const TEXT: u8 = 49;

/// What a row says, in the order of the columns.
fn cells(product: &ExportedProduct) -> [String; Column::ALL.len()] {
    let hundredths = product.price.0;
    let price = match hundredths % 100 {
        0 => (hundredths / 100).to_string(),
        rest => format!("{},{rest:02}", hundredths / 100),
    };
    let is_hidden = product.withheld.has(Withholding::ByOwner);
    [
        address::code(product.id.as_str()).to_owned(),
        product.name.clone(),
        price,
        product.category.map(category).unwrap_or_default(),
        product.description.clone(),
        product.note.clone(),
        if is_hidden { NO } else { YES }.to_owned(),
    ]
}

/// The table as text, with what shoppers think of each product behind it.
pub(super) fn csv(visit: &Visit, products: &[ExportedProduct]) -> Result<Vec<u8>, Error> {
    let rows: Vec<_> = products.iter().map(cells).collect();
    let link = |product: &ExportedProduct| {
        let path = address::product(product.id.as_str(), &product.name);
        format!("{}{path}", visit.kit.public_url())
    };
    let links: Vec<String> = products.iter().map(link).collect();
    let mut head: Vec<Cow<'_, str>> = Column::ALL.iter().map(|column| column.head().into()).collect();
    head.extend(["Penilaian", "Banyaknya penilaian", "Halaman"].map(Cow::from));
    let mean = |product: &ExportedProduct| {
        let tenths = product.ratings.tenths().and_then(|tenths| i32::try_from(tenths).ok());
        Cell::Number(tenths.map(|tenths| f64::from(tenths) / 10.0))
    };
    let rows = rows.iter().zip(products).zip(&links).map(|((cells, product), link)| {
        let mut row: Vec<Cell<'_>> = cells.iter().map(|text| Cell::Text(text)).collect();
        row.extend([mean(product), Cell::Count(product.ratings.count), Cell::Text(link)]);
        row
    });
    to_csv(&Sheet {
        name: SHEET,
        head,
        rows: rows.collect(),
    })
}

/// The sheet to fill in. Each row that is ready has a key, so that sending it twice makes one product.
pub(super) fn xlsx(visit: &Visit, products: &[ExportedProduct]) -> Result<Vec<u8>, Error> {
    let mut rows: Vec<_> = products.iter().map(cells).collect();
    for _ in 0..EMPTY {
        let mut empty: [String; Column::ALL.len()] = Default::default();
        address::code(&handle("product", visit.ctx.now())).clone_into(&mut empty[0]);
        rows.push(empty);
    }
    write(&rows, &visit.speech().say("producer-listing-choose")).map_err(Error::internal)
}

fn write(rows: &[[String; Column::ALL.len()]], choose: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?.set_freeze_panes(1, 0)?;
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format_index(TEXT));
    for (place, column) in (0..).zip(Column::ALL) {
        sheet.set_column_format(place, &text)?;
        sheet.set_column_width(place, if column == Column::Description { 48 } else { 22 })?;
        sheet.write_string_with_format(0, place, column.head(), &bold)?;
    }
    sheet.set_column_hidden(0)?;
    for (row, cells) in (1..).zip(rows) {
        for (place, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            let shown: String = neutral(cell).chars().take(LONGEST).collect();
            sheet.write_string_with_format(row, place, shown, &text)?;
        }
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX).max(1);
    let categories: Vec<String> = CATEGORIES.iter().map(|one| category(one.id)).collect();
    offer(sheet, 3, last, &categories, choose)?;
    offer(sheet, 6, last, &[YES.to_owned(), NO.to_owned()], choose)?;
    book.save_to_buffer()
}

/// Lets a column take one of few.
fn offer(sheet: &mut Worksheet, place: u16, last: u32, choices: &[String], choose: &str) -> Result<(), XlsxError> {
    let rule = DataValidation::new()
        .allow_list_strings(choices)?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_message(choose)?;
    sheet.add_data_validation(1, place, last, place, &rule)?;
    Ok(())
}
