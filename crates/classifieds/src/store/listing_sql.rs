//! The text of the statements about listings, written from a key.
//!
//! A list of listings can be filtered by many things at once, and a statement that can use the right index for each
//! combination does not exist. So the condition is one text (every filter in it, each open when its parameter says so),
//! and a statement differs only in what leads to the rows: the list's order, or an index of an owner, of some categories,
//! of some places, of words. What it answers does not depend on that.
//!
//! Parameters of the public condition, in order:
//! `$1` categories, `$2` locations, `$3` countries, `$4` cities, `$5` districts, `$6` owners (each a list, `[]` for any),
//! `$7` and `$8` lowest and highest price, `$9` conditions, `$10` types, `$11` premiums (a bit each, -1 for any), `$12`
//! pairs of attributes and values and `$13` of how many attributes they are, `$14` ranges of attributes (see [`range`]), `$15`
//! now. The private one has the least `active` at `$15` and the bits of statuses at `$16`. What leads comes next, then the
//! position after which the page begins (two numbers), how many rows, and how many to skip.
//!
//! The filters stand in a `case`: no engine can look into it for an index that would be the wrong one, and PostgreSQL takes
//! half of the rows to fit, where it would else multiply its guesses until a list seems to have none.

use platform::db::{Engine, listed};

use super::{search_postgres, search_sqlite};
use crate::model::listing_list::ListingOrder;

/// Which of the two conditions a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Visibility {
    /// What everybody may see.
    Public,
    /// What an owner or the staff may see.
    Private,
}

/// What leads to the rows of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LedBy {
    /// The list's order: rows are met along it until a page is full.
    Order,
    /// An index that has every choice, for few rows that nothing else leads to.
    Choices,
    Owner,
    Categories,
    Locations,
    Status,
    /// The full-text index of an engine.
    Words(Engine),
    /// The list's order, while each row that is met is looked up in the full-text index.
    OrderOfWords(Engine),
}

impl LedBy {
    /// The engine that its statements are meant for.
    pub(super) fn engine(self) -> Option<Engine> {
        match self {
            Self::Words(engine) | Self::OrderOfWords(engine) => Some(engine),
            _ => None,
        }
    }

    /// By what the same rows are counted.
    pub(super) fn counted(self) -> Self {
        match self {
            Self::Choices => Self::Order,
            Self::OrderOfWords(engine) => Self::Words(engine),
            other => other,
        }
    }

    /// Whether the statement has a parameter for what leads.
    pub(super) fn takes_parameter(self) -> bool {
        !matches!(self, Self::Order | Self::Choices)
    }

    /// Whether the index that leads has the rows in the list's order. If not, they are sorted.
    fn walks(self, visibility: Visibility) -> bool {
        match self {
            Self::Order | Self::OrderOfWords(_) => true,
            Self::Owner | Self::Status => visibility == Visibility::Private,
            Self::Choices | Self::Categories | Self::Locations | Self::Words(_) => false,
        }
    }
}

/// What is counted of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Facet {
    /// Conditions, types and price bands: one number for the three, because sorting by one is cheaper.
    Choices,
    /// The categories that listings lie in.
    Categories,
    /// Cities, most first.
    Cities,
    /// Districts, most first.
    Districts,
    /// Locations.
    Locations,
    /// Values of some attributes.
    Attributes,
}

/// Columns of a listing by itself.
const COLUMNS: &str = "l.seq, l.id, l.owner_id, l.category_id, l.subcategory_id, l.location_id, l.title, l.description,
    l.attributes, l.condition, l.listing_type, l.premium_type, l.premium_expiry, l.status, l.price, l.currency,
    l.contact_email, l.contact_phone, l.expires_at, l.views, l.images, l.active, l.version, l.created_at, l.updated_at, l.favorites";

/// A value of a list that is one parameter.
fn is_in(column: &str, list: &str) -> String {
    format!("{column} in (select value from {})", listed(list))
}

/// Ids of the categories of `$1` and of all below them, deleted ones included: a listing stays findable below what its
/// category lay in.
pub(super) fn branches() -> String {
    let chosen = is_in("id", "$1");
    format!(
        "with recursive branch (id) as (select id from category where {chosen}
        union select d.id from category d join branch b on d.parent_id = b.id) select id from branch"
    )
}

/// Ids of the locations that fit lists of ids, countries, cities and districts, which begin at a parameter.
pub(super) fn places(first: usize) -> String {
    let columns = ["p.id", "p.country_key", "p.city_key", "p.district_key"];
    let fits = columns.iter().zip(first..).map(|(column, number)| {
        let list = format!("${number}");
        format!("({list} = '[]' or {})", is_in(column, &list))
    });
    format!(
        "select p.id from location p where {}",
        fits.collect::<Vec<_>>().join(" and ")
    )
}

/// Whether the bit of a choice is set; -1 stands for any.
fn has_bit(bits: &str, choice: &str) -> String {
    format!("(cast({bits} as bigint) < 0 or ((cast({bits} as bigint) >> cast({choice} as integer)) & 1) = 1)")
}

