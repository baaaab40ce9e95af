//! Search on SQLite: FTS5. One of the two allowed forks.

use platform::{Result, Tx, params};

use crate::model::ProductWords;

platform::statements! {
    @Sqlite STORE = "insert into product_search (rowid, name, makers, rest) values ($1, $2, $3, $4)";
    @Sqlite STORE_INSIDE = "insert into product_search_inside (rowid, words) values ($1, $2)";
    @Sqlite REMOVE = "delete from product_search where rowid = $1";
    @Sqlite REMOVE_INSIDE = "delete from product_search_inside where rowid = $1";
}

/// What has every word of `$1`: `seq`, and `rank`, of which the least is the best match. Ranks of the index are negative, so
/// what is found inside alone comes last.
pub(super) const MATCHES: &str = "select seq, min(rank) as rank from
    (select rowid as seq, bm25(product_search, 10.0, 4.0, 1.0) as rank from product_search where product_search match $1
    union all select rowid, 1.0 from product_search_inside where product_search_inside match $1) group by seq";

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, words: &ProductWords, fresh: bool) -> Result<()> {
    if !fresh {
        remove(tx, seq).await?;
    }
    tx.execute_at_commit(STORE, params![seq, &words.name, &words.makers, &words.rest])
        .await?;
    tx.execute_at_commit(STORE_INSIDE, params![seq, &words.inside]).await
}

pub(super) async fn remove(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute_at_commit(REMOVE, params![seq]).await?;
    tx.execute_at_commit(REMOVE_INSIDE, params![seq]).await
}

/// What the index is asked for what has every word, as a beginning or within its name.
pub(super) fn query(words: &[String]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"*")).collect();
    words.join(" ")
}
