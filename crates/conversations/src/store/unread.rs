//! Rows of `unread_notice`, and what waits for somebody.

use accounts::AccountId;
use platform::{Conn, Result, Timestamp, Tx, db::Row, params};

use crate::model::ThreadId;

/// The threads of `$1` in which something waits: neither muted nor put away, nor with somebody whom they block.
macro_rules! waiting {
    () => {
        "(select seq, id, receiver_id as other, listing_id, sender_unread as unread, last_message_at from thread
            where sender_id = $1 and sender_unread > 0 and sender_muted = 0 and sender_archived = 0
        union all
        select seq, id, sender_id, listing_id, receiver_unread, last_message_at from thread
            where receiver_id = $1 and receiver_unread > 0 and receiver_muted = 0 and receiver_archived = 0) w
        where not exists (select 1 from block b where b.blocker_id = $1 and b.blocked_id = w.other)"
    };
}

platform::statements! {
    EXPECT = "insert into unread_notice (account_id, due_at) values ($1, $2) on conflict (account_id) do nothing";
    EXISTS = "select 1 from unread_notice where account_id = $1";
    FORGET = "delete from unread_notice where account_id = $1";
    DUE = "select account_id, due_at from unread_notice where due_at <= $1 order by due_at, account_id limit $2";
    TOLD = "update unread_notice set due_at = null where account_id = $1 and due_at = $2";
    FORGET_DUE = "delete from unread_notice where account_id = $1 and due_at = $2";
    COUNT = concat!("select cast(coalesce(sum(w.unread), 0) as bigint), count(*) from ", waiting!());
    LATEST = concat!("select w.id, w.other, w.listing_id, w.unread from ", waiting!(),
        " order by w.last_message_at desc, w.seq desc limit $2");
}

/// Somebody who is to be told, and since when.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    pub(crate) account: AccountId,
    pub(crate) at: Timestamp,
}

/// A thread in which something waits.
pub(crate) struct WaitingThread {
    pub(crate) thread: ThreadId,
    pub(crate) other: AccountId,
    pub(crate) listing: String,
    pub(crate) messages: i64,
}

/// Somebody is to be told at a moment, unless they are already, or were told and have not looked since.
pub(crate) async fn expect(tx: &mut Tx<'_>, account: &AccountId, at: Timestamp) -> Result<()> {
    tx.execute(EXPECT, params![account, at]).await.map(drop)
}

/// Whether somebody is to be told, or was.
pub(crate) async fn is_noted(conn: &mut Conn<'_>, account: &AccountId) -> Result<bool> {
    let found = conn.first(EXISTS, params![account], |_| Ok(())).await?;
    Ok(found.is_some())
}

/// Somebody has looked.
pub(crate) async fn forget(tx: &mut Tx<'_>, account: &AccountId) -> Result<()> {
    tx.execute(FORGET, params![account]).await.map(drop)
}

/// Up to `limit` people who are to be told by now, those who wait longest first.
pub(crate) async fn due(conn: &mut Conn<'_>, now: Timestamp, limit: i64) -> Result<Vec<Due>> {
    conn.all(DUE, params![now, limit], |row| {
        Ok(Due {
            account: row.text(0)?.into(),
            at: row.get(1)?,
        })
    })
    .await
}

/// Somebody is told; answers whether they were still to be.
pub(crate) async fn mark_told(tx: &mut Tx<'_>, due: &Due) -> Result<bool> {
    Ok(tx.execute(TOLD, params![&due.account, due.at]).await? > 0)
}

/// There is nothing to tell somebody.
pub(crate) async fn forget_due(tx: &mut Tx<'_>, due: &Due) -> Result<()> {
    tx.execute(FORGET_DUE, params![&due.account, due.at]).await.map(drop)
}

/// How many messages wait for somebody, and in how many threads.
pub(crate) async fn count(conn: &mut Conn<'_>, account: &AccountId) -> Result<(i64, i64)> {
    let found = conn
        .first(COUNT, params![account], |row| Ok((row.get(0)?, row.get(1)?)))
        .await?;
    Ok(found.unwrap_or_default())
}

/// The latest threads in which something waits for somebody.
pub(crate) async fn latest(conn: &mut Conn<'_>, account: &AccountId, limit: i64) -> Result<Vec<WaitingThread>> {
    let read = |row: &Row<'_>| {
        Ok(WaitingThread {
            thread: row.text(0)?.into(),
            other: row.text(1)?.into(),
            listing: row.get(2)?,
            messages: row.get(3)?,
        })
    };
    conn.all(LATEST, params![account, limit], read).await
}
