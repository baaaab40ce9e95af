//! Lists of listings: which statement leads to the rows that are wanted.
//!
//! Counting comes first, because a list tells how many there are. Where few are wanted, they are gathered by the index of
//! what makes them few, and sorted; where many are, walking along the list's order meets a page of them soon.

use platform::{
    Conn, Result, Timestamp,
    db::{self, Engine, Sql, Value},
    params,
};

use super::{
    listing::{Found, at},
    listing_sql::{
        along, branches, by, chosen, count, filters, gather, joined, names, one_of, page, places, private, public,
        sorted, walk,
    },
    search_postgres, search_sqlite,
};
use crate::rules::listing_query::{ANY, Place, Sort, Wanted};

/// Up to this many, rows are gathered.
const FEW: i64 = 1000;
/// Up to this many categories or locations lead: each is looked up.
const LEADS: usize = 64;

/// Few rows that nothing leads to, found in an index that has every choice. The limit is for PostgreSQL, which would take
/// them for many; they are never nearly so many.
macro_rules! few {
    () => {
        concat!(
            "l.seq in (select l.seq from listing l where ",
            public!(),
            " limit 10000)"
        )
    };
}

platform::statements! {
    /// Categories that are wanted, and all below them.
    CATEGORIES = concat!(branches!(), " limit $2");
    /// Locations that are wanted.
    LOCATIONS = concat!(places!("$1", "$2", "$3", "$4"), " limit $5");

    /// Of what is wanted when everything is, which is asked most often: by far the cheapest way.
    COUNT_ALL = "select count(*) from listing where shown = 1 and expires_at > $1";
    COUNT = count!(public!());
    COUNT_OF_OWNER = count!(concat!(public!(), " and l.owner_id = $13"));
    COUNT_OF_CATEGORIES = count!(concat!(public!(), " and ", one_of!("l.leaf_id", "$13")));
    COUNT_OF_LOCATIONS = count!(concat!(public!(), " and ", one_of!("l.location_id", "$13")));

    NEWEST = walk!(public!(), newest, "$13", "$14", "$15", "$16");
    CHEAPEST = walk!(public!(), cheapest, "$13", "$14", "$15", "$16");
    DEAREST = walk!(public!(), dearest, "$13", "$14", "$15", "$16");

    NEWEST_OF_ANY = gather!(few!(), newest, "$13", "$14", "$15", "$16");
    CHEAPEST_OF_ANY = gather!(few!(), cheapest, "$13", "$14", "$15", "$16");
    DEAREST_OF_ANY = gather!(few!(), dearest, "$13", "$14", "$15", "$16");

    NEWEST_OF_OWNER = gather!(concat!(public!(), " and l.owner_id = $13"), newest, "$14", "$15", "$16", "$17");
    CHEAPEST_OF_OWNER = gather!(concat!(public!(), " and l.owner_id = $13"), cheapest, "$14", "$15", "$16", "$17");
    DEAREST_OF_OWNER = gather!(concat!(public!(), " and l.owner_id = $13"), dearest, "$14", "$15", "$16", "$17");

    NEWEST_OF_CATEGORIES = gather!(concat!(public!(), " and ", one_of!("l.leaf_id", "$13")), newest, "$14", "$15", "$16", "$17");
    CHEAPEST_OF_CATEGORIES = gather!(concat!(public!(), " and ", one_of!("l.leaf_id", "$13")), cheapest, "$14", "$15", "$16", "$17");
    DEAREST_OF_CATEGORIES = gather!(concat!(public!(), " and ", one_of!("l.leaf_id", "$13")), dearest, "$14", "$15", "$16", "$17");

    NEWEST_OF_LOCATIONS = gather!(concat!(public!(), " and ", one_of!("l.location_id", "$13")), newest, "$14", "$15", "$16", "$17");
    CHEAPEST_OF_LOCATIONS = gather!(concat!(public!(), " and ", one_of!("l.location_id", "$13")), cheapest, "$14", "$15", "$16", "$17");
    DEAREST_OF_LOCATIONS = gather!(concat!(public!(), " and ", one_of!("l.location_id", "$13")), dearest, "$14", "$15", "$16", "$17");

    PRIVATE_COUNT = count!(private!());
    PRIVATE_COUNT_OF_STATUS = count!(concat!(private!(), " and l.active = 1 and l.status = $14"));
    PRIVATE_COUNT_OF_OWNER = count!(concat!(private!(), " and l.owner_id = $14"));

    PRIVATE_NEWEST = walk!(private!(), newest, "$14", "$15", "$16", "$17");
    PRIVATE_CHEAPEST = walk!(private!(), cheapest, "$14", "$15", "$16", "$17");
    PRIVATE_DEAREST = walk!(private!(), dearest, "$14", "$15", "$16", "$17");

    PRIVATE_NEWEST_OF_STATUS = walk!(concat!(private!(), " and l.active = 1 and l.status = $14"), newest, "$15", "$16", "$17", "$18");
    PRIVATE_CHEAPEST_OF_STATUS = walk!(concat!(private!(), " and l.active = 1 and l.status = $14"), cheapest, "$15", "$16", "$17", "$18");
    PRIVATE_DEAREST_OF_STATUS = walk!(concat!(private!(), " and l.active = 1 and l.status = $14"), dearest, "$15", "$16", "$17", "$18");

    PRIVATE_NEWEST_OF_OWNER = walk!(concat!(private!(), " and l.owner_id = $14"), newest, "$15", "$16", "$17", "$18");
    PRIVATE_CHEAPEST_OF_OWNER = gather!(concat!(private!(), " and l.owner_id = $14"), cheapest, "$15", "$16", "$17", "$18");
    PRIVATE_DEAREST_OF_OWNER = gather!(concat!(private!(), " and l.owner_id = $14"), dearest, "$15", "$16", "$17", "$18");
}

