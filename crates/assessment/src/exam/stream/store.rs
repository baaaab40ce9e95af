//! What was said to a participant while no stream of theirs was there.

use platform::{Conn, Result, db::Row, params};

use crate::sitting::model::{Intervention, InterventionView};

platform::statements! {
    LAST = "select coalesce(max(id), 0) from exam_intervention where participant_id = $1";
    SINCE = "select id, participant_id, kind, seconds, text, at from exam_intervention
        where participant_id = $1 and id > $2 order by id limit 200";
}

/// The number of the last thing that was done to a participant.
pub(crate) async fn last(conn: &mut Conn<'_>, participant: i64) -> Result<i64> {
    conn.number(LAST, params![participant]).await
}

/// What was done after a number; not why, and not by whom.
pub(crate) async fn since(conn: &mut Conn<'_>, participant: i64, last: i64) -> Result<Vec<InterventionView>> {
    let read = |row: &Row<'_>| {
        Ok(InterventionView {
            id: row.get(0)?,
            participant_id: row.get(1)?,
            kind: Intervention::from_stored(row.text(2)?)?,
            seconds: row.get(3)?,
            text: row.get(4)?,
            reason: None,
            admin_id: None,
            at: row.get(5)?,
        })
    };
    conn.all(SINCE, params![participant, last], read).await
}
