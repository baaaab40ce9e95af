//! Statements for many rows at once: a fixed number of places for their ids, which a page always fits into.

use std::collections::BTreeSet;

use platform::{
    Conn, Result,
    db::{Row, Sql, Value},
};

/// Slots in a statement, and most rows of a page.
const SLOTS: usize = 100;

/// `$1` to `$100`.
macro_rules! slots {
    () => {
        "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
            $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59,
            $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78,
            $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97,
            $98, $99, $100"
    };
}
pub(crate) use slots;

/// Runs a statement once for all rows of a page, which never has more than [`SLOTS`].
pub(crate) async fn of_ids<T: Send>(
    conn: &mut Conn<'_>,
    sql: Sql,
    ids: &BTreeSet<i64>,
    read: impl FnMut(&Row<'_>) -> Result<T> + Send,
) -> Result<Vec<T>> {
    let ids = ids.iter().map(|id| Value::from(*id)).collect();
    in_slots(conn, sql, ids, read).await
}

/// Runs a statement for all of these values, [`SLOTS`] at a time.
pub(crate) async fn in_slots<T: Send>(
    conn: &mut Conn<'_>,
    sql: Sql,
    values: Vec<Value<'_>>,
    mut read: impl FnMut(&Row<'_>) -> Result<T> + Send,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    for some in values.chunks(SLOTS) {
        let mut some = some.to_vec();
        // A slot that is not needed is null, which equals nothing.
        some.resize(SLOTS, Value::Null);
        found.extend(conn.all(sql, &some, &mut read).await?);
    }
    Ok(found)
}
