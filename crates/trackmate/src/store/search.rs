//! Search: the words of each product, in whichever full-text index the engine has.
//!
//! The index says what matches; how well is said by where ([`Asked`]), not by the engine's own measure, so that both engines
//! answer the same in the same order.

use platform::{
    Conn, Result, Tx,
    db::{Engine, Family, Row},
    params,
};

use super::{best, search_postgres, search_sqlite};
use crate::model::{Choices, ListedProduct, Placeholder, ProductId, ProductWords, Sought, UmkmId};

/// Makes a product findable by its words.
pub(crate) async fn store(tx: &mut Tx<'_>, seq: i64, words: &ProductWords, fresh: bool) -> Result<()> {
    match tx.engine() {
        Engine::Sqlite => search_sqlite::store(tx, seq, words, fresh).await?,
        Engine::Postgres => search_postgres::store(tx, seq, words).await?,
    }
    super::vocabulary::note(tx, &words.spelled).await
}

pub(crate) async fn remove(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    match tx.engine() {
        Engine::Sqlite => search_sqlite::remove(tx, seq).await,
        // Its row goes with the product's.
        Engine::Postgres => Ok(()),
    }
}

/// Where words have to stand, and how much of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    WholeInName,
    /// From here on, the beginnings of words do as well.
    InName,
    OfMakers,
    /// In the name, or those of makers and ingredients.
    InNames,
    Anywhere,
    /// Anywhere, or one of the words that are forgiven for them.
    Forgiving,
    /// Anywhere, as a whole.
    Whole,
}

fn query(engine: Engine, sought: &Sought, scope: Scope) -> String {
    match engine {
        Engine::Sqlite => search_sqlite::query(sought, scope),
        Engine::Postgres => search_postgres::query(sought, scope),
    }
}

/// Which of a product's words a rank looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Within {
    /// The words of its texts.
    Words,
    /// What stands within the words of its name.
    Insides,
}

/// What an engine's index is asked, by rank: every word as a whole in the name (0), as a beginning there (1), as one
/// there or in the names of makers and ingredients (2), as one anywhere (3), within the name's words (4), or one that is
/// forgiven for it (5).
pub(super) struct Asked {
    ranked: [(Within, String); 6],
}

impl Asked {
    pub(super) fn of(engine: Engine, sought: &Sought) -> Self {
        let scopes = [
            (Within::Words, Scope::WholeInName),
            (Within::Words, Scope::InName),
            (Within::Words, Scope::InNames),
            (Within::Words, Scope::Anywhere),
            (Within::Insides, Scope::Anywhere),
            (Within::Words, Scope::Forgiving),
        ];
        Self {
            ranked: scopes.map(|(within, scope)| (within, query(engine, sought, scope))),
        }
    }

    /// The ranks from the best on, without those that cannot find more than one before.
    pub(super) fn ranks(&self) -> impl Iterator<Item = &(Within, String)> {
        let ranks = self.ranked.iter().enumerate();
        ranks.filter_map(|(at, rank)| (!self.ranked[..at].contains(rank)).then_some(rank))
    }

    /// What finds everything that matches at all: within the words of names, and elsewhere.
    pub(super) fn plain(&self) -> [&String; 2] {
        [&self.ranked[4].1, &self.ranked[5].1]
    }
}

/// Where a rank looks for what matches `$1`, and what orders it to come the newest first.
pub(super) fn source(engine: Engine, within: Within) -> (&'static str, &'static str) {
    match engine {
        Engine::Sqlite => search_sqlite::source(within),
        Engine::Postgres => search_postgres::source(within),
    }
}

/// The listed products that match `$1` and `$2`.
pub(super) fn matching(engine: Engine) -> String {
    let matches = match engine {
        Engine::Sqlite => search_sqlite::MATCHES,
        Engine::Postgres => search_postgres::MATCHES,
    };
    format!("({matches}) s join product p on p.seq = s.seq")
}

/// What matches `$1`, or `$2` within the words of names, as it comes.
fn any(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => search_sqlite::ANY,
        Engine::Postgres => search_postgres::ANY,
    }
}

