//! What recordings of participants have beside what supervisors see of them: their attempt and their recorders.

use platform::{Conn, Error, Result, Tx, db::Row, params};

platform::statements! {
    OPEN = "select id from exam_video where attempt_id = $1 and stream = $2 and media_type = $3 and status = 'recording'
        and recorder_sessions < $4 order by id desc limit 1";
    NEXT_SESSION = "update exam_video set attempt_id = $1, recorder_sessions = recorder_sessions + 1, version = version + 1,
        updated_at = $2 where id = $3 returning recorder_sessions - 1";
    OWN = "select stream, media_type, status, recorder_sessions from exam_video where id = $1 and participant_id = $2";
    HELD = "select recorder_session, seq from exam_video_chunk where video_id = $1 order by recorder_session, seq
        limit 200000";
}

/// A recording of an attempt that still takes recorder sessions, fewer than so many of which were begun.
pub(crate) async fn open(
    conn: &mut Conn<'_>,
    attempt: i64,
    (stream, media_type): (&str, &str),
    most: i64,
) -> Result<Option<i64>> {
    let values = params![attempt, stream, media_type, most];
    conn.first(OPEN, values, |row| row.get(0)).await
}

/// Begins the next recorder session of a recording of an attempt; answers its number, from 0.
pub(crate) async fn next_session(tx: &mut Tx<'_>, attempt: i64, video: i64) -> Result<i64> {
    let now = tx.now();
    let number = tx
        .first(NEXT_SESSION, params![attempt, now, video], |row| row.get(0))
        .await?;
    number.ok_or_else(|| Error::internal("a recording that was found is not there"))
}

/// A recording, as its participant sees it.
pub(crate) struct OwnRow {
    pub(crate) stream: String,
    pub(crate) media_type: String,
    pub(crate) status: String,
    /// How many recorder sessions were begun.
    pub(crate) sessions: i64,
}

/// A recording, if it is of this participant.
pub(crate) async fn own(conn: &mut Conn<'_>, video: i64, participant: i64) -> Result<Option<OwnRow>> {
    let read = |row: &Row<'_>| {
        Ok(OwnRow {
            stream: row.get(0)?,
            media_type: row.get(1)?,
            status: row.get(2)?,
            sessions: row.get(3)?,
        })
    };
    conn.first(OWN, params![video, participant], read).await
}

/// The places of the pieces that have arrived, by recorder session.
pub(crate) async fn held(conn: &mut Conn<'_>, video: i64) -> Result<Vec<(i64, i64)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    conn.all(HELD, params![video], read).await
}
