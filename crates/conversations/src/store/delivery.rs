//! Rows of `delivery`: up to when what was sent to an account has reached it.

use accounts::AccountId;
use platform::{Conn, Result, Timestamp, Tx, db::Row, params};

use crate::model::{MessageId, ThreadId};

platform::statements! {
    UNTIL = "select at from delivery where account_id = $1";
    REACH = "insert into delivery (account_id, at) values ($1, $2)
        on conflict (account_id) do update set at = excluded.at where delivery.at < excluded.at";
    HAS_WAITING = "select 1 where exists (select 1 from thread where sender_id = $1 and last_message_at > $2
            and sender_unread > 0)
        or exists (select 1 from thread where receiver_id = $1 and last_message_at > $2 and receiver_unread > 0)";
    /// The last message of each thread in which something new waits.
    WAITING = "select u.thread_seq, u.thread_id, u.other, m.seq, m.id, m.sent_at from (
            select seq as thread_seq, id as thread_id, receiver_id as other, message_count, last_message_at from thread
                where sender_id = $1 and last_message_at > $2 and sender_unread > 0
            union all
            select seq, id, sender_id, message_count, last_message_at from thread
                where receiver_id = $1 and last_message_at > $2 and receiver_unread > 0
        ) u join message m on m.thread_seq = u.thread_seq and m.number = u.message_count
        order by u.last_message_at desc, u.thread_seq desc limit $3";
}

/// The last message of a thread in which something waits for its receiver.
pub(crate) struct Waiting {
    pub(crate) thread_seq: i64,
    pub(crate) thread: ThreadId,
    /// Who is told.
    pub(crate) sender: AccountId,
    pub(crate) message_seq: i64,
    pub(crate) message: MessageId,
    pub(crate) sent_at: Timestamp,
}

/// Up to when everything has reached an account; the beginning of time if nothing has.
pub(crate) async fn until(conn: &mut Conn<'_>, account: &AccountId) -> Result<Timestamp> {
    let found = conn.first(UNTIL, params![account], |row| row.get(0)).await?;
    Ok(found.unwrap_or(Timestamp(0)))
}

/// Notes that everything up to a moment has reached an account; an earlier one changes nothing.
pub(crate) async fn reach(tx: &mut Tx<'_>, account: &AccountId, at: Timestamp) -> Result<()> {
    tx.execute(REACH, params![account, at]).await.map(drop)
}

/// Whether something was sent to an account after a moment, and is unread.
pub(crate) async fn has_waiting(conn: &mut Conn<'_>, account: &AccountId, after: Timestamp) -> Result<bool> {
    let found = conn.first(HAS_WAITING, params![account, after], |_| Ok(())).await?;
    Ok(found.is_some())
}

/// Up to `limit` threads in which something was sent to an account after a moment, and is unread.
pub(crate) async fn waiting(
    conn: &mut Conn<'_>,
    account: &AccountId,
    after: Timestamp,
    limit: i64,
) -> Result<Vec<Waiting>> {
    let read = |row: &Row<'_>| {
        Ok(Waiting {
            thread_seq: row.get(0)?,
            thread: row.text(1)?.into(),
            sender: row.text(2)?.into(),
            message_seq: row.get(3)?,
            message: row.text(4)?.into(),
            sent_at: row.get(5)?,
        })
    };
    conn.all(WAITING, params![account, after, limit], read).await
}
