//! Search: the words of each product, in whichever full-text index the engine has.

use platform::{Conn, Result, Tx, db::Engine, text::index_words};

use super::{search_postgres, search_sqlite};
use crate::model::ProductBrief;

/// What a product is found by, folded: one text per weight.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    pub(super) name: String,
    pub(super) makers: String,
    pub(super) rest: String,
}

impl Words {
    pub(crate) fn new<'a>(name: &str, makers: impl Iterator<Item = &'a str>, rest: &str) -> Self {
        let mut joined = String::new();
        for maker in makers {
            joined.push_str(&index_words(maker));
            joined.push(' ');
        }
        Self {
            name: index_words(name),
            makers: joined,
            rest: index_words(rest),
        }
    }
}

pub(crate) async fn store(tx: &mut Tx<'_>, seq: i64, words: &Words, fresh: bool) -> Result<()> {
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

/// A page of what matches every word (as a prefix), best match first, and how many match.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    words: &[String],
    limit: i64,
    offset: i64,
) -> Result<(Vec<ProductBrief>, i64)> {
    if words.is_empty() {
        return Ok((Vec::new(), 0));
    }
    match conn.engine() {
        Engine::Sqlite => search_sqlite::find(conn, words, limit, offset).await,
        Engine::Postgres => search_postgres::find(conn, words, limit, offset).await,
    }
}
