//! Search: the words of each product, in whichever full-text index the engine has.

use platform::{
    Conn, Result, Tx,
    db::{Engine, Family, Row},
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
    let (engine, query) = (conn.engine(), query(conn.engine(), words));
    let read = |row: &Row<'_>| listed_of_row(row, placeholder);
    let rows = conn
        .all(LISTS.of(&engine)?, params![&query, limit, offset], read)
        .await?;
    Ok((rows, conn.number(COUNTS.of(&engine)?, params![&query]).await?))
}

/// What an engine's index is asked for what has every word.
pub(super) fn query(engine: Engine, words: &[String]) -> String {
    match engine {
        Engine::Sqlite => search_sqlite::query(words),
        Engine::Postgres => search_postgres::query(words),
    }
}

/// The listed products that match `$1`, with their rank.
pub(super) fn matching(engine: Engine) -> String {
    let matches = match engine {
        Engine::Sqlite => search_sqlite::MATCHES,
        Engine::Postgres => search_postgres::MATCHES,
    };
    format!("({matches}) s join product p on p.seq = s.seq")
}

pub(crate) static LISTS: Family<Engine> =
    Family::new("SEARCH_LISTS", engines, |engine| write_list(*engine)).only(|engine| Some(*engine));
pub(crate) static COUNTS: Family<Engine> =
    Family::new("SEARCH_COUNTS", engines, |engine| write_count(*engine)).only(|engine| Some(*engine));

fn engines() -> Vec<Engine> {
    vec![Engine::Sqlite, Engine::Postgres]
}

fn write_list(engine: Engine) -> String {
    format!(
        "select p.id, p.name, p.images, p.price, p.category from {} where p.listed = 1
        order by s.rank, p.seq desc limit $2 offset $3",
        matching(engine)
    )
}

fn write_count(engine: Engine) -> String {
    format!("select count(*) from {} where p.listed = 1", matching(engine))
}
