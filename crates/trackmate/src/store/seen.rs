//! Rows of `product_seen`: when an account last looked at a product. They belong to the account.

use accounts::AccountId;
use platform::{Conn, Result, Tx, params};

use crate::model::View;

platform::statements! {
    /// Of accounts and products that are still there.
    STORE = "insert into product_seen (product_seq, account_id, viewed_at)
        select p.seq, a.id, $1 from product p join account a on a.id = $2 and a.deleted_at is null where p.id = $3
        on conflict (product_seq, account_id) do update set viewed_at = excluded.viewed_at returning product_seq";
    TRIM = "delete from product_seen where account_id = $1 and product_seq in
        (select product_seq from product_seen where account_id = $1
        order by viewed_at desc, product_seq desc limit 10000 offset 200)";
    FORGET = "delete from product_seen where account_id = $1";
    COUNT = "select count(*) from product_seen where account_id = $1";
}

/// Stores that somebody looked at something; answers the product's number if both are still there.
pub(crate) async fn store(tx: &mut Tx<'_>, view: &View) -> Result<Option<i64>> {
    let values = params![view.at, &view.account, &view.product];
    tx.first(STORE, values, |row| row.get(0)).await
}

/// Forgets all but the newest 200 of an account.
pub(crate) async fn trim(tx: &mut Tx<'_>, account: &AccountId) -> Result<()> {
    tx.execute(TRIM, params![account]).await.map(drop)
}

/// Forgets all of an account.
pub(crate) async fn forget(tx: &mut Tx<'_>, account: &AccountId) -> Result<()> {
    tx.execute(FORGET, params![account]).await.map(drop)
}

pub(crate) async fn count(conn: &mut Conn<'_>, account: &AccountId) -> Result<i64> {
    conn.number(COUNT, params![account]).await
}
