//! The workbook that lists of participants are written in.
//!
//! Invariant: what was filled in with the choices that it offers is read back without a finding.

use base::{Error, text::cell::neutral};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatBorder, Formula, IgnoreError, Workbook, Worksheet,
    XlsxError,
};

use super::{Column, read::SHEET};

/// Rows that are ready to be filled in.
const ROWS: u32 = 5_000;
/// The built-in number format of text.
const TEXT: u8 = 49;
/// The sheet of choices; lists that are written into a cell's rule itself may have 255 characters in all.
const CHOICES: &str = "Daftar";

/// What can be chosen.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Titles of ranks.
    pub ranks: Vec<String>,
    /// Titles of units.
    pub units: Vec<String>,
    /// Titles of positions.
    pub positions: Vec<String>,
    /// Events: ids and titles.
    pub events: Vec<(i64, String)>,
}

impl Choices {
    fn of(&self, column: Column) -> Vec<String> {
        let titles = |titles: &[String]| titles.iter().map(|title| neutral(title).into_owned()).collect();
        match column {
            Column::RegisteredNumber | Column::Name => Vec::new(),
            Column::Rank => titles(&self.ranks),
            Column::Unit => titles(&self.units),
            Column::Position => titles(&self.positions),
            Column::Event => self
                .events
                .iter()
                .map(|(id, title)| format!("{id} - {title}"))
                .collect(),
        }
    }
}

/// Writes the workbook.
///
/// # Errors
/// Never by what the choices are.
pub fn template(choices: &Choices) -> Result<Vec<u8>, Error> {
    write(choices).map_err(Error::internal)
}

fn write(choices: &Choices) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let list = book.add_worksheet();
    list.set_name(SHEET)?.set_active(true);
    heads(list)?;
    for (place, column) in (0..).zip(Column::ALL) {
        rule(list, place, column, choices.of(column).len())?;
    }
    instructions(book.add_worksheet())?;
    let hidden = book.add_worksheet();
    hidden.set_name(CHOICES)?.set_hidden(true);
    for (place, column) in (0..).zip(Column::ALL) {
        hidden.write_column(0, place, choices.of(column))?;
    }
    book.save_to_buffer()
}

/// The heads, and columns that keep what is typed into them as text.
fn heads(list: &mut Worksheet) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00E7_EEF7))
        .set_border_bottom(FormatBorder::Thin);
    let text = Format::new().set_num_format_index(TEXT);
    for (place, column) in (0..).zip(Column::ALL) {
        list.set_column_format(place, &text)?;
        list.set_column_width(place, if column == Column::Name { 34 } else { 22 })?;
        list.write_string_with_format(0, place, column.name(), &head)?;
    }
    for row in 1..=ROWS {
        list.write_blank(row, 0, &text)?;
    }
    list.ignore_error_range(1, 0, ROWS, 0, IgnoreError::NumberStoredAsText)?;
    list.set_freeze_panes(1, 0)?;
    Ok(())
}

/// What a column takes: text, or one of so many choices.
fn rule(list: &mut Worksheet, place: u16, column: Column, choices: usize) -> Result<(), XlsxError> {
    let rule = match (column, choices) {
        (Column::RegisteredNumber, _) => DataValidation::new()
            .allow_custom(Formula::new("=ISTEXT(A2)"))
            .set_error_title("NRP")?
            .set_error_message(
                "Nomor registrasi harus berupa teks, agar nol di depan tidak hilang. / The registration number must be text.",
            )?,
        (_, 0) => return Ok(()),
        (_, choices) => {
            let letter = char::from(b'A' + u8::try_from(place).unwrap_or_default());
            DataValidation::new()
                .allow_list_formula(Formula::new(format!("={CHOICES}!${letter}$1:${letter}${choices}")))
                .set_error_title(column.name())?
                .set_error_message("Pilih dari daftar. / Choose from the list.")?
        }
    };
    let rule = rule.set_error_style(DataValidationErrorStyle::Stop);
    list.add_data_validation(1, place, ROWS, place, &rule)?;
    Ok(())
}

/// What is to be known, in both languages, with an example that is not read.
fn instructions(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    const SAID: [(&str, &str, &str); 6] = [
        (
            "registeredNumber",
            "Wajib. Nomor registrasi (NRP) sebagai teks, mis. 0012345678. Sel angka ditolak.",
            "Required. The registration number as text, e.g. 0012345678. Number cells are refused.",
        ),
        (
            "name",
            "Wajib. Nama lengkap; dipakai peserta untuk masuk.",
            "Required. The full name; participants log in with it.",
        ),
        (
            "rank",
            "Pangkat dari daftar; boleh kosong.",
            "A rank from the list; may be empty.",
        ),
        (
            "unit",
            "Satuan dari daftar; boleh kosong.",
            "A unit from the list; may be empty.",
        ),
        (
            "position",
            "Jabatan dari daftar; boleh kosong.",
            "A position from the list; may be empty.",
        ),
        (
            "eventId",
            "Ujian dari daftar, mis. 3 - Ujian Nasional. Boleh kosong bila ujian dipilih saat mengunggah.",
            "An event from the list, e.g. 3 - Final exam. May be empty if the event is chosen at the upload.",
        ),
    ];
    let (bold, wrap) = (Format::new().set_bold(), Format::new().set_text_wrap());
    sheet.set_name("Petunjuk")?;
    sheet.set_column_width(0, 22)?;
    sheet.set_column_width(1, 60)?;
    sheet.set_column_width(2, 60)?;
    for (place, head) in (0..).zip(["Kolom / Column", "Petunjuk", "Instructions"]) {
        sheet.write_string_with_format(0, place, head, &bold)?;
    }
    for (row, (column, id, en)) in (1..).zip(SAID) {
        sheet.write_string(row, 0, column)?;
        sheet.write_string_with_format(row, 1, id, &wrap)?;
        sheet.write_string_with_format(row, 2, en, &wrap)?;
    }
    sheet.write_string(
        8,
        1,
        "Isi lembar \"Peserta\" mulai baris 2. Semua baris disimpan, atau tidak satu pun.",
    )?;
    sheet.write_string(
        8,
        2,
        "Fill in the sheet \"Peserta\" from row 2 on. All rows are stored, or none.",
    )?;
    Ok(())
}
