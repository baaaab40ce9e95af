//! The words of each listing, in whichever full-text index the engine has.

use platform::{
    Conn, Result, Tx,
    db::{Engine, Row},
    params,
    text::index_words,
};

use super::{search_postgres, search_sqlite};

platform::statements! {
    WRITTEN = "select seq, title, description from listing where seq > $1 order by seq limit $2";
}

/// What a listing is found by.
pub(crate) struct Findable {
    pub(crate) seq: i64,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
}

/// Some of the listings after one, in order.
pub(crate) async fn written_after(conn: &mut Conn<'_>, seq: i64, limit: i64) -> Result<Vec<Findable>> {
    let read = |row: &Row<'_>| {
        Ok(Findable {
            seq: row.get(0)?,
            title: row.get(1)?,
            description: row.get(2)?,
        })
    };
    conn.all(WRITTEN, params![seq, limit], read).await
}

/// Stores what a listing is found by, in place of what it was found by before.
pub(crate) async fn store(
    tx: &mut Tx<'_>,
    seq: i64,
    title: &str,
    description: Option<&str>,
    fresh: bool,
) -> Result<()> {
    let (title, description) = (index_words(title), index_words(description.unwrap_or_default()));
    match tx.engine() {
        Engine::Sqlite => search_sqlite::store(tx, seq, &title, &description, fresh).await,
        Engine::Postgres => search_postgres::store(tx, seq, &title, &description).await,
    }
}
