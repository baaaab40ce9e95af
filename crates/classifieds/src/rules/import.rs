//! Files of many objects: records out of JSON or CSV, and what is found wrong with them, by row.
//!
//! Nothing of a file is stored unless all of it is good, so everything that is wrong is gathered first.

use accounts::AccountId;
use platform::{Error, FieldError, Kind, Lang, Message, Rule, Timestamp, input::parse_json, text::Check};
use serde::Serialize;
use serde_json::{Map, Value};

use super::sheet;
use crate::failures::Broken;

/// Most records of one file: as many as a slow database takes well within the time for one answer. Larger ones can be
/// sent in parts, as rows that are there already are left alone.
pub(crate) const RECORDS: usize = 5_000;
/// Largest file, in bytes.
pub(crate) const BYTES: usize = 4 << 20;
/// Most findings that are answered; a file with more of them is wrong as a whole.
const FINDINGS: usize = 200;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// An array of objects.
    Json,
    /// A head with the names of the columns, then a row per object.
    Csv,
}

/// Something wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ClassifiedsFinding")]
pub(crate) struct Finding {
    /// JSON: the object's number, from 1. CSV: the row's number, where the head is row 1.
    pub(crate) row: usize,
    pub(crate) field: String,
    /// The key that the same mistake has elsewhere.
    pub(crate) message: String,
    /// In words.
    pub(crate) detail: String,
}

/// Everything wrong with a file, in the order in which it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// By row, each once, the first few of them.
    pub(crate) fn sorted(mut self) -> Vec<Finding> {
        self.0.sort_by_key(|finding| finding.row);
        self.0.dedup();
        self.0.truncate(FINDINGS);
        self.0
    }

    /// Notes a broken rule of the objects.
    pub(crate) fn broken(&mut self, row: usize, broken: Broken) {
        self.0.push(Finding {
            row,
            field: broken.field().to_owned(),
            message: broken.key().to_owned(),
            detail: broken.message().text(Lang::En).to_owned(),
        });
    }

    /// Notes that a row says what an earlier row of the file has said.
    pub(crate) fn twice(&mut self, row: usize, broken: Broken, earlier: usize) {
        self.broken(row, broken);
        if let Some(finding) = self.0.last_mut() {
            finding.detail = format!("Row {earlier} of this file is the same.");
        }
    }

    /// Notes a broken rule of a field.
    pub(crate) fn field(&mut self, row: usize, field: &FieldError) {
        self.0.push(Finding {
            row,
            field: field.path.clone(),
            message: key(field),
            detail: field.rule.message().text(Lang::En).to_owned(),
        });
    }

    /// Notes the rules that a record breaks by itself; answers whether it breaks none.
    pub(crate) fn check(&mut self, row: usize, check: Check) -> bool {
        let checked = check.finish();
        if let Err(error) = &checked {
            error.fields().iter().for_each(|wrong| self.field(row, wrong));
        }
        checked.is_ok()
    }
}

/// The documented key of a broken rule.
fn key(field: &FieldError) -> String {
    let kind = match field.rule {
        Rule::Required | Rule::TooShort(_) => "isRequired",
        Rule::NotAnId => "isNotAValidID",
        _ => "TypeIsNotValid",
    };
    format!("errMsg_{}{kind}", field.path)
}

/// What an import answers when a file has findings and is not only tried.
pub(crate) fn refuse(findings: Vec<Finding>) -> Error {
    let shown: Vec<String> = findings
        .iter()
        .map(|finding| format!("row {}, {}: {}", finding.row, finding.field, finding.detail))
        .collect();
    let shown = shown.join("; ");
    let said = Message::new(
        format!("Tidak ada yang disimpan. {shown}"),
        format!("Nothing was stored. {shown}"),
    );
    let fields = findings.into_iter().map(|finding| {
        let path = format!("rows[{}].{}", finding.row, finding.field);
        FieldError::new(path, Rule::Other(Message::from(finding.detail)))
    });
    Error::new(Kind::Invalid, "classifieds.import.refused", said)
        .with_fields(fields.collect())
        .keyed("errMsg_ImportIsNotValid")
}

/// One object of a file: what it says about which field.
#[derive(Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) row: usize,
    cells: Map<String, Value>,
    written: Written,
}

/// How the values of a record are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// As JSON.
    Json,
    /// In a sheet: numbers are text, and an empty cell says "nothing".
    Sheet {
        /// Whether a comma in a number is its decimal point.
        decimal_comma: bool,
    },
}

impl Written {
    fn in_sheet(self) -> bool {
        self != Self::Json
    }