/// A statement for each order.
#[derive(Clone, Copy)]
pub(super) struct Orders {
    pub(super) newest: Sql,
    pub(super) cheapest: Sql,
    pub(super) dearest: Sql,
}

impl Orders {
    fn by(self, sort: Sort) -> Sql {
        match sort {
            Sort::Newest => self.newest,
            Sort::Cheapest => self.cheapest,
            Sort::Dearest => self.dearest,
        }
    }
}

/// A way to the rows: how many there are, and a page of them.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) count: Sql,
    pub(super) many: Orders,
    pub(super) few: Orders,
}

macro_rules! orders {
    ($newest:ident, $cheapest:ident, $dearest:ident) => {
        Orders {
            newest: $newest,
            cheapest: $cheapest,
            dearest: $dearest,
        }
    };
}

const ALONG: Orders = orders!(NEWEST, CHEAPEST, DEAREST);
const OF_ANY: Orders = orders!(NEWEST_OF_ANY, CHEAPEST_OF_ANY, DEAREST_OF_ANY);
const OF_OWNER: Orders = orders!(NEWEST_OF_OWNER, CHEAPEST_OF_OWNER, DEAREST_OF_OWNER);
const OF_CATEGORIES: Orders = orders!(NEWEST_OF_CATEGORIES, CHEAPEST_OF_CATEGORIES, DEAREST_OF_CATEGORIES);
const OF_LOCATIONS: Orders = orders!(NEWEST_OF_LOCATIONS, CHEAPEST_OF_LOCATIONS, DEAREST_OF_LOCATIONS);
const PRIVATE: Orders = orders!(PRIVATE_NEWEST, PRIVATE_CHEAPEST, PRIVATE_DEAREST);
const PRIVATE_OF_STATUS: Orders = orders!(
    PRIVATE_NEWEST_OF_STATUS,
    PRIVATE_CHEAPEST_OF_STATUS,
    PRIVATE_DEAREST_OF_STATUS
);
const PRIVATE_OF_OWNER: Orders = orders!(
    PRIVATE_NEWEST_OF_OWNER,
    PRIVATE_CHEAPEST_OF_OWNER,
    PRIVATE_DEAREST_OF_OWNER
);

/// Whose eyes a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Eyes {
    /// Everybody's: active listings that have not expired.
    Public,
    /// Those of owners and staff; deleted listings only where asked for.
    Private {
        /// Whether deleted listings are in it.
        deleted: bool,
    },
}

/// A part of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) sort: Sort,
    pub(crate) after: Place,
    /// How many are wanted in all, if that is known.
    pub(crate) total: Option<i64>,
    pub(crate) limit: i64,
    pub(crate) offset: i64,
}

/// What leads to the rows: few enough values to look up each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    /// Nothing does.
    Nothing,
    /// The id of an account.
    Owner(String),
    /// A list of ids of categories.
    Categories(String),
    /// A list of ids of locations.
    Locations(String),
    /// What was asked for does not exist, so nothing is there.
    Nowhere,
}

