//! Rows of `message_version`: what messages said before they were edited.

use platform::{Conn, Result, Timestamp, Tx, params};

use crate::model::EarlierVersion;

platform::statements! {
    INSERT = "insert into message_version (message_seq, content, written_at, replaced_at) values ($1, $2, $3, $4)";
    LIST = "select content, written_at, replaced_at from message_version where message_seq = $1 order by seq limit 1000";
    FIRST = "select content from message_version where message_seq = $1 order by seq limit 1";
}

/// Keeps what a message said from a moment on, until now.
pub(crate) async fn keep(
    tx: &mut Tx<'_>,
    message: i64,
    content: &str,
    written_at: Timestamp,
    now: Timestamp,
) -> Result<()> {
    tx.execute(INSERT, params![message, content, written_at, now])
        .await
        .map(drop)
}

/// What a message said before, oldest first.
pub(crate) async fn list(conn: &mut Conn<'_>, message: i64) -> Result<Vec<EarlierVersion>> {
    conn.all(LIST, params![message], |row| {
        Ok(EarlierVersion {
            content: row.get(0)?,
            written_at: row.get(1)?,
            replaced_at: row.get(2)?,
        })
    })
    .await
}

/// What a message said when it was sent, if it was edited.
pub(crate) async fn first(conn: &mut Conn<'_>, message: i64) -> Result<Option<String>> {
    conn.first(FIRST, params![message], |row| row.get(0)).await
}