/// The products whose indexed words match `$1`.
fn with_words(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => search_sqlite::WITH_WORDS,
        Engine::Postgres => search_postgres::WITH_WORDS,
    }
}

/// Some of the newest products that match `$1`.
fn newest(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => search_sqlite::NEWEST,
        Engine::Postgres => search_postgres::NEWEST,
    }
}

macro_rules! by_engine {
    ($($(#[$meta:meta])* $visible:vis $name:ident = $write:expr;)*) => {$(
        $(#[$meta])*
        $visible static $name: Family<Engine> =
            Family::new(concat!(module_path!(), "::", stringify!($name)), engines, $write).only(|engine| Some(*engine));
    )*};
}

by_engine! {
    pub(crate) COUNTS = |engine| format!("select count(*) from {} where p.listed = 1", matching(*engine));
    pub(crate) EXISTENCES = |engine| format!(
        "select count(*) from (select 1 from ({}) s join product p on p.seq = s.seq where p.listed = 1 limit 1) found",
        any(*engine));
    pub(crate) WITH_WORD = |engine| format!(
        "select count(*) from ({}) s join product p on p.seq = s.seq where p.listed = 1", with_words(*engine));
    pub(crate) NAMES = |engine| format!(
        "select p.id, p.name from ({}) s join product p on p.seq = s.seq where p.listed = 1
        order by p.seq desc limit $2", newest(*engine));
    pub(crate) MAKERS = |engine| format!(
        "select u.id, u.name from ({}) s join product p on p.seq = s.seq join umkm u on u.id = p.umkm_id
        where p.listed = 1 group by u.id, u.name order by max(p.seq) desc", newest(*engine));
}

fn engines() -> Vec<Engine> {
    vec![Engine::Sqlite, Engine::Postgres]
}

/// A page of what matches every word, best match first, and how many match.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    sought: &Sought,
    (limit, offset): (i64, i64),
    placeholder: &Placeholder,
) -> Result<(Vec<ListedProduct>, i64)> {
    if sought.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let engine = conn.engine();
    let asked = Asked::of(engine, sought);
    let best = best::find(conn, &asked, Choices::default(), (limit, offset)).await?;
    let rows = super::product::listed_of(conn, &best.seqs, placeholder).await?;
    if let Some(total) = best.total {
        return Ok((rows, total));
    }
    let [within, words] = asked.plain();
    Ok((rows, conn.number(COUNTS.of(&engine)?, params![within, words]).await?))
}

/// Whether a listed product matches every word.
pub(crate) async fn is_found(conn: &mut Conn<'_>, sought: &Sought) -> Result<bool> {
    let engine = conn.engine();
    let asked = Asked::of(engine, sought);
    let [within, words] = asked.plain();
    let found = conn.number(EXISTENCES.of(&engine)?, params![words, within]).await?;
    Ok(found > 0)
}

/// How many listed products have a word, as a whole.
pub(crate) async fn count_with(conn: &mut Conn<'_>, word: &str) -> Result<i64> {
    let engine = conn.engine();
    let query = query(engine, &Sought::only(word), Scope::Whole);
    conn.number(WITH_WORD.of(&engine)?, params![&query]).await
}

/// The newest of some products whose names have every word as a beginning.
pub(crate) async fn names(conn: &mut Conn<'_>, sought: &Sought, most: i64) -> Result<Vec<(ProductId, String)>> {
    let engine = conn.engine();
    let query = query(engine, sought, Scope::InName);
    let read = |row: &Row<'_>| Ok((row.text(0)?.into(), row.get(1)?));
    conn.all(NAMES.of(&engine)?, params![&query, most], read).await
}

/// Makers of some of the newest products that are found by every word in what is told of makers and ingredients.
pub(crate) async fn makers(conn: &mut Conn<'_>, sought: &Sought) -> Result<Vec<(UmkmId, String)>> {
    let engine = conn.engine();
    let query = query(engine, sought, Scope::OfMakers);
    let read = |row: &Row<'_>| Ok((row.text(0)?.into(), row.get(1)?));
    conn.all(MAKERS.of(&engine)?, params![&query], read).await
}
