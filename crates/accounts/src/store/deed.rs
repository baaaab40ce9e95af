//! Rows of `deed`: what administrators did. They are added, and never changed.

use platform::{Conn, Result, Tx, db::Row, params};

use crate::model::{
    account::AccountId,
    deed::{Deed, NotedDeed, WantedDeeds},
};

platform::statements! {
    INSERT = "insert into deed (id, actor_id, action, subject, subject_name, reason, at) values ($1, $2, $3, $4, $5, $6, $7)";
    LIST = "select a.username, d.action, d.subject, d.subject_name, d.reason, d.at from deed d
        join account a on a.id = d.actor_id where ($1 = '' or d.action = $1) and ($2 = '' or d.subject = $2)
        order by d.id desc limit $3 offset $4";
    COUNT = "select count(*) from deed d where ($1 = '' or d.action = $1) and ($2 = '' or d.subject = $2)";
}

/// Ids begin with the time, so that deeds are in their order.
pub(crate) async fn insert(tx: &mut Tx<'_>, actor: &AccountId, deed: Deed<'_>) -> Result<()> {
    let now = tx.now();
    let id = platform::id::uuid_v7(now);
    let values = params![
        &id,
        actor,
        deed.action,
        deed.subject,
        deed.subject_name,
        deed.reason,
        now
    ];
    tx.execute(INSERT, values).await.map(drop)
}

fn deed_of_row(row: &Row<'_>) -> Result<NotedDeed> {
    Ok(NotedDeed {
        actor: row.get(0)?,
        action: row.get(1)?,
        subject: row.get(2)?,
        subject_name: row.get(3)?,
        reason: row.get(4)?,
        at: row.get(5)?,
    })
}

/// A page of what was done, newest first, and how much there is of it.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    wanted: &WantedDeeds,
    (limit, offset): (i64, i64),
) -> Result<(Vec<NotedDeed>, i64)> {
    let values = params![&wanted.action, &wanted.subject, limit, offset];
    let rows = conn.all(LIST, values, deed_of_row).await?;
    let count = conn.number(COUNT, params![&wanted.action, &wanted.subject]).await?;
    Ok((rows, count))
}
