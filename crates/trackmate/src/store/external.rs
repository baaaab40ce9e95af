//! Rows of `external_product`: one catalogue of somebody else, whole.

use platform::{Conn, Result, Tx, db::Row, params};

use crate::model::ExternalProduct;

platform::statements! {
    INSERT = "insert into external_product (id, name, category, rating, rating_count, about, link, score)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    CLEAR = "delete from external_product";
    COUNT = "select count(*) from external_product";
    BEST = "select id, name, category, rating, rating_count, about, link, score from external_product
        order by score desc, id limit 200";
}

pub(crate) async fn insert(tx: &mut Tx<'_>, product: &ExternalProduct) -> Result<()> {
    let values = params![
        &product.id,
        &product.name,
        &product.category,
        product.rating,
        product.rating_count,
        &product.about,
        &product.link,
        product.score
    ];
    tx.execute(INSERT, values).await.map(drop)
}

pub(crate) async fn clear(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute(CLEAR, &[]).await.map(drop)
}

pub(crate) async fn count(conn: &mut Conn<'_>) -> Result<i64> {
    conn.number(COUNT, &[]).await
}

/// The best rated.
pub(crate) async fn best(conn: &mut Conn<'_>) -> Result<Vec<ExternalProduct>> {
    let read = |row: &Row<'_>| {
        Ok(ExternalProduct {
            id: row.get(0)?,
            name: row.get(1)?,
            category: row.get(2)?,
            rating: row.get(3)?,
            rating_count: row.get(4)?,
            about: row.get(5)?,
            link: row.get(6)?,
            score: row.get(7)?,
        })
    };
    conn.all(BEST, &[], read).await
}
