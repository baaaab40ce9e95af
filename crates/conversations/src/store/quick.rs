//! Rows of `quick_answer`.

use accounts::AccountId;
use platform::{Conn, Result, Tx, params};

use crate::model::quick::QuickAnswer;

platform::statements! {
    LIST = "select id, content from quick_answer where account_id = $1 order by created_at, id limit 100";
    COUNT = "select count(*) from quick_answer where account_id = $1";
    INSERT = "insert into quick_answer (id, account_id, content, created_at) values ($1, $2, $3, $4)";
    CHANGE = "update quick_answer set content = $1 where id = $2 and account_id = $3";
    DELETE = "delete from quick_answer where id = $1 and account_id = $2";
    FORGET = "delete from quick_answer where account_id = $1";
}

/// Somebody's, in the order in which they saved them.
pub(crate) async fn list(conn: &mut Conn<'_>, account: &AccountId) -> Result<Vec<QuickAnswer>> {
    conn.all(LIST, params![account], |row| {
        Ok(QuickAnswer {
            id: row.get(0)?,
            content: row.get(1)?,
        })
    })
    .await
}

/// How many somebody has.
pub(crate) async fn count(conn: &mut Conn<'_>, account: &AccountId) -> Result<i64> {
    conn.number(COUNT, params![account]).await
}

pub(crate) async fn insert(tx: &mut Tx<'_>, account: &AccountId, new: &QuickAnswer) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT, params![&new.id, account, &new.content, now])
        .await
        .map(drop)
}

/// Changes one of somebody's; answers whether it is there.
pub(crate) async fn change(tx: &mut Tx<'_>, account: &AccountId, id: &str, content: &str) -> Result<bool> {
    Ok(tx.execute(CHANGE, params![content, id, account]).await? > 0)
}

/// Removes one of somebody's; answers whether it was there.
pub(crate) async fn delete(tx: &mut Tx<'_>, account: &AccountId, id: &str) -> Result<bool> {
    Ok(tx.execute(DELETE, params![id, account]).await? > 0)
}

/// Removes all of an account that is gone.
pub(crate) async fn forget(tx: &mut Tx<'_>, account: &AccountId) -> Result<()> {
    tx.execute(FORGET, params![account]).await.map(drop)
}
