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
    /// The name.
    pub name: Option<String>,
}

/// The heads of a sheet.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// What stands in which column.
    pub columns: BTreeMap<u32, Column>,
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
        let mut heads = Self {
            rows,
            ..Self::default()
        };
        let mut ranks: BTreeMap<Column, (u32, usize)> = BTreeMap::new();
        for (column, said) in [(Column::RegisteredNumber, &chosen.number), (Column::Name, &chosen.name)] {
            if let Some(said) = said.as_deref().filter(|said| !said.trim().is_empty()) {
                let place = place_of(said, cells)?;
                heads.columns.insert(place, column);
                ranks.insert(column, (place, 0));
            }
        }
        let is_chosen = |column| ranks.contains_key(&column);
        let (number_chosen, name_chosen) = (is_chosen(Column::RegisteredNumber), is_chosen(Column::Name));
        let mut notes = Vec::new();
        for (place, cell) in cells {
            if heads.columns.contains_key(place) {
                continue;
            }
            let head = cell.shown();
            match Column::ranked(head) {
                Some((Column::RegisteredNumber, _)) if number_chosen => {}
                Some((Column::Name, _)) if name_chosen => {}
                Some((column, rank)) => heads.add(row, *place, column, rank, head, cells, &mut ranks, &mut notes),
                None if counts_rows(head) => {}
                None => notes.push(unknown(row, head)),
            }
        }
        heads
            .columns
            .extend(ranks.iter().map(|(column, (place, _))| (*place, *column)));
        heads.findings = notes;
        let is_list = ranks.contains_key(&Column::RegisteredNumber) && ranks.contains_key(&Column::Name);
        is_list.then_some(heads)
    }

    /// Takes a column, unless another one counts more.
    #[expect(clippy::too_many_arguments, reason = "what one row of heads is judged by")]
    fn add(
        &self,
        row: u32,
        place: u32,
        column: Column,
        rank: usize,
        head: &str,
        cells: &Cells,
        ranks: &mut BTreeMap<Column, (u32, usize)>,
        notes: &mut Vec<Finding>,
    ) {
        let Some((other, known)) = ranks.get(&column).copied() else {
            ranks.insert(column, (place, rank));
            return;
        };
        if known == rank {
            notes.push(
                Finding::error(
                    "roster.heads.twice",
                    format!("Kolom {} ada dua kali.", column.name()),
                    format!("There are two columns for {}.", column.name()),
                )
                .at(row)
                .of(column, head),
            );
            return;
        }
        let (taken, left) = if rank < known { (place, other) } else { (other, place) };
        ranks.insert(column, (taken, rank.min(known)));
        notes.push(several(row, column, taken, left, cells));
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
            columns: BTreeMap::from([(number, Column::RegisteredNumber), (name, Column::Name)]),
            rows: index + usize::from(is_head),
            findings: Vec::new(),
        })
    }
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
