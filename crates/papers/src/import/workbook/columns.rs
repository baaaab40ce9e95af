//! Which column of a table is what.

mod chosen;
mod names;

use serde::Serialize;

pub use self::chosen::SheetMapping;
use self::names::{guess, known, plain};

use crate::{
    finding::excerpt,
    sheet::book::{Cells, Page, Value, letters},
};

/// Rows among which the heads are looked for.
pub(super) const HEAD_ROWS: usize = 20;

/// A column of a table and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ColumnUse {
    /// The name of its sheet; empty for a table of text.
    pub sheet: String,
    /// Its letters.
    pub column: String,
    /// What stands above it.
    pub head: String,
    /// What it was taken for: `number`, `question`, `type`, `option A`, `key`, `points`, `passage`, `audio`, `section`,
    /// `duration` and so on; nothing if it is not read.
    #[serde(rename = "use")]
    pub usage: Option<String>,
    /// What it may be, by words of its head, if it was taken for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub guess: Option<String>,
    /// The row whose cells name the columns, as spreadsheet programs count; 0 if none does.
    pub head_row: u32,
    /// What stands in the first rows below.
    pub samples: Vec<String>,
}

/// Rows below the heads that a preview shows.
const SAMPLES: usize = 3;

/// A column as a preview shows it.
fn preview(page: &Page, (place, head): (u32, &str), rows: usize, usage: Option<Use>) -> ColumnUse {
    let below = page.rows[rows.min(page.rows.len())..].iter().take(SAMPLES);
    let head_row = rows.checked_sub(1).and_then(|row| page.rows.get(row));
    ColumnUse {
        sheet: page.name.clone(),
        column: letters(place),
        head: excerpt(head),
        usage: usage.and_then(Use::name),
        guess: guess(head).and_then(Use::name).filter(|_| usage.is_none()),
        head_row: head_row.map_or(0, |row| row.number),
        samples: below
            .map(|row| excerpt(row.cells.get(&place).map_or("", Value::shown)))
            .collect(),
    }
}

