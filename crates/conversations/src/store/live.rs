//! Rows of `live_event`: what an account's streams were told. A row says what happened to which thread and message; the
//! words are made from what is stored when it is told again, so that nothing deleted is.

use accounts::AccountId;
use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};
use serde::Serialize;

use super::{
    message::{Message, message_from},
    message_columns,
    thread::{Thread, thread_from},
    thread_columns,
};

platform::statements! {
    /// One row for each of the two, each with the number after that account's last one.
    NOTE = "insert into live_event (account_id, seq, kind, thread_seq, message_seq, at)
        select p.account_id,
            coalesce((select max(l.seq) from live_event l where l.account_id = p.account_id), 0) + 1,
            cast($1 as bigint), cast($2 as bigint), cast($3 as bigint), cast($4 as bigint)
        from (select cast($5 as text) as account_id union all select cast($6 as text)) p
        returning account_id, seq";
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

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Happened {
    /// A message was sent.
    Sent,
    /// A message was read.
    Read,
    /// A message and every one before it were read.
    ReadUpTo,
    /// A message was deleted.
    Deleted,
    /// A thread was begun or changed.
    Thread,
}

impl Happened {
    const ALL: [Self; 5] = [Self::Sent, Self::Read, Self::ReadUpTo, Self::Deleted, Self::Thread];

    fn number(self) -> i64 {
        match self {
            Self::Sent => 1,
            Self::Read => 2,
            Self::ReadUpTo => 3,
            Self::Deleted => 4,
            Self::Thread => 5,
        }
    }

    fn of(number: i64) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|kind| kind.number() == number);
        known.ok_or_else(|| Error::internal(format!("no live event is of the kind {number}")))
    }
}

/// Where in an account's log something was noted.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Noted {
    pub(crate) account: AccountId,
    pub(crate) seq: i64,
}

/// Notes for both participants of a thread what happened.
pub(crate) async fn note(
    tx: &mut Tx<'_>,
    happened: Happened,
    thread: &Thread,
    message: Option<i64>,
) -> Result<Vec<Noted>> {
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
        Ok(Noted {
            account: row.text(0)?.into(),
            seq: row.get(1)?,
        })
    };
    tx.all(NOTE, values, read).await
}

/// The first and the last number of an account's log; zeros if it is empty.
pub(crate) async fn bounds(conn: &mut Conn<'_>, account: &AccountId) -> Result<(i64, i64)> {
    let found = conn
        .first(BOUNDS, params![account], |row| Ok((row.get(0)?, row.get(1)?)))
        .await?;
    Ok(found.unwrap_or_default())
}

/// An entry of the log with what it is about as it is now.
pub(crate) struct Entry {
    pub(crate) seq: i64,
    pub(crate) happened: Happened,
    pub(crate) thread: Thread,
    pub(crate) message: Option<Message>,
}

/// Up to `limit` entries after a number.
pub(crate) async fn after(conn: &mut Conn<'_>, account: &AccountId, seq: i64, limit: i64) -> Result<Vec<Entry>> {
    const THREAD: usize = 2;
    const MESSAGE: usize = THREAD + super::thread::WIDTH;
    let read = |row: &Row<'_>| {
        let message: Option<i64> = row.get(MESSAGE)?;
        Ok(Entry {
            seq: row.get(0)?,
            happened: Happened::of(row.get(1)?)?,
            thread: thread_from(row, THREAD)?,
            message: message.map(|_| message_from(row, MESSAGE)).transpose()?,
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
