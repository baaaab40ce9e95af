//! Search: the words of each product, in whichever full-text index the engine has.

use platform::{
    Conn, Result, Tx,
    db::Engine,
    text::{fold, words},
};

use super::{search_postgres, search_sqlite};
use crate::model::ProductBrief;

/// Most words of a query that count.
const MOST_WORDS: usize = 8;
/// As much of a word counts, in characters. PostgreSQL does not index a word of more than 2046 bytes at all.
const LONGEST_WORD: usize = 100;

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
            joined.push_str(&plain(maker));
            joined.push(' ');
        }
        Self {
            name: plain(name),
            makers: joined,
            rest: plain(rest),
        }
    }
}

/// Folded words with single blanks between them: what both engines split the same way.
fn plain(text: &str) -> String {
    let folded = fold(text);
    words(&folded).map(cut).collect::<Vec<_>>().join(" ")
}

fn cut(word: &str) -> &str {
    word.char_indices()
        .nth(LONGEST_WORD)
        .map_or(word, |(end, _)| &word[..end])
}

/// The words of a query, folded; empty if it has none.
pub(crate) fn query(keyword: &str) -> Vec<String> {
    words(&fold(keyword))
        .take(MOST_WORDS)
        .map(|word| cut(word).to_owned())
        .collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_words_and_nothing_else() {
        assert_eq!(query("Sambal  MATAH"), ["sambal", "matah"]);
        assert_eq!(query("\"; drop table product; --"), ["drop", "table", "product"]);
        assert_eq!(query("kopi*:& NEAR(x)"), ["kopi", "near", "x"]);
        assert!(query("%_'\"").is_empty());
    }
}
