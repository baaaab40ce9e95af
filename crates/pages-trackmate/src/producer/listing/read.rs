//! Reading a table of products: its cells as text first, and then as what they mean.

use pages_kit::numbers::typed_price;
use papers::sheet::read_rows;
use platform::{Error, Kind, Lang, Message, Rule, text::fold};
use serde::{Deserialize, Serialize};
use trackmate::api::{ImportFinding, ImportedRow, Price};

use super::{
    columns::{Column, read_category},
    template::SHEET,
};

/// The most rows and columns that are read.
const MOST_ROWS: usize = 2_500;
const MOST_COLUMNS: u32 = 20;

/// A row as its cells say it, in the order of the columns.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    row: u32,
    cells: [String; Column::ALL.len()],
}

/// The rows of a file in which anything but a key stands. Heads may stand in any order; those of no column are skipped.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Line>, Error> {
    let rows = read_rows(bytes, SHEET, MOST_ROWS, MOST_COLUMNS);
    let mut rows = rows.map_err(unreadable)?.into_iter();
    let heads = rows.next().map(|row| row.cells).unwrap_or_default();
    let places = Column::ALL.map(|column| heads.iter().position(|head| Column::headed(head) == Some(column)));
    if places[1].is_none() || places[2].is_none() {
        return Err(no_heads());
    }
    let line = |row: papers::sheet::TextRow| Line {
        row: row.number,
        cells: places.map(|place| {
            place
                .and_then(|place| row.cells.get(place).cloned())
                .unwrap_or_default()
        }),
    };
    let says_something = |line: &Line| {
        let told = &line.cells[1..];
        told.iter().any(|cell| !cell.trim().is_empty())
    };
    Ok(rows.map(line).filter(says_something).collect())
}

/// What is wrong with a file as a whole, as a sentence.
fn unreadable(error: Error) -> Error {
    let Some(fault) = error.fields().first() else {
        return error;
    };
    let said = fault.rule.message();
    let said = Message::new(
        format!("Berkas ini {}.", said.text(Lang::Id)),
        format!("The file {}.", said.text(Lang::En)),
    );
    Error::new(Kind::Invalid, "pages.listing.unreadable", said)
}

fn no_heads() -> Error {
    let said = Message::new(
        "Baris pertama harus memuat judul kolom “Nama” dan “Harga (Rp)”. Unduh lembar isian dan isi di sana.",
        "The first row must have the heads “Nama” and “Harga (Rp)”. Download the sheet and fill it in.",
    );
    Error::new(Kind::Invalid, "pages.listing.no_heads", said)
}

/// What lines mean, and what of them cannot be read.
pub(super) fn rows(text: &str) -> Result<(Vec<ImportedRow>, Vec<ImportFinding>), Error> {
    let lines: Vec<Line> = serde_json::from_str(text).map_err(|_| no_heads())?;
    let mut findings = Vec::new();
    let rows = lines.iter().map(|line| meaning(line, &mut findings)).collect();
    Ok((rows, findings))
}

fn meaning(line: &Line, findings: &mut Vec<ImportFinding>) -> ImportedRow {
    let [key, name, price, category, description, note, shown] = &line.cells;
    let mut unread = |field: &str, rule| {
        findings.push(ImportFinding {
            row: line.row,
            field: field.to_owned(),
            rule,
        });
    };
    let told_price = typed_price(price);
    if told_price.is_none() {
        unread("price", no_price());
    }
    let told_category = read_category(category);
    if told_category.is_none() && !category.trim().is_empty() {
        unread("category", not_offered());
    }
    let is_hidden = match fold(shown.trim()).as_str() {
        "" | "ya" | "yes" | "y" | "evet" | "1" | "true" => false,
        "tidak" | "no" | "t" | "n" | "hayir" | "0" | "false" => true,
        _ => {
            unread("shown", not_offered());
            false
        }
    };
    ImportedRow {
        row: line.row,
        key: key.clone(),
        name: name.clone(),
        price: Price(told_price.unwrap_or_default()),
        category: told_category,
        description: description.clone(),
        note: note.clone(),
        is_hidden,
    }
}

fn no_price() -> Rule {
    Rule::Other(Message::new(
        "bukan harga; tulis seperti 25.000 atau 12,50",
        "is no price; write it like 25,000 or 12.50",
    ))
}

fn not_offered() -> Rule {
    Rule::Other(Message::new("pilih dari daftarnya", "choose from the list"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_may_stand_in_any_order_and_rows_that_say_nothing_are_skipped() {
        let table = "harga (rp);Nama;Lain;KUNCI\n25.000;Kopi;x;AAAAAAAAAAAAAAAA\n;;;BBBBBBBBBBBBBBBB\ndua;'=Teh;;\n";
        let lines = read(table.as_bytes()).unwrap();
        assert_eq!(lines.iter().map(|line| line.row).collect::<Vec<_>>(), [2, 4]);
        let (rows, findings) = rows(&serde_json::to_string(&lines).unwrap()).unwrap();
        assert_eq!(
            (rows[0].price, rows[0].key.as_str()),
            (Price(2_500_000), "AAAAAAAAAAAAAAAA")
        );
        assert_eq!(rows[1].name, "=Teh");
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].row, findings[0].field.as_str()), (4, "price"));
    }

    #[test]
    fn what_is_no_table_of_products_is_told() {
        assert!(read(b"a,b\n1,2\n").is_err());
        assert!(read(b"%PDF-1.7").is_err());
        assert!(rows("[{]").is_err());
    }
}
