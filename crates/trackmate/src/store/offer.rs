//! Whether products are offered: their columns `withheld`, `removed_at` and `note`, and the tables of their owners.

use platform::{
    Conn, Result, Timestamp, Tx,
    db::{Family, Row},
    params,
};

use super::read_json;
use crate::model::{Offer, OwnOrder, OwnProduct, Price, ProductId, ProductKey, Ratings, UmkmId, Withheld, Withholding};

platform::statements! {
    OFFER = "select p.seq, p.id, p.owner_id, p.umkm_id, p.name, p.withheld, u.approved, p.note from product p
        join umkm u on u.id = p.umkm_id where p.id = $1";
    WITHHOLD = "update product set withheld = $1, removed_at = $2, listed = $3 where seq = $4";
    CHANGE = "update product set price = $1, note = $2, updated_at = $3 where seq = $4";
    COUNT_OF_OWNER = "select count(*) from product where umkm_id = $1 and withheld < 4";
    REMOVED_OF_OWNER = "select id, name from product where umkm_id = $1 and withheld >= 4 and removed_at is not null
        order by removed_at desc, seq desc limit 20";
    REMOVED_BEFORE = "select seq, id from product where removed_at is not null and removed_at < $1
        order by removed_at, seq limit 100";
}

pub(crate) static OF_OWNER: Family<OwnOrder> = Family::new(
    concat!(module_path!(), "::OF_OWNER"),
    || OwnOrder::ALL.to_vec(),
    |order| write_list(*order),
);

fn write_list(order: OwnOrder) -> String {
    let sorted = match order {
        OwnOrder::Newest => "p.seq desc",
        OwnOrder::Name => "lower(p.name), p.seq desc",
        OwnOrder::Cheapest => "p.price, p.seq desc",
        OwnOrder::MostViewed => "views desc, p.seq desc",
        OwnOrder::BestRated => "p.score desc, p.seq desc",
    };
    format!(
        "select p.id, p.name, p.images, p.price, p.category, p.rating_count, p.rating_sum, p.withheld, p.note,
        (select coalesce(cast(sum(v.views) as bigint), 0) from product_view v where v.product_seq = p.seq and v.day > $1)
        as views from product p where p.umkm_id = $2 and p.withheld < 4 order by {sorted} limit $3 offset $4"
    )
}

/// What decides whether a product is listed; of one that was deleted as well, as long as it can be brought back.
pub(crate) async fn find(conn: &mut Conn<'_>, id: &str) -> Result<Option<Offer>> {
    let read = |row: &Row<'_>| {
        Ok(Offer {
            key: ProductKey {
                seq: row.get(0)?,
                id: row.text(1)?.into(),
                owner: row.text(2)?.into(),
                umkm: row.text(3)?.into(),
            },
            name: row.get(4)?,
            withheld: Withheld(row.get(5)?),
            approved: row.get(6)?,
            note: row.get(7)?,
        })
    };
    conn.first(OFFER, params![id], read).await
}

/// Stores for which reasons shoppers do not see a product. It is listed without any, if its UMKM is approved.
pub(crate) async fn withhold(tx: &mut Tx<'_>, offer: &Offer, withheld: Withheld) -> Result<()> {
    let removed_at = withheld.has(Withholding::Removed).then(|| tx.now());
    let listed = withheld.is_nothing() && offer.approved;
    let values = params![withheld.0, removed_at, listed, offer.key.seq];
    tx.execute(WITHHOLD, values).await.map(drop)
}

pub(crate) async fn change(tx: &mut Tx<'_>, seq: i64, price: Price, note: Option<&str>) -> Result<()> {
    let now = tx.now();
    tx.execute(CHANGE, params![price.0, note, now, seq]).await.map(drop)
}

/// A page of what an owner has, with its views after a day, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    umkm: &UmkmId,
    after: i64,
    order: OwnOrder,
    (limit, offset): (i64, i64),
) -> Result<(Vec<OwnProduct>, i64)> {
    let rows = conn
        .all(OF_OWNER.of(&order)?, params![after, umkm, limit, offset], own_of_row)
        .await?;
    Ok((rows, conn.number(COUNT_OF_OWNER, params![umkm]).await?))
}

fn own_of_row(row: &Row<'_>) -> Result<OwnProduct> {
    let pictures: Vec<String> = read_json(row, 2)?;
    Ok(OwnProduct {
        id: row.text(0)?.into(),
        name: row.get(1)?,
        picture: pictures.into_iter().next(),
        price: Price(row.get(3)?),
        category: row.get(4)?,
        ratings: Ratings {
            count: row.get(5)?,
            sum: row.get(6)?,
        },
        withheld: Withheld(row.get(7)?),
        note: row.get(8)?,
        views: row.get(9)?,
    })
}

/// What an owner deleted and may still bring back, the newest first: ids and names.
pub(crate) async fn removed(conn: &mut Conn<'_>, umkm: &UmkmId) -> Result<Vec<(ProductId, String)>> {
    let read = |row: &Row<'_>| Ok((row.text(0)?.into(), row.get(1)?));
    conn.all(REMOVED_OF_OWNER, params![umkm], read).await
}

/// A few that were deleted before a moment, as (sequence number, id).
pub(crate) async fn removed_before(conn: &mut Conn<'_>, moment: Timestamp) -> Result<Vec<(i64, String)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    conn.all(REMOVED_BEFORE, params![moment], read).await
}
