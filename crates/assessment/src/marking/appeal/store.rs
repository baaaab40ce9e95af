//! Rows of `exam_appeal_note`.

use platform::{Conn, Error, Result, Tx, db::Row, params};

use super::rules::{AppealNoteView, AppealState, NewAppealNote};
use crate::sql::ids::{self, ids};

macro_rules! notes {
    ($which:literal) => {
        concat!(
            "select n.id, n.participant_id, n.question_id, n.state, n.text, n.admin_id, a.username, n.at
            from exam_appeal_note n left join exam_admin a on a.id = n.admin_id where ",
            $which
        )
    };
}

platform::statements! {
    INSERT = "insert into exam_appeal_note (participant_id, question_id, state, text, admin_id, at, is_last)
        values ($1, $2, $3, $4, $5, $6, 1) returning id";
    PRECEDE = "update exam_appeal_note set is_last = 0 where participant_id = $1 and is_last = 1";
    ONE = notes!("n.id = $1");
    OF_PARTICIPANT = notes!("n.participant_id = $1 order by n.id limit $2 offset $3");
    COUNT = "select count(*) from exam_appeal_note where participant_id = $1";
    /// Appeals at an event of which nothing is decided.
    OPEN = "select count(*) from exam_appeal_note n join exam_participant p on p.id = n.participant_id
        where p.event_id = $1 and n.is_last = 1 and n.state = 'raised'";
    STATES = concat!("select participant_id, state from exam_appeal_note where is_last = 1 and participant_id in (",
        ids!("$1"), ") order by participant_id limit 100000");
}

fn read_note(row: &Row<'_>) -> Result<AppealNoteView> {
    Ok(AppealNoteView {
        id: row.get(0)?,
        participant_id: row.get(1)?,
        question_id: row.get(2)?,
        state: AppealState::from_stored(row.text(3)?)?,
        text: row.get(4)?,
        admin_id: row.get(5)?,
        admin_username: row.get(6)?,
        at: row.get(7)?,
    })
}

/// Stores a note, which is the participant's last one from then on.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    participant: i64,
    admin: i64,
    new: &NewAppealNote,
) -> Result<AppealNoteView> {
    tx.execute(PRECEDE, params![participant]).await?;
    let now = tx.now();
    let values = params![participant, new.question_id, new.state.name(), &new.text, admin, now];
    let id = tx.first(INSERT, values, |row| row.get::<i64>(0)).await?;
    let stored = tx.first(ONE, params![id], read_note).await?;
    stored.ok_or_else(|| Error::internal("a note of an appeal was stored and is not there"))
}

pub(crate) async fn count(conn: &mut Conn<'_>, participant: i64) -> Result<i64> {
    conn.number(COUNT, params![participant]).await
}

/// A page of a participant's, first to last, and how many there are.
pub(crate) async fn of_participant(
    conn: &mut Conn<'_>,
    participant: i64,
    (limit, offset): (i64, i64),
) -> Result<(Vec<AppealNoteView>, i64)> {
    let rows = conn
        .all(OF_PARTICIPANT, params![participant, limit, offset], read_note)
        .await?;
    Ok((rows, count(conn, participant).await?))
}

/// How many appeals of an event's participants are undecided.
pub(crate) async fn open(conn: &mut Conn<'_>, event: i64) -> Result<i64> {
    conn.number(OPEN, params![event]).await
}

/// How the appeals of some participants stand; who has none is left out.
pub(crate) async fn states<'i>(
    conn: &mut Conn<'_>,
    participants: impl IntoIterator<Item = &'i i64>,
) -> Result<Vec<(i64, AppealState)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, AppealState::from_stored(row.text(1)?)?));
    let ids = ids::list(participants);
    conn.all(STATES, params![&ids], read).await
}
