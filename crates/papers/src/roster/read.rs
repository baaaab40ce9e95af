//! Reading a list of participants from a workbook.

use std::{collections::BTreeMap, io::Cursor};

use base::{
    Error,
    text::{cell::plain, unstorable},
};
use calamine::{DataRef, Reader as _, SheetVisible, Xlsx, open_workbook_from_rs};

use super::{Column, Finding, archive};
use crate::finding::excerpt;

/// Most rows of a list.
pub const MOST_ROWS: usize = 20_000;
/// Columns that are looked at.
const MOST_COLUMNS: u32 = 50;
/// Rows among which the heads are looked for.
const HEAD_ROWS: usize = 10;
/// Most characters of a cell.
const LONGEST: usize = 255;
/// Most findings that a reading has; whoever has so many has one problem, not many.
const MOST_FINDINGS: usize = 1_000;
/// The sheet that is read, if there is one of this name; else the first that is shown.
pub(super) const SHEET: &str = "Peserta";

/// One row of a list, without blanks around its texts. What is empty is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its row, as Excel counts.
    pub row: u32,
    /// The registration number.
    pub registered_number: String,
    /// The name.
    pub name: String,
    /// The title of the rank.
    pub rank: Option<String>,
    /// The title of the unit.
    pub unit: Option<String>,
    /// The title of the position.
    pub position: Option<String>,
    /// The event's id.
    pub event: Option<i64>,
}

/// What a workbook held.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// Its rows that could be read, in order.
    pub lines: Vec<Line>,
    /// Its rows with anything in them, beside the heads.
    pub rows: usize,
    /// What there is to say about it, in order.
    pub findings: Vec<Finding>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Text(String),
    Number(f64),
    Formula,
    /// A date, a truth value or an error.
    Other,
}

impl Cell {
    fn of(value: &DataRef<'_>, is_formula: bool) -> Option<Self> {
        let text = |text: &str| {
            let text = text.trim();
            // One more than may be, so that it is seen to be too long.
            (!text.is_empty()).then(|| Self::Text(plain(text).chars().take(LONGEST + 1).collect()))
        };
        if is_formula {
            return Some(Self::Formula);
        }
        match value {
            DataRef::Empty => None,
            DataRef::String(found) => text(found),
            DataRef::SharedString(found) => text(found),
            #[expect(
                clippy::cast_precision_loss,
                reason = "only asked whether it is a small whole number"
            )]
            DataRef::Int(number) => Some(Self::Number(*number as f64)),
            DataRef::Float(number) => Some(Self::Number(*number)),
            _ => Some(Self::Other),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Formula | Self::Other => String::new(),
        }
    }
}

type Cells = BTreeMap<u32, Cell>;

/// Reads a workbook. An error is about the file as a whole; everything else is a finding.
///
/// # Errors
/// If it is no workbook, or one that may not be opened.
pub fn read(bytes: &[u8]) -> Result<Reading, Error> {
    archive::check(bytes)?;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(archive::unreadable)?;
    let mut reading = Reading::default();
    let Some(sheet) = sheet_of(&book) else {
        reading.findings.push(no_heads());
        return Ok(reading);
    };
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(archive::unreadable)?;
    let mut list = List::default();
    let (mut row, mut held) = (0, Cells::new());
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(archive::unreadable)? {
        let (at, column) = cell.pos;
        if at != row {
            if !list.take(row, std::mem::take(&mut held), &mut reading) {
                return Ok(reading);
            }
            row = at;
        }
        if column < MOST_COLUMNS
            && let Some(found) = Cell::of(&cell.value, cell.formula.is_some())
        {
            held.insert(column, found);
        }
    }
    list.take(row, held, &mut reading);
    if list.heads.is_none() {
        reading.findings.push(no_heads());
    } else if reading.rows == 0 {
        reading.findings.push(Finding::error(
            "roster.empty",
            "Tidak ada peserta di bawah baris judul.",
            "There are no participants below the heads.",
        ));
    }
    Ok(reading)
}

fn sheet_of(book: &Xlsx<Cursor<&[u8]>>) -> Option<String> {
    let mut shown = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible);
    let first = shown.clone().next();
    let named = shown.find(|sheet| sheet.name.trim().eq_ignore_ascii_case(SHEET));
    named.or(first).map(|sheet| sheet.name.clone())
}

fn no_heads() -> Finding {
    Finding::error(
        "roster.heads.missing",
        "Baris judul tidak ditemukan: harus ada kolom registeredNumber (NRP) dan name (Nama). Gunakan template.",
        "No row of heads was found: there must be the columns registeredNumber (NRP) and name (Nama). Use the template.",
    )
}

/// A sheet on its way.
#[derive(Default)]
struct List {
    heads: Option<BTreeMap<u32, Column>>,
    /// Rows with anything in them before the heads.
    before: usize,
}

impl List {
    /// Takes a row, counted from 0. `false` if no more rows should come.
    fn take(&mut self, row: u32, cells: Cells, reading: &mut Reading) -> bool {
        if cells.is_empty() {
            return true;
        }
        let row = row.saturating_add(1);
        let Some(heads) = &self.heads else {
            self.heads = heads(row, &cells, &mut reading.findings);
            self.before += 1;
            return self.heads.is_some() || self.before < HEAD_ROWS;
        };
        reading.rows += 1;
        if reading.rows > MOST_ROWS {
            reading.findings.push(
                Finding::error(
                    "roster.rows.too_many",
                    format!("Lebih dari {MOST_ROWS} baris; bagi menjadi beberapa file."),
                    format!("More than {MOST_ROWS} rows; split it into several files."),
                )
                .at(row),
            );
            return false;
        }
        let line = line(row, heads, cells, &mut reading.findings);
        reading.lines.extend(line);
        if reading.findings.len() >= MOST_FINDINGS {
            reading.findings.push(Finding::error(
                "roster.findings.too_many",
                "Terlalu banyak temuan; sisanya tidak diperiksa.",
                "Too many findings; the rest was not looked at.",
            ));
            return false;
        }
        true
    }
}

