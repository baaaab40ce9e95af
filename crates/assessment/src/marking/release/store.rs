//! Releases of events, and who still waits for theirs.

use platform::{Conn, Result, Timestamp, Tx, db::Row, params};

platform::statements! {
    RELEASE = "update exam_event set released_at = $1, version = version + 1, updated_at = $2 where id = $3";
    AWAITING = "select id, name, exam_registered_number, status from exam_participant
        where event_id = $1 and status in ('submitted', 'awaiting_rating') order by name_key, id limit $2";
    COUNT_AWAITING = "select count(*) from exam_participant where event_id = $1 and status in ('submitted', 'awaiting_rating')";
}

/// Stores since when an event is released; `None`: it is not.
pub(crate) async fn set_released(tx: &mut Tx<'_>, event: i64, at: Option<Timestamp>) -> Result<()> {
    let now = tx.now();
    tx.execute(RELEASE, params![at, now, event]).await.map(drop)
}

/// Somebody whose scores do not all stand.
#[derive(Debug, Clone)]
pub(crate) struct AwaitingRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) exam_registered_number: String,
    pub(crate) status: String,
}

/// The first of those who handed in and wait for scores, by name, and how many there are.
pub(crate) async fn awaiting(conn: &mut Conn<'_>, event: i64, most: i64) -> Result<(Vec<AwaitingRow>, i64)> {
    let read = |row: &Row<'_>| {
        Ok(AwaitingRow {
            id: row.get(0)?,
            name: row.get(1)?,
            exam_registered_number: row.get(2)?,
            status: row.get(3)?,
        })
    };
    let total = conn.number(COUNT_AWAITING, params![event]).await?;
    Ok((conn.all(AWAITING, params![event, most], read).await?, total))
}
