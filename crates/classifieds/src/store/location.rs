//! Rows of `location`.

use platform::{Conn, Result, params, text::fold};

platform::statements! {
    ACTIVE = "select active from location where id = $1";
    /// An empty text stands for any.
    IDS = "select id from location where active = 1 and ($1 = '' or country_key = $1) and ($2 = '' or city_key = $2)
        and ($3 = '' or district_key = $3) order by id";
}

/// Whether a location is active; `None` if it never was.
pub(crate) async fn is_active(conn: &mut Conn<'_>, id: &str) -> Result<Option<bool>> {
    conn.first(ACTIVE, params![id], |row| row.get(0)).await
}

/// Names as they are compared: without case, accents (`İ` and `ı` are `i`) and outer blanks.
pub(crate) fn key(name: &str) -> String {
    fold(name).trim().to_owned()
}

/// Ids of the active locations of a country, city and district, each where given.
pub(crate) async fn ids_of_place(
    conn: &mut Conn<'_>,
    country: Option<&str>,
    city: Option<&str>,
    district: Option<&str>,
) -> Result<Vec<String>> {
    let [country, city, district] = [country, city, district].map(|name| name.map(key).unwrap_or_default());
    conn.all(IDS, params![&country, &city, &district], |row| row.get(0))
        .await
}
