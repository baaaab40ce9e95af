//! Lists of listings: which statement leads to the rows that are wanted.
//!
//! Counting comes first, because a list tells how many there are. Where few are wanted, they are gathered by the index of
//! what makes them few, and sorted; where many are, walking along the list's order meets a page of them soon.

use platform::{
    Conn, Result, Timestamp,
    db::{Engine, Sql, Value},
};

use super::{
    listing::{Found, at},
    listing_sql::{
        along, branches, category, chosen, count, filters, location, names, owner, places, private, public, rows,
        sorted,
    },
    search_postgres, search_sqlite,
};
use crate::rules::listing_query::{Place, Sort, Wanted};

/// Up to this many, rows are gathered.
const FEW: i64 = 1000;

platform::statements! {
    COUNT = count!(public!(any, any, any));
    COUNT_OF_CATEGORY = count!(public!(lead, any, any));
    COUNT_OF_LOCATION = count!(public!(any, lead, any));
    COUNT_OF_OWNER = count!(public!(any, any, lead));

    NEWEST = concat!(rows!(), public!(any, any, any), " and ", along!(newest, "$13", "$14", "$15", "$16"));
    CHEAPEST = concat!(rows!(), public!(any, any, any), " and ", along!(cheapest, "$13", "$14", "$15", "$16"));
    DEAREST = concat!(rows!(), public!(any, any, any), " and ", along!(dearest, "$13", "$14", "$15", "$16"));

    NEWEST_FEW = concat!(rows!(), "l.seq in (select l.seq from listing l where ", public!(any, any, any), ") and ",
        sorted!(newest, "$13", "$14", "$15", "$16"));
    CHEAPEST_FEW = concat!(rows!(), "l.seq in (select l.seq from listing l where ", public!(any, any, any), ") and ",
        sorted!(cheapest, "$13", "$14", "$15", "$16"));
    DEAREST_FEW = concat!(rows!(), "l.seq in (select l.seq from listing l where ", public!(any, any, any), ") and ",
        sorted!(dearest, "$13", "$14", "$15", "$16"));

    NEWEST_OF_CATEGORY = concat!(rows!(), public!(lead, any, any), " and ", sorted!(newest, "$13", "$14", "$15", "$16"));
    CHEAPEST_OF_CATEGORY = concat!(rows!(), public!(lead, any, any), " and ", sorted!(cheapest, "$13", "$14", "$15", "$16"));
    DEAREST_OF_CATEGORY = concat!(rows!(), public!(lead, any, any), " and ", sorted!(dearest, "$13", "$14", "$15", "$16"));

    NEWEST_OF_LOCATION = concat!(rows!(), public!(any, lead, any), " and ", sorted!(newest, "$13", "$14", "$15", "$16"));
    CHEAPEST_OF_LOCATION = concat!(rows!(), public!(any, lead, any), " and ", sorted!(cheapest, "$13", "$14", "$15", "$16"));
    DEAREST_OF_LOCATION = concat!(rows!(), public!(any, lead, any), " and ", sorted!(dearest, "$13", "$14", "$15", "$16"));

    NEWEST_OF_OWNER = concat!(rows!(), public!(any, any, lead), " and ", sorted!(newest, "$13", "$14", "$15", "$16"));
    CHEAPEST_OF_OWNER = concat!(rows!(), public!(any, any, lead), " and ", sorted!(cheapest, "$13", "$14", "$15", "$16"));
    DEAREST_OF_OWNER = concat!(rows!(), public!(any, any, lead), " and ", sorted!(dearest, "$13", "$14", "$15", "$16"));

    PRIVATE_COUNT = count!(private!(any));
    PRIVATE_COUNT_OF_STATUS = concat!(count!(private!(any)), " and l.active = 1 and l.status = $14");
    PRIVATE_COUNT_OF_OWNER = count!(private!(lead));

    PRIVATE_NEWEST = concat!(rows!(), private!(any), " and ", along!(newest, "$14", "$15", "$16", "$17"));
    PRIVATE_CHEAPEST = concat!(rows!(), private!(any), " and ", sorted!(cheapest, "$14", "$15", "$16", "$17"));
    PRIVATE_DEAREST = concat!(rows!(), private!(any), " and ", sorted!(dearest, "$14", "$15", "$16", "$17"));

    PRIVATE_NEWEST_OF_STATUS = concat!(rows!(), private!(any), " and l.active = 1 and l.status = $14 and ",
        along!(newest, "$15", "$16", "$17", "$18"));
    PRIVATE_CHEAPEST_OF_STATUS = concat!(rows!(), private!(any), " and l.active = 1 and l.status = $14 and ",
        sorted!(cheapest, "$15", "$16", "$17", "$18"));
    PRIVATE_DEAREST_OF_STATUS = concat!(rows!(), private!(any), " and l.active = 1 and l.status = $14 and ",
        sorted!(dearest, "$15", "$16", "$17", "$18"));

    PRIVATE_NEWEST_OF_OWNER = concat!(rows!(), private!(lead), " and ", along!(newest, "$14", "$15", "$16", "$17"));
    PRIVATE_CHEAPEST_OF_OWNER = concat!(rows!(), private!(lead), " and ", sorted!(cheapest, "$14", "$15", "$16", "$17"));
    PRIVATE_DEAREST_OF_OWNER = concat!(rows!(), private!(lead), " and ", sorted!(dearest, "$14", "$15", "$16", "$17"));
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
const OF_ANY: Orders = orders!(NEWEST_FEW, CHEAPEST_FEW, DEAREST_FEW);
const OF_CATEGORY: Orders = orders!(NEWEST_OF_CATEGORY, CHEAPEST_OF_CATEGORY, DEAREST_OF_CATEGORY);
const OF_LOCATION: Orders = orders!(NEWEST_OF_LOCATION, CHEAPEST_OF_LOCATION, DEAREST_OF_LOCATION);
const OF_OWNER: Orders = orders!(NEWEST_OF_OWNER, CHEAPEST_OF_OWNER, DEAREST_OF_OWNER);
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
    pub(crate) limit: i64,
    pub(crate) offset: i64,
}

