//! Reading a list of participants from a workbook or a table of text.

use std::collections::BTreeMap;

use base::{
    Error,
    text::{cell::plain, unstorable},
};

use super::{
    Column, Finding,
    heads::{self, Columns, Heads},
};
use crate::{
    file_kind::Refusal,
    finding::excerpt,
    sheet::book::{self, Limits, Page, Row, Value},
};

/// Most rows of a list.
pub const MOST_ROWS: usize = 20_000;
/// Columns that are looked at.
const MOST_COLUMNS: u32 = 50;
/// Rows among which the heads are looked for.
pub(super) const HEAD_ROWS: usize = 20;
/// Most characters of a cell.
const LONGEST: usize = 255;
/// Most findings that a reading has; whoever has so many has one problem, not many.
const MOST_FINDINGS: usize = 1_000;
/// The sheet that is read, if there is one of this name with heads; else the first with heads.
pub(super) const SHEET: &str = "Peserta";

/// One row of a list, without blanks around its texts. What is empty is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its row, as Excel counts.
    pub row: u32,
    /// The registration number.
    pub registered_number: String,
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
    /// Whether units are what a school calls its classes or majors, which need not be on the list of units.
    pub is_unit_free: bool,
    /// What there is to say about it, in order.
    pub findings: Vec<Finding>,
}

/// How much of a book is read.
const LIMITS: Limits = Limits {
    rows: MOST_ROWS + HEAD_ROWS + 1,
    columns: MOST_COLUMNS,
    cell: LONGEST,
    pictures: false,
};

/// Reads a list. An error is about the file as a whole; everything else is a finding.
///
/// # Errors
/// If it is neither a workbook nor a table of text, or one that may not be opened.
pub fn read(bytes: &[u8]) -> Result<Reading, Error> {
    read_with(bytes, &Columns::default())
}

/// Reads a list of which somebody said where the number and the name stand.
///
/// # Errors
/// As for [`read`].
pub fn read_with(bytes: &[u8], chosen: &Columns) -> Result<Reading, Error> {
    let mut pages = book::open(bytes, LIMITS).map_err(Refusal::of_field)?;
    pages.retain(|page| page.is_shown);
    // The template's own sheet comes first, wherever it stands.
    pages.sort_by_key(|page| !page.name.eq_ignore_ascii_case(SHEET));
    let found: Vec<(&Page, Heads)> = pages
        .iter()
        .filter_map(|page| Some((page, Heads::find(page, chosen)?)))
        .collect();
    let mut reading = Reading::default();
    let Some((page, heads)) = found.first() else {
        reading.findings.push(heads::missing(&pages, chosen));
        return Ok(reading);
    };
    if found.len() > 1 && !page.name.eq_ignore_ascii_case(SHEET) {
        reading.findings.push(sheet_taken(&page.name));
    }
    reading.findings.extend(heads.findings.iter().cloned());
    reading.is_unit_free = heads.is_unit_free;
    for row in &page.rows[heads.rows..] {
        if !take(row, heads, &mut reading) {
            return Ok(reading);
        }
    }
    if reading.rows == 0 {
        reading.findings.push(Finding::error(
            "roster.empty",
            "Tidak ada peserta di bawah baris judul.",
            "There are no participants below the heads.",
        ));
    } else if reading.lines.is_empty() && !reading.findings.iter().any(Finding::is_error) {
        reading.findings.push(Finding::error(
            "roster.nothing",
            "Tidak ada satu pun baris yang terbaca sebagai peserta. Periksa kolom nomor dan nama.",
            "No row could be read as a participant. Check the columns of the number and the name.",
        ));
    }
    Ok(reading)
}

fn sheet_taken(name: &str) -> Finding {
    Finding {
        excerpt: excerpt(name),
        ..Finding::warning(
            "roster.sheet.taken",
            format!("Beberapa lembar memuat peserta; hanya lembar \"{name}\" yang dibaca."),
            format!("Several sheets list participants; only the sheet \"{name}\" is read."),
        )
    }
}

