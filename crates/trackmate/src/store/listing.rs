//! An owner's products, whole and at once: for tables that leave this place, and to know those that come back by name.

use platform::{Conn, Result, db::Row, params};

use crate::model::{ExportedProduct, Price, Ratings, UmkmId, Withheld};

platform::statements! {
    LIST = "select id, name, price, category, coalesce(description, ''), coalesce(note, ''), withheld, rating_count,
        rating_sum from product where umkm_id = $1 and withheld < 4 order by seq limit $2";
}

/// The first of an owner's products, oldest first.
pub(crate) async fn list(conn: &mut Conn<'_>, umkm: &UmkmId, limit: i64) -> Result<Vec<ExportedProduct>> {
    let read = |row: &Row<'_>| {
        Ok(ExportedProduct {
            id: row.text(0)?.into(),
            name: row.get(1)?,
            price: Price(row.get(2)?),
            category: row.get(3)?,
            description: row.get(4)?,
            note: row.get(5)?,
            withheld: Withheld(row.get(6)?),
            ratings: Ratings {
                count: row.get(7)?,
                sum: row.get(8)?,
            },
        })
    };
    conn.all(LIST, params![umkm, limit], read).await
}
