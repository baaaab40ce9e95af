//! Search on SQLite: FTS5. One of the two allowed forks.

use platform::{Result, Tx, params};

platform::statements! {
    @Sqlite STORE = "insert into listing_search (rowid, title, description) values ($1, $2, $3)";
    @Sqlite REMOVE = "delete from listing_search where rowid = $1";
}

/// Whether a listing has the words of a parameter.
pub(super) fn has_words(query: &str) -> String {
    format!("l.seq in (select rowid from listing_search where listing_search match {query})")
}

/// The same of a listing that something else leads to: it alone is looked up.
pub(super) fn this_has_words(query: &str) -> String {
    format!("exists (select 1 from listing_search where listing_search.rowid = l.seq and listing_search match {query})")
}

/// Every word, as a prefix.
pub(super) fn query(words: &[String]) -> String {
    words
        .iter()
        .map(|word| format!("\"{word}\"*"))
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, title: &str, description: &str, fresh: bool) -> Result<()> {
    if !fresh {
        tx.execute_at_commit(REMOVE, params![seq]).await?;
    }
    tx.execute_at_commit(STORE, params![seq, title, description]).await
}
