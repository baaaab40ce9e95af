//! Rows of `product_gtin`: at most one per product.

use accounts::AccountId;
use platform::{Conn, Result, Tx, db::Row, params};

use crate::model::{Gtin, ProductId, TradeNumber};

platform::statements! {
    FIND = "select g.gtin, g.on_label from product_gtin g join product p on p.seq = g.product_seq where p.id = $1";
    HOLDER = "select p.name from product_gtin g join product p on p.seq = g.product_seq
        where g.owner_id = $1 and g.gtin = $2 and g.product_seq <> $3";
    LISTED = "select p.id from product_gtin g join product p on p.seq = g.product_seq
        where g.gtin = $1 and p.listed = 1 order by g.product_seq limit 20";
    STORE = "insert into product_gtin (product_seq, owner_id, gtin, on_label) values ($1, $2, $3, $4)
        on conflict (product_seq) do update set gtin = excluded.gtin, on_label = excluded.on_label";
    REMOVE = "delete from product_gtin where product_seq = $1";
}

/// The number of a product, by the product's id.
pub(crate) async fn find(conn: &mut Conn<'_>, product: &str) -> Result<Option<TradeNumber>> {
    let read = |row: &Row<'_>| {
        Ok(TradeNumber {
            gtin: Gtin::of_row(row.get(0)?),
            is_on_label: row.get(1)?,
        })
    };
    conn.first(FIND, params![product], read).await
}

/// The name of another product of an owner that has a number already.
pub(crate) async fn holder(
    conn: &mut Conn<'_>,
    owner: &AccountId,
    gtin: &Gtin,
    product: i64,
) -> Result<Option<String>> {
    conn.first(HOLDER, params![owner, gtin.as_str(), product], |row| row.get(0))
        .await
}

/// Listed products that have a number, the one that had it first before others.
pub(crate) async fn listed(conn: &mut Conn<'_>, gtin: &Gtin) -> Result<Vec<ProductId>> {
    conn.all(LISTED, params![gtin.as_str()], |row| Ok(row.text(0)?.into()))
        .await
}

pub(crate) async fn store(tx: &mut Tx<'_>, product: i64, owner: &AccountId, number: &TradeNumber) -> Result<()> {
    let values = params![product, owner, number.gtin.as_str(), number.is_on_label];
    tx.execute(STORE, values).await.map(drop)
}

pub(crate) async fn remove(tx: &mut Tx<'_>, product: i64) -> Result<()> {
    tx.execute(REMOVE, params![product]).await.map(drop)
}
