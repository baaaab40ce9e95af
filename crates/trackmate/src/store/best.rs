//! The best matches of a search, rank by rank and no further than a page goes: a frequent word has far more matches than a page
//! has rows, and to rank them all takes seconds where there are a million.

use std::collections::{HashMap, HashSet};

use platform::{
    Conn, Result,
    db::{Engine, Family, Row, Sql, Value, list},
    params,
};

use super::{
    narrowed::{Narrowed, values},
    search::{Asked, Within, source},
};
use crate::model::Choices;

/// The listed products of a rank that are chosen, the newest first.
pub(crate) static RANKS: Family<(Engine, Within, Narrowed)> =
    Family::new(concat!(module_path!(), "::RANKS"), keys, |key| write(*key)).only(|(engine, ..)| Some(*engine));

fn keys() -> Vec<(Engine, Within, Narrowed)> {
    let engines = [Engine::Sqlite, Engine::Postgres].into_iter();
    let places = engines.flat_map(|engine| [Within::Words, Within::Insides].map(|within| (engine, within)));
    places
        .flat_map(|(engine, within)| Narrowed::ALL.map(|narrowed| (engine, within, narrowed)))
        .collect()
}

fn write((engine, within, narrowed): (Engine, Within, Narrowed)) -> String {
    let (source, order) = source(engine, within);
    let (conditions, parameters) = narrowed.conditions(1);
    let limit = parameters + 1;
    format!("select p.seq from {source} and p.listed = 1{conditions} order by {order} limit ${limit}")
}

/// A page of the best matches.
pub(super) struct Best {
    /// The best first.
    pub(super) seqs: Vec<i64>,
    /// How many match, if the page goes to the end of them.
    pub(super) total: Option<i64>,
}

/// A page of what is asked for and chosen: rank after rank, each the newest first.
pub(super) async fn find(
    conn: &mut Conn<'_>,
    asked: &Asked,
    choices: Choices,
    (limit, offset): (i64, i64),
) -> Result<Best> {
    let (engine, narrowed) = (conn.engine(), Narrowed::by(choices));
    // One more than the page, to know whether it is the last.
    let wanted = limit.saturating_add(offset).saturating_add(1);
    let (mut found, mut known) = (Vec::new(), HashSet::new());
    for (within, query) in asked.ranks() {
        if is_filled(&found, wanted) {
            break;
        }
        let mut parameters = vec![Value::from(query)];
        parameters.extend(values(choices));
        // What better ranks have found comes again; so this is enough for the rest.
        parameters.push(Value::Int(wanted));
        let ranks = RANKS.of(&(engine, *within, narrowed))?;
        let rows: Vec<i64> = conn.all(ranks, &parameters, |row| row.get(0)).await?;
        found.extend(rows.into_iter().filter(|seq| known.insert(*seq)));
    }
    let total = (!is_filled(&found, wanted)).then(|| count(&found));
    let page = found.into_iter().skip(whole(offset)).take(whole(limit));
    Ok(Best {
        seqs: page.collect(),
        total,
    })
}

fn is_filled(found: &[i64], wanted: i64) -> bool {
    count(found) >= wanted
}

fn count(found: &[i64]) -> i64 {
    i64::try_from(found.len()).unwrap_or(i64::MAX)
}

fn whole(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// The rows of a statement that takes some products' `seq`s as a list, in their order. It has each row's own in column `at`.
pub(super) async fn in_order<T: Send>(
    conn: &mut Conn<'_>,
    sql: Sql,
    seqs: &[i64],
    at: usize,
    mut read: impl FnMut(&Row<'_>) -> Result<T> + Send,
) -> Result<Vec<T>> {
    if seqs.is_empty() {
        return Ok(Vec::new());
    }
    let places: HashMap<i64, usize> = seqs.iter().enumerate().map(|(place, seq)| (*seq, place)).collect();
    let wanted = list(seqs.iter().map(i64::to_string));
    let mut rows = conn
        .all(sql, params![&wanted], move |row| Ok((row.get::<i64>(at)?, read(row)?)))
        .await?;
    rows.sort_by_key(|(seq, _)| places.get(seq).copied());
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}