/// The parameters of a condition. `words` is what a full-text index is asked.
pub(super) fn condition<'w>(wanted: &'w Wanted, eyes: Eyes, now: Timestamp, words: Option<&'w str>) -> Vec<Value<'w>> {
    let mut values = vec![
        Value::Text(&wanted.categories),
        Value::Text(&wanted.locations),
        Value::Text(&wanted.countries),
        Value::Text(&wanted.cities),
        Value::Text(&wanted.districts),
        Value::Text(&wanted.owners),
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
            values.push(Value::Int(wanted.statuses.unwrap_or(i64::MAX)));
        }
    }
    values.extend(words.map(Value::Text));
    values
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
    let query = (!words.is_empty()).then(|| match conn.engine() {
        Engine::Sqlite => search_sqlite::query(words),
        Engine::Postgres => search_postgres::query(words),
    });
    let mut values = condition(wanted, eyes, now, query.as_deref());
    let way = match (eyes, &query) {
        (Eyes::Public, None) => public_way(wanted),
        (Eyes::Private { deleted }, None) => private_way(wanted, deleted, &mut values),
        (Eyes::Public, Some(_)) => by_engine(conn.engine(), search_sqlite::PUBLIC, search_postgres::PUBLIC),
        (Eyes::Private { .. }, Some(_)) => by_engine(conn.engine(), search_sqlite::PRIVATE, search_postgres::PRIVATE),
    };
    let total = conn.number(way.count, &values).await?;
    if total == 0 {
        return Ok((Vec::new(), 0));
    }
    let orders = if total > FEW { way.many } else { way.few };
    values.extend([part.after.0, part.after.1, part.limit, part.offset].map(Value::Int));
    Ok((conn.all(orders.by(part.sort), &values, at(now)).await?, total))
}

#[expect(
    clippy::large_types_passed_by_value,
    reason = "both are constants, and one of them is the answer"
)]
fn by_engine(engine: Engine, sqlite: Way, postgres: Way) -> Way {
    match engine {
        Engine::Sqlite => sqlite,
        Engine::Postgres => postgres,
    }
}

fn one_owner(wanted: &Wanted) -> bool {
    wanted.owners.matches('|').count() == 2
}

/// The way by whatever leaves fewest, as a rule: an owner, a place, a category.
fn public_way(wanted: &Wanted) -> Way {
    let place = [&wanted.locations, &wanted.cities, &wanted.districts];
    let (count, few) = if one_owner(wanted) {
        (COUNT_OF_OWNER, OF_OWNER)
    } else if place.iter().any(|names| !names.is_empty()) && !wanted.locations.contains("null") {
        (COUNT_OF_LOCATION, OF_LOCATION)
    } else if !wanted.categories.is_empty() {
        (COUNT_OF_CATEGORY, OF_CATEGORY)
    } else {
        (COUNT, OF_ANY)
    };
    Way {
        count,
        many: ALONG,
        few,
    }
}

/// The same for owners and staff, where every way has an index in the order of time.
fn private_way(wanted: &Wanted, deleted: bool, values: &mut Vec<Value<'_>>) -> Way {
    let status = wanted.statuses.filter(|bits| bits.count_ones() == 1 && !deleted);
    let (count, orders) = if one_owner(wanted) {
        (PRIVATE_COUNT_OF_OWNER, PRIVATE_OF_OWNER)
    } else if let Some(bits) = status {
        values.push(Value::Int(i64::from(bits.trailing_zeros())));
        (PRIVATE_COUNT_OF_STATUS, PRIVATE_OF_STATUS)
    } else {
        (PRIVATE_COUNT, PRIVATE)
    };
    Way {
        count,
        many: orders,
        few: orders,
    }
}