    /// A number that is written as text.
    fn number(self, text: &str) -> Option<f64> {
        let comma = self == Self::Sheet { decimal_comma: true } && !text.contains('.');
        let text = if comma {
            text.replacen(',', ".", 1)
        } else {
            text.to_owned()
        };
        text.trim().parse::<f64>().ok().filter(|number| number.is_finite())
    }
}

/// The records of a file. `columns` are the fields that count; `also` those that objects have beside them and that are
/// read over. Others are findings: they are misspelt, and what they say would be lost.
pub(crate) fn records(
    format: Format,
    bytes: &[u8],
    columns: &[&str],
    also: &[&str],
    findings: &mut Findings,
) -> Result<Vec<Record>, Error> {
    let records: Vec<Record> = match format {
        Format::Json => json(bytes)?,
        Format::Csv => csv(bytes, findings)?,
    };
    if records.len() > RECORDS {
        return Err(Error::invalid_field("rows", Rule::TooMany(RECORDS)));
    }
    let known = |name: &str| columns.contains(&name) || also.contains(&name);
    for record in &records {
        for name in record.cells.keys().filter(|name| !known(name)) {
            findings.field(record.row, &FieldError::new(name.as_str(), Rule::Unknown));
        }
        // The head of a sheet is the same for each of its rows.
        if record.written.in_sheet() {
            break;
        }
    }
    Ok(records)
}

fn json(bytes: &[u8]) -> Result<Vec<Record>, Error> {
    let objects: Vec<Map<String, Value>> = parse_json(bytes)?;
    let records = objects.into_iter().enumerate().map(|(index, cells)| Record {
        row: index + 1,
        cells,
        written: Written::Json,
    });
    Ok(records.collect())
}

fn csv(bytes: &[u8], findings: &mut Findings) -> Result<Vec<Record>, Error> {
    let sheet = sheet::read(bytes)?;
    for (index, name) in sheet.columns.iter().enumerate() {
        if sheet.columns[..index].contains(name) {
            let twice = Message::new("tertulis dua kali", "is given twice");
            findings.field(1, &FieldError::new(name.as_str(), Rule::Other(twice)));
        }
    }
    let mut records = Vec::with_capacity(sheet.rows.len());
    for (row, cells) in sheet.rows {
        if cells.len() != sheet.columns.len() {
            let said = format!("has {} cells instead of {}", cells.len(), sheet.columns.len());
            findings.field(row, &FieldError::new("", Rule::Other(said.into())));
            continue;
        }
        let value = |text: String| {
            if text.trim().is_empty() {
                Value::Null
            } else {
                Value::String(text)
            }
        };
        let cells = sheet
            .columns
            .iter()
            .cloned()
            .zip(cells.into_iter().map(value))
            .collect();
        records.push(Record {
            row,
            cells,
            written: Written::Sheet {
                decimal_comma: sheet.decimal_comma,
            },
        });
    }
    Ok(records)
}

impl Record {
    /// What a field says: `None` if the file does not speak of it, `Some(None)` if it says "nothing".
    pub(crate) fn text(&self, check: &mut Check, field: &str) -> Option<Option<&str>> {
        match self.cells.get(field)? {
            Value::Null => Some(None),
            Value::String(text) => Some(Some(text)),
            _ => {
                check.note(field, Rule::Type("a string".into()));
                None
            }
        }
    }

    /// The same for a text that must be there.
    pub(crate) fn required_text(&self, check: &mut Check, field: &str) -> Option<&str> {
        if let Some(Value::Null) | None = self.cells.get(field) {
            check.note(field, Rule::Required);
            return None;
        }
        self.text(check, field).flatten()
    }

    /// The same for an integer of 32 bits that must be there.
    pub(crate) fn required_integer(&self, check: &mut Check, field: &str) -> Option<i32> {
        let read = match self.cells.get(field) {
            None | Some(Value::Null) => {
                check.note(field, Rule::Required);
                return None;
            }
            Some(Value::String(text)) if self.written.in_sheet() => text.trim().parse().ok(),
            Some(value) => value.as_i64().and_then(|number| i32::try_from(number).ok()),
        };
        if read.is_none() {
            check.note(field, Rule::Type("an integer".into()));
        }
        read
    }

    /// The same for a number.
    pub(crate) fn number(&self, check: &mut Check, field: &str) -> Option<Option<f64>> {
        let read = match self.cells.get(field)? {
            Value::Null => return Some(None),
            Value::String(text) if self.written.in_sheet() => self.written.number(text),
            value => value.as_f64(),
        };
        if read.is_none() {
            check.note(field, Rule::Type("a number".into()));
        }
        read.map(Some)
    }
}

