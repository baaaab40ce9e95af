//! Search on PostgreSQL: `tsvector`. One of the two allowed forks.
//!
//! The words go in as they are, past PostgreSQL's own parser. People are words that begin with `@`, as no word does.

use platform::{Conn, Result, Tx, params};

use super::{message::message_and_thread, message_columns, thread_columns};
use crate::model::{message::Message, thread::Thread};

platform::statements! {
    @Postgres STORE = "insert into message_search (seq, words)
        values ($1, array_to_tsvector(string_to_array(cast($2 as text), ' ')))";
    @Postgres REMOVE = "delete from message_search where seq = $1";
    @Postgres FIND = concat!("select ", message_columns!(), ", ", thread_columns!(), " from message_search s
        join message m on m.seq = s.seq join thread t on t.seq = m.thread_seq
        where s.words @@ cast(cast($1 as text) as tsquery) and m.deleted_at is null
        order by m.seq desc limit $2 offset $3");
    @Postgres COUNT = "select count(*) from message_search where words @@ cast(cast($1 as text) as tsquery)";
}

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, who: &[String], words: &str) -> Result<()> {
    let mut all: Vec<String> = who.iter().map(|person| format!("@{person}")).collect();
    // A message may have no word at all, and an empty one is no lexeme.
    if !words.is_empty() {
        all.push(words.to_owned());
    }
    tx.execute(STORE, params![seq, &all.join(" ")]).await.map(drop)
}

pub(super) async fn remove(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute(REMOVE, params![seq]).await.map(drop)
}

pub(super) async fn find(
    conn: &mut Conn<'_>,
    person: &str,
    words: &[String],
    limit: i64,
    offset: i64,
) -> Result<(Vec<(Message, Thread)>, i64)> {
    let words: Vec<_> = words.iter().map(|word| format!("'{word}':*")).collect();
    let query = format!("'@{person}' & {}", words.join(" & "));
    let rows = conn
        .all(FIND, params![&query, limit, offset], message_and_thread)
        .await?;
    Ok((rows, conn.number(COUNT, params![&query]).await?))
}
