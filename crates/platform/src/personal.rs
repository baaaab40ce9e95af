//! What is kept of a person, as a file that they can be given: each module names the rows, column by column.

use serde_json::{Map, Value};

use crate::{
    clock::Timestamp,
    db::{Conn, Row, Sql},
    error::Result,
    params,
};

/// Rows that a module keeps of a person.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// What they are, as the file calls them.
    pub name: &'static str,
    /// Finds those of the account `$1`, in order, with these columns.
    pub sql: Sql,
    pub columns: &'static [(&'static str, Column)],
}

/// What a column holds. Any may be null, which is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Text,
    Number,
    /// Hundredths, told as a decimal number.
    Hundredths,
    Moment,
    Flag,
    /// JSON text, told as what it says; other text as it is.
    Json,
}

fn tell(row: &Row<'_>, index: usize, column: Column) -> Result<Option<Value>> {
    let number = || row.get::<Option<i64>>(index);
    Ok(match column {
        Column::Text => row.maybe_text(index)?.map(Value::from),
        Column::Number => number()?.map(Value::from),
        Column::Hundredths => number()?.map(|hundredths| Value::from(decimal(hundredths))),
        Column::Moment => row
            .get::<Option<Timestamp>>(index)?
            .map(|at| Value::from(at.to_string())),
        Column::Flag => number()?.map(|flag| Value::from(flag != 0)),
        // What is stored otherwise is told as it is: nobody goes without their data for it.
        Column::Json => row
            .maybe_text(index)?
            .map(|text| serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))),
    })
}

/// `1250` is `12.50`: as text, since a number of JSON may lose digits.
fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let whole = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", whole / 100, whole % 100)
}

/// All rows of an account, as an object with a list for each kind.
pub async fn read_rows(conn: &mut Conn<'_>, kinds: &[Rows], account: &str) -> Result<Value> {
    let mut all = Map::new();
    for kind in kinds {
        let read = |row: &Row<'_>| {
            let mut told = Map::new();
            for (index, (name, column)) in kind.columns.iter().enumerate() {
                if let Some(value) = tell(row, index, *column)? {
                    told.insert((*name).to_owned(), value);
                }
            }
            Ok(Value::Object(told))
        };
        let rows = conn.all(kind.sql, params![account], read).await?;
        all.insert(kind.name.to_owned(), Value::Array(rows));
    }
    Ok(Value::Object(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_are_decimal_numbers() {
        let told = [0, 5, 1250, -199, i64::MIN].map(decimal);
        assert_eq!(told, ["0.00", "0.05", "12.50", "-1.99", "-92233720368547758.08"]);
    }
}
