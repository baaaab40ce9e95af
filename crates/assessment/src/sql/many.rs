//! Inserting many rows by few statements: a database that is not on this machine answers each of them after a while.
//!
//! A statement has places for so many rows; the last one leaves some of them empty, which the statement drops.

use platform::{
    Conn, Result,
    db::{Row, Sql, Value},
};

/// Rows of a statement.
const ROWS: usize = 50;

/// The rows of a statement as a table `v`, whose columns are of these types and called `column1` and so on.
pub(crate) fn rows(types: &[&str]) -> String {
    let row = |row: usize| {
        let place = |(at, kind): (usize, &&str)| format!("cast(${} as {kind})", row * types.len() + at + 1);
        format!(
            "({})",
            types.iter().enumerate().map(place).collect::<Vec<_>>().join(", ")
        )
    };
    format!("(values {}) as v", (0..ROWS).map(row).collect::<Vec<_>>().join(", "))
}

/// Runs a statement for all rows, [`ROWS`] at a time; answers what it returns.
pub(crate) async fn insert<T: Send, const COLUMNS: usize>(
    tx: &mut Conn<'_>,
    sql: Sql,
    rows: &[[Value<'_>; COLUMNS]],
    mut read: impl FnMut(&Row<'_>) -> Result<T> + Send,
) -> Result<Vec<T>> {
    let mut made = Vec::with_capacity(rows.len());
    for some in rows.chunks(ROWS) {
        let mut places = some.concat();
        places.resize(ROWS * COLUMNS, Value::Null);
        made.extend(tx.all(sql, &places, &mut read).await?);
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_row_by_row() {
        let written = rows(&["text", "bigint"]);
        assert!(
            written.starts_with("(values (cast($1 as text), cast($2 as bigint)), (cast($3 as text), "),
            "{written}"
        );
        assert!(
            written.ends_with("(cast($99 as text), cast($100 as bigint))) as v"),
            "{written}"
        );
    }
}
