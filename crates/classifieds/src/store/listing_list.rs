//! Lists of listings: which statement leads to the rows that are wanted.
//!
//! Counting comes first, because a list tells how many there are. Where few are wanted, they are gathered by the index of
//! what makes them few, and sorted; where many are, walking along the list's order meets a page of them soon.

use std::collections::BTreeMap;

use platform::{
    Conn, Result, Timestamp,
    db::{self, Engine, Family, Value},
    params,
};

use super::{
    listing::listing_at,
    listing_sql::{LedBy, Visibility, branches, count, page, places, range},
    search_postgres, search_sqlite,
};
use crate::model::{
    attribute::AttributeFilter,
    listing::StoredListing,
    listing_list::{ANY, Audience, ListingFilter, ListingOrder, NO_LOCATION, PagePart},
};

/// Up to this many, rows are gathered.
const FEW: i64 = 1000;
/// Up to this many categories or locations lead: each is looked up.
const LEADS: usize = 64;

platform::statements! {
    /// Of what is wanted when everything is, which is asked most often: by far the cheapest way.
    COUNT_ALL = "select count(*) from listing where shown = 1 and expires_at > $1";
}

/// Ids of what is wanted: of categories with all below them, or of locations.
pub(crate) static IDS: Family<LedBy> = Family::new(
    concat!(module_path!(), "::IDS"),
    || vec![LedBy::Categories, LedBy::Locations],
    |by| match by {
        LedBy::Locations => format!("{} limit $5", places(1)),
        _ => format!("{} limit $2", branches()),
    },
);

/// How many there are.
pub(crate) static COUNTS: Family<(Visibility, LedBy)> = Family::new(
    concat!(module_path!(), "::COUNTS"),
    || counted_ways().collect(),
    |(visibility, by)| count(*visibility, *by),
)
.only(|(_, by)| by.engine());

/// A page in each order.
pub(crate) static PAGES: Family<(Visibility, LedBy, ListingOrder)> = Family::new(
    concat!(module_path!(), "::PAGES"),
    || {
        let gathered = [
            LedBy::Choices,
            LedBy::OrderOfWords(Engine::Sqlite),
            LedBy::OrderOfWords(Engine::Postgres),
        ];
        let ways = counted_ways().chain(gathered.map(|by| (Visibility::Public, by)));
        ways.flat_map(|(visibility, by)| ListingOrder::ALL.map(|order| (visibility, by, order)))
            .collect()
    },
    |(visibility, by, order)| page(*visibility, *by, *order),
)
.only(|(_, by, _)| by.engine());

/// The ways to rows by which they are counted, too.
fn counted_ways() -> impl Iterator<Item = (Visibility, LedBy)> {
    use LedBy::{Categories, Locations, Order, Owner, Status, Words};
    let words = [Words(Engine::Sqlite), Words(Engine::Postgres)];
    let public = [Order, Owner, Categories, Locations].into_iter().chain(words);
    let private = [Order, Owner, Status].into_iter().chain(words);
    let public = public.map(|by| (Visibility::Public, by));
    public.chain(private.map(|by| (Visibility::Private, by)))
}

/// What leads to the rows: few enough values to look up each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    Nothing,
    /// The id of an account.
    Owner(String),
    /// A list of ids of categories.
    Categories(String),
    /// A list of ids of locations.
    Locations(String),
    /// The index of a status.
    Status(i64),
    /// What a full-text index is asked for.
    Words(String),
    /// What was asked for does not exist, so nothing is there.
    Nowhere,
}

impl Lead {
    /// The parameter that it needs.
    fn value(&self) -> Option<Value<'_>> {
        match self {
            Self::Nothing | Self::Nowhere => None,
            Self::Status(index) => Some(Value::Int(*index)),
            Self::Owner(one) | Self::Categories(one) | Self::Locations(one) | Self::Words(one) => {
                Some(Value::Text(one))
            }
        }
    }

    /// What some ids lead to; nothing in particular, if there are too many of them.
    fn by_ids(ids: &[String], lead: fn(String) -> Self) -> Self {
        match ids.len() {
            0 => Self::Nowhere,
            1..=LEADS => lead(db::list(ids)),
            _ => Self::Nothing,
        }
    }
}

/// The lists of a filter as parameters: categories, locations, countries, cities, districts, owners; and of attributes pairs, how many
/// attributes these are of, and ranges.
pub(super) struct FilterLists([String; 6], (String, i64, String));