impl Lead {
    /// The parameter that it needs.
    fn value(&self) -> Option<&str> {
        match self {
            Self::Nothing | Self::Nowhere => None,
            Self::Owner(one) | Self::Categories(one) | Self::Locations(one) => Some(one),
        }
    }

    fn way(&self) -> Way {
        let (count, gathered) = match self {
            Self::Nothing | Self::Nowhere => (COUNT, OF_ANY),
            Self::Owner(_) => (COUNT_OF_OWNER, OF_OWNER),
            Self::Categories(_) => (COUNT_OF_CATEGORIES, OF_CATEGORIES),
            Self::Locations(_) => (COUNT_OF_LOCATIONS, OF_LOCATIONS),
        };
        Way {
            count,
            many: ALONG,
            few: gathered,
        }
    }

    /// What some ids lead to; nothing in particular, if there are too many of them.
    fn by(ids: &[String], lead: fn(String) -> Self) -> Self {
        match ids.len() {
            0 => Self::Nowhere,
            1..=LEADS => lead(db::list(ids)),
            _ => Self::Nothing,
        }
    }
}

/// One more than may lead: so many tell that there are too many.
fn most() -> Result<i64> {
    i64::try_from(LEADS + 1).map_err(platform::Error::internal)
}

/// The categories that lead.
pub(super) async fn categories(conn: &mut Conn<'_>, wanted: &Wanted) -> Result<Lead> {
    if wanted.categories.is_empty() {
        return Ok(Lead::Nothing);
    }
    let values = params![&wanted.categories, most()?];
    let ids: Vec<String> = conn.all(CATEGORIES, values, |row| row.get(0)).await?;
    Ok(Lead::by(&ids, Lead::Categories))
}

/// The places that lead. Those without any, which may be asked for beside places, lead nowhere in particular.
async fn locations(conn: &mut Conn<'_>, wanted: &Wanted) -> Result<Lead> {
    let named = [&wanted.locations, &wanted.countries, &wanted.cities, &wanted.districts];
    if named.iter().all(|names| names.is_empty()) || wanted.locations.contains("|null|") {
        return Ok(Lead::Nothing);
    }
    let [ids, countries, cities, districts] = named;
    let values = params![ids, countries, cities, districts, most()?];
    let ids: Vec<String> = conn.all(LOCATIONS, values, |row| row.get(0)).await?;
    Ok(Lead::by(&ids, Lead::Locations))
}

/// The id of the one owner that is wanted.
fn one_owner(wanted: &Wanted) -> Option<&str> {
    let id = wanted.owners.strip_prefix('|')?.strip_suffix('|')?;
    (!id.contains('|')).then_some(id)
}

/// What leaves fewest rows, as a rule: an owner, some places, some categories.
async fn lead(conn: &mut Conn<'_>, wanted: &Wanted) -> Result<Lead> {
    if let Some(owner) = one_owner(wanted) {
        return Ok(Lead::Owner(owner.to_owned()));
    }
    match locations(conn, wanted).await? {
        Lead::Nothing => categories(conn, wanted).await,
        lead => Ok(lead),
    }
}

/// The parameters of a condition, without those that lead. What leads need not be looked at again.
pub(super) fn condition<'w>(wanted: &'w Wanted, eyes: Eyes, now: Timestamp, lead: &Lead) -> Vec<Value<'w>> {
    let unless = |led: bool, list: &'w str| Value::Text(if led { "" } else { list });
    let by_category = matches!(lead, Lead::Categories(_));
    let by_place = matches!(lead, Lead::Locations(_));
    let mut values = vec![
        unless(by_category, &wanted.categories),
        unless(by_place, &wanted.locations),
        unless(by_place, &wanted.countries),
        unless(by_place, &wanted.cities),
        unless(by_place, &wanted.districts),
        unless(matches!(lead, Lead::Owner(_)), &wanted.owners),
        Value::Int(wanted.price.0),
        Value::Int(wanted.price.1),
        Value::Int(wanted.conditions),
        Value::Int(wanted.types),
        Value::Int(wanted.premiums),
    ];
    match eyes {
        Eyes::Public => values.push(now.into()),
        Eyes::Private { deleted } => {
            values.push(Value::Int(i64::from(!deleted)));
            values.push(Value::Int(wanted.statuses.unwrap_or(ANY)));
        }
    }
    values
}

