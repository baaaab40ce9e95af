//! Lists over everything, for staff.

use platform::{Conn, Result, db::containing, params};

use super::{
    message::{Message, message_and_thread},
    message_columns,
    thread::{Thread, thread},
    thread_columns,
};

/// Conditions of the lists of messages: each counts only if its parameter says so. Ids are looked for in a list of them,
/// which is empty for "any".
macro_rules! message_filter {
    () => {
        "($1 = '' or $1 like '%' || t.id || '%') and ($2 = '' or $2 like '%' || m.sender_id || '%')
        and ($3 = '' or $3 like '%' || (case when m.sender_id = t.sender_id then t.receiver_id else t.sender_id end) || '%')
        and ($4 < 0 or $4 = case when m.read_at is null then 0 else 1 end)
        and ($5 < 0 or $5 = case when m.deleted_at is null then 1 else 0 end)
        and ($6 = '%' or lower(m.content) like $6 escape '\\')"
    };
}

macro_rules! thread_filter {
    () => {
        "($1 = '' or $1 like '%' || t.listing_id || '%') and ($2 = '' or $2 like '%' || t.sender_id || '%')
        and ($3 = '' or $3 like '%' || t.receiver_id || '%')"
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

/// Which messages are listed. Ids: any of them, in one text; empty for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MessageFilter {
    pub(crate) threads: String,
    pub(crate) senders: String,
    pub(crate) receivers: String,
    pub(crate) read: Option<bool>,
    pub(crate) active: Option<bool>,
    /// What the text has in it, in lower case.
    pub(crate) content: String,
}

/// Which threads are listed.
#[derive(Debug, Clone, Default)]
pub(crate) struct ThreadFilter {
    pub(crate) listings: String,
    pub(crate) senders: String,
    pub(crate) receivers: String,
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
            .all(EVERY_MESSAGE, params![limit, offset], message_and_thread)
            .await?;
        return Ok((rows, conn.number(EVERY_MESSAGE_COUNT, &[]).await?));
    }
    let content = containing(&filter.content);
    let chosen = params![
        &filter.threads,
        &filter.senders,
        &filter.receivers,
        flag(filter.read),
        flag(filter.active),
        &content
    ];
    let mut values = chosen.to_vec();
    values.extend_from_slice(params![limit, offset]);
    let rows = conn.all(MESSAGES, &values, message_and_thread).await?;
    Ok((rows, conn.number(MESSAGE_COUNT, chosen).await?))
}

/// A page of threads, newest first, and how many there are.
pub(crate) async fn threads(
    conn: &mut Conn<'_>,
    filter: &ThreadFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Thread>, i64)> {
    let (listings, senders, receivers) = (&filter.listings, &filter.senders, &filter.receivers);
    let rows = conn
        .all(THREADS, params![listings, senders, receivers, limit, offset], thread)
        .await?;
    Ok((
        rows,
        conn.number(THREAD_COUNT, params![listings, senders, receivers]).await?,
    ))
}