/// The heads, if this is their row: there must be a registration number and a name.
fn heads(row: u32, cells: &Cells, findings: &mut Vec<Finding>) -> Option<BTreeMap<u32, Column>> {
    let mut found: BTreeMap<u32, Column> = BTreeMap::new();
    let mut notes = Vec::new();
    for (place, cell) in cells {
        let head = cell.shown();
        match Column::headed(&head) {
            Some(column) if found.values().any(|other| *other == column) => notes.push(
                Finding::error(
                    "roster.heads.twice",
                    format!("Kolom {} ada dua kali.", column.name()),
                    format!("There are two columns for {}.", column.name()),
                )
                .at(row)
                .of(column, &head),
            ),
            Some(column) => {
                found.insert(*place, column);
            }
            None => notes.push(Finding {
                excerpt: excerpt(&head),
                ..Finding::warning(
                    "roster.heads.unknown",
                    "Kolom ini tidak dikenal dan diabaikan.",
                    "This column is not known and is ignored.",
                )
                .at(row)
            }),
        }
    }
    let has = |wanted| found.values().any(|column| *column == wanted);
    if !(has(Column::RegisteredNumber) && has(Column::Name)) {
        return None;
    }
    findings.append(&mut notes);
    Some(found)
}

/// The line of a row, unless something is wrong with it.
fn line(row: u32, heads: &BTreeMap<u32, Column>, mut cells: Cells, findings: &mut Vec<Finding>) -> Option<Line> {
    let mut values: BTreeMap<Column, Cell> = BTreeMap::new();
    for (place, column) in heads {
        if let Some(cell) = cells.remove(place) {
            values.insert(*column, cell);
        }
    }
    if values.is_empty() {
        return None;
    }
    let before = findings.iter().filter(|finding| finding.is_error()).count();
    let mut take = |column| text(row, column, values.remove(&column), findings);
    let (number, name) = (take(Column::RegisteredNumber), take(Column::Name));
    let (rank, unit, position) = (take(Column::Rank), take(Column::Unit), take(Column::Position));
    let event = take(Column::Event).and_then(|text| event(row, &text, findings));
    let after = findings.iter().filter(|finding| finding.is_error()).count();
    (before == after).then(|| Line {
        row,
        registered_number: number.unwrap_or_default(),
        name: name.unwrap_or_default(),
        rank,
        unit,
        position,
        event,
    })
}

/// The text of a cell, if there is any and it is good.
fn text(row: u32, column: Column, cell: Option<Cell>, findings: &mut Vec<Finding>) -> Option<String> {
    let required = matches!(column, Column::RegisteredNumber | Column::Name);
    let mut wrong = |code, id: &str, en: &str, shown: &str| {
        findings.push(Finding::error(code, id, en).at(row).of(column, shown));
        None
    };
    match cell {
        Some(Cell::Text(text)) if text.chars().count() > LONGEST => wrong(
            "roster.cell.too_long",
            "Terlalu panjang: paling banyak 255 karakter.",
            "Too long: at most 255 characters.",
            &text,
        ),
        Some(Cell::Text(text)) if unstorable(&text).is_some() => wrong(
            "roster.cell.nul",
            "Memuat karakter NUL.",
            "Has the NUL character.",
            &text,
        ),
        Some(Cell::Text(text)) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Some(Cell::Number(number)) if column == Column::RegisteredNumber => wrong(
            "roster.number.numeric",
            "Sel berisi angka, sehingga nol di depan bisa hilang. Ubah format sel menjadi Teks dan ketik ulang nomornya.",
            "The cell is a number, so leading zeros may be lost. Make the cell Text and type the number again.",
            &number.to_string(),
        ),
        // Titles and ids are compared with what exists, so a whole number is no guess.
        Some(Cell::Number(number)) if column != Column::Name && number.fract() == 0.0 && number.abs() < 1e15 => {
            Some(number.to_string())
        }
        Some(Cell::Formula) => wrong(
            "roster.cell.formula",
            "Sel berisi rumus; tempel sebagai nilai.",
            "The cell is a formula; paste it as a value.",
            "",
        ),
        Some(cell) => wrong(
            "roster.cell.type",
            "Sel harus berisi teks.",
            "The cell must be text.",
            &cell.shown(),
        ),
        None if required => wrong("roster.cell.missing", "Wajib diisi.", "Must be filled in.", ""),
        None => None,
    }
}

/// The id of an event: digits, perhaps followed by a dash and its title, as the template's list has them.
fn event(row: u32, text: &str, findings: &mut Vec<Finding>) -> Option<i64> {
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .map_or(text, |end| &text[..end]);
    let rest = text[digits.len()..].trim_start();
    let separated = rest.is_empty() || rest.starts_with(['-', '–', '—', ':', '|']);
    let id = digits.parse().ok().filter(|_| separated);
    if id.is_none() {
        findings.push(
            Finding::error(
                "roster.event.unreadable",
                "Harus berupa ID ujian, misalnya 3 atau \"3 - Judul\".",
                "Must be the id of an event, such as 3 or \"3 - Title\".",
            )
            .at(row)
            .of(Column::Event, text),
        );
    }
    id
}