/// Who imports, when, and where ids come from.
pub(crate) struct Making<F> {
    pub(crate) owner: AccountId,
    pub(crate) now: Timestamp,
    pub(crate) new_id: F,
}

/// What is to be stored.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Plan<T> {
    /// New objects and changed ones with what they were, each behind those that it stands on.
    pub(crate) steps: Vec<(Option<T>, T)>,
    /// Rows that say what is so already.
    pub(crate) unchanged: usize,
}

impl<T> Default for Plan<T> {
    fn default() -> Self {
        let steps = Vec::new();
        Self { steps, unchanged: 0 }
    }
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ClassifiedsImportView")]
pub(crate) struct ImportView {
    /// Whether it was only tried: nothing was stored.
    pub(crate) dry_run: bool,
    /// Objects in the file.
    pub(crate) rows: usize,
    /// New ones.
    pub(crate) created: usize,
    /// Ones that existed and differ.
    pub(crate) changed: usize,
    /// Ones that existed and say the same.
    pub(crate) unchanged: usize,
    /// What is wrong with the file; then nothing of it is stored.
    pub(crate) findings: Vec<Finding>,
}

impl ImportView {
    /// Of a file with so many records.
    pub(crate) fn of(rows: usize, dry_run: bool) -> Self {
        Self {
            dry_run,
            rows,
            created: 0,
            changed: 0,
            unchanged: 0,
            findings: Vec::new(),
        }
    }

    /// What a file with findings is answered: a trial names them, everything else is refused for them.
    pub(crate) fn with(mut self, findings: Findings) -> Result<Self, Error> {
        let findings = findings.sorted();
        if !self.dry_run {
            return Err(refuse(findings));
        }
        self.findings = findings;
        Ok(self)
    }

    /// What a plan is answered.
    pub(crate) fn counting<T>(mut self, plan: &Plan<T>) -> Self {
        self.created = plan.steps.iter().filter(|(before, _)| before.is_none()).count();
        self.changed = plan.steps.len() - self.created;
        self.unchanged = plan.unchanged;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: Format, text: &str) -> (Vec<Record>, Vec<Finding>) {
        let mut findings = Findings::default();
        let records = records(format, text.as_bytes(), &["name", "n"], &["id"], &mut findings).unwrap();
        (records, findings.sorted())
    }

    #[test]
    fn json_and_csv_say_the_same() {
        for (format, text) in [
            (Format::Json, r#"[{"name":"a","n":1},{"name":null,"n":2.5}]"#),
            (Format::Csv, "name,n\na,1\n,2.5\n"),
        ] {
            let (records, findings) = read(format, text);
            assert_eq!(findings, []);
            let mut check = Check::new();
            assert_eq!(records[0].required_text(&mut check, "name"), Some("a"));
            assert_eq!(records[0].required_integer(&mut check, "n"), Some(1));
            assert_eq!(records[1].text(&mut check, "name"), Some(None));
            assert_eq!(records[1].number(&mut check, "n"), Some(Some(2.5)));
            assert_eq!(records[1].number(&mut check, "absent"), None);
            assert!(check.finish().is_ok());
            let mut check = Check::new();
            assert_eq!(records[1].required_text(&mut check, "name"), None);
            assert_eq!(records[1].required_integer(&mut check, "n"), None);
            assert_eq!(check.finish().unwrap_err().fields().len(), 2);
        }
    }

    #[test]
    fn what_would_be_lost_is_a_finding() {
        let rows = |format, text| -> Vec<(usize, String)> {
            let (_, findings) = read(format, text);
            findings.into_iter().map(|f| (f.row, f.field)).collect()
        };
        assert_eq!(
            rows(Format::Json, r#"[{"id":1},{"nmae":"x"}]"#),
            [(2, "nmae".to_owned())]
        );
        assert_eq!(rows(Format::Csv, "name,nmae\na,b\nc,d\n"), [(2, "nmae".to_owned())]);
        assert_eq!(rows(Format::Csv, "name,name\na,b\n"), [(1, "name".to_owned())]);
        assert_eq!(rows(Format::Csv, "name,n\na\n"), [(2, String::new())]);
    }

    #[test]
    fn a_number_is_no_text_in_json() {
        let (records, _) = read(Format::Json, r#"[{"name":1,"n":"1"}]"#);
        let mut check = Check::new();
        records[0].required_text(&mut check, "name");
        records[0].required_integer(&mut check, "n");
        assert_eq!(check.finish().unwrap_err().fields().len(), 2);
    }
}
