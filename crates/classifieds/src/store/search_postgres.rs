//! Search on PostgreSQL: `tsvector`. One of the two allowed forks.

use platform::{Result, Tx, params};

use super::{
    listing_facets::Counts,
    listing_list::{Orders, Way},
    listing_search::searches,
    listing_sql::{
        along, branches, by, chosen, count, count_categories, count_choices, count_cities, filters, gather, joined,
        names, page, places, private, public, sorted, walk,
    },
};

/// The listings that have the words of a parameter.
macro_rules! found {
    ($query:literal) => {
        concat!(
            "l.seq in (select seq from listing_search where words @@ to_tsquery('simple', ",
            $query,
            "))"
        )
    };
}

searches! {
    Postgres by found, not leading with "";

    @Postgres STORE = "insert into listing_search (seq, words) values ($1,
        setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $3), 'D'))
        on conflict (seq) do update set words = excluded.words";
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
