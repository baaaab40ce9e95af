//! The words of the catalogue, each once, and the traces by which they are known again when they are typed wrong or made
//! differently.
//!
//! Invariant: a word that a product was stored with is here, with all its traces, before that product can be found. Whether
//! products still have it, and how many, is counted now and then; a word that none has is marked and forgotten a turn later,
//! unless somebody stores it again meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use platform::{
    Conn, Result, Tx,
    db::{Row, list},
    listed, params,
};

use crate::model::{Known, traces};

platform::statements! {
    KNOWN = concat!("select word from search_word where word in (select value from ", listed!("$1"), ") and products > 0");
    NOTE = "insert into search_word (word, spelled, products) values ($1, $2, 1)
        on conflict (word) do update set products = 1";
    TRACE = concat!("insert into search_trace (trace, word) select value, cast($1 as text) from ", listed!("$2"),
        " where true on conflict do nothing");
    LIKE = concat!("select distinct w.word, w.spelled, w.products from search_trace t join search_word w on w.word = t.word
        where t.trace in (select value from ", listed!("$1"), ") and w.products > 0
        order by w.products desc, w.word limit 400");
    STARTING = "select word, spelled, products from search_word where word >= $1 and word < $2 and products > 0
        order by products desc, word limit $3";
    PAGE = "select word, spelled, products from search_word where word > $1 order by word limit 100";
    COUNTED = "update search_word set products = $1 where word = $2";
    FORGET = "delete from search_word where word = $1 and products = 0";
    FORGET_TRACES = concat!("delete from search_trace where trace in (select value from ", listed!("$1"), ") and word = $2");
}

/// Notes words and how they are spelled; those that are known stay as they are.
pub(crate) async fn note(tx: &mut Tx<'_>, spelled: &BTreeMap<String, String>) -> Result<()> {
    let words = list(spelled.keys());
    let known: BTreeSet<String> = tx
        .all(KNOWN, params![&words], |row| row.get(0))
        .await?
        .into_iter()
        .collect();
    for (word, spelled) in spelled.iter().filter(|(word, _)| !known.contains(*word)) {
        tx.execute(NOTE, params![word, spelled]).await?;
        tx.execute(TRACE, params![word, &list(traces(word))]).await?;
    }
    Ok(())
}

fn known_of_row(row: &Row<'_>) -> Result<Known> {
    Ok(Known {
        word: row.get(0)?,
        spelled: row.get(1)?,
        products: row.get(2)?,
    })
}

/// Words that have one of some traces, the most frequent first.
pub(crate) async fn like(conn: &mut Conn<'_>, traces: &[String]) -> Result<Vec<Known>> {
    conn.all(LIKE, params![&list(traces)], known_of_row).await
}

/// Words that begin so, the most frequent first.
pub(crate) async fn starting(conn: &mut Conn<'_>, beginning: &str, most: i64) -> Result<Vec<Known>> {
    let end = format!("{beginning}{}", char::MAX);
    conn.all(STARTING, params![beginning, &end, most], known_of_row).await
}

/// A hundred words behind one, in the order of their letters.
pub(crate) async fn page(conn: &mut Conn<'_>, after: &str) -> Result<Vec<Known>> {
    conn.all(PAGE, params![after], known_of_row).await
}

/// Stores how many products have a word.
pub(crate) async fn store_count(tx: &mut Tx<'_>, word: &str, products: i64) -> Result<()> {
    tx.execute(COUNTED, params![products, word]).await.map(drop)
}

/// Forgets a word that is marked as one that no product has.
pub(crate) async fn forget(tx: &mut Tx<'_>, word: &str) -> Result<()> {
    if tx.execute(FORGET, params![word]).await? > 0 {
        tx.execute(FORGET_TRACES, params![&list(traces(word)), word]).await?;
    }
    Ok(())
}
