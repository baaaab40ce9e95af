//! Rows of `impact`.

use accounts::AccountId;
use platform::{Conn, Result, Tx, db::Row, params};

use super::maybe_read_json;
use crate::model::{ImpactEntry, ImpactFilter, ImpactId, ImpactView, Placeholder, Standing, UmkmId, maybe_json};

platform::statements! {
    INSERT = "insert into impact (id, owner_id, part_of, name, image, icon, description, approved, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    UPDATE = "update impact set name = $1, image = $2, icon = $3, description = $4, updated_at = $5 where id = $6";
    KEY = "select owner_id, approved from impact where id = $1";
    FIND = "select owner_id, part_of, id, name, image, icon, description from impact where id = $1";
    PARTS = "select id from impact where part_of = $1 order by id limit 1000";
    VIEW = "select i.id, i.name, i.image, i.icon, i.description, a.handle, i.approved, i.created_at, i.updated_at
        from impact i join account a on a.id = i.owner_id where i.id = $1";
    LIST = "select i.id, i.name, i.image, i.icon, i.description, a.handle, i.approved, i.created_at, i.updated_at
        from impact i join account a on a.id = i.owner_id where i.owner_id = $1 and i.part_of is null
        order by i.created_at desc, i.id desc limit $2 offset $3";
    COUNT = "select count(*) from impact where owner_id = $1 and part_of is null";
    LIST_BY_APPROVAL = "select i.id, i.name, i.image, i.icon, i.description, a.handle, i.approved, i.created_at,
        i.updated_at from impact i join account a on a.id = i.owner_id where i.approved = $1 and i.part_of is null
        order by i.created_at desc, i.id desc limit $2 offset $3";
    COUNT_BY_APPROVAL = "select count(*) from impact where approved = $1 and part_of is null";
    OF_PRODUCT = "select i.id, i.name, i.image, i.icon, i.description from product_impact p
        join impact i on i.id = p.impact_id where p.product_seq = $1 order by i.id";
    OF_UMKM = "select i.id, i.name, i.image, i.icon, i.description, i.part_of from umkm u
        join impact i on i.owner_id = u.owner_id where u.id = $1 and (i.part_of is null or i.part_of = u.id)
        order by i.created_at, i.id limit 1000";
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

/// Whose it is, what it belongs to, and what it is.
pub(crate) async fn find(conn: &mut Conn<'_>, id: &str) -> Result<Option<(AccountId, Standing, ImpactEntry)>> {
    let read = |row: &Row<'_>| Ok((row.text(0)?.into(), Standing::of(row.get(1)?), entry_of_row(row, 2)?));
    conn.first(FIND, params![id], read).await
}

/// Ids of what a product or UMKM brought along.
pub(crate) async fn parts(conn: &mut Conn<'_>, whole: &str) -> Result<Vec<String>> {
    conn.all(PARTS, params![whole], |row| row.get(0)).await
}

/// `part_of` is the product or UMKM that brings it along.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    id: &ImpactId,
    owner: &AccountId,
    (part_of, approved): (Option<&str>, bool),
    new: &ImpactEntry,
) -> Result<()> {
    let (now, icon) = (tx.now(), maybe_json(new.icon.as_ref())?);
    let values = params![
        id,
        owner,
        part_of,
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

/// From the columns id, name, image, icon, description, of which `first` is the first.
fn entry_of_row(row: &Row<'_>, first: usize) -> Result<ImpactEntry> {
    Ok(ImpactEntry {
        id: Some(row.text(first)?.into()),
        name: row.get(first + 1)?,
        image: row.get(first + 2)?,
        icon: maybe_read_json(row, first + 3)?,
        description: row.get(first + 4)?,
    })
}

fn view_row(row: &Row<'_>, placeholder: &Placeholder) -> Result<ImpactView> {
    Ok(ImpactView {
        id: row.text(0)?.into(),
        name: row.get(1)?,
        image: placeholder.instead_of(row.get(2)?),
        icon: maybe_read_json(row, 3)?,
        description: row.get::<Option<String>>(4)?.unwrap_or_default(),
        owner: row.get(5)?,
        is_approve: row.get(6)?,
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
    })
}

pub(crate) async fn view(conn: &mut Conn<'_>, id: &str, placeholder: &Placeholder) -> Result<Option<ImpactView>> {
    conn.first(VIEW, params![id], |row| view_row(row, placeholder)).await
}

pub(crate) async fn list(
    conn: &mut Conn<'_>,
    of: &ImpactFilter,
    (limit, offset): (i64, i64),
    placeholder: &Placeholder,
) -> Result<(Vec<ImpactView>, i64)> {
    let read = |row: &Row<'_>| view_row(row, placeholder);
    match of {
        ImpactFilter::Owner(owner) => {
            let rows = conn.all(LIST, params![owner, limit, offset], read).await?;
            Ok((rows, conn.number(COUNT, params![owner]).await?))
        }
        ImpactFilter::Approval(approved) => {
            let rows = conn
                .all(LIST_BY_APPROVAL, params![*approved, limit, offset], read)
                .await?;
            Ok((rows, count_by_approval(conn, *approved).await?))
        }
    }
}

/// How many are approved, or wait for it.
pub(crate) async fn count_by_approval(conn: &mut Conn<'_>, approved: bool) -> Result<i64> {
    conn.number(COUNT_BY_APPROVAL, params![approved]).await
}

/// What a product's references show.
pub(crate) async fn of_product(conn: &mut Conn<'_>, seq: i64) -> Result<Vec<ImpactEntry>> {
    conn.all(OF_PRODUCT, params![seq], |row| entry_of_row(row, 0)).await
}

/// What a UMKM brought along, and what its owner keeps, oldest first; each with what it belongs to.
pub(crate) async fn of_umkm(conn: &mut Conn<'_>, umkm: &UmkmId) -> Result<Vec<(ImpactEntry, Standing)>> {
    let read = |row: &Row<'_>| Ok((entry_of_row(row, 0)?, Standing::of(row.get(5)?)));
    conn.all(OF_UMKM, params![umkm], read).await
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
