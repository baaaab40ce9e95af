//! Workbooks, and tables of text, as rows of cells, whatever program wrote them.
//!
//! Invariants: a cell says what its reader saw on the screen, so that a number keeps the zeros of its format; whether it was
//! typed, is a number or was computed is kept beside; whatever the bytes, reading ends within bounded memory.

mod calc;
mod drawing;
mod excel;
mod number;
mod strings;
mod text;

use std::{collections::BTreeMap, sync::Arc};

use super::archive;
use crate::{
    file_kind::{FileKind, Foreign, Refusal},
    import::{docx::package::Package, opendocument::is_locked},
};

pub(crate) use self::text::decode;

/// The most text that is held of a book, in bytes.
const MOST_TEXT: usize = 64 * 1024 * 1024;
/// Most sheets that are read.
const MOST_PAGES: usize = 100;

/// How much of a book is wanted. What is beyond is not held.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Rows of a sheet with anything in them.
    pub rows: usize,
    /// Columns of a sheet.
    pub columns: u32,
    /// Characters of a cell.
    pub cell: usize,
    pub pictures: bool,
}

/// A sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Page {
    /// Its name; empty for a table of text.
    pub name: String,
    pub is_shown: bool,
    /// Its rows with anything in them, in order.
    pub rows: Vec<Row>,
    /// Pictures that lie on it.
    pub pictures: Vec<Lying>,
}

/// A picture that lies on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lying {
    /// The row below its upper left corner, as spreadsheet programs count.
    pub row: u32,
    /// The column there, from 0.
    pub column: u32,
    /// What it is.
    pub bytes: Arc<[u8]>,
}

/// A row with anything in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row {
    /// As spreadsheet programs count, from 1.
    pub number: u32,
    /// Its cells by their columns, from 0.
    pub cells: Cells,
}

/// Cells by their columns, from 0.
pub(crate) type Cells = BTreeMap<u32, Value>;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// What somebody typed.
    Text(String),
    /// What somebody typed and set in styles.
    Rich {
        /// As it is shown, without the styles.
        shown: String,
        /// With its styles, as HTML.
        html: String,
    },
    /// A number.
    Number {
        shown: String,
        /// Whether its format fills it up with zeros.
        is_padded: bool,
    },
    /// What was computed, as it is shown.
    Formula(String),
    /// A date or a time, as it is shown.
    Date(String),
    /// A truth value or an error, as it is shown.
    Other(String),
}

impl Value {
    /// How much memory it needs, in bytes.
    fn size(&self) -> usize {
        let html = match self {
            Self::Rich { html, .. } => html.len(),
            _ => 0,
        };
        self.shown().len() + html + size_of::<Self>()
    }

    /// As it is shown.
    pub fn shown(&self) -> &str {
        match self {
            Self::Text(shown)
            | Self::Rich { shown, .. }
            | Self::Number { shown, .. }
            | Self::Formula(shown)
            | Self::Date(shown)
            | Self::Other(shown) => shown,
        }
    }
}

/// Reads a book: a workbook of Excel, an `OpenDocument` spreadsheet, or a table of text.
pub(crate) fn open(bytes: &[u8], limits: Limits) -> Result<Vec<Page>, Refusal> {
    match FileKind::of(bytes) {
        FileKind::Workbook => excel::read(&unpacked(bytes)?, limits),
        FileKind::Calc => calc::read(&unpacked(bytes)?, limits),
        FileKind::Text => text::read(bytes, limits),
        // An archive that does not open is a workbook that was cut off, for all that is known.
        FileKind::Word => unpacked(bytes).and_then(|_| Err(no_book())),
        FileKind::Foreign(Foreign::Archive) => unpacked(bytes).and_then(|_| Err(Foreign::Archive.into())),
        FileKind::Writer | FileKind::Pdf | FileKind::Quiz | FileKind::Qti | FileKind::Foreign(Foreign::Unknown) => {
            Err(no_book())
        }
        FileKind::Foreign(foreign) => Err(foreign.into()),
    }
}

fn unpacked(bytes: &[u8]) -> Result<Package<'_>, Refusal> {
    archive::check(bytes)?;
    let package = Package::open(bytes)?;
    package.refuse_declarations()?;
    if is_locked(&package)? {
        return Err(Foreign::Protected.into());
    }
    Ok(package)
}

fn no_book() -> Refusal {
    Refusal::new(
        base::Kind::UnsupportedMedia,
        "bukan buku kerja (.xlsx, .ods) atau tabel teks (.csv); gunakan template",
        "is no workbook (.xlsx, .ods) or table of text (.csv); use the template",
    )
}

/// The letters of a column, which counts from 0.
pub(crate) fn letters(column: u32) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// The column of letters, from 0; nothing if they are none of a column.
pub(crate) fn column_of(letters: &str) -> Option<u32> {
    let is_column = (1..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    let place = letters.bytes().filter(|_| is_column).fold(0, |place, byte| {
        place * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1
    });
    u32::checked_sub(place, 1)
}

/// Rows of a sheet in the making, within their limits.
#[derive(Debug)]
struct Filling {
    limits: Limits,
    rows: Vec<Row>,
    /// How many bytes of text may still come.
    left: usize,
}

impl Filling {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            rows: Vec::new(),
            left: MOST_TEXT,
        }
    }

    /// Whether no more rows are wanted.
    fn is_full(&self) -> bool {
        self.rows.len() > self.limits.rows
    }

    /// Puts a value into its cell; both count from 0. Rows come in order.
    fn put(&mut self, row: u32, column: u32, value: Value) -> Result<(), Refusal> {
        if column >= self.limits.columns || value.shown().is_empty() && !matches!(value, Value::Formula(_)) {
            return Ok(());
        }
        let number = row.saturating_add(1);
        if self.rows.last().is_none_or(|last| last.number < number) {
            if self.is_full() {
                return Ok(());
            }
            self.rows.push(Row {
                number,
                cells: Cells::new(),
            });
        }
        self.left = self.left.checked_sub(value.size()).ok_or_else(Refusal::too_large)?;
        if let Some(last) = self.rows.last_mut().filter(|last| last.number == number) {
            last.cells.insert(column, value);
        }
        Ok(())
    }

    /// The rows so far, which leaves none.
    fn take(&mut self) -> Vec<Row> {
        std::mem::take(&mut self.rows)
    }
}

/// A text without blanks around it, cut where it is seen to be too long.
fn cut(text: &str, limits: Limits) -> String {
    text.trim().chars().take(limits.cell + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
            assert_eq!(column_of(&name.to_lowercase()), Some(column));
        }
        for none in ["", "A1", "ABCD", "é"] {
            assert_eq!(column_of(none), None);
        }
    }
}
