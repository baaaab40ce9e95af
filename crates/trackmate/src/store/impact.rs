//! Rows of `impact`.

use accounts::AccountId;
use platform::{Conn, Error, Result, Tx, db::Row, params};

use super::maybe_read_json;
use crate::model::{ImpactEntry, ImpactFilter, ImpactId, ImpactView, maybe_json};

platform::statements! {
    INSERT = "insert into impact (id, owner_id, name, image, icon, description, approved, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    UPDATE = "update impact set name = $1, image = $2, icon = $3, description = $4, updated_at = $5 where id = $6";
    KEY = "select owner_id, approved from impact where id = $1";
    VIEW = "select id, name, image, icon, description, approved, created_at, updated_at from impact where id = $1";
    LIST = "select id, name, image, icon, description, approved, created_at, updated_at from impact where owner_id = $1
        order by created_at desc, id desc limit $2 offset $3";
    COUNT = "select count(*) from impact where owner_id = $1";
    LIST_BY_APPROVAL = "select id, name, image, icon, description, approved, created_at, updated_at from impact
        where approved = $1 order by created_at desc, id desc limit $2 offset $3";
    COUNT_BY_APPROVAL = "select count(*) from impact where approved = $1";
    OF_PRODUCT = "select i.id, i.name, i.image, i.icon, i.description from product_impact p
        join impact i on i.id = p.impact_id where p.product_seq = $1 order by i.id";
    APPROVE = "update impact set approved = $1, updated_at = $2 where id = $3";
    DELETE = "delete from impact where id = $1";
    DELETE_ALL = "delete from impact where owner_id = $1";
    OF_OWNER = "select id from impact where owner_id = $1 order by id";
}

/// Whose it is, and whether it is approved.
pub(crate) async fn owner(conn: &mut Conn<'_>, id: &str) -> Result<Option<(AccountId, bool)>> {
    conn.first(KEY, params![id], |row| Ok((row.text(0)?.into(), row.get(1)?)))
        .await
}

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    id: &ImpactId,
    owner: &AccountId,
    new: &ImpactEntry,
    approved: bool,
) -> Result<()> {
    let (now, icon) = (tx.now(), maybe_json(new.icon.as_ref())?);
    let values = params![
        id,
        owner,
        &new.name,
        new.image.as_deref(),
        icon.as_deref(),
        new.description.as_deref(),
        approved,
        now
    ];
    tx.execute(INSERT, values).await.map(drop)
}

pub(crate) async fn update(tx: &mut Tx<'_>, id: &str, change: &ImpactEntry) -> Result<()> {
    let (now, icon) = (tx.now(), maybe_json(change.icon.as_ref())?);
    let values = params![
        &change.name,
        change.image.as_deref(),
        icon.as_deref(),
        change.description.as_deref(),
        now,
        id
    ];
    tx.execute(UPDATE, values).await.map(drop)
}

fn view_row(row: &Row<'_>) -> Result<ImpactView> {
    Ok(ImpactView {
        id: row.text(0)?.into(),
        name: row.get(1)?,
        image: row.get(2)?,
        icon: maybe_read_json(row, 3)?,
        description: row.get(4)?,
        is_approve: row.get(5)?,
        created_at: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

pub(crate) async fn view(conn: &mut Conn<'_>, id: &str) -> Result<Option<ImpactView>> {
    conn.first(VIEW, params![id], view_row).await
}

pub(crate) async fn list(
    conn: &mut Conn<'_>,
    of: &ImpactFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<ImpactView>, i64)> {
    match of {
        ImpactFilter::Owner(owner) => {
            let rows = conn.all(LIST, params![owner, limit, offset], view_row).await?;
            Ok((rows, conn.number(COUNT, params![owner]).await?))
        }
        ImpactFilter::Approval(approved) => {
            let rows = conn
                .all(LIST_BY_APPROVAL, params![*approved, limit, offset], view_row)
                .await?;
            Ok((rows, conn.number(COUNT_BY_APPROVAL, params![*approved]).await?))
        }
    }
}

/// What a product's references show.
pub(crate) async fn of_product(conn: &mut Conn<'_>, seq: i64) -> Result<Vec<ImpactEntry>> {
    let read = |row: &Row<'_>| {
        let icon = row
            .maybe_text(3)?
            .map(serde_json::from_str)
            .transpose()
            .map_err(Error::internal)?;
        Ok(ImpactEntry {
            id: Some(row.text(0)?.into()),
            name: row.get(1)?,
            image: row.get(2)?,
            icon,
            description: row.get(4)?,
        })
    };
    conn.all(OF_PRODUCT, params![seq], read).await
}

pub(crate) async fn approve(tx: &mut Tx<'_>, id: &str, approved: bool) -> Result<()> {
    let now = tx.now();
    tx.execute(APPROVE, params![approved, now, id]).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}

/// Removes everything of an owner; answers what it was.
pub(crate) async fn delete_all(tx: &mut Tx<'_>, owner: &AccountId) -> Result<Vec<String>> {
    let ids = tx.all(OF_OWNER, params![owner], |row| row.get(0)).await?;
    tx.execute(DELETE_ALL, params![owner]).await?;
    Ok(ids)
}
