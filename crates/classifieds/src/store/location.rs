//! Rows of `location`.

use std::collections::HashMap;

use platform::{
    Conn, Result, Tx,
    db::{self, Row, Value, containing},
    listed, params,
};

use super::filter::like_any;
use crate::{
    model::{
        category::PageWindow,
        facets::MappedPlace,
        filter::AnyOf,
        location::{Location, LocationFilter, LocationId, LocationOrder},
        near::{Near, NearLocation},
    },
    rules::location::key,
};

macro_rules! columns {
    () => {
        "id, city, country, district, latitude, longitude, postal_code, active, version, created_at, updated_at, owner_id"
    };
}

/// The filters of a list, which is of active locations or of deleted ones.
macro_rules! matching {
    ($active:literal) => {
        concat!(
            " from location where active = ",
            $active,
            " and ",
            like_any!("country_key", "$1"),
            " and ",
            like_any!("city_key", "$2"),
            " and ",
            like_any!("district_key", "$3")
        )
    };
}

platform::statements! {
    ACTIVE = "select active from location where id = $1";
    BY_ID = concat!("select ", columns!(), " from location where id = $1");
    /// Those that differ in nothing but case and accents.
    ALIKE = concat!("select ", columns!(), " from location
        where country_key = $1 and city_key = $2 and district_key = $3 and active = 1 order by id");
    LIST = concat!("select ", columns!(), matching!("1"),
        " order by country_key, city_key, district_key, id limit $4 offset $5");
    LIST_DELETED = concat!("select ", columns!(), matching!("0"),
        " order by country_key, city_key, district_key, id limit $4 offset $5");
    NEWEST = concat!("select ", columns!(), matching!("1"), " order by created_at desc, id desc limit $4 offset $5");
    NAMED = concat!("select ", columns!(), " from location
        where active = 1 and (city_key like $1 escape '\\' or district_key like $1 escape '\\')
        order by country_key, city_key, district_key, id limit $2");
    AROUND = "select id, latitude, longitude from location
        where active = 1 and latitude between $1 and $2 and longitude is not null order by id limit 1000000";
    /// Those of a list whose place on the map is known.
    ON_MAP = concat!("select id, city, district, latitude, longitude from location where id in (select value from ", listed!("$1"),
        ") and latitude is not null and longitude is not null order by id limit 100000");
    COUNT = concat!("select count(*)", matching!("1"));
    COUNT_DELETED = concat!("select count(*)", matching!("0"));
    ALL = concat!("select ", columns!(), " from location where active = 1
        order by country_key, city_key, district_key, id");
    INSERT = "insert into location (id, country, city, district, country_key, city_key, district_key, postal_code,
        latitude, longitude, active, version, owner_id, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    UPDATE = "update location set country = $1, city = $2, district = $3, country_key = $4, city_key = $5,
        district_key = $6, postal_code = $7, latitude = $8, longitude = $9, active = $10, version = $11, updated_at = $12
        where id = $13";
}

/// Whether a location is active; `None` if it never was.
pub(crate) async fn is_active(conn: &mut Conn<'_>, id: &str) -> Result<Option<bool>> {
    conn.first(ACTIVE, params![id], |row| row.get(0)).await
}

fn location_of_row(row: &Row<'_>) -> Result<Location> {
    Ok(Location {
        id: row.text(0)?.into(),
        city: row.get(1)?,
        country: row.get(2)?,
        district: row.get(3)?,
        latitude: row.get(4)?,
        longitude: row.get(5)?,
        postal_code: row.get(6)?,
        is_active: row.get(7)?,
        record_version: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
        owner: row.text(11)?.into(),
    })
}

/// A location, deleted or not.
pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<Location>> {
    conn.first(BY_ID, params![id], location_of_row).await
}

/// Which active location is the same place as another. Both engines run writes as if one after the other, so no second one
/// comes in beside this look.
pub(crate) async fn owner_of_place(conn: &mut Conn<'_>, location: &Location) -> Result<Option<LocationId>> {
    let (country, city, district) = (key(&location.country), key(&location.city), key(&location.district));
    let alike = conn
        .all(ALIKE, params![&country, &city, &district], location_of_row)
        .await?;
    let same = location.key();
    Ok(alike
        .into_iter()
        .find(|other| other.key() == same)
        .map(|other| other.id))
}

/// Every active location, by country, city and district.
pub(crate) async fn all(conn: &mut Conn<'_>) -> Result<Vec<Location>> {
    conn.all(ALL, &[], location_of_row).await
}

/// A list, and how many there are in all.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    wanted: &LocationFilter,
    order: LocationOrder,
    window: PageWindow,
) -> Result<(Vec<Location>, i64)> {
    let (rows, count) = match (wanted.active, order) {
        (true, LocationOrder::Name) => (LIST, COUNT),
        (true, LocationOrder::Newest) => (NEWEST, COUNT),
        (false, _) => (LIST_DELETED, COUNT_DELETED),
    };
    let filters = [&wanted.countries, &wanted.cities, &wanted.districts];
    let mut values: Vec<Value<'_>> = filters.into_iter().map(AnyOf::param).collect();
    let total = conn.number(count, &values).await?;
    values.extend([Value::from(window.limit), Value::from(window.offset)]);
    Ok((conn.all(rows, &values, location_of_row).await?, total))
}

pub(crate) async fn insert(tx: &mut Tx<'_>, new: &Location) -> Result<()> {
    let (country_key, city_key, district_key) = (key(&new.country), key(&new.city), key(&new.district));
    let values = params![
        &new.id,
        &new.country,
        &new.city,
        &new.district,
        &country_key,
        &city_key,
        &district_key,
        new.postal_code.as_deref(),
        new.latitude,
        new.longitude,
        new.is_active,
        new.record_version,
        &new.owner,
        new.created_at,
        new.updated_at
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// Stores everything of a location that can change.
pub(crate) async fn update(tx: &mut Tx<'_>, now: &Location) -> Result<()> {
    let (country_key, city_key, district_key) = (key(&now.country), key(&now.city), key(&now.district));
    let values = params![
        &now.country,
        &now.city,
        &now.district,
        &country_key,
        &city_key,
        &district_key,
        now.postal_code.as_deref(),
        now.latitude,
        now.longitude,
        now.is_active,
        now.record_version,
        now.updated_at,
        &now.id
    ];
    tx.execute(UPDATE, values).await.map(drop)
}

/// Those within a circle, in no order.
pub(crate) async fn around(conn: &mut Conn<'_>, near: &Near) -> Result<Vec<NearLocation>> {
    let (south, north) = near.latitudes();
    let read = |row: &Row<'_>| {
        let km = near.km_to(row.get(1)?, row.get(2)?);
        Ok((km <= near.within_km).then_some(NearLocation {
            id: row.get::<String>(0)?.into(),
            km,
        }))
    };
    let found = conn.all(AROUND, params![south, north], read).await?;
    Ok(found.into_iter().flatten().collect())
}

/// Where locations are, with how many there are at each; those whose place is not known are left out.
pub(crate) async fn on_map(conn: &mut Conn<'_>, counts: &HashMap<String, i64>) -> Result<Vec<MappedPlace>> {
    let ids = db::list(counts.keys());
    let read = |row: &Row<'_>| {
        Ok(MappedPlace {
            count: counts.get(row.text(0)?).copied().unwrap_or_default(),
            city: row.get(1)?,
            district: row.get(2)?,
            latitude: row.get(3)?,
            longitude: row.get(4)?,
        })
    };
    conn.all(ON_MAP, params![&ids], read).await
}

/// Those whose city or district has this in its name, by country, city and district.
pub(crate) async fn named(conn: &mut Conn<'_>, text: &str, most: i64) -> Result<Vec<Location>> {
    let pattern = containing(&key(text));
    conn.all(NAMED, params![&pattern, most], location_of_row).await
}
