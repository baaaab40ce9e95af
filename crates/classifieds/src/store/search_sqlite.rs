//! Search on SQLite: FTS5. One of the two allowed forks.

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
            "l.seq in (select rowid from listing_search where listing_search match ",
            $query,
            ")"
        )
    };
}

// The sign before `seq` keeps the search from leading.
searches! {
    Sqlite by found, not leading with "+";

    @Sqlite STORE = "insert into listing_search (rowid, title, description) values ($1, $2, $3)";
    @Sqlite REMOVE = "delete from listing_search where rowid = $1";
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
