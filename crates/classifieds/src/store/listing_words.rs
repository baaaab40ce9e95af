//! The words of each listing, in whichever full-text index the engine has.

use platform::{Result, Tx, db::Engine, text::index_words};

use super::{search_postgres, search_sqlite};

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
