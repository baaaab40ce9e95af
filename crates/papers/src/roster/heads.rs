//! Finding the heads of a list.
//!
//! Invariant: a column that counts rows is never the number, and a column is never chosen by what stands below its head.

use std::collections::BTreeMap;

use super::{Column, Finding, counts_rows, plain_head, read::HEAD_ROWS};
use crate::{
    finding::excerpt,
    sheet::book::{Cells, Page, Value, column_of, letters},
};

/// Most heads that a finding lists.
const MOST_LISTED: usize = 15;

/// Where somebody says that things stand: by the letters of a column, or by its head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The registration number.
    pub number: Option<String>,
    pub name: Option<String>,
}

/// The heads of a sheet.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// What stands in which column.
    pub columns: BTreeMap<u32, Column>,
    /// Whether the unit stands below a word of schools (class, major), where any title may stand.
    pub is_unit_free: bool,
    /// How many of the sheet's rows come before the list.
    pub rows: usize,
    /// What there is to say of them.
    pub findings: Vec<Finding>,
}

impl Heads {
    /// The heads of a sheet, if it has a number and a name: in one row, or in two of which the second goes into detail.
    pub fn find(page: &Page, chosen: &Columns) -> Option<Self> {
        let rows = || page.rows.iter().take(HEAD_ROWS).enumerate();
        let alone = rows().find_map(|(index, row)| Self::of(row.number, &row.cells, chosen, index + 1));
        let detailed = || {
            rows()
                .zip(page.rows.iter().skip(1))
                .find_map(|((index, above), below)| {
                    let mut cells = above.cells.clone();
                    cells.extend(below.cells.iter().map(|(place, cell)| (*place, cell.clone())));
                    let follows = below.number == above.number + 1;
                    Self::of(below.number, &cells, chosen, index + 2).filter(|_| follows)
                })
        };
        alone.or_else(detailed).or_else(|| Self::by_letters(page, chosen))
    }

    /// The heads, if this is their row.
    fn of(row: u32, cells: &Cells, chosen: &Columns, rows: usize) -> Option<Self> {
        let mut judging = Judging {
            row,
            cells,
            places: BTreeMap::new(),
            notes: Vec::new(),
        };
        for (column, said) in [(Column::RegisteredNumber, &chosen.number), (Column::Name, &chosen.name)] {
            if let Some(said) = said.as_deref().filter(|said| !said.trim().is_empty()) {
                judging.places.insert(column, (place_of(said, cells)?, CHOSEN));
            }
        }
        for (place, cell) in cells {
            judging.take(*place, cell.shown());
        }
        let is_list = [Column::RegisteredNumber, Column::Name]
            .iter()
            .all(|column| judging.places.contains_key(column));
        is_list.then(|| Self {
            is_unit_free: judging
                .places
                .get(&Column::Unit)
                .is_some_and(|(_, counts)| *counts > LISTED),
            columns: judging
                .places
                .into_iter()
                .map(|(column, (place, _))| (place, column))
                .collect(),
            rows,
            findings: judging.notes,
        })
    }

    /// A list without heads of which both columns are said by letters: it begins where both are filled, and with the
    /// first row if that has a digit where the number stands.
    fn by_letters(page: &Page, chosen: &Columns) -> Option<Self> {
        let place = |said: &Option<String>| said.as_deref().and_then(|said| column_of(said.trim()));
        let (number, name) = (place(&chosen.number)?, place(&chosen.name)?);
        let filled = |cells: &Cells| cells.contains_key(&number) && cells.contains_key(&name);
        let index = page.rows.iter().take(HEAD_ROWS).position(|row| filled(&row.cells))?;
        let first = page.rows[index].cells.get(&number).map_or("", Value::shown);
        let is_head = !first.contains(|char: char| char.is_ascii_digit());
        (number != name).then(|| Self {
            is_unit_free: false,
            columns: BTreeMap::from([(number, Column::RegisteredNumber), (name, Column::Name)]),
            rows: index + usize::from(is_head),
            findings: Vec::new(),
        })
    }
}

/// How much a column counts that somebody chose; less is more, and no head counts as much.
const CHOSEN: usize = 0;
/// How much a column counts whose head is one of the template's.
const LISTED: usize = 1;

/// A row of heads that is being judged.
struct Judging<'a> {
    row: u32,
    cells: &'a Cells,
    /// Where each column stands, and how much its head counts.
    places: BTreeMap<Column, (u32, usize)>,
    notes: Vec<Finding>,
}

