//! Inserting many rows by few statements.
//!
//! A statement has places for so many rows; the last one leaves some of them empty, which the statement drops. Ten columns
//! a row, because then the number of a place is written as the row's tens and the column's digit.

use platform::{
    Conn, Result,
    db::{Row, Sql, Value},
};

/// Rows of a statement.
pub(crate) const ROWS: usize = 50;
/// Columns of a row.
pub(crate) const COLUMNS: usize = 10;

/// One row, by the tens of its first nine places and of its last.
macro_rules! row {
    ($t:literal, $n:literal, [$a:literal $b:literal $c:literal $d:literal $e:literal $f:literal $g:literal $h:literal $i:literal
        $j:literal]) => {
        concat!(
            "(cast($",
            $t,
            "1 as ",
            $a,
            "), cast($",
            $t,
            "2 as ",
            $b,
            "), cast($",
            $t,
            "3 as ",
            $c,
            "), cast($",
            $t,
            "4 as ",
            $d,
            "), cast($",
            $t,
            "5 as ",
            $e,
            "), cast($",
            $t,
            "6 as ",
            $f,
            "), cast($",
            $t,
            "7 as ",
            $g,
            "), cast($",
            $t,
            "8 as ",
            $h,
            "), cast($",
            $t,
            "9 as ",
            $i,
            "), cast($",
            $n,
            "0 as ",
            $j,
            "))"
        )
    };
}
pub(crate) use row;

/// Fifty rows with columns of these types, for `from (values …) as v`, where they are called `column1` to `column10`.
macro_rules! rows {
    ($types:tt) => {
        $crate::sql::many::rows!(@list $types; "" "1", "1" "2", "2" "3", "3" "4", "4" "5", "5" "6", "6" "7", "7" "8", "8" "9",
            "9" "10", "10" "11", "11" "12", "12" "13", "13" "14", "14" "15", "15" "16", "16" "17", "17" "18", "18" "19",
            "19" "20", "20" "21", "21" "22", "22" "23", "23" "24", "24" "25", "25" "26", "26" "27", "27" "28", "28" "29",
            "29" "30", "30" "31", "31" "32", "32" "33", "33" "34", "34" "35", "35" "36", "36" "37", "37" "38", "38" "39",
            "39" "40", "40" "41", "41" "42", "42" "43", "43" "44", "44" "45", "45" "46", "46" "47", "47" "48", "48" "49",
            "49" "50")
    };
    (@list $types:tt; $t:literal $n:literal $(, $ts:literal $ns:literal)*) => {
        concat!($crate::sql::many::row!($t, $n, $types) $(, ", ", $crate::sql::many::row!($ts, $ns, $types))*)
    };
}
pub(crate) use rows;

/// Runs a statement for all rows, [`ROWS`] at a time; answers what it returns.
pub(crate) async fn insert<T: Send>(
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