/// Characters of an end of a range.
const WIDTH: usize = 24;

/// A range of an attribute as one text: both ends, then the key.
pub(super) fn range(key: &str, least: Option<f64>, most: Option<f64>) -> String {
    let (least, most) = (least.unwrap_or(f64::MIN), most.unwrap_or(f64::MAX));
    format!("{least:<WIDTH$e}{most:<WIDTH$e}{key}")
}

/// How it is found out which listings say what is asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// Each row that is met is looked at: few are, until a page is full.
    OfEach,
    /// Once for all rows, by the indexes of what is said: all rows are met, or those of a large category.
    AtOnce,
}

/// Whether listings say what lists of pairs (`$12`, of `$13` attributes) and ranges (`$14`) ask for. What is added to a column keeps
/// SQLite from reading all that says a number, where one listing is looked at.
fn attributes(said: Said) -> String {
    let (pairs, ranges) = (is_in("a.pair", "$12"), listed("$14"));
    let (most, key) = (WIDTH + 1, 2 * WIDTH + 1);
    let within = format!(
        "between cast(substr(r.value, 1, {WIDTH}) as double precision) and cast(substr(r.value, {most}, {WIDTH}) as double precision)"
    );
    match said {
        Said::OfEach => format!(
            "($12 = '[]' or (select count(distinct a.key) from listing_attribute a where a.listing_seq = l.seq and {pairs}) = $13)
            and ($14 = '[]' or not exists (select 1 from {ranges} r where not exists (select 1 from listing_attribute a
            where a.listing_seq = l.seq and a.key || '' = substr(r.value, {key}) and a.number + 0 {within})))"
        ),
        Said::AtOnce => format!(
            "($12 = '[]' or l.seq in (select a.listing_seq from listing_attribute a where {pairs}
            group by a.listing_seq having count(distinct a.key) = $13)) and ($14 = '[]' or l.seq in (select a.listing_seq
            from {ranges} r join listing_attribute a on a.key = substr(r.value, {key}) and a.number is not null and a.number {within}
            group by a.listing_seq having count(distinct a.key) = (select count(*) from {ranges})))"
        ),
    }
}

/// The filters that both conditions share.
fn filters(said: Said) -> String {
    format!(
        "($1 = '[]' or l.leaf_id in ({branches})) and ($2 = '[]' and $3 = '[]' and $4 = '[]' and $5 = '[]'
        or l.location_id in ({places}) or l.location_id is null and {nowhere}) and ($6 = '[]' or {owners})
        and l.price between $7 and $8 and {conditions} and {types} and {premiums} and {attributes}",
        branches = branches(),
        places = places(2),
        nowhere = is_in("'null'", "$2"),
        owners = is_in("l.owner_id", "$6"),
        conditions = has_bit("$9", "coalesce(l.condition, 2)"),
        types = has_bit("$10", "l.listing_type"),
        premiums = has_bit("$11", "l.premium_type"),
        attributes = attributes(said),
    )
}

/// The condition of a list, and the number of its last parameter.
fn visible(visibility: Visibility, said: Said) -> (String, usize) {
    let filters = filters(said);
    match visibility {
        Visibility::Public => (
            format!("l.shown = 1 and case when {filters} and l.expires_at > $15 then true else false end"),
            15,
        ),
        Visibility::Private => {
            let statuses = has_bit("$16", "l.status");
            (
                format!("case when {filters} and l.active >= $15 and {statuses} then true else false end"),
                16,
            )
        }
    }
}

/// The condition with what leads, and the number of its last parameter.
fn condition(visibility: Visibility, by: LedBy, said: Said) -> (String, usize) {
    let (visible, last) = visible(visibility, said);
    let lead = format!("${}", last + 1);
    let text = match by {
        LedBy::Order => visible,
        // The limit is for PostgreSQL, which would take them for many; they are never nearly so many.
        LedBy::Choices => format!("l.seq in (select l.seq from listing l where {visible} limit 10000)"),
        LedBy::Owner => format!("{visible} and l.owner_id = {lead}"),
        LedBy::Categories => format!("{visible} and {}", is_in("l.leaf_id", &lead)),
        LedBy::Locations => format!("{visible} and {}", is_in("l.location_id", &lead)),
        LedBy::Status => format!("{visible} and l.active = 1 and l.status = {lead}"),
        // The sign keeps SQLite from letting the search lead.
        LedBy::OrderOfWords(Engine::Sqlite) => format!("{visible} and +{}", has_words(Engine::Sqlite, &lead)),
        LedBy::Words(engine) | LedBy::OrderOfWords(engine) => format!("{visible} and {}", has_words(engine, &lead)),
    };
    (text, last + usize::from(by.takes_parameter()))
}

fn has_words(engine: Engine, query: &str) -> String {
    match engine {
        Engine::Sqlite => search_sqlite::has_words(query),
        Engine::Postgres => search_postgres::has_words(query),
    }
}

