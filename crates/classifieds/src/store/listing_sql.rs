//! The pieces that the statements about listings are put together from.
//!
//! A list of listings can be filtered by many things at once, and a statement that can use the right index for each
//! combination does not exist. So the condition is one text (every filter in it, each open when its parameter says so),
//! and a statement differs only in the way that leads to the rows: along the list's order, or first to the rows of an
//! owner, of some categories or of some places. What it answers does not depend on the way.
//!
//! Parameters of the public condition, in order:
//! `$1` categories, `$2` locations, `$3` countries, `$4` cities, `$5` districts, `$6` owners (each `|a||b|`, or the empty
//! text for any), `$7` and `$8` lowest and highest price, `$9` conditions, `$10` types, `$11` premiums (a bit each, -1 for
//! any), `$12` now. The private one has the least `active` at `$12` and the bits of statuses at `$13`. What leads comes
//! next, then the place after which the page begins (two numbers), how many rows, and how many to skip.
//!
//! The filters stand in a `case`: no engine can look into it for an index that would be the wrong one, and PostgreSQL takes
//! half of the rows to fit, where it would else multiply its guesses until a list seems to have none.

/// Whether a list of texts, `|a||b|`, names a value.
macro_rules! names {
    ($list:literal, $value:literal) => {
        concat!("replace(", $list, ", '|' || ", $value, " || '|', '') <> ", $list)
    };
}

/// Ids of the categories that are wanted and of all below them, deleted ones included: a listing stays findable below what
/// its category lay in.
macro_rules! branches {
    () => {
        concat!(
            "with recursive branch (id) as (select id from category where ",
            names!("$1", "id"),
            " union select d.id from category d join branch b on d.parent_id = b.id) select id from branch"
        )
    };
}

/// Ids of the locations that are wanted.
macro_rules! places {
    ($ids:literal, $countries:literal, $cities:literal, $districts:literal) => {
        concat!(
            "select p.id from location p where (",
            $ids,
            " = '' or ",
            names!($ids, "p.id"),
            ") and (",
            $countries,
            " = '' or ",
            names!($countries, "p.country_key"),
            ") and (",
            $cities,
            " = '' or ",
            names!($cities, "p.city_key"),
            ") and (",
            $districts,
            " = '' or ",
            names!($districts, "p.district_key"),
            ")"
        )
    };
}

/// Whether the bit of a choice is set; -1 stands for any.
macro_rules! chosen {
    ($bits:literal, $choice:literal) => {
        concat!(
            "(cast(",
            $bits,
            " as bigint) < 0 or ((cast(",
            $bits,
            " as bigint) >> cast(",
            $choice,
            " as integer)) & 1) = 1)"
        )
    };
}

/// The filters that both conditions share.
macro_rules! filters {
    () => {
        concat!(
            "($1 = '' or l.leaf_id in (",
            branches!(),
            ")) and ($2 = '' and $3 = '' and $4 = '' and $5 = '' or l.location_id in (",
            places!("$2", "$3", "$4", "$5"),
            ") or l.location_id is null and $2 like '%|null|%') and ($6 = '' or ",
            names!("$6", "l.owner_id"),
            ") and l.price between $7 and $8 and ",
            chosen!("$9", "coalesce(l.condition, 2)"),
            " and ",
            chosen!("$10", "l.listing_type"),
            " and ",
            chosen!("$11", "l.premium_type")
        )
    };
}

/// What everybody may see.
macro_rules! public {
    () => {
        concat!(
            "l.shown = 1 and case when ",
            filters!(),
            " and l.expires_at > $12 then true else false end"
        )
    };
}

/// What an owner or the staff may see.
macro_rules! private {
    () => {
        concat!(
            "case when ",
            filters!(),
            " and l.active >= $12 and ",
            chosen!("$13", "l.status"),
            " then true else false end"
        )
    };
}

/// One of the values of a list.
macro_rules! one_of {
    ($column:literal, $list:literal) => {
        concat!($column, " in (select value from ", platform::listed!($list), ")")
    };
}

/// A listing with what it shows of other things, in the order that `store::listing` reads, out of some rows of `l`.
macro_rules! joined {
    ($from:expr) => {
        concat!(
            "select l.seq, l.id, l.owner_id, l.category_id, l.subcategory_id, l.location_id, l.title, l.description,
        l.attributes, l.condition, l.listing_type, l.premium_type, l.premium_expiry, l.status, l.price, l.currency,
        l.contact_email, l.contact_phone, l.expires_at, l.views, l.images, l.active, l.version, l.created_at,
        l.updated_at, c.name, c.slug, k.country, k.city, k.district from ",
            $from,
            " l left join category c on c.id = l.category_id and c.active = 1
        left join location k on k.id = l.location_id and k.active = 1"
        )
    };
}

/// The listings of a condition.
macro_rules! rows {
    () => {
        concat!(joined!("listing"), " where ")
    };
}

