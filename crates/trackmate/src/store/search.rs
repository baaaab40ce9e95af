//! Search: the words of each product, in whichever full-text index the engine has.

use platform::{
    Conn, Result, Tx,
    db::{Engine, Row},
    params,
};

use super::{product::listed_of_row, search_postgres, search_sqlite};
use crate::model::{ListedProduct, Placeholder, ProductWords};

/// Makes a product findable by its words.
pub(crate) async fn store(tx: &mut Tx<'_>, seq: i64, words: &ProductWords, fresh: bool) -> Result<()> {
    match tx.engine() {
        Engine::Sqlite => search_sqlite::store(tx, seq, words, fresh).await,
        Engine::Postgres => search_postgres::store(tx, seq, words).await,
    }
}

pub(crate) async fn remove(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    match tx.engine() {
        Engine::Sqlite => search_sqlite::remove(tx, seq).await,
        // Its row goes with the product's.
        Engine::Postgres => Ok(()),
    }
}

/// A page of what matches every word (as the beginning of one that is indexed), best match first, and how many match.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    words: &[String],
    (limit, offset): (i64, i64),
    placeholder: &Placeholder,
) -> Result<(Vec<ListedProduct>, i64)> {
    if words.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let (page, count, query) = match conn.engine() {
        Engine::Sqlite => search_sqlite::search(words),
        Engine::Postgres => search_postgres::search(words),
    };
    let read = |row: &Row<'_>| listed_of_row(row, placeholder);
    let rows = conn.all(page, params![&query, limit, offset], read).await?;
    Ok((rows, conn.number(count, params![&query]).await?))
}
