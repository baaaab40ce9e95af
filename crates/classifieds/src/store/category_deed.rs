//! Rows of `category_deed`.

use std::collections::BTreeMap;

use accounts::AccountId;
use platform::{Conn, Error, Result, Tx, db::Row, params};

use crate::model::category::{Category, CategoryDeed, CategoryDeedKind};

platform::statements! {
    INSERT = "insert into category_deed (actor_id, kind, subject, before, versions, at) values ($1, $2, $3, $4, $5, $6)";
    LATEST = "select d.seq, d.kind, d.subject, d.at, a.username from category_deed d left join account a on a.id = d.actor_id
        where d.undone_at is null and d.at > $1 order by d.seq desc limit $2";
    FIND = "select before, versions from category_deed where seq = $1 and undone_at is null";
    UNDONE = "update category_deed set undone_at = $1 where seq = $2 and undone_at is null";
    PRUNE = "delete from category_deed where at <= $1";
}

/// Categories as they were, and the versions that they had afterwards.
pub(crate) struct Kept {
    pub(crate) before: Vec<Category>,
    pub(crate) versions: BTreeMap<String, i64>,
}

/// Notes a deed, and forgets those that nobody may take back any more.
pub(crate) async fn note(
    tx: &mut Tx<'_>,
    actor: &AccountId,
    (kind, subject): (CategoryDeedKind, &str),
    kept: &Kept,
    forgotten: platform::Timestamp,
) -> Result<()> {
    let now = tx.now();
    let before = serde_json::to_string(&kept.before).map_err(Error::internal)?;
    let versions = serde_json::to_string(&kept.versions).map_err(Error::internal)?;
    tx.execute(PRUNE, params![forgotten]).await?;
    let values = params![actor, kind.name(), subject, &before, &versions, now];
    tx.execute(INSERT, values).await.map(drop)
}

/// The newest deeds after a moment that were not taken back.
pub(crate) async fn latest(conn: &mut Conn<'_>, after: platform::Timestamp, most: i64) -> Result<Vec<CategoryDeed>> {
    let read = |row: &Row<'_>| {
        Ok(CategoryDeed {
            seq: row.get(0)?,
            kind: CategoryDeedKind::named(row.text(1)?),
            subject: row.get(2)?,
            at: row.get(3)?,
            by: row.get(4)?,
        })
    };
    conn.all(LATEST, params![after, most], read).await
}

/// What a deed did, unless it was taken back.
pub(crate) async fn find(conn: &mut Conn<'_>, seq: i64) -> Result<Option<Kept>> {
    let read = |row: &Row<'_>| {
        Ok(Kept {
            before: serde_json::from_str(row.text(0)?).map_err(Error::internal)?,
            versions: serde_json::from_str(row.text(1)?).map_err(Error::internal)?,
        })
    };
    conn.first(FIND, params![seq], read).await
}

/// It is taken back; `false` if somebody has.
pub(crate) async fn set_undone(tx: &mut Tx<'_>, seq: i64) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(UNDONE, params![now, seq]).await? == 1)
}
