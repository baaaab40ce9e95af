//! Search on PostgreSQL: `tsvector`. One of the two allowed forks.

use platform::{Result, Tx, params};

use crate::model::ProductWords;

platform::statements! {
    @Postgres STORE = "insert into product_search (seq, words, inside) values ($1,
        setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $3), 'B')
        || setweight(to_tsvector('simple', $4), 'D'), to_tsvector('simple', $5))
        on conflict (seq) do update set words = excluded.words, inside = excluded.inside";
}

/// What has every word of `$1`: `seq`, and `rank`, of which the least is the best match. What is found inside alone has no
/// words to rank, and comes last.
pub(super) const MATCHES: &str = "select seq, case when words @@ to_tsquery('simple', $1)
    then -1 - ts_rank(words, to_tsquery('simple', $1)) else 0 end as rank from product_search
    where words @@ to_tsquery('simple', $1) or inside @@ to_tsquery('simple', $1)";

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, words: &ProductWords) -> Result<()> {
    let values = params![seq, &words.name, &words.makers, &words.rest, &words.inside];
    tx.execute(STORE, values).await.map(drop)
}

/// What the index is asked for what has every word, as a beginning or within its name.
pub(super) fn query(words: &[String]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("'{word}':*")).collect();
    words.join(" & ")
}
