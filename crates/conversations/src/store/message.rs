//! Rows of `message`.

use accounts::AccountId;
use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

use super::{
    message_columns,
    thread::{Side, Thread, thread_from},
    thread_columns,
};
use crate::model::{Deletion, MessageId, MessageView, StaffMessageView};

/// Number of columns of a [`Message`].
pub(super) const WIDTH: usize = 11;

platform::statements! {
    INSERT = "insert into message (id, thread_seq, number, sender_id, content, sent_at, client_id)
        values ($1, $2, $3, $4, $5, $6, $7) returning seq";
    BY_CLIENT_ID = concat!("select ", message_columns!(), ", ", thread_columns!(), " from message m
        join thread t on t.seq = m.thread_seq where m.sender_id = $1 and m.client_id = $2");
    BY_ID = concat!("select ", message_columns!(), ", ", thread_columns!(), " from message m
        join thread t on t.seq = m.thread_seq where m.id = $1");
    FROM_NUMBER = concat!("select ", message_columns!(), " from message m
        where m.thread_seq = $1 and m.number >= $2 and m.number < $3 and (m.deleted_at is null or $4 = 1)
        order by m.number limit $5");
    UP_TO_NUMBER = concat!("select ", message_columns!(), " from message m
        where m.thread_seq = $1 and m.number > $2 and m.number <= $3 and (m.deleted_at is null or $4 = 1)
        order by m.number desc limit $5");
    DELETED_NUMBERS = "select number from message where thread_seq = $1 and deleted_at is not null
        order by number limit 100000";
    SENT_AT = "select sent_at from message where thread_seq = $1 and number = $2";
    LAST = concat!("select ", message_columns!(), " from message m where m.thread_seq = $1 and m.deleted_at is null
        order by m.number desc limit 1");
    UNREAD = concat!("select ", message_columns!(), " from message m where m.thread_seq = $1 and m.number > $2
        and m.number <= $3 and m.sender_id = $4 and m.read_at is null and m.deleted_at is null
        order by m.number limit $5");
    READ_ONE = "update message set read_at = $1 where seq = $2";
    READ_RANGE = "update message set read_at = $1 where thread_seq = $2 and number > $3 and number <= $4
        and sender_id = $5 and read_at is null and deleted_at is null";
    DELETE = "update message set deleted_at = $1, deleted_by = $2, deleted_reason = $3 where seq = $4";
}

/// A message as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) seq: i64,
    pub(crate) id: MessageId,
    pub(crate) number: i64,
    pub(crate) sender: AccountId,
    pub(crate) content: String,
    pub(crate) sent_at: Timestamp,
    pub(crate) read_at: Option<Timestamp>,
    pub(crate) client_id: Option<String>,
    pub(crate) deletion: Option<Deletion>,
}

impl Message {
    /// The side that it was sent to.
    pub(crate) fn to_side(&self, thread: &Thread) -> Side {
        thread.side_of(&self.sender).unwrap_or(Side::Sender).other()
    }

    /// As its participants see it. What changes of a message changes at most once each, so its version and the time of its
    /// last change follow from the rest.
    pub(crate) fn view(&self, thread: &Thread) -> MessageView {
        let deleted_at = self.deletion.as_ref().map(|deletion| deletion.at);
        let changes = [self.read_at, deleted_at];
        MessageView {
            id: self.id.clone(),
            content: self.content.clone(),
            conversation_thread_id: thread.id.clone(),
            is_read: self.read_at.is_some(),
            read_at: self.read_at,
            receiver_id: thread.account(self.to_side(thread)).clone(),
            sender_id: self.sender.clone(),
            sent_at: self.sent_at,
            is_active: deleted_at.is_none(),
            record_version: 1 + changes.iter().flatten().fold(0, |count, _| count + 1),
            created_at: self.sent_at,
            updated_at: changes.into_iter().flatten().max().unwrap_or(self.sent_at),
            owner: self.sender.clone(),
        }
    }

    /// As staff see it: with who deleted it, if somebody did.
    pub(crate) fn for_staff(&self, thread: &Thread) -> StaffMessageView {
        StaffMessageView {
            message: self.view(thread),
            deletion: self.deletion.clone(),
            joins: None,
        }
    }
}

pub(super) fn message(row: &Row<'_>) -> Result<Message> {
    message_from(row, 0)
}

/// Reads a message from the columns that begin at `first`.
pub(super) fn message_from(row: &Row<'_>, first: usize) -> Result<Message> {
    let deleted_at: Option<Timestamp> = row.get(first + 8)?;
    let deletion = match deleted_at {
        Some(at) => Some(Deletion {
            at,
            by: row.maybe_text(first + 9)?.unwrap_or_default().into(),
            reason: row.get(first + 10)?,
        }),
        None => None,
    };
    Ok(Message {
        seq: row.get(first)?,
        id: row.text(first + 1)?.into(),
        number: row.get(first + 2)?,
        sender: row.text(first + 3)?.into(),
        content: row.get(first + 4)?,
        sent_at: row.get(first + 5)?,
        read_at: row.get(first + 6)?,
        client_id: row.get(first + 7)?,
        deletion,
    })
}

pub(super) fn message_and_thread(row: &Row<'_>) -> Result<(Message, Thread)> {
    Ok((message(row)?, thread_from(row, WIDTH)?))
}

/// Stores a message; answers its sequence number.
pub(crate) async fn insert(tx: &mut Tx<'_>, thread: i64, new: &Message) -> Result<i64> {
    let values = params![
        &new.id,
        thread,
        new.number,
        &new.sender,
        &new.content,
        new.sent_at,
        new.client_id.as_deref()
    ];
    let seq = tx.first(INSERT, values, |row| row.get(0)).await?;
    seq.ok_or_else(|| Error::internal("an inserted message has no sequence number"))
}

/// The message that somebody sent under a name of their client's.
pub(crate) async fn by_client_id(
    conn: &mut Conn<'_>,
    sender: &AccountId,
    client_id: &str,
) -> Result<Option<(Message, Thread)>> {
    conn.first(BY_CLIENT_ID, params![sender, client_id], message_and_thread)
        .await
}

/// A message, deleted or not, and its thread.
pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<(Message, Thread)>> {
    conn.first(BY_ID, params![id], message_and_thread).await
}

/// Which messages of a thread a list has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    /// Sequence number of the thread.
    pub(crate) thread: i64,
    /// Messages with greater numbers.
    pub(crate) above: i64,
    /// Messages with smaller numbers.
    pub(crate) below: i64,
    /// Deleted ones, too.
    pub(crate) with_deleted: bool,
}

/// The oldest `limit` messages of a range, oldest first.
pub(crate) async fn oldest(conn: &mut Conn<'_>, range: Range, limit: i64) -> Result<Vec<Message>> {
    let first = range.above.saturating_add(1);
    let values = params![range.thread, first, range.below, range.with_deleted, limit];
    conn.all(FROM_NUMBER, values, message).await
}

/// The newest `limit` messages of a range, oldest first.
pub(crate) async fn newest(conn: &mut Conn<'_>, range: Range, limit: i64) -> Result<Vec<Message>> {
    let last = range.below.saturating_sub(1);
    let values = params![range.thread, range.above, last, range.with_deleted, limit];
    let mut found = conn.all(UP_TO_NUMBER, values, message).await?;
    found.reverse();
    Ok(found)
}

/// The numbers of a thread's deleted messages, ascending.
pub(crate) async fn deleted_numbers(conn: &mut Conn<'_>, thread: i64) -> Result<Vec<i64>> {
    conn.all(DELETED_NUMBERS, params![thread], |row| row.get(0)).await
}

/// The number of the last message that was sent at or before a moment; 0 if none was. Times rise with numbers, so this
/// takes a few reads by key and no index.
pub(crate) async fn number_by_time(conn: &mut Conn<'_>, thread: &Thread, at: Timestamp) -> Result<i64> {
    let (mut low, mut high) = (0, thread.message_count);
    while low < high {
        let middle = low + (high - low + 1) / 2;
        let sent_at = conn
            .first(SENT_AT, params![thread.seq, middle], |row| row.get(0))
            .await?;
        if sent_at.is_some_and(|sent_at: Timestamp| sent_at <= at) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Ok(low)
}

/// The last message of a thread that is not deleted.
pub(crate) async fn last(conn: &mut Conn<'_>, thread: i64) -> Result<Option<Message>> {
    conn.first(LAST, params![thread], message).await
}

/// Up to `limit` unread messages by `sender` with numbers above `above`, up to `to`.
pub(crate) async fn unread(
    conn: &mut Conn<'_>,
    thread: i64,
    (above, to): (i64, i64),
    sender: &AccountId,
    limit: i64,
) -> Result<Vec<Message>> {
    conn.all(UNREAD, params![thread, above, to, sender, limit], message)
        .await
}

pub(crate) async fn mark_read(tx: &mut Tx<'_>, seq: i64, at: Timestamp) -> Result<()> {
    tx.execute(READ_ONE, params![at, seq]).await.map(drop)
}

/// Marks the unread messages by `sender` with numbers above `above`, up to `to`; answers how many there were.
pub(crate) async fn mark_range_read(
    tx: &mut Tx<'_>,
    thread: i64,
    (above, to): (i64, i64),
    sender: &AccountId,
    at: Timestamp,
) -> Result<u64> {
    tx.execute(READ_RANGE, params![at, thread, above, to, sender]).await
}

pub(crate) async fn delete(tx: &mut Tx<'_>, seq: i64, deletion: &Deletion) -> Result<()> {
    let values = params![deletion.at, &deletion.by, deletion.reason.as_deref(), seq];
    tx.execute(DELETE, values).await.map(drop)
}
