//! How many listings a list has of each category, city, condition, type and price band.

use platform::{
    Conn, Result, Timestamp,
    db::{Engine, Sql},
    params,
};

use super::{
    listing_list::{Eyes, condition},
    listing_sql::{
        branches, category, chosen, count_categories, count_choices, count_cities, filters, location, names, owner,
        places, public,
    },
    search_postgres, search_sqlite,
};
use crate::rules::listing_query::Wanted;

platform::statements! {
    CHOICES = count_choices!(public!(any, any, any));
    CATEGORIES = count_categories!(public!(any, any, any));
    CITIES = count_cities!(public!(any, any, any), "$13");
    CHOICES_OF_CATEGORY = count_choices!(public!(lead, any, any));
    CATEGORIES_OF_CATEGORY = count_categories!(public!(lead, any, any));
    CITIES_OF_CATEGORY = count_cities!(public!(lead, any, any), "$13");
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
const OF_CATEGORY: Counts = Counts {
    choices: CHOICES_OF_CATEGORY,
    categories: CATEGORIES_OF_CATEGORY,
    cities: CITIES_OF_CATEGORY,
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

/// What was counted.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    /// By condition (2 for none), type and price band.
    pub(crate) choices: Vec<(i64, i64, i64, i64)>,
    /// By the category that a listing lies in.
    pub(crate) categories: Vec<(String, i64)>,
    /// By country and city, most first.
    pub(crate) cities: Vec<(String, String, i64)>,
    /// Every category that there ever was.
    pub(crate) tree: Vec<Node>,
}

/// Counts what is wanted and public.
pub(crate) async fn count(conn: &mut Conn<'_>, wanted: &Wanted, now: Timestamp, words: &[String]) -> Result<Counted> {
    let query = (!words.is_empty()).then(|| match conn.engine() {
        Engine::Sqlite => search_sqlite::query(words),
        Engine::Postgres => search_postgres::query(words),
    });
    let mut values = condition(wanted, Eyes::Public, now, query.as_deref());
    let counts = match (&query, conn.engine()) {
        (Some(_), Engine::Sqlite) => search_sqlite::COUNTS,
        (Some(_), Engine::Postgres) => search_postgres::COUNTS,
        (None, _) if wanted.categories.is_empty() => OF_ANY,
        (None, _) => OF_CATEGORY,
    };
    let choices = conn
        .all(counts.choices, &values, |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
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
