//! What people say that columns are, where their heads do not.

use std::collections::BTreeMap;

use base::{Error, Message, Rule};
use serde::{Deserialize, Serialize};

use super::{Mapping, Use, preview};
use crate::sheet::book::{Page, column_of};

/// The longest mapping that is read, in bytes.
const LONGEST: usize = 64 * 1024;
/// Most sheets that it names.
const MOST_SHEETS: usize = 100;

/// What the columns of a sheet are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SheetMapping {
    /// The name of the sheet; left out: the first one, or the table of text.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The row whose cells name the columns, as spreadsheet programs count; 0 if none does. Questions stand below.
    #[serde(default = "first")]
    pub head_row: u32,
    /// What each column is, by its letters: a `use` as reports have it. Columns that are not named are not read.
    pub columns: BTreeMap<String, String>,
}

fn first() -> u32 {
    1
}

fn wrong(id: impl Into<String>, en: impl Into<String>) -> Error {
    Error::invalid_field("mapping", Rule::Other(Message::new(id.into(), en.into())))
}

impl SheetMapping {
    /// Reads a list of them from JSON, and refuses one that says nothing of questions.
    pub fn parse(json: &str) -> Result<Vec<Self>, Error> {
        if json.len() > LONGEST {
            return Err(Error::invalid_field("mapping", Rule::TooLong(LONGEST)));
        }
        let all: Vec<Self> = serde_json::from_str(json).map_err(|cause| {
            wrong(
                "harus berupa daftar JSON, misalnya [{\"headRow\":1,\"columns\":{\"A\":\"question\",\"B\":\"key\"}}]",
                "must be a list in JSON, for example [{\"headRow\":1,\"columns\":{\"A\":\"question\",\"B\":\"key\"}}]",
            )
            .caused_by(cause)
        })?;
        if all.len() > MOST_SHEETS {
            return Err(Error::invalid_field("mapping", Rule::TooMany(MOST_SHEETS)));
        }
        for one in &all {
            one.uses()?;
        }
        Ok(all)
    }

    /// Places and uses of its columns, in the order of the sheet.
    fn uses(&self) -> Result<Vec<(u32, Use)>, Error> {
        let mut found: Vec<(u32, Use)> = Vec::new();
        for (letters, name) in &self.columns {
            let place = column_of(letters);
            let usage = Use::from_name(name);
            let (Some(place), Some(usage)) = (place, usage) else {
                return Err(wrong(
                    format!("memuat kolom atau isi yang tidak dikenal: {letters}, {name}"),
                    format!("names a column or a use that is not known: {letters}, {name}"),
                ));
            };
            if found.iter().any(|(_, known)| *known == usage) {
                return Err(wrong(
                    format!("memakai {name} untuk dua kolom"),
                    format!("uses {name} for two columns"),
                ));
            }
            found.push((place, usage));
        }
        if !found.iter().any(|(_, usage)| *usage == Use::Question) {
            return Err(wrong(
                "harus menyebut kolom soal (question)",
                "must name the column of questions (question)",
            ));
        }
        found.sort_by_key(|(place, _)| *place);
        Ok(found)
    }

    /// Whether it is about a sheet, which is the first one or not.
    pub(in super::super) fn is_about(&self, page: &Page, is_first: bool) -> bool {
        match &self.sheet {
            Some(name) => *name == page.name,
            None => is_first,
        }
    }

    /// It as the heads of a sheet.
    pub(in super::super) fn heads(&self, page: &Page) -> Result<Mapping, Error> {
        let columns = self.uses()?;
        let rows = page.rows.partition_point(|row| row.number <= self.head_row);
        let head = rows
            .checked_sub(1)
            .and_then(|row| page.rows.get(row))
            .filter(|row| row.number == self.head_row);
        let places = page
            .rows
            .iter()
            .flat_map(|row| row.cells.keys().copied())
            .collect::<std::collections::BTreeSet<u32>>();
        let shown = places.into_iter().map(|place| {
            let head = head
                .and_then(|row| row.cells.get(&place))
                .map_or("", |cell| cell.shown());
            let usage = columns
                .iter()
                .find(|(known, _)| *known == place)
                .map(|(_, usage)| *usage);
            preview(page, (place, head), rows, usage)
        });
        Ok(Mapping {
            rows,
            preview: shown
                .map(|column| super::ColumnUse {
                    head_row: self.head_row,
                    ..column
                })
                .collect(),
            columns,
            // What is not named is left out on purpose.
            unknown: Vec::new(),
        })
    }
}