/// Takes a row below the heads. `false` if no more rows should come.
fn take(row: &Row, heads: &Heads, reading: &mut Reading) -> bool {
    reading.rows += 1;
    if reading.rows > MOST_ROWS {
        reading.findings.push(
            Finding::error(
                "roster.rows.too_many",
                format!("Lebih dari {MOST_ROWS} baris; bagi menjadi beberapa file."),
                format!("More than {MOST_ROWS} rows; split it into several files."),
            )
            .at(row.number),
        );
        return false;
    }
    let line = line(row, &heads.columns, &mut reading.findings);
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

/// The line of a row, unless something is wrong with it.
fn line(row: &Row, heads: &BTreeMap<u32, Column>, findings: &mut Vec<Finding>) -> Option<Line> {
    let mut values: BTreeMap<Column, &Value> = BTreeMap::new();
    for (place, column) in heads {
        if let Some(cell) = row.cells.get(place) {
            values.insert(*column, cell);
        }
    }
    if values.is_empty() {
        return None;
    }
    let row = row.number;
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
fn text(row: u32, column: Column, cell: Option<&Value>, findings: &mut Vec<Finding>) -> Option<String> {
    let required = matches!(column, Column::RegisteredNumber | Column::Name);
    let mut wrong = |code, id: &str, en: &str, shown: &str| {
        findings.push(Finding::error(code, id, en).at(row).of(column, shown));
        None
    };
    match cell {
        Some(Value::Text(text) | Value::Rich { shown: text, .. }) if text.chars().count() > LONGEST => wrong(
            "roster.cell.too_long",
            "Terlalu panjang: paling banyak 255 karakter.",
            "Too long: at most 255 characters.",
            text,
        ),
        Some(Value::Text(text) | Value::Rich { shown: text, .. }) if unstorable(text).is_some() => wrong(
            "roster.cell.nul",
            "Memuat karakter NUL.",
            "Has the NUL character.",
            text,
        ),
        Some(Value::Text(text) | Value::Rich { shown: text, .. })
            if column == Column::RegisteredNumber && is_rounded(text) =>
        {
            wrong(
                "roster.number.rounded",
                "Nomor ini sudah dibulatkan oleh program lembar kerja. Buat kolomnya menjadi Teks, ketik ulang nomornya, lalu ekspor lagi.",
                "A spreadsheet program has rounded this number. Make the column Text, type the number again and export it again.",
                text,
            )
        }
        Some(Value::Text(text) | Value::Rich { shown: text, .. }) => {
            Some(plain(text).split_whitespace().collect::<Vec<_>>().join(" "))
        }
        // What a format of zeros shows is what its reader sees, and what the number is.
        Some(Value::Number { shown, is_padded: true }) if column == Column::RegisteredNumber => Some(shown.clone()),
        Some(Value::Number { shown, .. }) if column == Column::RegisteredNumber => wrong(
            "roster.number.numeric",
            "Sel berisi angka, sehingga nol di depan bisa hilang. Blok kolomnya, ubah format sel menjadi Teks, lalu ketik ulang nomornya.",
            "The cell is a number, so leading zeros may be lost. Select the column, make its cells Text and type the numbers again.",
            shown,
        ),
        // Titles and ids are compared with what exists, so a whole number is no guess.
        Some(Value::Number { shown, .. }) if column != Column::Name && is_whole(shown) => Some(shown.clone()),
        Some(Value::Formula(_)) => wrong(
            "roster.cell.formula",
            "Sel berisi rumus; tempel sebagai nilai.",
            "The cell is a formula; paste it as a value.",
            "",
        ),
        Some(cell) => wrong(
            "roster.cell.type",
            "Sel harus berisi teks.",
            "The cell must be text.",
            cell.shown(),
        ),
        None if required => wrong("roster.cell.missing", "Wajib diisi.", "Must be filled in.", ""),
        None => None,
    }
}

fn is_whole(shown: &str) -> bool {
    let digits = shown.strip_prefix('-').unwrap_or(shown);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `1,23457E+15`: what a table of text holds when a long number was shown short.
fn is_rounded(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    is_number(whole) && is_number(rest) && power.strip_prefix('+').is_some_and(is_number)
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
