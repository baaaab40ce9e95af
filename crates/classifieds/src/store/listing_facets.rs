//! How many listings a list has of each category, city, condition, type and price band.

use platform::{
    Conn, Result, Timestamp,
    db::{Engine, Sql, Value},
    params,
};

use super::{
    listing_list::{Eyes, Lead, categories, condition, led, query},
    listing_sql::{
        branches, chosen, count_categories, count_choices, count_cities, filters, names, one_of, places, public,
    },
    search_postgres, search_sqlite,
};
use crate::rules::listing_query::Wanted;

platform::statements! {
    CHOICES = count_choices!(public!());
    CATEGORIES = count_categories!(public!());
    CITIES = count_cities!(public!(), "$13");
    CHOICES_OF_CATEGORIES = count_choices!(concat!(public!(), " and ", one_of!("l.leaf_id", "$13")));
    CATEGORIES_OF_CATEGORIES = count_categories!(concat!(public!(), " and ", one_of!("l.leaf_id", "$13")));
    CITIES_OF_CATEGORIES = count_cities!(concat!(public!(), " and ", one_of!("l.leaf_id", "$13")), "$14");
    TREE = "select id, parent_id, name, slug, active from category order by id";
}

/// A statement for each thing that is counted.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    pub(super) choices: Sql,
    pub(super) categories: Sql,
    pub(super) cities: Sql,
}

const OF_ANY: Counts = Counts {
    choices: CHOICES,
    categories: CATEGORIES,
    cities: CITIES,
};
const OF_CATEGORIES: Counts = Counts {
    choices: CHOICES_OF_CATEGORIES,
    categories: CATEGORIES_OF_CATEGORIES,
    cities: CITIES_OF_CATEGORIES,
};

/// Cities that are told, most listings first.
const MOST_CITIES: i64 = 200;

/// A category as counts are added up along the tree.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) active: bool,
}

/// A condition (2 for none), a type, a price band, and how many have the three.
pub(crate) type ChoiceCount = (i64, i64, i64, i64);

/// What was counted.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    /// By condition, type and price band.
    pub(crate) choices: Vec<ChoiceCount>,
    /// By the category that a listing lies in.
    pub(crate) categories: Vec<(String, i64)>,
    /// By country and city, most first.
    pub(crate) cities: Vec<(String, String, i64)>,
    /// Every category that there ever was.
    pub(crate) tree: Vec<Node>,
}

/// Counts what is wanted and public.
pub(crate) async fn count(conn: &mut Conn<'_>, wanted: &Wanted, now: Timestamp, words: &[String]) -> Result<Counted> {
    let query = query(conn.engine(), words);
    let lead = match &query {
        Some(_) => Lead::Nothing,
        None => categories(conn, wanted).await?,
    };
    let counts = match (&query, conn.engine(), &lead) {
        (Some(_), Engine::Sqlite, _) => search_sqlite::COUNTS,
        (Some(_), Engine::Postgres, _) => search_postgres::COUNTS,
        (None, _, Lead::Categories(_)) => OF_CATEGORIES,
        (None, ..) => OF_ANY,
    };
    let mut values = led(condition(wanted, Eyes::Public, now, &lead), &lead);
    values.extend(query.as_deref().map(Value::Text));
    let choices = conn
        .all(counts.choices, &values, |row| {
            let code: i64 = row.get(0)?;
            Ok((code / 40, code / 10 % 4, code % 10, row.get(1)?))
        })
        .await?;
    let categories = conn
        .all(counts.categories, &values, |row| Ok((row.get(0)?, row.get(1)?)))
        .await?;
    values.push(MOST_CITIES.into());
    let cities = conn
        .all(counts.cities, &values, |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .await?;
    let tree = conn
        .all(TREE, params![], |row| {
            Ok(Node {
                id: row.get(0)?,
                parent: row.get(1)?,
                name: row.get(2)?,
                slug: row.get(3)?,
                active: row.get(4)?,
            })
        })
        .await?;
    Ok(Counted {
        choices,
        categories,
        cities,
        tree,
    })
}
