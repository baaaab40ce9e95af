//! Search on SQLite: FTS5. One of the two allowed forks.

use platform::{Result, Tx, db::Sql, params};

use crate::model::ProductWords;

platform::statements! {
    @Sqlite STORE = "insert into product_search (rowid, name, makers, rest) values ($1, $2, $3, $4)";
    @Sqlite REMOVE = "delete from product_search where rowid = $1";
    @Sqlite FIND = "select p.id, p.name, p.images, p.price, p.category from product_search s
        join product p on p.seq = s.rowid where product_search match $1 and p.listed = 1
        order by bm25(product_search, 10.0, 4.0, 1.0), p.seq desc limit $2 offset $3";
    @Sqlite COUNT = "select count(*) from product_search s join product p on p.seq = s.rowid
        where product_search match $1 and p.listed = 1";
}

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, words: &ProductWords, fresh: bool) -> Result<()> {
    if !fresh {
        remove(tx, seq).await?;
    }
    tx.execute_at_commit(STORE, params![seq, &words.name, &words.makers, &words.rest])
        .await
}

pub(super) async fn remove(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute_at_commit(REMOVE, params![seq]).await
}

/// The page and the count of what has every word, as a prefix, and what both are asked.
pub(super) fn search(words: &[String]) -> (Sql, Sql, String) {
    let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"*")).collect();
    (FIND, COUNT, words.join(" "))
}
