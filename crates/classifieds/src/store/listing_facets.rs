//! How many listings a list has of each category, city, condition, type and price band.

use platform::{
    Conn, Result, Timestamp,
    db::{Engine, Family},
    params,
};

use super::{
    listing_list::{FilterLists, Lead, led_by_categories, parameters, query},
    listing_sql::{Facet, LedBy, facet},
};
use crate::model::{
    facets::{ListingCounts, TreeNode},
    listing_list::{Audience, ListingFilter},
};

platform::statements! {
    TREE = "select id, parent_id, name, slug, active from category order by id";
}

/// Counts of each kind, by what leads to what is counted.
pub(crate) static FACETS: Family<(Facet, LedBy)> = Family::new(
    concat!(module_path!(), "::FACETS"),
    || {
        use LedBy::{Categories, Order, Words};
        let leads = [Order, Categories, Words(Engine::Sqlite), Words(Engine::Postgres)];
        let facets = [Facet::Choices, Facet::Categories, Facet::Cities];
        facets
            .into_iter()
            .flat_map(|facet| leads.map(|by| (facet, by)))
            .collect()
    },
    |(of, by)| facet(*of, *by),
)
.only(|(_, by)| by.engine());

/// Cities that are told, most listings first.
const MOST_CITIES: i64 = 200;

/// Counts what is wanted and public.
pub(crate) async fn count(
    conn: &mut Conn<'_>,
    filter: &ListingFilter,
    now: Timestamp,
    words: &[String],
) -> Result<ListingCounts> {
    let lead = match query(conn.engine(), words) {
        Some(query) => Lead::Words(query),
        None => led_by_categories(conn, filter).await?,
    };
    let by = match &lead {
        Lead::Words(_) => LedBy::Words(conn.engine()),
        Lead::Categories(_) => LedBy::Categories,
        _ => LedBy::Order,
    };
    let lists = FilterLists::of(filter);
    let mut values = parameters(filter, &lists, Audience::Everybody, now, &lead);
    let choices = conn
        .all(FACETS.of(&(Facet::Choices, by))?, &values, |row| {
            let code: i64 = row.get(0)?;
            Ok((code / 40, code / 10 % 4, code % 10, row.get(1)?))
        })
        .await?;
    let categories = conn
        .all(FACETS.of(&(Facet::Categories, by))?, &values, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .await?;
    values.push(MOST_CITIES.into());
    let cities = conn
        .all(FACETS.of(&(Facet::Cities, by))?, &values, |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .await?;
    let tree = conn
        .all(TREE, params![], |row| {
            Ok(TreeNode {
                id: row.get(0)?,
                parent: row.get(1)?,
                name: row.get(2)?,
                slug: row.get(3)?,
                active: row.get(4)?,
            })
        })
        .await?;
    Ok(ListingCounts {
        choices,
        categories,
        cities,
        tree,
    })
}
