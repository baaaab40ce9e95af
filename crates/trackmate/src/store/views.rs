//! Rows of `product_view`: how often products were looked at.

use platform::{Conn, Result, Tx, db::Row, params};

use crate::model::{DayOfViews, UmkmId, Way};

platform::statements! {
    /// Of a product that is gone meanwhile, nothing is counted.
    ADD = "insert into product_view (product_seq, day, way, views)
        select seq, cast($1 as bigint), cast($2 as bigint), cast($3 as bigint) from product where id = $4
        on conflict (product_seq, day, way) do update set views = product_view.views + excluded.views";
    OF_UMKM = "select v.day, v.way, cast(sum(v.views) as bigint) from product p
        join product_view v on v.product_seq = p.seq where p.umkm_id = $1 and v.day > $2
        group by v.day, v.way order by v.day, v.way";
    OF_PRODUCT = "select v.day, v.way, v.views from product p join product_view v on v.product_seq = p.seq
        where p.id = $1 and v.day > $2 order by v.day, v.way";
}

pub(crate) async fn add(tx: &mut Tx<'_>, product: &str, (day, way): (i64, Way), views: i64) -> Result<()> {
    tx.execute(ADD, params![day, way as i64, views, product])
        .await
        .map(drop)
}

fn day_of_row(row: &Row<'_>) -> Result<DayOfViews> {
    Ok(DayOfViews {
        day: row.get(0)?,
        way: row.get(1)?,
        views: row.get(2)?,
    })
}

/// Of all products of a UMKM, after a day.
pub(crate) async fn of_umkm(conn: &mut Conn<'_>, umkm: &UmkmId, after: i64) -> Result<Vec<DayOfViews>> {
    conn.all(OF_UMKM, params![umkm, after], day_of_row).await
}

/// Of one product, after a day.
pub(crate) async fn of_product(conn: &mut Conn<'_>, product: &str, after: i64) -> Result<Vec<DayOfViews>> {
    conn.all(OF_PRODUCT, params![product, after], day_of_row).await
}
