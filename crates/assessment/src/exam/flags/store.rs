//! Rows of `exam_flag`.

use platform::{Conn, Result, Timestamp, Tx, params};

platform::statements! {
    INSERT = "insert into exam_flag (participant_id, kind, detail, at) values ($1, $2, $3, $4)";
    COUNT = "select count(*) from exam_flag where participant_id = $1";
}

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    participant: i64,
    (kind, detail): (&str, &str),
    at: Timestamp,
) -> Result<()> {
    tx.execute(INSERT, params![participant, kind, detail, at])
        .await
        .map(drop)
}

/// How many a participant has.
pub(crate) async fn count(conn: &mut Conn<'_>, participant: i64) -> Result<i64> {
    conn.number(COUNT, params![participant]).await
}
