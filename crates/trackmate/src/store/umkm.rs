//! Rows of `umkm`.

use accounts::AccountId;
use platform::{Conn, Result, Tx, db::Row, params};

use super::{maybe_read_json, read_json};
use crate::model::{UmkmBrief, UmkmContent, UmkmId, UmkmKey, UmkmView};

platform::statements! {
    INSERT = "insert into umkm (id, owner_id, name, image, logo, description, location, history, impact, contact, employe,
        approved, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)";
    UPDATE = "update umkm set name = $1, image = $2, logo = $3, description = $4, location = $5, history = $6, impact = $7,
        contact = $8, employe = $9, updated_at = $10 where id = $11";
    KEY = "select id, owner_id, approved, name from umkm where id = $1";
    KEY_OF_OWNER = "select id, owner_id, approved, name from umkm where owner_id = $1";
    ROW = "select name, image, logo, description, location, history, impact, contact, employe from umkm where id = $1";
    VIEW = "select u.id, u.image, u.logo, u.name, u.description, u.location, u.history, u.impact, u.contact, u.employe,
        a.handle, u.created_at, u.updated_at from umkm u join account a on a.id = u.owner_id where u.id = $1";
    VIEW_OF_OWNER = "select u.id, u.image, u.logo, u.name, u.description, u.location, u.history, u.impact, u.contact,
        u.employe, a.handle, u.created_at, u.updated_at from umkm u join account a on a.id = u.owner_id
        where u.owner_id = $1";
    LIST = "select id, logo, name, location from umkm where approved = $1
        order by created_at desc, id desc limit $2 offset $3";
    COUNT = "select count(*) from umkm where approved = $1";
    APPROVE = "update umkm set approved = $1, updated_at = $2 where id = $3";
    DELETE = "delete from umkm where id = $1";
}

fn key_of_row(row: &Row<'_>) -> Result<UmkmKey> {
    Ok(UmkmKey {
        id: row.text(0)?.into(),
        owner: row.text(1)?.into(),
        approved: row.get(2)?,
        name: row.get(3)?,
    })
}

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    id: &UmkmId,
    owner: &AccountId,
    new: &UmkmContent,
    approved: bool,
) -> Result<()> {
    let now = tx.now();
    let values = params![
        id,
        owner,
        &new.name,
        new.image.as_deref(),
        new.logo.as_deref(),
        new.description.as_deref(),
        new.location.as_deref(),
        new.history.as_deref(),
        &new.impact,
        &new.contact,
        new.employe,
        approved,
        now
    ];
    tx.execute(INSERT, values).await.map(drop)
}

pub(crate) async fn update(tx: &mut Tx<'_>, id: &UmkmId, content: &UmkmContent) -> Result<()> {
    let now = tx.now();
    let values = params![
        &content.name,
        content.image.as_deref(),
        content.logo.as_deref(),
        content.description.as_deref(),
        content.location.as_deref(),
        content.history.as_deref(),
        &content.impact,
        &content.contact,
        content.employe,
        now,
        id
    ];
    tx.execute(UPDATE, values).await.map(drop)
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<UmkmKey>> {
    conn.first(KEY, params![id], key_of_row).await
}

pub(crate) async fn of_owner(conn: &mut Conn<'_>, owner: &AccountId) -> Result<Option<UmkmKey>> {
    conn.first(KEY_OF_OWNER, params![owner], key_of_row).await
}

pub(crate) async fn content(conn: &mut Conn<'_>, id: &UmkmId) -> Result<Option<UmkmContent>> {
    let read = |row: &Row<'_>| {
        Ok(UmkmContent {
            name: row.get(0)?,
            image: row.get(1)?,
            logo: row.get(2)?,
            description: row.get(3)?,
            location: row.get(4)?,
            history: row.get(5)?,
            impact: row.get(6)?,
            contact: row.get(7)?,
            employe: row.get(8)?,
        })
    };
    conn.first(ROW, params![id], read).await
}

fn view_row(row: &Row<'_>) -> Result<UmkmView> {
    Ok(UmkmView {
        id: row.text(0)?.into(),
        image: row.get(1)?,
        logo: row.get(2)?,
        name: row.get(3)?,
        description: row.get(4)?,
        location: maybe_read_json(row, 5)?,
        history: maybe_read_json(row, 6)?,
        impact: read_json(row, 7)?,
        contact: read_json(row, 8)?,
        employe: row.get(9)?,
        owner: row.get(10)?,
        created_at: row.get(11)?,
        updated_at: row.get(12)?,
    })
}

pub(crate) async fn view(conn: &mut Conn<'_>, id: &str) -> Result<Option<UmkmView>> {
    conn.first(VIEW, params![id], view_row).await
}

pub(crate) async fn view_of_owner(conn: &mut Conn<'_>, owner: &AccountId) -> Result<Option<UmkmView>> {
    conn.first(VIEW_OF_OWNER, params![owner], view_row).await
}

pub(crate) async fn list(conn: &mut Conn<'_>, approved: bool, limit: i64, offset: i64) -> Result<Vec<UmkmBrief>> {
    let read = |row: &Row<'_>| {
        Ok(UmkmBrief {
            id: row.text(0)?.into(),
            logo: row.get(1)?,
            name: row.get(2)?,
            location: maybe_read_json(row, 3)?,
        })
    };
    conn.all(LIST, params![approved, limit, offset], read).await
}

pub(crate) async fn count(conn: &mut Conn<'_>, approved: bool) -> Result<i64> {
    conn.number(COUNT, params![approved]).await
}

pub(crate) async fn approve(tx: &mut Tx<'_>, id: &UmkmId, approved: bool) -> Result<()> {
    let now = tx.now();
    tx.execute(APPROVE, params![approved, now, id]).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: &UmkmId) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}