/// Which of some listings, the numbers of which are a list, fit a public list, and have words if any are asked for.
pub(super) fn among(words: Option<Engine>) -> String {
    let (visible, last) = visible(Visibility::Public, Said::OfEach);
    let those = format!(
        "l.seq in (select cast(value as bigint) from {})",
        listed(&format!("${}", last + 1))
    );
    let query = format!("${}", last + 2);
    let has_words = match words {
        None => String::new(),
        Some(Engine::Sqlite) => format!(" and {}", search_sqlite::this_has_words(&query)),
        Some(Engine::Postgres) => format!(" and {}", search_postgres::this_has_words(&query)),
    };
    format!("select l.seq from listing l where {visible} and {those}{has_words} order by l.seq limit 1000")
}

/// Listings with what they show of other things, in the order that `store::listing` reads, out of some rows of `l`.
fn with_joins(rows: &str) -> String {
    format!(
        "select {COLUMNS}, c.name, c.slug, k.country, k.city, k.district from {rows} l
        left join category c on c.id = l.category_id and c.active = 1
        left join location k on k.id = l.location_id and k.active = 1"
    )
}

/// The listings of a condition.
pub(super) fn listings(condition: &str) -> String {
    format!("{} where {condition}", with_joins("listing"))
}

/// A page of a list: found first, and joined to other things then.
pub(super) fn page(visibility: Visibility, by: LedBy, order: ListingOrder) -> String {
    let said = match by {
        LedBy::Order | LedBy::OrderOfWords(_) | LedBy::Owner | LedBy::Status => Said::OfEach,
        LedBy::Choices | LedBy::Categories | LedBy::Locations | LedBy::Words(_) => Said::AtOnce,
    };
    let (condition, last) = condition(visibility, by, said);
    let (column, beyond, way) = match order {
        ListingOrder::Newest => ("l.created_at", "<", " desc"),
        ListingOrder::Cheapest => ("l.price", ">", ""),
        ListingOrder::Dearest => ("l.price", "<", " desc"),
    };
    // What is added to a column keeps the engines from walking along it.
    let key = format!("{column}{}", if by.walks(visibility) { "" } else { " + 0" });
    let rows = format!(
        "(select {COLUMNS} from listing l where {condition} and ({key}, l.seq) {beyond} (${first}, ${second})
        order by {key}{way}, l.seq{way} limit ${limit} offset ${offset})",
        first = last + 1,
        second = last + 2,
        limit = last + 3,
        offset = last + 4,
    );
    format!("{} order by {column}{way}, l.seq{way}", with_joins(&rows))
}

/// How many rows a list has.
pub(super) fn count(visibility: Visibility, by: LedBy) -> String {
    format!(
        "select count(*) from listing l where {}",
        condition(visibility, by, Said::AtOnce).0
    )
}

/// How many rows of a condition lie in each country and what is told below it, most first.
fn places_of(condition: &str, parts: &[&str], limit: usize) -> String {
    let names: Vec<String> = parts.iter().map(|part| format!("min(k.{part})")).collect();
    let keys: Vec<String> = parts.iter().map(|part| format!("k.{part}_key")).collect();
    let (names, keys) = (names.join(", "), keys.join(", "));
    format!(
        "select min(k.country), {names}, cast(sum(f.n) as bigint) as n from (select l.location_id, count(*) as n
        from listing l where {condition} group by l.location_id) f join location k on k.id = f.location_id
        group by k.country_key, {keys} order by n desc, k.country_key, {keys} limit ${limit}"
    )
}

/// How many rows a public list has of each kind.
pub(super) fn facet(facet: Facet, by: LedBy) -> String {
    let (condition, last) = condition(Visibility::Public, by, Said::AtOnce);
    match facet {
        Facet::Choices => format!(
            "select coalesce(l.condition, 2) * 40 + l.listing_type * 10 + cast(case when l.price < 10000 then 0
            when l.price < 50000 then 1 when l.price < 100000 then 2 when l.price < 500000 then 3
            when l.price < 1000000 then 4 when l.price < 5000000 then 5 when l.price < 10000000 then 6
            when l.price < 50000000 then 7 when l.price < 100000000 then 8 else 9 end as bigint), count(*)
            from listing l where {condition} group by 1 order by 1"
        ),
        Facet::Categories => {
            format!("select l.leaf_id, count(*) from listing l where {condition} group by l.leaf_id order by l.leaf_id")
        }
        Facet::Locations => format!(
            "select l.location_id, count(*) from listing l where {condition} and l.location_id is not null
            group by l.location_id order by l.location_id"
        ),
        Facet::Attributes => format!(
            "select a.key, case when a.number is null then a.term else '' end, count(*), min(a.number), max(a.number)
            from listing l join listing_attribute a on a.listing_seq = l.seq where {condition} and {}
            group by 1, 2 order by 1, 3 desc, 2 limit 2000",
            is_in("a.key", &format!("${}", last + 1))
        ),
        Facet::Cities => places_of(&condition, &["city"], last + 1),
        Facet::Districts => places_of(&condition, &["city", "district"], last + 1),
    }
}
