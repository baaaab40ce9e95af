//! Test packages as tables: one row for each question, below heads of common exam programs, in any order.
//!
//! A table becomes a grid of the [grammar](super::grammar) with heads of its own, so that whatever is wrong with a question is
//! told as it is for documents. Each sheet with heads is a section, which a column `Bagian` divides further; rows above the
//! heads may say PAKET, DURASI and the like.
//!
//! Invariant: each column is told with what it was taken for; one that was not understood is a warning, never content.

mod columns;
mod compose;
#[cfg(test)]
mod tests;

use base::Error;

pub use self::columns::{ColumnUse, SheetMapping};
use self::{columns::Mapping, compose::Compose};
use super::{Reading, docx::Document, grammar};
use crate::{
    file_kind::Refusal,
    sheet::book::{self, Limits, Page},
};

/// How much of a book is read.
const LIMITS: Limits = Limits {
    rows: 6_000,
    columns: 100,
    cell: 32_767,
    pictures: true,
};

/// Whether a table of text has heads of questions.
pub(super) fn is_table(bytes: &[u8]) -> bool {
    let few = Limits {
        rows: columns::HEAD_ROWS,
        pictures: false,
        ..LIMITS
    };
    let pages = book::open(bytes, few);
    pages.is_ok_and(|pages| pages.iter().any(|page| Mapping::find(page).is_some()))
}

/// The columns of a text that looks like a table whose heads are not known: its rows have several cells, and as many each.
/// None if it does not.
pub(super) fn columns_of(bytes: &[u8]) -> Vec<ColumnUse> {
    let few = Limits {
        rows: columns::HEAD_ROWS,
        pictures: false,
        ..LIMITS
    };
    let is_even = |page: &Page| {
        let width = |row: &book::Row| row.cells.keys().max().map_or(0, |last| last + 1);
        let widths: Vec<u32> = page.rows.iter().map(width).collect();
        let widest = widths.iter().max().copied().unwrap_or_default();
        widest > 2 && widths.iter().filter(|width| **width == widest).count() > 1
    };
    // What cannot be opened has none.
    let mut pages = book::open(bytes, few).unwrap_or_default();
    pages.retain(is_even);
    columns::unknown(&pages)
}

/// Reads a workbook or a table of text. What is said of the columns of a sheet stands above what its heads say.
pub(super) fn read(bytes: &[u8], said: &[SheetMapping]) -> Result<Reading, Error> {
    let refused = |refusal: Refusal| refusal.of_document("import.workbook.refused");
    let mut pages = book::open(bytes, LIMITS).map_err(refused)?;
    pages.retain(|page| page.is_shown);
    let mut compose = Compose::default();
    let mut has_heads = false;
    for (index, page) in pages.iter().enumerate() {
        if let Some(passages) = columns::Passages::find(page) {
            compose.passages(index + 1, page, &passages);
        }
    }
    for (index, page) in pages.iter().enumerate() {
        let own = said.iter().find(|one| one.is_about(page, index == 0));
        let mapping = match own {
            Some(own) => Some(own.heads(page)?),
            None => Mapping::find(page),
        };
        if let Some(mapping) = mapping {
            has_heads = true;
            compose.questions(index + 1, page, &mapping, pages.len() > 1);
        }
    }
    if !has_heads {
        let columns = columns::unknown(&pages);
        return Err(refused(no_heads(&pages)).with_detail(&serde_json::json!({"columns": columns})));
    }
    let (document, columns): (Document, Vec<ColumnUse>) = compose.finish();
    let mut reading = grammar::read(document);
    reading.columns = columns;
    Ok(reading)
}

/// No sheet has heads of questions: what there is instead.
fn no_heads(pages: &[Page]) -> Refusal {
    let rows = pages.iter().flat_map(|page| page.rows.iter().take(columns::HEAD_ROWS));
    let seen: Vec<String> = rows
        .max_by_key(|row| row.cells.len())
        .into_iter()
        .flat_map(|row| row.cells.values())
        .take(12)
        .map(|cell| crate::finding::excerpt(cell.shown()))
        .collect();
    let seen = seen.join(", ");
    Refusal::new(
        base::Kind::Invalid,
        format!("tidak memuat judul kolom soal (No, Soal, Jenis, A, B, …, Kunci). Yang ada: {seen}. Gunakan template"),
        format!("has no heads of questions (No, Question, Type, A, B, …, Key). There is: {seen}. Use the template"),
    )
}
