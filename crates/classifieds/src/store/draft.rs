//! Rows of `listing_draft`.

use accounts::AccountId;
use platform::{Conn, Error, Result, Tx, db::Row, params};

use crate::model::selling::{Draft, DraftBrief, DraftId};

platform::statements! {
    INSERT = "insert into listing_draft (id, owner_id, title, typed, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)";
    UPDATE = "update listing_draft set title = $1, typed = $2, updated_at = $3 where id = $4 and owner_id = $5";
    COUNT = "select count(*) from listing_draft where owner_id = $1";
    OF_OWNER = "select id, title, updated_at from listing_draft where owner_id = $1 order by updated_at desc, id desc limit 50";
    ONE = "select id, title, typed, updated_at from listing_draft where id = $1 and owner_id = $2";
    DELETE = "delete from listing_draft where id = $1 and owner_id = $2";
    FORGET = "delete from listing_draft where owner_id = $1";
}

/// Keeps a new one.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    id: &DraftId,
    owner: &AccountId,
    (title, typed): (&str, &str),
) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT, params![id, owner, title, typed, now])
        .await
        .map(drop)
}

/// Keeps something else in its place; `false` if there is no such one of the owner's.
pub(crate) async fn update(
    tx: &mut Tx<'_>,
    id: &DraftId,
    owner: &AccountId,
    (title, typed): (&str, &str),
) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(UPDATE, params![title, typed, now, id, owner]).await? == 1)
}

pub(crate) async fn count(conn: &mut Conn<'_>, owner: &AccountId) -> Result<i64> {
    conn.number(COUNT, params![owner]).await
}

/// Somebody's, what was changed last first.
pub(crate) async fn of_owner(conn: &mut Conn<'_>, owner: &AccountId) -> Result<Vec<DraftBrief>> {
    let read = |row: &Row<'_>| {
        Ok(DraftBrief {
            id: row.text(0)?.into(),
            title: row.get(1)?,
            updated_at: row.get(2)?,
        })
    };
    conn.all(OF_OWNER, params![owner], read).await
}

/// One of somebody's.
pub(crate) async fn one(conn: &mut Conn<'_>, id: &DraftId, owner: &AccountId) -> Result<Option<Draft>> {
    let read = |row: &Row<'_>| {
        Ok(Draft {
            id: row.text(0)?.into(),
            title: row.get(1)?,
            typed: serde_json::from_str(row.text(2)?).map_err(Error::internal)?,
            updated_at: row.get(3)?,
        })
    };
    conn.first(ONE, params![id, owner], read).await
}

/// Forgets one of somebody's; nothing happens if it is not there.
pub(crate) async fn delete(tx: &mut Tx<'_>, id: &DraftId, owner: &AccountId) -> Result<()> {
    tx.execute(DELETE, params![id, owner]).await.map(drop)
}

/// Forgets all of somebody's.
pub(crate) async fn forget(tx: &mut Tx<'_>, owner: &AccountId) -> Result<()> {
    tx.execute(FORGET, params![owner]).await.map(drop)
}
