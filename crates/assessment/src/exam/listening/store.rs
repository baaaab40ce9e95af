//! Rows of `exam_play`.

use platform::{Conn, Result, Tx, db::Row, params};

use super::rules::Plays;

platform::statements! {
    PLAYS = "select used, began_at from exam_play where attempt_id = $1 and audio_id = $2";
    COUNT = "insert into exam_play (attempt_id, audio_id, used, began_at) values ($1, $2, 1, $3)
        on conflict (attempt_id, audio_id) do update set used = exam_play.used + 1, began_at = excluded.began_at";
}

/// How often a sound was played in an attempt; `None` for never.
pub(crate) async fn plays(conn: &mut Conn<'_>, attempt: i64, audio: i64) -> Result<Option<Plays>> {
    let read = |row: &Row<'_>| {
        Ok(Plays {
            used: row.get(0)?,
            began_at: row.get(1)?,
        })
    };
    conn.first(PLAYS, params![attempt, audio], read).await
}

/// Counts a play that begins.
pub(crate) async fn count(tx: &mut Tx<'_>, attempt: i64, audio: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(COUNT, params![attempt, audio, now]).await.map(drop)
}
