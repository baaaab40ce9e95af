//! Search on PostgreSQL: `tsvector`. One of the two allowed forks.
//!
//! The words go in as they are, past PostgreSQL's own parser. People are words that begin with `@`, as no word does.

use platform::{Result, Tx, db::Sql, params};

use super::{message_columns, thread_columns};

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

/// The page and the count of somebody's messages that have every word, as a prefix, and what both are asked.
pub(super) fn search(person: &str, words: &[String]) -> (Sql, Sql, String) {
    let words: Vec<_> = words.iter().map(|word| format!("'{word}':*")).collect();
    let query = format!("'@{person}' & {}", words.join(" & "));
    (FIND, COUNT, query)
}
