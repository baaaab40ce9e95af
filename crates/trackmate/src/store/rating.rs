//! Rows of `rating`: one per product and account.

use accounts::AccountId;
use platform::{Conn, Result, Tx, db::Row, params};

use crate::model::Distribution;

platform::statements! {
    FIND = "select stars from rating where product_seq = $1 and account_id = $2";
    DISTRIBUTION = "select r.stars, count(*) from rating r join product p on p.seq = r.product_seq where p.id = $1
        group by r.stars order by r.stars";
    STORE = "insert into rating (product_seq, account_id, stars, created_at, updated_at) values ($1, $2, $3, $4, $4)
        on conflict (product_seq, account_id) do update set stars = excluded.stars, updated_at = excluded.updated_at";
    OF_ACCOUNT = "select r.product_seq, p.id, r.stars from rating r join product p on p.seq = r.product_seq
        where r.account_id = $1 order by r.product_seq limit 200";
    DELETE = "delete from rating where product_seq = $1 and account_id = $2";
}

pub(crate) async fn find(conn: &mut Conn<'_>, product: i64, account: &AccountId) -> Result<Option<i64>> {
    conn.first(FIND, params![product, account], |row| row.get(0)).await
}

/// How often each number of stars was given to a product.
pub(crate) async fn distribution(conn: &mut Conn<'_>, product: &str) -> Result<Distribution> {
    let read = |row: &Row<'_>| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?));
    let mut distribution = Distribution::default();
    for (stars, count) in conn.all(DISTRIBUTION, params![product], read).await? {
        let place = usize::try_from(stars - 1)
            .ok()
            .and_then(|at| distribution.0.get_mut(at));
        if let Some(place) = place {
            *place = count;
        }
    }
    Ok(distribution)
}

pub(crate) async fn store(tx: &mut Tx<'_>, product: i64, account: &AccountId, stars: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(STORE, params![product, account, stars, now]).await.map(drop)
}

/// Some of the ratings of an account, as (product's number, its id, stars).
pub(crate) async fn some_of(conn: &mut Conn<'_>, account: &AccountId) -> Result<Vec<(i64, String, i64)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    conn.all(OF_ACCOUNT, params![account], read).await
}

pub(crate) async fn delete(tx: &mut Tx<'_>, product: i64, account: &AccountId) -> Result<()> {
    tx.execute(DELETE, params![product, account]).await.map(drop)
}
