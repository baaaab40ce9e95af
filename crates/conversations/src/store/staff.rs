//! Lists over everything, for staff.

use platform::{
    Conn, Result,
    db::{containing, list},
    params,
    text::fold,
};

use super::{message::message_and_thread_of_row, message_columns, thread::thread_of_row, thread_columns};
use crate::model::{
    message::{Message, MessageFilter},
    thread::{Thread, ThreadFilter},
};

/// Whether a value is one of a list, which is empty for "any".
macro_rules! any_of {
    ($list:literal, $value:literal) => {
        concat!(
            "(",
            $list,
            " = '[]' or ",
            $value,
            " in (select value from ",
            platform::listed!($list),
            "))"
        )
    };
}

/// Conditions of the lists of messages: each counts only if its parameter says so. A text that is not folded yet is found
/// as the engine knows how.
macro_rules! message_filter {
    () => {
        concat!(
            any_of!("$1", "t.id"),
            " and ",
            any_of!("$2", "m.sender_id"),
            " and ",
            any_of!(
                "$3",
                "case when m.sender_id = t.sender_id then t.receiver_id else t.sender_id end"
            ),
            "
        and ($4 < 0 or $4 = case when m.read_at is null then 0 else 1 end)
        and ($5 < 0 or $5 = case when m.deleted_at is null then 1 else 0 end)
        and ($6 = '%' or coalesce(m.content_folded, lower(m.content)) like $6 escape '\\')"
        )
    };
}

macro_rules! thread_filter {
    () => {
        concat!(
            any_of!("$1", "t.listing_id"),
            " and ",
            any_of!("$2", "t.sender_id"),
            " and ",
            any_of!("$3", "t.receiver_id")
        )
    };
}

platform::statements! {
    MESSAGES = concat!("select ", message_columns!(), ", ", thread_columns!(), " from message m
        join thread t on t.seq = m.thread_seq where ", message_filter!(), " order by m.seq desc limit $7 offset $8");
    MESSAGE_COUNT = concat!("select count(*) from message m join thread t on t.seq = m.thread_seq where ",
        message_filter!());
    EVERY_MESSAGE = concat!("select ", message_columns!(), ", ", thread_columns!(), " from
        (select seq from message order by seq desc limit $1 offset $2) p join message m on m.seq = p.seq
        join thread t on t.seq = m.thread_seq order by m.seq desc");
    EVERY_MESSAGE_COUNT = "select count(*) from message";
    THREADS = concat!("select ", thread_columns!(), " from thread t where ", thread_filter!(),
        " order by t.seq desc limit $4 offset $5");
    THREAD_COUNT = concat!("select count(*) from thread t where ", thread_filter!());
}

/// -1 for any.
fn flag(wanted: Option<bool>) -> i64 {
    wanted.map_or(-1, i64::from)
}

/// A page of messages, newest first, and how many there are.
pub(crate) async fn messages(
    conn: &mut Conn<'_>,
    filter: &MessageFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<(Message, Thread)>, i64)> {
    if *filter == MessageFilter::default() {
        let rows = conn
            .all(EVERY_MESSAGE, params![limit, offset], message_and_thread_of_row)
            .await?;
        return Ok((rows, conn.number(EVERY_MESSAGE_COUNT, &[]).await?));
    }
    let content = containing(&fold(&filter.content));
    let (threads, senders, receivers) = (list(&filter.threads), list(&filter.senders), list(&filter.receivers));
    let chosen = params![
        &threads,
        &senders,
        &receivers,
        flag(filter.read),
        flag(filter.active),
        &content
    ];
    let mut values = chosen.to_vec();
    values.extend_from_slice(params![limit, offset]);
    let rows = conn.all(MESSAGES, &values, message_and_thread_of_row).await?;
    Ok((rows, conn.number(MESSAGE_COUNT, chosen).await?))
}

/// A page of threads, newest first, and how many there are.
pub(crate) async fn threads(
    conn: &mut Conn<'_>,
    filter: &ThreadFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Thread>, i64)> {
    let (listings, senders, receivers) = (list(&filter.listings), list(&filter.senders), list(&filter.receivers));
    let rows = conn
        .all(
            THREADS,
            params![&listings, &senders, &receivers, limit, offset],
            thread_of_row,
        )
        .await?;
    Ok((
        rows,
        conn.number(THREAD_COUNT, params![&listings, &senders, &receivers])
            .await?,
    ))
}