impl FilterLists {
    pub(super) fn of(filter: &ListingFilter) -> Self {
        let lists = [
            &filter.categories,
            &filter.locations,
            &filter.countries,
            &filter.cities,
            &filter.districts,
            &filter.owners,
        ];
        Self(lists.map(db::list), of_attributes(&filter.attributes))
    }
}

fn of_attributes(filters: &BTreeMap<String, AttributeFilter>) -> (String, i64, String) {
    let (mut pairs, mut keys, mut ranges) = (Vec::new(), 0, Vec::new());
    for (key, filter) in filters {
        match filter {
            AttributeFilter::OneOf(values) => {
                keys += 1;
                pairs.extend(values.iter().map(|value| format!("{key}={value}")));
            }
            AttributeFilter::Between(least, most) => ranges.push(range(key, *least, *most)),
        }
    }
    (db::list(pairs), keys, db::list(ranges))
}

/// The parameters of a condition, and of what leads, which need not be looked at again.
pub(super) fn parameters<'v>(
    filter: &ListingFilter,
    lists: &'v FilterLists,
    audience: Audience,
    now: Timestamp,
    lead: &'v Lead,
) -> Vec<Value<'v>> {
    let led = match lead {
        Lead::Categories(_) => 0..1,
        Lead::Locations(_) => 1..5,
        Lead::Owner(_) => 5..6,
        _ => 0..0,
    };
    let (pairs, keys, ranges) = &lists.1;
    let lists = (0..).zip(&lists.0);
    let mut values: Vec<_> = lists
        .map(|(number, list)| Value::Text(if led.contains(&number) { "[]" } else { list }))
        .collect();
    let (least, most) = filter.price;
    let choices = [least, most, filter.conditions, filter.types, filter.premiums];
    values.extend(choices.map(Value::Int));
    values.extend([Value::Text(pairs), Value::Int(*keys), Value::Text(ranges)]);
    match audience {
        Audience::Everybody => values.push(now.into()),
        Audience::OwnersAndStaff { with_deleted } => {
            values.push(Value::Int(i64::from(!with_deleted)));
            values.push(Value::Int(filter.statuses.unwrap_or(ANY)));
        }
    }
    values.extend(lead.value());
    values
}

/// One more than may lead: so many tell that there are too many.
fn one_too_many() -> Result<i64> {
    i64::try_from(LEADS + 1).map_err(platform::Error::internal)
}

/// The categories that lead.
pub(super) async fn led_by_categories(conn: &mut Conn<'_>, filter: &ListingFilter) -> Result<Lead> {
    if filter.categories.is_empty() {
        return Ok(Lead::Nothing);
    }
    let list = db::list(&filter.categories);
    let values = params![&list, one_too_many()?];
    let ids: Vec<String> = conn.all(IDS.of(&LedBy::Categories)?, values, |row| row.get(0)).await?;
    Ok(Lead::by_ids(&ids, Lead::Categories))
}

/// The places that lead. Those without any, which may be asked for beside places, lead nowhere in particular.
async fn led_by_locations(conn: &mut Conn<'_>, filter: &ListingFilter) -> Result<Lead> {
    let asked = [&filter.locations, &filter.countries, &filter.cities, &filter.districts];
    if asked.iter().all(|list| list.is_empty()) || filter.locations.iter().any(|id| id == NO_LOCATION) {
        return Ok(Lead::Nothing);
    }
    let [ids, countries, cities, districts] = &asked.map(db::list);
    let values = params![ids, countries, cities, districts, one_too_many()?];
    let ids: Vec<String> = conn.all(IDS.of(&LedBy::Locations)?, values, |row| row.get(0)).await?;
    Ok(Lead::by_ids(&ids, Lead::Locations))
}

/// The one owner that is wanted.
fn led_by_owner(filter: &ListingFilter) -> Option<Lead> {
    match filter.owners.as_slice() {
        [owner] => Some(Lead::Owner(owner.clone())),
        _ => None,
    }
}

/// What leaves fewest rows, as a rule: an owner, some places, some categories.
async fn find_lead(conn: &mut Conn<'_>, filter: &ListingFilter) -> Result<Lead> {
    if let Some(owner) = led_by_owner(filter) {
        return Ok(owner);
    }
    match led_by_locations(conn, filter).await? {
        Lead::Nothing => led_by_categories(conn, filter).await,
        lead => Ok(lead),
    }
}

