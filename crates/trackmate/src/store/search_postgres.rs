//! Search on PostgreSQL: `tsvector`. One of the two allowed forks.

use platform::{Result, Tx, db::Sql, params};

use crate::model::ProductWords;

platform::statements! {
    @Postgres STORE = "insert into product_search (seq, words, inside) values ($1,
        setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $3), 'B')
        || setweight(to_tsvector('simple', $4), 'D'), to_tsvector('simple', $5))
        on conflict (seq) do update set words = excluded.words, inside = excluded.inside";
    /// What is found inside alone has no words to rank, and comes last.
    @Postgres FIND = "select p.id, p.name, p.images, p.price, p.category from product_search s
        join product p on p.seq = s.seq
        where (s.words @@ to_tsquery('simple', $1) or s.inside @@ to_tsquery('simple', $1)) and p.listed = 1
        order by s.words @@ to_tsquery('simple', $1) desc, ts_rank(s.words, to_tsquery('simple', $1)) desc, p.seq desc
        limit $2 offset $3";
    @Postgres COUNT = "select count(*) from product_search s join product p on p.seq = s.seq
        where (s.words @@ to_tsquery('simple', $1) or s.inside @@ to_tsquery('simple', $1)) and p.listed = 1";
}

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, words: &ProductWords) -> Result<()> {
    let values = params![seq, &words.name, &words.makers, &words.rest, &words.inside];
    tx.execute(STORE, values).await.map(drop)
}

/// The page and the count of what has every word, as a beginning or within its name, and what both are asked.
pub(super) fn search(words: &[String]) -> (Sql, Sql, String) {
    let words: Vec<_> = words.iter().map(|word| format!("'{word}':*")).collect();
    (FIND, COUNT, words.join(" & "))
}
