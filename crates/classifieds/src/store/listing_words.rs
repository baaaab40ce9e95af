//! The words of each listing, in whichever full-text index the engine has.

use platform::{
    Result, Tx,
    db::Engine,
    text::{fold, words},
};

use super::{search_postgres, search_sqlite};

/// Most words of a query that count.
const MOST_WORDS: usize = 8;
/// As much of a word counts, in characters. PostgreSQL does not index a word of more than 2046 bytes at all.
const LONGEST_WORD: usize = 100;

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
pub(crate) fn query(text: &str) -> Vec<String> {
    words(&fold(text))
        .take(MOST_WORDS)
        .map(|word| cut(word).to_owned())
        .collect()
}

/// Stores what a listing is found by, in place of what it was found by before.
pub(crate) async fn store(
    tx: &mut Tx<'_>,
    seq: i64,
    title: &str,
    description: Option<&str>,
    fresh: bool,
) -> Result<()> {
    let (title, description) = (plain(title), plain(description.unwrap_or_default()));
    match tx.engine() {
        Engine::Sqlite => search_sqlite::store(tx, seq, &title, &description, fresh).await,
        Engine::Postgres => search_postgres::store(tx, seq, &title, &description).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_folded_words_and_nothing_else() {
        assert_eq!(query("Satılık  ARABA"), ["satilik", "araba"]);
        assert_eq!(query("İĞNE ığne"), ["igne", "igne"]);
        assert_eq!(query("\"; drop table listing; --"), ["drop", "table", "listing"]);
        assert_eq!(query("3+1*:& NEAR(x)"), ["3", "1", "near", "x"]);
        assert!(query("%_'\"").is_empty());
        assert_eq!(query(&"a ".repeat(50)).len(), MOST_WORDS);
    }
}
