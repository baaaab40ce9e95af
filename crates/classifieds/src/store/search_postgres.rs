//! Search on PostgreSQL: `tsvector`. One of the two allowed forks.

use platform::{Result, Tx, params};

platform::statements! {
    @Postgres STORE = "insert into listing_search (seq, words) values ($1,
        setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $3), 'D'))
        on conflict (seq) do update set words = excluded.words";
}

/// Whether a listing has the words of a parameter.
pub(super) fn has_words(query: &str) -> String {
    format!("l.seq in (select seq from listing_search where words @@ to_tsquery('simple', {query}))")
}

/// The same of a listing that something else leads to: it alone is looked up.
pub(super) fn this_has_words(query: &str) -> String {
    format!("exists (select 1 from listing_search w where w.seq = l.seq and w.words @@ to_tsquery('simple', {query}))")
}

/// Every word, as a prefix.
pub(super) fn query(words: &[String]) -> String {
    words
        .iter()
        .map(|word| format!("'{word}':*"))
        .collect::<Vec<_>>()
        .join(" & ")
}

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, title: &str, description: &str) -> Result<()> {
    tx.execute(STORE, params![seq, title, description]).await.map(drop)
}
