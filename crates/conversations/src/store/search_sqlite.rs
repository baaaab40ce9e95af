//! Search on SQLite: FTS5. One of the two allowed forks.

use platform::{Result, Tx, db::Sql, params};

use super::{message_columns, thread_columns};

platform::statements! {
    @Sqlite STORE = "insert into message_search (rowid, who, words) values ($1, $2, $3)";
    @Sqlite REMOVE = "delete from message_search where rowid = $1";
    @Sqlite FIND = concat!("select ", message_columns!(), ", ", thread_columns!(), " from
        (select rowid from message_search where message_search match $1 order by rowid desc limit $2 offset $3) s
        join message m on m.seq = s.rowid join thread t on t.seq = m.thread_seq
        where m.deleted_at is null order by m.seq desc");
    @Sqlite COUNT = "select count(*) from message_search where message_search match $1";
}

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, who: &[String], words: &str) -> Result<()> {
    tx.execute_at_commit(STORE, params![seq, &who.join(" "), words]).await
}

pub(super) async fn remove(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute_at_commit(REMOVE, params![seq]).await
}

/// The page and the count of somebody's messages that have every word, as a prefix, and what both are asked.
pub(super) fn search(person: &str, words: &[String]) -> (Sql, Sql, String) {
    let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"*")).collect();
    let query = format!("who : \"{person}\" AND words : ({})", words.join(" AND "));
    (FIND, COUNT, query)
}
