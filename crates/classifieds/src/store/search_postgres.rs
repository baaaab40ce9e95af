//! Search on PostgreSQL: `tsvector`. One of the two allowed forks.

use platform::{Result, Tx, params};

use super::{
    listing_facets::Counts,
    listing_list::{Orders, Way},
    listing_sql::{
        along, branches, by, chosen, count, count_categories, count_choices, count_cities, filters, gather, joined,
        names, page, places, private, public, sorted, walk,
    },
};

/// The listings that have the words of a parameter.
macro_rules! found {
    ($query:literal) => {
        concat!(
            "l.seq in (select seq from listing_search where words @@ to_tsquery('simple', ",
            $query,
            "))"
        )
    };
}

platform::statements! {
    @Postgres STORE = "insert into listing_search (seq, words) values ($1,
        setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $3), 'D'))
        on conflict (seq) do update set words = excluded.words";

    @Postgres COUNT = count!(concat!(public!(), " and ", found!("$13")));
    @Postgres NEWEST = walk!(concat!(public!(), " and ", found!("$13")), newest, "$14", "$15", "$16", "$17");
    @Postgres CHEAPEST = walk!(concat!(public!(), " and ", found!("$13")), cheapest, "$14", "$15", "$16", "$17");
    @Postgres DEAREST = walk!(concat!(public!(), " and ", found!("$13")), dearest, "$14", "$15", "$16", "$17");
    @Postgres NEWEST_FEW = gather!(concat!(public!(), " and ", found!("$13")), newest, "$14", "$15", "$16", "$17");
    @Postgres CHEAPEST_FEW = gather!(concat!(public!(), " and ", found!("$13")), cheapest, "$14", "$15", "$16", "$17");
    @Postgres DEAREST_FEW = gather!(concat!(public!(), " and ", found!("$13")), dearest, "$14", "$15", "$16", "$17");

    @Postgres PRIVATE_COUNT = count!(concat!(private!(), " and ", found!("$14")));
    @Postgres PRIVATE_NEWEST = gather!(concat!(private!(), " and ", found!("$14")), newest, "$15", "$16", "$17", "$18");
    @Postgres PRIVATE_CHEAPEST = gather!(concat!(private!(), " and ", found!("$14")), cheapest, "$15", "$16", "$17", "$18");
    @Postgres PRIVATE_DEAREST = gather!(concat!(private!(), " and ", found!("$14")), dearest, "$15", "$16", "$17", "$18");

    @Postgres CHOICES = count_choices!(concat!(public!(), " and ", found!("$13")));
    @Postgres CATEGORIES = count_categories!(concat!(public!(), " and ", found!("$13")));
    @Postgres CITIES = count_cities!(concat!(public!(), " and ", found!("$13")), "$14");
}

const PRIVATE_ORDERS: Orders = Orders {
    newest: PRIVATE_NEWEST,
    cheapest: PRIVATE_CHEAPEST,
    dearest: PRIVATE_DEAREST,
};

/// The way by words to what everybody may see.
pub(super) const PUBLIC: Way = Way {
    count: COUNT,
    many: Orders {
        newest: NEWEST,
        cheapest: CHEAPEST,
        dearest: DEAREST,
    },
    few: Orders {
        newest: NEWEST_FEW,
        cheapest: CHEAPEST_FEW,
        dearest: DEAREST_FEW,
    },
};

/// The way by words to what owners and staff may see.
pub(super) const PRIVATE: Way = Way {
    count: PRIVATE_COUNT,
    many: PRIVATE_ORDERS,
    few: PRIVATE_ORDERS,
};

/// Counts of what has the words.
pub(super) const COUNTS: Counts = Counts {
    choices: CHOICES,
    categories: CATEGORIES,
    cities: CITIES,
};

/// Every word, as a prefix.
pub(super) fn query(words: &[String]) -> String {
    words
        .iter()
        .map(|word| format!("'{word}':*"))
        .collect::<Vec<_>>()
        .join(" & ")
}

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, title: &str, description: &str) -> Result<()> {
    tx.execute(STORE, params![seq, title, description]).await.map(drop)
}
