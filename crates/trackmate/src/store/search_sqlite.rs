//! Search on SQLite: FTS5. One of the two allowed forks.

use platform::{Result, Tx, db::Sql, params};

use crate::model::ProductWords;

platform::statements! {
    @Sqlite STORE = "insert into product_search (rowid, name, makers, rest) values ($1, $2, $3, $4)";
    @Sqlite STORE_INSIDE = "insert into product_search_inside (rowid, words) values ($1, $2)";
    @Sqlite REMOVE = "delete from product_search where rowid = $1";
    @Sqlite REMOVE_INSIDE = "delete from product_search_inside where rowid = $1";
    /// Ranks of the index are negative, so what is found inside alone comes last.
    @Sqlite FIND = "select p.id, p.name, p.images, p.price, p.category from
        (select seq, min(rank) as rank from
            (select rowid as seq, bm25(product_search, 10.0, 4.0, 1.0) as rank from product_search
                where product_search match $1
            union all select rowid, 1.0 from product_search_inside where product_search_inside match $1)
        group by seq) s
        join product p on p.seq = s.seq where p.listed = 1 order by s.rank, p.seq desc limit $2 offset $3";
    @Sqlite COUNT = "select count(*) from
        (select rowid as seq from product_search where product_search match $1
        union select rowid from product_search_inside where product_search_inside match $1) s
        join product p on p.seq = s.seq where p.listed = 1";
}

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

/// The page and the count of what has every word, as a beginning or within its name, and what both are asked.
pub(super) fn search(words: &[String]) -> (Sql, Sql, String) {
    let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"*")).collect();
    (FIND, COUNT, words.join(" "))
}