/// The parameters with those that lead.
pub(super) fn led<'l>(mut values: Vec<Value<'l>>, lead: &'l Lead) -> Vec<Value<'l>> {
    values.extend(lead.value().map(Value::Text));
    values
}

impl Part {
    fn values(self) -> [Value<'static>; 4] {
        [self.after.0, self.after.1, self.limit, self.offset].map(Value::Int)
    }
}

/// What a full-text index is asked for words; `None` if there are none.
pub(super) fn query(engine: Engine, words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| match engine {
        Engine::Sqlite => search_sqlite::query(words),
        Engine::Postgres => search_postgres::query(words),
    })
}

/// A part of the listings that are wanted, and how many there are in all. `words` are the folded words that a listing
/// must have; none of them means that no words are asked for.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    wanted: &Wanted,
    eyes: Eyes,
    words: &[String],
    part: Part,
    now: Timestamp,
) -> Result<(Vec<Found>, i64)> {
    if let Some(query) = query(conn.engine(), words) {
        let (public, private) = match conn.engine() {
            Engine::Sqlite => (search_sqlite::PUBLIC, search_sqlite::PRIVATE),
            Engine::Postgres => (search_postgres::PUBLIC, search_postgres::PRIVATE),
        };
        let mut values = condition(wanted, eyes, now, &Lead::Nothing);
        values.push(Value::Text(&query));
        let way = if eyes == Eyes::Public { public } else { private };
        return by_way(conn, &way, (&values, &values), part, now).await;
    }
    match eyes {
        Eyes::Public => public_list(conn, wanted, part, now).await,
        Eyes::Private { deleted } => private_list(conn, wanted, deleted, part, now).await,
    }
}

async fn public_list(
    conn: &mut Conn<'_>,
    wanted: &Wanted,
    mut part: Part,
    now: Timestamp,
) -> Result<(Vec<Found>, i64)> {
    if part.total.is_none() && wanted.everything() {
        part.total = Some(conn.number(COUNT_ALL, params![now]).await?);
    }
    // A walk that goes on through many rows needs nothing to lead it.
    let lead = match part.total {
        Some(total) if total > FEW => Lead::Nothing,
        _ => lead(conn, wanted).await?,
    };
    if lead == Lead::Nowhere {
        return Ok((Vec::new(), 0));
    }
    let by_lead = led(condition(wanted, Eyes::Public, now, &lead), &lead);
    let plain = condition(wanted, Eyes::Public, now, &Lead::Nothing);
    by_way(conn, &lead.way(), (&by_lead, &plain), part, now).await
}

/// For owners and staff every way has an index in the order of time.
async fn private_list(
    conn: &mut Conn<'_>,
    wanted: &Wanted,
    deleted: bool,
    part: Part,
    now: Timestamp,
) -> Result<(Vec<Found>, i64)> {
    let eyes = Eyes::Private { deleted };
    let owner = one_owner(wanted).map_or(Lead::Nothing, |id| Lead::Owner(id.to_owned()));
    let mut values = led(condition(wanted, eyes, now, &owner), &owner);
    let status = wanted.statuses.filter(|bits| bits.count_ones() == 1 && !deleted);
    let (count, orders) = match (&owner, status) {
        (Lead::Owner(_), _) => (PRIVATE_COUNT_OF_OWNER, PRIVATE_OF_OWNER),
        (_, Some(bits)) => {
            values.push(Value::Int(i64::from(bits.trailing_zeros())));
            (PRIVATE_COUNT_OF_STATUS, PRIVATE_OF_STATUS)
        }
        _ => (PRIVATE_COUNT, PRIVATE),
    };
    let way = Way {
        count,
        many: orders,
        few: orders,
    };
    by_way(conn, &way, (&values, &values), part, now).await
}

/// Counts, and reads a page. The parameters are those for counting and few rows, and those for many.
async fn by_way(
    conn: &mut Conn<'_>,
    way: &Way,
    (few, many): (&[Value<'_>], &[Value<'_>]),
    part: Part,
    now: Timestamp,
) -> Result<(Vec<Found>, i64)> {
    let total = match part.total {
        Some(total) => total,
        None => conn.number(way.count, few).await?,
    };
    if total == 0 {
        return Ok((Vec::new(), 0));
    }
    let (orders, values) = if total > FEW { (way.many, many) } else { (way.few, few) };
    let values = [values, &part.values()].concat();
    Ok((conn.all(orders.by(part.sort), &values, at(now)).await?, total))
}
