//! The pieces that the statements about listings are put together from.
//!
//! A list of listings can be filtered by many things at once, and a statement that can use the right index for each
//! combination does not exist. So the condition is one text (every filter in it, each open when its parameter says so),
//! and a statement differs only in the way that leads to the rows: along the list's order, or first to the rows of a
//! category, place, owner or search. What it answers does not depend on the way.
//!
//! Parameters of the public condition, in order:
//! `$1` categories, `$2` locations, `$3` countries, `$4` cities, `$5` districts, `$6` owners (each `|a||b|`, or the empty
//! text for any), `$7` and `$8` lowest and highest price, `$9` conditions, `$10` types, `$11` premiums (a bit each),
//! `$12` now. The private one has the least `active` at `$12` and the bits of statuses at `$13`.
//!
//! A `+` before a column keeps an engine from taking that column's index for the way.

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
    () => {
        concat!(
            "select p.id from location p where ($2 = '' or ",
            names!("$2", "p.id"),
            ") and ($3 = '' or ",
            names!("$3", "p.country_key"),
            ") and ($4 = '' or ",
            names!("$4", "p.city_key"),
            ") and ($5 = '' or ",
            names!("$5", "p.district_key"),
            ")"
        )
    };
}

/// Where the first part of a condition leads: any category, or to the rows of those wanted.
macro_rules! category {
    (any) => {
        concat!("($1 = '' or l.leaf_id in (", branches!(), "))")
    };
    (lead) => {
        concat!("l.leaf_id in (", branches!(), ")")
    };
}

macro_rules! location {
    (any) => {
        concat!(
            "($2 = '' and $3 = '' and $4 = '' and $5 = '' or l.location_id in (",
            places!(),
            ") or l.location_id is null and $2 like '%|null|%')"
        )
    };
    (lead) => {
        concat!("l.location_id in (", places!(), ")")
    };
}

macro_rules! owner {
    (any) => {
        concat!("($6 = '' or ", names!("$6", "l.owner_id"), ")")
    };
    // For a list of one: an id is 36 characters between bars.
    (lead) => {
        "l.owner_id = substr($6, 2, 36)"
    };
}

/// Whether the bit of a choice is set.
macro_rules! chosen {
    ($bits:literal, $choice:literal) => {
        concat!(
            "((cast(",
            $bits,
            " as bigint) >> cast(",
            $choice,
            " as integer)) & 1) = 1"
        )
    };
}

/// The filters that both conditions share.
macro_rules! filters {
    ($category:ident, $location:ident, $owner:ident) => {
        concat!(
            category!($category),
            " and ",
            location!($location),
            " and ",
            owner!($owner),
            " and +l.price between $7 and $8 and ",
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
    ($category:ident, $location:ident, $owner:ident) => {
        concat!(
            filters!($category, $location, $owner),
            " and l.shown = 1 and +l.expires_at > $12"
        )
    };
}

/// What an owner or the staff may see.
macro_rules! private {
    ($owner:ident) => {
        concat!(
            filters!(any, any, $owner),
            " and +l.active >= $12 and ",
            chosen!("$13", "l.status")
        )
    };
}

/// A listing with what it shows of other things, in the order that `store::listing` reads.
macro_rules! rows {
    () => {
        "select l.seq, l.id, l.owner_id, l.category_id, l.subcategory_id, l.location_id, l.title, l.description,
        l.attributes, l.condition, l.listing_type, l.premium_type, l.premium_expiry, l.status, l.price, l.currency,
        l.contact_email, l.contact_phone, l.expires_at, l.views, l.images, l.active, l.version, l.created_at,
        l.updated_at, c.name, c.slug, k.country, k.city, k.district
        from listing l left join category c on c.id = l.category_id and c.active = 1
        left join location k on k.id = l.location_id and k.active = 1 where "
    };
}

/// The part of an order that comes after a place, and the order, along an index: `$place` and the three parameters
/// after it are the place's two numbers, how many rows, and how many to skip.
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

/// The same for rows that another index led to, which are then sorted.
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

/// How many rows a condition fits.
macro_rules! count {
    ($condition:expr) => {
        concat!("select count(*) from listing l where ", $condition)
    };
}

/// How many by condition, type and price band.
macro_rules! count_choices {
    ($condition:expr) => {
        concat!(
            "select coalesce(l.condition, 2), l.listing_type, cast(case when l.price < 10000 then 0 when l.price < 50000 then 1
            when l.price < 100000 then 2 when l.price < 500000 then 3 when l.price < 1000000 then 4
            when l.price < 5000000 then 5 when l.price < 10000000 then 6 when l.price < 50000000 then 7
            when l.price < 100000000 then 8 else 9 end as bigint), count(*) from listing l where ",
            $condition,
            " group by 1, 2, 3 order by 1, 2, 3"
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
    along, branches, category, chosen, count, count_categories, count_choices, count_cities, filters, location, names,
    owner, places, private, public, rows, sorted,
};
