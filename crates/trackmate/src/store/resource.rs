//! Rows of `resource`.

use accounts::AccountId;
use platform::{Conn, Result, Tx, db::Row, params};

use super::maybe_read_json;
use crate::model::{Placeholder, ResourceEntry, ResourceId, ResourceView, Standing, maybe_json};

platform::statements! {
    INSERT = "insert into resource (id, owner_id, part_of, name, umkm, image, description, location, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    UPDATE = "update resource set name = $1, umkm = $2, image = $3, description = $4, location = $5, updated_at = $6
        where id = $7";
    KEY = "select owner_id, name from resource where id = $1";
    FIND = "select owner_id, part_of, id, name, umkm, image, location, description from resource where id = $1";
    PARTS = "select id from resource where part_of = $1 order by id limit 1000";
    VIEW = "select id, name, umkm, image, location, description, created_at, updated_at from resource where id = $1";
    LIST = "select id, name, umkm, image, location, description, created_at, updated_at from resource
        where owner_id = $1 and part_of is null order by created_at desc, id desc limit $2 offset $3";
    COUNT = "select count(*) from resource where owner_id = $1 and part_of is null";
    OF_PRODUCT = "select r.id, r.name, r.umkm, r.image, r.location, r.description from product_resource p
        join resource r on r.id = p.resource_id where p.product_seq = $1 order by r.id";
    DELETE = "delete from resource where id = $1";
    OF_OWNER = "select id from resource where owner_id = $1 order by id";
}

/// Whose it is, and its name.
pub(crate) async fn owner(conn: &mut Conn<'_>, id: &str) -> Result<Option<(AccountId, String)>> {
    conn.first(KEY, params![id], |row| Ok((row.text(0)?.into(), row.get(1)?)))
        .await
}

/// Whose it is, what it belongs to, and what it is.
pub(crate) async fn find(conn: &mut Conn<'_>, id: &str) -> Result<Option<(AccountId, Standing, ResourceEntry)>> {
    let read = |row: &Row<'_>| Ok((row.text(0)?.into(), Standing::of(row.get(1)?), entry_of_row(row, 2)?));
    conn.first(FIND, params![id], read).await
}

/// Ids of what a product brought along.
pub(crate) async fn parts(conn: &mut Conn<'_>, whole: &str) -> Result<Vec<String>> {
    conn.all(PARTS, params![whole], |row| row.get(0)).await
}

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    id: &ResourceId,
    owner: &AccountId,
    part_of: Option<&str>,
    new: &ResourceEntry,
) -> Result<()> {
    let (now, location) = (tx.now(), maybe_json(new.location.as_ref())?);
    let values = params![
        id,
        owner,
        part_of,
        &new.name,
        new.umkm.as_deref(),
        new.image.as_deref(),
        new.description.as_deref(),
        location.as_deref(),
        now
    ];
    tx.execute(INSERT, values).await.map(drop)
}

pub(crate) async fn update(tx: &mut Tx<'_>, id: &str, change: &ResourceEntry) -> Result<()> {
    let (now, location) = (tx.now(), maybe_json(change.location.as_ref())?);
    let values = params![
        &change.name,
        change.umkm.as_deref(),
        change.image.as_deref(),
        change.description.as_deref(),
        location.as_deref(),
        now,
        id
    ];
    tx.execute(UPDATE, values).await.map(drop)
}

/// From the columns id, name, umkm, image, location, description, of which `first` is the first.
fn entry_of_row(row: &Row<'_>, first: usize) -> Result<ResourceEntry> {
    Ok(ResourceEntry {
        id: Some(row.text(first)?.into()),
        name: row.get(first + 1)?,
        umkm: row.get(first + 2)?,
        image: row.get(first + 3)?,
        location: maybe_read_json(row, first + 4)?,
        description: row.get(first + 5)?,
    })
}

fn view_row(row: &Row<'_>, placeholder: &Placeholder) -> Result<ResourceView> {
    Ok(ResourceView {
        id: row.text(0)?.into(),
        name: row.get(1)?,
        umkm: row.get(2)?,
        image: placeholder.instead_of(row.get(3)?),
        location: maybe_read_json(row, 4)?.unwrap_or_default(),
        description: row.get::<Option<String>>(5)?.unwrap_or_default(),
        created_at: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

pub(crate) async fn view(conn: &mut Conn<'_>, id: &str, placeholder: &Placeholder) -> Result<Option<ResourceView>> {
    conn.first(VIEW, params![id], |row| view_row(row, placeholder)).await
}

pub(crate) async fn list(
    conn: &mut Conn<'_>,
    owner: &AccountId,
    (limit, offset): (i64, i64),
    placeholder: &Placeholder,
) -> Result<(Vec<ResourceView>, i64)> {
    let read = |row: &Row<'_>| view_row(row, placeholder);
    let rows = conn.all(LIST, params![owner, limit, offset], read).await?;
    Ok((rows, conn.number(COUNT, params![owner]).await?))
}

/// What a product's references show.
pub(crate) async fn of_product(conn: &mut Conn<'_>, seq: i64) -> Result<Vec<ResourceEntry>> {
    conn.all(OF_PRODUCT, params![seq], |row| entry_of_row(row, 0)).await
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}

/// Ids of everything of an owner.
pub(crate) async fn of_owner(conn: &mut Conn<'_>, owner: &AccountId) -> Result<Vec<String>> {
    conn.all(OF_OWNER, params![owner], |row| row.get(0)).await
}