/// Columns of sheets whose heads are not known: the row with the most words may name them.
pub(super) fn unknown(pages: &[Page]) -> Vec<ColumnUse> {
    let mut found = Vec::new();
    for page in pages {
        let rows = page.rows.iter().take(HEAD_ROWS).enumerate();
        let words = |cells: &Cells| {
            cells
                .values()
                .filter(|cell| matches!(cell, Value::Text(_) | Value::Rich { .. }))
                .count()
        };
        // Of two rows with as many, the first is above.
        let Some((index, row)) = rows.rev().max_by_key(|(_, row)| words(&row.cells)) else {
            continue;
        };
        let heads = row.cells.iter();
        found.extend(heads.map(|(place, cell)| preview(page, (*place, cell.shown()), index + 1, None)));
    }
    found
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Use {
    Number,
    Question,
    Type,
    /// The label of an option, in tables of one row per option.
    Label,
    /// The text of an option, in such tables.
    Answer,
    /// The option with this letter, or what is matched with one, with this digit.
    Option(char),
    Key,
    Points,
    Scoring,
    Passage,
    Audio,
    Preparation,
    Response,
    Tags,
    Difficulty,
    Section,
    Duration,
    /// Minutes, as the head says.
    Minutes,
    Picture,
    /// Why an answer is right; nothing that a paper holds.
    Explanation,
}

impl Use {
    /// Its head in the grid of the grammar; nothing for what the grid has not.
    pub fn title(self) -> Option<String> {
        Some(
            match self {
                Self::Number => "NO",
                Self::Question => "SOAL",
                Self::Type => "JENIS",
                Self::Label => "OPSI",
                Self::Answer => "JAWABAN",
                Self::Option(letter) => return Some(letter.to_string()),
                Self::Key => "KUNCI",
                Self::Points => "POIN",
                Self::Scoring => "NILAI",
                Self::Passage => "TEKS",
                Self::Audio => "AUDIO",
                Self::Preparation => "PERSIAPAN",
                Self::Response => "JAWAB",
                Self::Tags => "TAG",
                Self::Difficulty => "TINGKAT",
                Self::Section | Self::Duration | Self::Minutes | Self::Picture | Self::Explanation => return None,
            }
            .to_owned(),
        )
    }

    /// The one that a preview or a mapping calls so.
    fn from_name(name: &str) -> Option<Self> {
        const ALL: [Use; 17] = [
            Use::Number,
            Use::Question,
            Use::Type,
            Use::Label,
            Use::Answer,
            Use::Key,
            Use::Points,
            Use::Scoring,
            Use::Passage,
            Use::Audio,
            Use::Preparation,
            Use::Response,
            Use::Tags,
            Use::Difficulty,
            Use::Section,
            Use::Duration,
            Use::Picture,
        ];
        if name == "minutes" {
            return Some(Self::Minutes);
        }
        let mut sign = name.strip_prefix("option ").unwrap_or_default().chars();
        if let (Some(sign @ ('A'..='J' | '1'..='9')), None) = (sign.next(), sign.next()) {
            return Some(Self::Option(sign));
        }
        ALL.into_iter().find(|one| one.name().as_deref() == Some(name))
    }

    /// What a preview calls it.
    fn name(self) -> Option<String> {
        Some(
            match self {
                Self::Number => "number",
                Self::Question => "question",
                Self::Type => "type",
                Self::Label => "label",
                Self::Answer => "answer",
                Self::Option(letter) => return Some(format!("option {letter}")),
                Self::Key => "key",
                Self::Points => "points",
                Self::Scoring => "scoring",
                Self::Passage => "passage",
                Self::Audio => "audio",
                Self::Preparation => "preparation",
                Self::Response => "response",
                Self::Tags => "tags",
                Self::Difficulty => "difficulty",
                Self::Section => "section",
                Self::Duration | Self::Minutes => "duration",
                Self::Picture => "picture",
                Self::Explanation => return None,
            }
            .to_owned(),
        )
    }
}

/// The heads of a sheet.
#[derive(Debug)]
pub(super) struct Mapping {
    /// How many of the sheet's rows come before the questions, the heads being the last of them.
    pub rows: usize,
    /// What each column is, by its place from 0.
    pub columns: Vec<(u32, Use)>,
    /// All heads, for a preview.
    pub preview: Vec<ColumnUse>,
    /// Heads that are not known, or are there twice.
    pub unknown: Vec<String>,
}

impl Mapping {
    /// The heads of a sheet, if a row of it has a question and something that answers it.
    pub fn find(page: &Page) -> Option<Self> {
        let rows = page.rows.iter().take(HEAD_ROWS).enumerate();
        let (index, row) = rows.into_iter().find(|(_, row)| is_head(&row.cells))?;
        let below = &page.rows[index + 1..];
        Some(Self::of(
            page,
            &row.cells,
            index + 1,
            below.iter().map(|row| &row.cells),
        ))
    }

    fn of<'a>(page: &Page, heads: &Cells, rows: usize, below: impl Iterator<Item = &'a Cells> + Clone) -> Self {
        let uses: Vec<(u32, &str, Option<Use>)> = heads
            .iter()
            .map(|(place, cell)| (*place, cell.shown(), known(cell.shown())))
            .collect();
        let has = |wanted: fn(Use) -> bool| uses.iter().filter_map(|(_, _, usage)| *usage).any(wanted);
        let has_label = has(|usage| usage == Use::Label) && !has(|usage| matches!(usage, Use::Option(_)));
        let named_key = uses
            .iter()
            .any(|(_, head, usage)| *usage == Some(Use::Key) && !is_bare_answer(head));
        let mut mapping = Self {
            rows,
            columns: Vec::new(),
            preview: Vec::new(),
            unknown: Vec::new(),
        };
        for (place, head, usage) in uses {
            let usage = match usage {
                // In tables of one row per option the answer is the option, and what is right stands beside it.
                Some(Use::Key) if is_bare_answer(head) && has_label => Some(Use::Answer),
                Some(Use::Key) if is_bare_answer(head) && named_key => None,
                Some(Use::Points) if plain(head) == "nilai" && !has_numbers(place, below.clone()) => Some(Use::Scoring),
                other => other,
            };
            let usage = usage.filter(|usage| mapping.columns.iter().all(|(_, known)| known != usage));
            mapping.preview.push(preview(page, (place, head), rows, usage));
            match usage {
                Some(usage) => mapping.columns.push((place, usage)),
                None => mapping.unknown.push(head.to_owned()),
            }
        }
        mapping
    }

    /// The column of a use.
    pub fn place(&self, wanted: Use) -> Option<u32> {
        let found = self.columns.iter().find(|(_, usage)| *usage == wanted);
        found.map(|(place, _)| *place)
    }
}

fn is_bare_answer(head: &str) -> bool {
    matches!(plain(head).as_str(), "jawaban" | "answer")
}

fn is_head(cells: &Cells) -> bool {
    let uses: Vec<Use> = cells.values().filter_map(|cell| known(cell.shown())).collect();
    let answers = |usage: &Use| {
        matches!(
            usage,
            Use::Option(_) | Use::Key | Use::Type | Use::Answer | Use::Number | Use::Points
        )
    };
    uses.contains(&Use::Question) && uses.iter().any(answers)
}

/// Whether everything in a column is a number.
fn has_numbers<'a>(place: u32, rows: impl Iterator<Item = &'a Cells>) -> bool {
    let mut cells = rows.filter_map(|cells| cells.get(&place)).map(Value::shown);
    cells.all(|shown| shown.replace(',', ".").trim_end_matches('%').parse::<f64>().is_ok())
}

/// The heads of a sheet that lists passages: a code, perhaps a title, and what they say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passages {
    pub rows: usize,
    pub code: u32,
    pub title: Option<u32>,
    pub body: u32,
}

impl Passages {
    /// The heads of a sheet, if it lists passages.
    pub fn find(page: &Page) -> Option<Self> {
        page.rows.iter().take(HEAD_ROWS).enumerate().find_map(|(index, row)| {
            let place = |heads: &[&str]| {
                let found = row
                    .cells
                    .iter()
                    .find(|(_, cell)| heads.contains(&plain(cell.shown()).as_str()));
                found.map(|(place, _)| *place)
            };
            Some(Self {
                rows: index + 1,
                code: place(&["kode", "code", "kode teks", "kode bacaan"])?,
                title: place(&["judul", "title"]),
                body: place(&["isi", "teks", "bacaan", "body", "passage", "isi teks", "isi bacaan"])?,
            })
            .filter(|_| !is_head(&row.cells))
        })
    }
}