impl Judging<'_> {
    /// Takes a head.
    fn take(&mut self, place: u32, head: &str) {
        let is_chosen = |(taken, counts): &(u32, usize)| *taken == place && *counts == CHOSEN;
        if self.places.values().any(is_chosen) {
            return;
        }
        let Some((column, rank)) = Column::ranked(head) else {
            if !counts_rows(head) {
                self.notes.push(unknown(self.row, head));
            }
            return;
        };
        let rank = rank + 1;
        match self.places.get(&column).copied() {
            None => {
                self.places.insert(column, (place, rank));
            }
            Some((_, CHOSEN)) => {}
            Some((_, known)) if known == rank => self.notes.push(twice(self.row, column, head)),
            Some((other, known)) => {
                let (used, left) = if rank < known { (place, other) } else { (other, place) };
                self.places.insert(column, (used, rank.min(known)));
                self.notes.push(several(self.row, column, used, left, self.cells));
            }
        }
    }
}

fn twice(row: u32, column: Column, head: &str) -> Finding {
    Finding::error(
        "roster.heads.twice",
        format!("Kolom {} ada dua kali.", column.name()),
        format!("There are two columns for {}.", column.name()),
    )
    .at(row)
    .of(column, head)
}

/// The column that somebody means: one with this head, or else with these letters, if it has a head.
fn place_of(said: &str, cells: &Cells) -> Option<u32> {
    let wanted = plain_head(said);
    let headed = cells.iter().find(|(_, cell)| plain_head(cell.shown()) == wanted);
    headed.map(|(place, _)| *place).or_else(|| {
        let has_head = |place: &u32| {
            let head = cells.get(place).map_or("", Value::shown);
            !head.is_empty() && !head.contains(|char: char| char.is_ascii_digit())
        };
        column_of(said.trim()).filter(has_head)
    })
}

fn unknown(row: u32, head: &str) -> Finding {
    Finding {
        excerpt: excerpt(head),
        ..Finding::warning(
            "roster.heads.unknown",
            "Kolom ini tidak dikenal dan diabaikan.",
            "This column is not known and is ignored.",
        )
        .at(row)
    }
}

/// Which of two columns is taken.
fn several(row: u32, column: Column, taken: u32, left: u32, cells: &Cells) -> Finding {
    let shown = |place: u32| {
        let head = cells.get(&place).map_or("", Value::shown);
        format!("{} ({})", letters(place), excerpt(head))
    };
    let (used, ignored) = (shown(taken), shown(left));
    Finding::warning(
        "roster.heads.several",
        format!(
            "{} diambil dari kolom {used}; kolom {ignored} diabaikan.",
            column.name()
        ),
        format!(
            "{} is taken from column {used}; column {ignored} is ignored.",
            column.name()
        ),
    )
    .at(row)
    .of(column, cells.get(&taken).map_or("", Value::shown))
}

/// There are no heads, or not those that somebody named: what there is instead, and what to do.
pub(super) fn missing(pages: &[Page], chosen: &Columns) -> Finding {
    let rows = pages.iter().flat_map(|page| page.rows.iter().take(HEAD_ROWS));
    let widest = rows.fold(None::<&Cells>, |best, row| match best {
        Some(best) if best.len() >= row.cells.len() => Some(best),
        _ => Some(&row.cells),
    });
    let seen: Vec<String> = widest
        .into_iter()
        .flatten()
        .take(MOST_LISTED)
        .map(|(place, cell)| format!("{}: {}", letters(*place), excerpt(cell.shown())))
        .collect();
    let (seen_id, seen_en) = if seen.is_empty() {
        ("Lembar ini kosong.".to_owned(), "The sheet is empty.".to_owned())
    } else {
        let seen = seen.join(", ");
        (format!("Yang ada: {seen}."), format!("There is: {seen}."))
    };
    let named = [&chosen.number, &chosen.name].into_iter().flatten();
    let named: Vec<&str> = named
        .map(String::as_str)
        .filter(|said| !said.trim().is_empty())
        .collect();
    let mut finding = Finding::error(
        "roster.heads.missing",
        format!(
            "Baris judul tidak ditemukan: harus ada kolom nomor (NRP, NIS, No. Ujian, registeredNumber) dan nama (Nama, name). {seen_id} Ganti judul kolomnya, pilih kolomnya saat mengunggah, atau gunakan template."
        ),
        format!(
            "No row of heads was found: there must be a column of the number (NRP, NIS, No. Ujian, registeredNumber) and one of the name (Nama, name). {seen_en} Rename the heads, choose the columns at the upload, or use the template."
        ),
    );
    finding.excerpt = excerpt(&named.join(", "));
    finding
}
