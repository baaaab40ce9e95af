//! Search on SQLite: FTS5. One of the two allowed forks.

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
            "l.seq in (select rowid from listing_search where listing_search match ",
            $query,
            ")"
        )
    };
}

platform::statements! {
    @Sqlite STORE = "insert into listing_search (rowid, title, description) values ($1, $2, $3)";
    @Sqlite REMOVE = "delete from listing_search where rowid = $1";

    @Sqlite COUNT = count!(concat!(public!(), " and ", found!("$13")));
    // The sign before `seq` keeps the search from leading: the order does.
    @Sqlite NEWEST = walk!(concat!(public!(), " and +", found!("$13")), newest, "$14", "$15", "$16", "$17");
    @Sqlite CHEAPEST = walk!(concat!(public!(), " and +", found!("$13")), cheapest, "$14", "$15", "$16", "$17");
    @Sqlite DEAREST = walk!(concat!(public!(), " and +", found!("$13")), dearest, "$14", "$15", "$16", "$17");
    @Sqlite NEWEST_FEW = gather!(concat!(public!(), " and ", found!("$13")), newest, "$14", "$15", "$16", "$17");
    @Sqlite CHEAPEST_FEW = gather!(concat!(public!(), " and ", found!("$13")), cheapest, "$14", "$15", "$16", "$17");
    @Sqlite DEAREST_FEW = gather!(concat!(public!(), " and ", found!("$13")), dearest, "$14", "$15", "$16", "$17");

    @Sqlite PRIVATE_COUNT = count!(concat!(private!(), " and ", found!("$14")));
    @Sqlite PRIVATE_NEWEST = gather!(concat!(private!(), " and ", found!("$14")), newest, "$15", "$16", "$17", "$18");
    @Sqlite PRIVATE_CHEAPEST = gather!(concat!(private!(), " and ", found!("$14")), cheapest, "$15", "$16", "$17", "$18");
    @Sqlite PRIVATE_DEAREST = gather!(concat!(private!(), " and ", found!("$14")), dearest, "$15", "$16", "$17", "$18");

    @Sqlite CHOICES = count_choices!(concat!(public!(), " and ", found!("$13")));
    @Sqlite CATEGORIES = count_categories!(concat!(public!(), " and ", found!("$13")));
    @Sqlite CITIES = count_cities!(concat!(public!(), " and ", found!("$13")), "$14");
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
        .map(|word| format!("\"{word}\"*"))
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, title: &str, description: &str, fresh: bool) -> Result<()> {
    if !fresh {
        tx.execute_at_commit(REMOVE, params![seq]).await?;
    }
    tx.execute_at_commit(STORE, params![seq, title, description]).await
}