/// A page of the listings of a condition: found first, and joined to other things then.
macro_rules! page {
    ($condition:expr, $order:expr) => {
        joined!(concat!(
            "(select l.seq, l.id, l.owner_id, l.category_id, l.subcategory_id, l.location_id, l.title, l.description,
        l.attributes, l.condition, l.listing_type, l.premium_type, l.premium_expiry, l.status, l.price, l.currency,
        l.contact_email, l.contact_phone, l.expires_at, l.views, l.images, l.active, l.version, l.created_at,
        l.updated_at from listing l where ",
            $condition,
            " and ",
            $order,
            ")"
        ))
    };
}

/// The first page of an order after a place, along an index, and the order.
macro_rules! along {
    (newest, $first:literal, $second:literal, $limit:literal, $offset:literal) => {
        concat!(
            "(l.created_at, l.seq) < (",
            $first,
            ", ",
            $second,
            ") order by l.created_at desc, l.seq desc limit ",
            $limit,
            " offset ",
            $offset
        )
    };
    (cheapest, $first:literal, $second:literal, $limit:literal, $offset:literal) => {
        concat!(
            "(l.price, l.seq) > (",
            $first,
            ", ",
            $second,
            ") order by l.price, l.seq limit ",
            $limit,
            " offset ",
            $offset
        )
    };
    (dearest, $first:literal, $second:literal, $limit:literal, $offset:literal) => {
        concat!(
            "(l.price, l.seq) < (",
            $first,
            ", ",
            $second,
            ") order by l.price desc, l.seq desc limit ",
            $limit,
            " offset ",
            $offset
        )
    };
}

/// The same for rows that another index led to, which are then sorted. What is added to a column keeps the engines from
/// walking along it.
macro_rules! sorted {
    (newest, $first:literal, $second:literal, $limit:literal, $offset:literal) => {
        concat!(
            "(l.created_at + 0, l.seq) < (",
            $first,
            ", ",
            $second,
            ") order by l.created_at + 0 desc, l.seq desc limit ",
            $limit,
            " offset ",
            $offset
        )
    };
    (cheapest, $first:literal, $second:literal, $limit:literal, $offset:literal) => {
        concat!(
            "(l.price + 0, l.seq) > (",
            $first,
            ", ",
            $second,
            ") order by l.price + 0, l.seq limit ",
            $limit,
            " offset ",
            $offset
        )
    };
    (dearest, $first:literal, $second:literal, $limit:literal, $offset:literal) => {
        concat!(
            "(l.price + 0, l.seq) < (",
            $first,
            ", ",
            $second,
            ") order by l.price + 0 desc, l.seq desc limit ",
            $limit,
            " offset ",
            $offset
        )
    };
}

/// The order of a page, once more, for what it was joined to.
macro_rules! by {
    (newest) => {
        " order by l.created_at desc, l.seq desc"
    };
    (cheapest) => {
        " order by l.price, l.seq"
    };
    (dearest) => {
        " order by l.price desc, l.seq desc"
    };
}

/// A page along an order: a condition, the order, and the four parameters of the page.
macro_rules! walk {
    ($condition:expr, $order:ident, $($parameter:literal),*) => {
        concat!(page!($condition, along!($order, $($parameter),*)), by!($order))
    };
}

/// A page of what something else led to.
macro_rules! gather {
    ($condition:expr, $order:ident, $($parameter:literal),*) => {
        concat!(page!($condition, sorted!($order, $($parameter),*)), by!($order))
    };
}

/// How many rows a condition fits.
macro_rules! count {
    ($condition:expr) => {
        concat!("select count(*) from listing l where ", $condition)
    };
}

/// How many by condition, type and price band: one number for the three, because sorting by one is cheaper.
macro_rules! count_choices {
    ($condition:expr) => {
        concat!(
            "select coalesce(l.condition, 2) * 40 + l.listing_type * 10 + cast(case when l.price < 10000 then 0
            when l.price < 50000 then 1 when l.price < 100000 then 2 when l.price < 500000 then 3
            when l.price < 1000000 then 4 when l.price < 5000000 then 5 when l.price < 10000000 then 6
            when l.price < 50000000 then 7 when l.price < 100000000 then 8 else 9 end as bigint), count(*)
            from listing l where ",
            $condition,
            " group by 1 order by 1"
        )
    };
}

/// How many by the category that they lie in.
macro_rules! count_categories {
    ($condition:expr) => {
        concat!(
            "select l.leaf_id, count(*) from listing l where ",
            $condition,
            " group by l.leaf_id order by l.leaf_id"
        )
    };
}

/// How many by city, most first.
macro_rules! count_cities {
    ($condition:expr, $most:literal) => {
        concat!(
            "select min(k.country), min(k.city), cast(sum(f.n) as bigint) from (select l.location_id, count(*) as n
            from listing l where ",
            $condition,
            " group by l.location_id) f join location k on k.id = f.location_id group by k.country_key, k.city_key
            order by 3 desc, k.country_key, k.city_key limit ",
            $most
        )
    };
}

pub(super) use {
    along, branches, by, chosen, count, count_categories, count_choices, count_cities, filters, gather, joined, names,
    one_of, page, places, private, public, rows, sorted, walk,
};
