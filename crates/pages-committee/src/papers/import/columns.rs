//! What people say that the columns of a table are, as fields of a form.
//!
//! Invariant: what was chosen comes back with its page, whatever else is wrong.

use std::collections::BTreeMap;

use pages_kit::{Fields, Speech};
use papers::import::SheetMapping;
use platform::Error;

use super::report::Column;

/// The field that carries a mapping that was made before.
pub(super) const MADE: &str = "_pemetaan";
/// How many sheets a form names.
const SHEETS: &str = "_lembar";
/// Most sheets of a form, and most columns of one that are shown.
const MOST_SHEETS: usize = 20;
const MOST_COLUMNS: usize = 40;
/// The signs of options, and of what is matched with them.
const LETTERS: std::ops::RangeInclusive<char> = 'A'..='J';
const DIGITS: std::ops::RangeInclusive<char> = '1'..='9';
/// Everything else that a column may be.
const USES: [&str; 18] = [
    "number",
    "question",
    "type",
    "key",
    "points",
    "section",
    "passage",
    "audio",
    "tags",
    "difficulty",
    "duration",
    "minutes",
    "picture",
    "scoring",
    "preparation",
    "response",
    "label",
    "answer",
];

/// A sheet whose columns can be chosen.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) name_field: String,
    /// The row that names the columns.
    pub(super) head_row: String,
    pub(super) head_field: String,
    pub(super) columns: Vec<Chosen>,
}

/// A column, with what it may be.
pub(super) struct Chosen {
    pub(super) field: String,
    pub(super) letters: String,
    pub(super) head: String,
    pub(super) samples: String,
    /// Values and words, and which is chosen.
    pub(super) uses: Vec<(String, String, bool)>,
}

fn name_field(sheet: usize) -> String {
    format!("lembar-{sheet}")
}

fn head_field(sheet: usize) -> String {
    format!("judul-{sheet}")
}

fn column_field(sheet: usize, letters: &str) -> String {
    format!("kolom-{sheet}-{letters}")
}

/// Everything that a column may be, with the words for it.
fn uses(speech: Speech<'_>, chosen: &str) -> Vec<(String, String, bool)> {
    let plain = USES
        .iter()
        .map(|usage| ((*usage).to_owned(), speech.say(&format!("column-{usage}"))));
    let signs = |text: &'static str, signs: std::ops::RangeInclusive<char>| {
        signs.map(move |sign| (format!("option {sign}"), speech.with(text, "sign", sign.to_string())))
    };
    let mut all: Vec<(String, String)> = plain.collect();
    // Options come behind the question and its type.
    all.splice(3..3, signs("column-option", LETTERS));
    all.extend(signs("column-premise", DIGITS));
    all.into_iter()
        .map(|(value, text)| {
            let is_chosen = value == chosen;
            (value, text, is_chosen)
        })
        .collect()
}

/// The sheets of a table, with what was chosen in a form or else what is known of them.
pub(super) fn sheets(columns: &[Column], fields: &Fields, speech: Speech<'_>) -> Vec<Sheet> {
    let mut found: Vec<Sheet> = Vec::new();
    for column in columns {
        let is_new = found.last().is_none_or(|last| last.name != column.sheet);
        if is_new && found.len() >= MOST_SHEETS {
            break;
        }
        if is_new {
            let number = found.len();
            let typed = fields.find(&head_field(number));
            found.push(Sheet {
                name: column.sheet.clone(),
                name_field: name_field(number),
                head_row: typed.map_or_else(|| column.head_row.to_string(), str::to_owned),
                head_field: head_field(number),
                columns: Vec::new(),
            });
        }
        let number = found.len() - 1;
        let Some(sheet) = found.last_mut().filter(|sheet| sheet.columns.len() < MOST_COLUMNS) else {
            continue;
        };
        let field = column_field(number, &column.letters);
        let known = column.usage.as_deref().or(column.guess.as_deref()).unwrap_or_default();
        let chosen = fields.find(&field).unwrap_or(known);
        let samples = column.samples.iter().filter(|sample| !sample.is_empty());
        sheet.columns.push(Chosen {
            uses: uses(speech, chosen),
            letters: column.letters.clone(),
            head: column.head.clone(),
            samples: samples.cloned().collect::<Vec<_>>().join(" · "),
            field,
        });
    }
    found
}

/// The mapping of a form, in JSON; empty if it says nothing of columns.
pub(super) fn made(fields: &Fields) -> Result<String, Error> {
    let before = fields.get(MADE);
    if !before.is_empty() {
        return Ok(before.to_owned());
    }
    let count = fields.get(SHEETS).parse::<usize>().unwrap_or_default().min(MOST_SHEETS);
    let mut all = Vec::new();
    for sheet in 0..count {
        let start = column_field(sheet, "");
        let chosen = fields
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(&start)?, value)));
        let columns: BTreeMap<String, String> = chosen
            .filter(|(_, usage)| !usage.is_empty())
            .map(|(letters, usage)| (letters.to_owned(), usage.to_owned()))
            .collect();
        // A sheet of which nothing is chosen holds no questions.
        if !columns.is_empty() {
            all.push(SheetMapping {
                sheet: Some(fields.get(&name_field(sheet)).to_owned()),
                head_row: fields.get(&head_field(sheet)).trim().parse().unwrap_or_default(),
                columns,
            });
        }
    }
    if all.is_empty() {
        return Ok(String::new());
    }
    serde_json::to_string(&all).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_a_mapping() {
        let form = b"_lembar=2&lembar-0=Soal+%26+lain&judul-0=3&kolom-0-A=question&kolom-0-B=option+A&kolom-0-C=&lembar-1=Kosong&kolom-1-A=";
        let json = made(&Fields::read(form)).unwrap();
        let read = SheetMapping::parse(&json).unwrap();
        assert_eq!(
            (read.len(), read[0].sheet.as_deref(), read[0].head_row),
            (1, Some("Soal & lain"), 3)
        );
        assert_eq!(read[0].columns.len(), 2);
        assert_eq!(made(&Fields::read(b"title=x")).unwrap(), "");
    }
}