/// What a full-text index is asked for words; `None` if there are none.
pub(super) fn query(engine: Engine, words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| match engine {
        Engine::Sqlite => search_sqlite::query(words),
        Engine::Postgres => search_postgres::query(words),
    })
}

/// How the rows of a list are reached.
struct Route {
    lead: Lead,
    /// Where few are wanted.
    few: LedBy,
    /// Where many are.
    many: LedBy,
}

impl Route {
    /// The same however many are wanted.
    fn always(lead: Lead, by: LedBy) -> Self {
        Self {
            lead,
            few: by,
            many: by,
        }
    }

    fn by_words(query: String, engine: Engine, audience: Audience) -> Self {
        let by = LedBy::Words(engine);
        let many = match audience {
            Audience::Everybody => LedBy::OrderOfWords(engine),
            Audience::OwnersAndStaff { .. } => by,
        };
        Self {
            lead: Lead::Words(query),
            few: by,
            many,
        }
    }

    fn of_everybody(lead: Lead) -> Self {
        let few = match &lead {
            Lead::Owner(_) => LedBy::Owner,
            Lead::Categories(_) => LedBy::Categories,
            Lead::Locations(_) => LedBy::Locations,
            _ => LedBy::Choices,
        };
        Self {
            lead,
            few,
            many: LedBy::Order,
        }
    }

    /// For owners and staff every way has an index in each order.
    fn of_owners_and_staff(filter: &ListingFilter, with_deleted: bool) -> Self {
        let status = filter.statuses.filter(|bits| bits.count_ones() == 1 && !with_deleted);
        match (led_by_owner(filter), status) {
            (Some(owner), _) => Self::always(owner, LedBy::Owner),
            (None, Some(bits)) => Self::always(Lead::Status(i64::from(bits.trailing_zeros())), LedBy::Status),
            (None, None) => Self::always(Lead::Nothing, LedBy::Order),
        }
    }
}

/// A part of the listings that are wanted, and how many there are in all. `words` are the folded words that a listing
/// must have; none of them means that no words are asked for.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    filter: &ListingFilter,
    audience: Audience,
    words: &[String],
    mut part: PagePart,
    now: Timestamp,
) -> Result<(Vec<StoredListing>, i64)> {
    let route = match (query(conn.engine(), words), audience) {
        (Some(query), _) => Route::by_words(query, conn.engine(), audience),
        (None, Audience::OwnersAndStaff { with_deleted }) => Route::of_owners_and_staff(filter, with_deleted),
        (None, Audience::Everybody) => {
            if part.total.is_none() && filter.everything() {
                part.total = Some(conn.number(COUNT_ALL, params![now]).await?);
            }
            // A walk that goes on through many rows needs nothing to lead it.
            match part.total {
                Some(total) if total > FEW => Route::of_everybody(Lead::Nothing),
                _ => Route::of_everybody(find_lead(conn, filter).await?),
            }
        }
    };
    if route.lead == Lead::Nowhere {
        return Ok((Vec::new(), 0));
    }
    read_by_route(conn, &route, filter, audience, part, now).await
}

/// Counts, and reads a page.
async fn read_by_route(
    conn: &mut Conn<'_>,
    route: &Route,
    filter: &ListingFilter,
    audience: Audience,
    part: PagePart,
    now: Timestamp,
) -> Result<(Vec<StoredListing>, i64)> {
    let visibility = match audience {
        Audience::Everybody => Visibility::Public,
        Audience::OwnersAndStaff { .. } => Visibility::Private,
    };
    let lists = FilterLists::of(filter);
    let values = |by: LedBy| {
        let lead = if by.takes_parameter() {
            &route.lead
        } else {
            &Lead::Nothing
        };
        parameters(filter, &lists, audience, now, lead)
    };
    let total = if let Some(total) = part.total {
        total
    } else {
        let count = COUNTS.of(&(visibility, route.few.counted()))?;
        conn.number(count, &values(route.few)).await?
    };
    if total == 0 {
        return Ok((Vec::new(), 0));
    }
    let by = if total > FEW { route.many } else { route.few };
    let mut values = values(by);
    values.extend([part.after.0, part.after.1, part.limit, part.offset].map(Value::Int));
    let page = PAGES.of(&(visibility, by, part.order))?;
    Ok((conn.all(page, &values, listing_at(now)).await?, total))
}
