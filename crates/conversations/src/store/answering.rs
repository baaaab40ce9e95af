//! How soon somebody answers who is written to: read from threads and messages, which say nothing else here.

use accounts::AccountId;
use platform::{Conn, Result, Timestamp, db::Row, params};

platform::statements! {
    /// Of threads that others began with somebody, the last first: when the other one first asked, and when they were answered. Each
    /// is two looks into the index of a thread's messages, of which the first fifty count.
    FIRST_ANSWERS = "select q.sent_at, a.sent_at from (
            select seq, sender_id, receiver_id from thread
            where receiver_id = $1 and last_message_at > $2 and created_at > $2
            order by last_message_at desc, seq desc limit $3
        ) t
        join message q on q.seq = (select m.seq from message m
            where m.thread_seq = t.seq and m.number <= 50 and m.sender_id = t.sender_id order by m.number limit 1)
        join message a on a.seq = (select m.seq from message m
            where m.thread_seq = t.seq and m.number <= 50 and m.number > q.number and m.sender_id = t.receiver_id
            order by m.number limit 1)
        order by a.sent_at desc, a.seq desc limit $3";
}

/// When somebody was asked and answered, in up to `threads` threads that began after a moment.
pub(crate) async fn first_answers(
    conn: &mut Conn<'_>,
    account: &AccountId,
    since: Timestamp,
    threads: i64,
) -> Result<Vec<(Timestamp, Timestamp)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    conn.all(FIRST_ANSWERS, params![account, since, threads], read).await
}
