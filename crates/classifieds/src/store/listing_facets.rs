//! How many listings a list has of each category, city, condition, type and price band.

use std::collections::HashMap;

use platform::{
    Conn, Result, Timestamp,
    db::{self, Engine, Family, Row, Value},
    params,
};

use super::{
    listing_list::{FilterLists, Lead, led_by_categories, parameters, query},
    listing_sql::{Facet, LedBy, facet},
};
use crate::model::{
    attribute::InheritedAttribute,
    facets::{AttributeCounts, ListingCounts, TermCount, TreeNode},
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
        let facets = [
            Facet::Choices,
            Facet::Categories,
            Facet::Cities,
            Facet::Districts,
            Facet::Locations,
            Facet::Attributes,
        ];
        facets
            .into_iter()
            .flat_map(|facet| leads.map(|by| (facet, by)))
            .collect()
    },
    |(of, by)| facet(*of, *by),
)
.only(|(_, by)| by.engine());

/// Cities, and districts, that are told, most listings first.
const MOST_PLACES: i64 = 200;

/// What leads to what is counted.
async fn lead_of(conn: &mut Conn<'_>, filter: &ListingFilter, words: &[String]) -> Result<(Lead, LedBy)> {
    let lead = match query(conn.engine(), words) {
        Some(query) => Lead::Words(query),
        None => led_by_categories(conn, filter).await?,
    };
    let by = match &lead {
        Lead::Words(_) => LedBy::Words(conn.engine()),
        Lead::Categories(_) => LedBy::Categories,
        _ => LedBy::Order,
    };
    Ok((lead, by))
}

/// How many of what is wanted and public are at each location.
pub(crate) async fn by_location(
    conn: &mut Conn<'_>,
    filter: &ListingFilter,
    now: Timestamp,
    words: &[String],
) -> Result<HashMap<String, i64>> {
    let (lead, by) = lead_of(conn, filter, words).await?;
    let lists = FilterLists::of(filter);
    let values = parameters(filter, &lists, Audience::Everybody, now, &lead);
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let counts = conn.all(FACETS.of(&(Facet::Locations, by))?, &values, read).await?;
    Ok(counts.into_iter().collect())
}

/// Counts what is wanted and public; of the attributes those that can be chosen.
pub(crate) async fn count(
    conn: &mut Conn<'_>,
    filter: &ListingFilter,
    now: Timestamp,
    words: &[String],
    attributes: Vec<InheritedAttribute>,
) -> Result<ListingCounts> {
    let (lead, by) = lead_of(conn, filter, words).await?;
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
    let keys = db::list(attributes.iter().map(|one| &one.definition.key));
    let terms = if attributes.is_empty() {
        Vec::new()
    } else {
        let mut values = values.clone();
        values.push(Value::Text(&keys));
        let read = |row: &Row<'_>| {
            Ok(TermCount {
                key: row.get(0)?,
                term: row.get(1)?,
                count: row.get(2)?,
                range: (row.get(3)?, row.get(4)?),
            })
        };
        conn.all(FACETS.of(&(Facet::Attributes, by))?, &values, read).await?
    };
    values.push(MOST_PLACES.into());
    let cities = conn
        .all(FACETS.of(&(Facet::Cities, by))?, &values, |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .await?;
    // Of all cities there would be too many.
    let districts = if filter.cities.is_empty() {
        Vec::new()
    } else {
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        conn.all(FACETS.of(&(Facet::Districts, by))?, &values, read).await?
    };
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
        districts,
        attributes: AttributeCounts { attributes, terms },
        tree,
    })
}
