//! Rows of `live_event`: what an account's streams were told. A row says what happened to which thread and message; the
//! words are made from what is stored when it is told again, so that nothing deleted is.

use accounts::AccountId;
use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

use super::{message::message_of_columns, message_columns, thread::thread_of_columns, thread_columns};
use crate::model::{
    live::{LiveEntry, LiveKind, LiveNote},
    thread::Thread,
};

platform::statements! {
    /// One row for each of the two, each with the number after that account's last one.
    NOTE = "insert into live_event (account_id, seq, kind, thread_seq, message_seq, at)
        select p.account_id,
            coalesce((select max(l.seq) from live_event l where l.account_id = p.account_id), 0) + 1,
            cast($1 as bigint), cast($2 as bigint), cast($3 as bigint), cast($4 as bigint)
        from (select cast($5 as text) as account_id union all select cast($6 as text)) p
        returning account_id, seq";
    NOTE_ONE = "insert into live_event (account_id, seq, kind, thread_seq, message_seq, at)
        select p.account_id,
            coalesce((select max(l.seq) from live_event l where l.account_id = p.account_id), 0) + 1,
            cast($1 as bigint), cast($2 as bigint), cast($3 as bigint), cast($4 as bigint)
        from (select cast($5 as text) as account_id) p returning seq";
    BOUNDS = "select coalesce((select min(seq) from live_event where account_id = $1), 0),
        coalesce((select max(seq) from live_event where account_id = $1), 0)";
    AFTER = concat!("select l.seq, l.kind, ", thread_columns!(), ", ", message_columns!(), " from live_event l
        join thread t on t.seq = l.thread_seq left join message m on m.seq = l.message_seq
        where l.account_id = $1 and l.seq > $2 order by l.seq limit $3");
    NEXT_ACCOUNT = "select account_id, at from live_event where account_id > $1 order by account_id, seq limit 1";
    PRUNE = "delete from live_event where account_id = $1 and seq in
        (select seq from live_event where account_id = $1 and at < $2
            and seq < (select max(seq) from live_event where account_id = $1) order by seq limit 500)";
    FORGET = "delete from live_event where account_id = $1 and seq in
        (select seq from live_event where account_id = $1 order by seq limit 500)";
}

/// Notes for both participants of a thread what happened.
pub(crate) async fn note(
    tx: &mut Tx<'_>,
    happened: LiveKind,
    thread: &Thread,
    message: Option<i64>,
) -> Result<Vec<LiveNote>> {
    let at = tx.now();
    let values = params![
        happened.number(),
        thread.seq,
        message,
        at,
        &thread.sender,
        &thread.receiver
    ];
    let read = |row: &Row<'_>| {
        Ok(LiveNote {
            account: row.text(0)?.into(),
            seq: row.get(1)?,
        })
    };
    tx.all(NOTE, values, read).await
}

/// Notes for one account what happened in a thread, to a message if it is about one, both by sequence number; answers the number in the log.
pub(crate) async fn note_one(
    tx: &mut Tx<'_>,
    happened: LiveKind,
    (thread, message): (i64, Option<i64>),
    account: &AccountId,
) -> Result<i64> {
    let at = tx.now();
    let values = params![happened.number(), thread, message, at, account];
    let seq = tx.first(NOTE_ONE, values, |row| row.get(0)).await?;
    seq.ok_or_else(|| Error::internal("a noted event has no number"))
}

/// The first and the last number of an account's log; zeros if it is empty.
pub(crate) async fn bounds(conn: &mut Conn<'_>, account: &AccountId) -> Result<(i64, i64)> {
    let found = conn
        .first(BOUNDS, params![account], |row| Ok((row.get(0)?, row.get(1)?)))
        .await?;
    Ok(found.unwrap_or_default())
}

/// Up to `limit` entries after a number.
pub(crate) async fn after(conn: &mut Conn<'_>, account: &AccountId, seq: i64, limit: i64) -> Result<Vec<LiveEntry>> {
    const THREAD: usize = 2;
    const MESSAGE: usize = THREAD + super::thread::WIDTH;
    let read = |row: &Row<'_>| {
        let message: Option<i64> = row.get(MESSAGE)?;
        Ok(LiveEntry {
            seq: row.get(0)?,
            happened: LiveKind::of(row.get(1)?)?,
            thread: thread_of_columns(row, THREAD)?,
            message: message.map(|_| message_of_columns(row, MESSAGE)).transpose()?,
        })
    };
    conn.all(AFTER, params![account, seq, limit], read).await
}

/// The next account that has a log, in the order of their ids, and when its first entry was noted.
pub(crate) async fn next_account(conn: &mut Conn<'_>, after: &str) -> Result<Option<(AccountId, Timestamp)>> {
    conn.first(NEXT_ACCOUNT, params![after], |row| {
        Ok((row.text(0)?.into(), row.get(1)?))
    })
    .await
}

/// Removes up to 500 entries from before a moment, but never an account's last one: the numbers go on from it.
pub(crate) async fn prune(tx: &mut Tx<'_>, account: &AccountId, before: Timestamp) -> Result<u64> {
    tx.execute(PRUNE, params![account, before]).await
}

/// Removes up to 500 entries of an account that is gone.
pub(crate) async fn forget(tx: &mut Tx<'_>, account: &AccountId) -> Result<u64> {
    tx.execute(FORGET, params![account]).await
}
