//! Rows of `staff_note`: what administrators did. They are added, and never changed.

use accounts::AccountId;
use platform::{Conn, Error, Result, Tx, db::Row, params};

use crate::model::{Queue, StaffAction, StaffNote, Subject, WaitingThing};

platform::statements! {
    INSERT = "insert into staff_note (id, actor_id, action, subject_id, subject_name, reason, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    FIRST_UMKM = "select name, created_at, cast(0 as bigint) from umkm where approved = 0 order by created_at, id limit $1";
    FIRST_IMPACTS = "select name, created_at, cast(0 as bigint) from impact where approved = 0 and part_of is null order by created_at, id limit $1";
    FIRST_REPORTED = "select p.name, min(r.created_at), count(*) from product_report r join product p on p.seq = r.product_seq
        where r.handled_at is null group by p.seq, p.name order by count(*) desc, min(r.created_at), p.seq limit $1";
    LIST = "select a.username, n.action, n.subject_id, n.subject_name, n.reason, n.created_at from staff_note n
        join account a on a.id = n.actor_id order by n.id desc limit $1 offset $2";
    COUNT = "select count(*) from staff_note";
    LIST_OF_ACTION = "select a.username, n.action, n.subject_id, n.subject_name, n.reason, n.created_at from staff_note n
        join account a on a.id = n.actor_id where n.action = $1 order by n.id desc limit $2 offset $3";
    COUNT_OF_ACTION = "select count(*) from staff_note where action = $1";
}

/// Ids begin with the time, so that notes are in their order.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    actor: &AccountId,
    action: StaffAction,
    subject: Subject<'_>,
    reason: &str,
) -> Result<()> {
    let now = tx.now();
    let id = platform::id::uuid_v7(now);
    let values = params![&id, actor, action.name(), subject.id, subject.name, reason, now];
    tx.execute(INSERT, values).await.map(drop)
}

fn note_of_row(row: &Row<'_>) -> Result<StaffNote> {
    let action = StaffAction::of_name(row.text(1)?);
    Ok(StaffNote {
        actor: row.get(0)?,
        action: action.ok_or_else(|| Error::internal("a note has an action that there is not"))?,
        subject: row.get(2)?,
        subject_name: row.get(3)?,
        reason: row.get(4)?,
        at: row.get(5)?,
    })
}

/// How much waits for administrators.
pub(crate) async fn count_waiting(conn: &mut Conn<'_>, queue: Queue) -> Result<i64> {
    match queue {
        Queue::Umkm => super::umkm::count(conn, false).await,
        Queue::Impacts => super::impact::count_by_approval(conn, false).await,
        Queue::Reports => super::report::count_open(conn).await,
    }
}

/// A page of all notes, or of those of an action, newest first, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    action: Option<StaffAction>,
    (limit, offset): (i64, i64),
) -> Result<(Vec<StaffNote>, i64)> {
    if let Some(action) = action {
        let values = params![action.name(), limit, offset];
        let rows = conn.all(LIST_OF_ACTION, values, note_of_row).await?;
        return Ok((rows, conn.number(COUNT_OF_ACTION, params![action.name()]).await?));
    }
    let rows = conn.all(LIST, params![limit, offset], note_of_row).await?;
    Ok((rows, conn.number(COUNT, &[]).await?))
}

/// What comes first in a queue: the most reported, then what waits longest.
pub(crate) async fn first_waiting(conn: &mut Conn<'_>, queue: Queue, most: i64) -> Result<Vec<WaitingThing>> {
    let sql = match queue {
        Queue::Umkm => FIRST_UMKM,
        Queue::Impacts => FIRST_IMPACTS,
        Queue::Reports => FIRST_REPORTED,
    };
    let read = |row: &Row<'_>| {
        Ok(WaitingThing {
            name: row.get(0)?,
            since: row.get(1)?,
            reports: row.get(2)?,
        })
    };
    conn.all(sql, params![most], read).await
}
