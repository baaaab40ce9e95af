//! Rows of `message`.

use accounts::AccountId;
use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params, text::fold};

use super::{attachment, message_columns, thread::thread_of_columns, thread_columns};
use crate::model::{
    Deletion,
    message::{Message, MessageRange},
    thread::Thread,
};

/// Number of columns of a [`Message`].
pub(super) const WIDTH: usize = 14;

platform::statements! {
    INSERT = "insert into message (id, thread_seq, number, sender_id, content, content_folded, sent_at, client_id,
        attachments) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning seq";
    BY_CLIENT_ID = concat!("select ", message_columns!(), ", ", thread_columns!(), " from message m
        join thread t on t.seq = m.thread_seq where m.sender_id = $1 and m.client_id = $2");
    BY_ID = concat!("select ", message_columns!(), ", ", thread_columns!(), " from message m
        join thread t on t.seq = m.thread_seq where m.id = $1");
    FROM_NUMBER = concat!("select ", message_columns!(), " from message m
        where m.thread_seq = $1 and m.number >= $2 and m.number < $3 and (m.deleted_at is null or $4 = 1 or ($4 = 2 and m.deleted_by = m.sender_id))
        order by m.number limit $5");
    UP_TO_NUMBER = concat!("select ", message_columns!(), " from message m
        where m.thread_seq = $1 and m.number > $2 and m.number <= $3 and (m.deleted_at is null or $4 = 1 or ($4 = 2 and m.deleted_by = m.sender_id))
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
    UNFOLDED = "select seq, content from message where content_folded is null order by seq limit $1";
    FOLD = "update message set content_folded = $1 where seq = $2";
    EDIT = "update message set content = $1, content_folded = $2, edited_at = $3, edit_count = $4 where seq = $5";
    DELETE = "update message set deleted_at = $1, deleted_by = $2, deleted_reason = $3 where seq = $4";
}

pub(super) fn message_of_row(row: &Row<'_>) -> Result<Message> {
    message_of_columns(row, 0)
}

/// Reads a message from the columns that begin at `first`.
pub(super) fn message_of_columns(row: &Row<'_>, first: usize) -> Result<Message> {
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
        edited_at: row.get(first + 11)?,
        edit_count: row.get(first + 12)?,
        attachments: row
            .maybe_text(first + 13)?
            .map_or_else(|| Ok(Vec::new()), attachment::shown)?,
    })
}

pub(super) fn message_and_thread_of_row(row: &Row<'_>) -> Result<(Message, Thread)> {
    Ok((message_of_row(row)?, thread_of_columns(row, WIDTH)?))
}

/// Stores a message; answers its sequence number.
pub(crate) async fn insert(tx: &mut Tx<'_>, thread: i64, new: &Message) -> Result<i64> {
    let folded = fold(&new.content);
    let attachments = attachment::stored(&new.attachments)?;
    let values = params![
        &new.id,
        thread,
        new.number,
        &new.sender,
        &new.content,
        &folded,
        new.sent_at,
        new.client_id.as_deref(),
        attachments.as_deref()
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
    conn.first(BY_CLIENT_ID, params![sender, client_id], message_and_thread_of_row)
        .await
}

/// A message, deleted or not, and its thread.
pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<(Message, Thread)>> {
    conn.first(BY_ID, params![id], message_and_thread_of_row).await
}

/// The oldest `limit` messages of a range, oldest first.
pub(crate) async fn oldest(conn: &mut Conn<'_>, range: MessageRange, limit: i64) -> Result<Vec<Message>> {
    let first = range.above.saturating_add(1);
    let values = params![range.thread, first, range.below, range.deleted.number(), limit];
    conn.all(FROM_NUMBER, values, message_of_row).await
}

/// The newest `limit` messages of a range, oldest first.
pub(crate) async fn newest(conn: &mut Conn<'_>, range: MessageRange, limit: i64) -> Result<Vec<Message>> {
    let last = range.below.saturating_sub(1);
    let values = params![range.thread, range.above, last, range.deleted.number(), limit];
    let mut found = conn.all(UP_TO_NUMBER, values, message_of_row).await?;
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
    conn.first(LAST, params![thread], message_of_row).await
}

/// Up to `limit` unread messages by `sender` with numbers above `above`, up to `to`.
pub(crate) async fn list_unread(
    conn: &mut Conn<'_>,
    thread: i64,
    (above, to): (i64, i64),
    sender: &AccountId,
    limit: i64,
) -> Result<Vec<Message>> {
    conn.all(UNREAD, params![thread, above, to, sender, limit], message_of_row)
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

/// Stores another text of a message.
pub(crate) async fn edit(tx: &mut Tx<'_>, message: &Message) -> Result<()> {
    let folded = fold(&message.content);
    let values = params![
        &message.content,
        &folded,
        message.edited_at,
        message.edit_count,
        message.seq
    ];
    tx.execute(EDIT, values).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, seq: i64, deletion: &Deletion) -> Result<()> {
    let values = params![deletion.at, &deletion.by, deletion.reason.as_deref(), seq];
    tx.execute(DELETE, values).await.map(drop)
}

/// Whether there is a message that was stored before texts were folded.
pub(crate) async fn has_unfolded(conn: &mut Conn<'_>) -> Result<bool> {
    let found = conn.first(UNFOLDED, params![1_i64], |_| Ok(())).await?;
    Ok(found.is_some())
}

/// Folds the text of up to `most` messages that were stored before texts were folded; answers how many those were.
pub(crate) async fn fold_texts(tx: &mut Tx<'_>, most: u64) -> Result<u64> {
    let most = i64::try_from(most).map_err(Error::internal)?;
    let rows: Vec<(i64, String)> = tx
        .all(UNFOLDED, params![most], |row| Ok((row.get(0)?, row.get(1)?)))
        .await?;
    let mut count = 0;
    for (seq, content) in rows {
        count += tx.execute(FOLD, params![&fold(&content), seq]).await?;
    }
    Ok(count)
}
