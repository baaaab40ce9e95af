//! Search on SQLite: FTS5. One of the two allowed forks.

use platform::{Result, Tx, params};

use super::{
    listing_facets::Counts,
    listing_list::{Orders, Way},
    listing_sql::{
        along, branches, category, chosen, count, count_categories, count_choices, count_cities, filters, location,
        names, owner, places, private, public, rows, sorted,
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

    @Sqlite COUNT = concat!(count!(public!(any, any, any)), " and ", found!("$13"));
    // The sign before `seq` keeps the search from leading: the order does.
    @Sqlite NEWEST = concat!(rows!(), public!(any, any, any), " and +", found!("$13"), " and ",
        along!(newest, "$14", "$15", "$16", "$17"));
    @Sqlite CHEAPEST = concat!(rows!(), public!(any, any, any), " and +", found!("$13"), " and ",
        along!(cheapest, "$14", "$15", "$16", "$17"));
    @Sqlite DEAREST = concat!(rows!(), public!(any, any, any), " and +", found!("$13"), " and ",
        along!(dearest, "$14", "$15", "$16", "$17"));
    @Sqlite NEWEST_FEW = concat!(rows!(), public!(any, any, any), " and ", found!("$13"), " and ",
        sorted!(newest, "$14", "$15", "$16", "$17"));
    @Sqlite CHEAPEST_FEW = concat!(rows!(), public!(any, any, any), " and ", found!("$13"), " and ",
        sorted!(cheapest, "$14", "$15", "$16", "$17"));
    @Sqlite DEAREST_FEW = concat!(rows!(), public!(any, any, any), " and ", found!("$13"), " and ",
        sorted!(dearest, "$14", "$15", "$16", "$17"));

    @Sqlite PRIVATE_COUNT = concat!(count!(private!(any)), " and ", found!("$14"));
    @Sqlite PRIVATE_NEWEST = concat!(rows!(), private!(any), " and ", found!("$14"), " and ",
        sorted!(newest, "$15", "$16", "$17", "$18"));
    @Sqlite PRIVATE_CHEAPEST = concat!(rows!(), private!(any), " and ", found!("$14"), " and ",
        sorted!(cheapest, "$15", "$16", "$17", "$18"));
    @Sqlite PRIVATE_DEAREST = concat!(rows!(), private!(any), " and ", found!("$14"), " and ",
        sorted!(dearest, "$15", "$16", "$17", "$18"));

    @Sqlite CHOICES = count_choices!(concat!(public!(any, any, any), " and ", found!("$13")));
    @Sqlite CATEGORIES = count_categories!(concat!(public!(any, any, any), " and ", found!("$13")));
    @Sqlite CITIES = count_cities!(concat!(public!(any, any, any), " and ", found!("$13")), "$14");
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
