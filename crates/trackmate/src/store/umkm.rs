//! Rows of `umkm`.

use accounts::AccountId;
use platform::{Conn, Result, Tx, db::Row, params};

use super::{maybe_read_json, read_json};
use crate::model::{
    EffectView, HistoryView, ImpactEntry, PartEntry, Placeholder, Standing, UmkmApproval, UmkmBrief, UmkmContent,
    UmkmId, UmkmKey, UmkmView, Whereabouts, ids, resolve, show_contacts,
};

platform::statements! {
    INSERT = "insert into umkm (id, owner_id, name, image, logo, description, location, history, impact, contact, employe,
        approved, created_at, updated_at, province, settled)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, 1)";
    UPDATE = "update umkm set name = $1, image = $2, logo = $3, description = $4, location = $5, history = $6, impact = $7,
        contact = $8, employe = $9, updated_at = $10, province = $11 where id = $12";
    KEY = "select id, owner_id, approved, name, province from umkm where id = $1";
    KEY_OF_OWNER = "select id, owner_id, approved, name, province from umkm where owner_id = $1";
    ROW = "select name, image, logo, description, location, history, impact, contact, employe from umkm where id = $1";
    VIEW = "select u.id, u.image, u.logo, u.name, u.description, u.location, u.history, u.impact, u.contact, u.employe,
        a.handle, u.created_at, u.updated_at from umkm u join account a on a.id = u.owner_id where u.id = $1";
    VIEW_OF_OWNER = "select u.id, u.image, u.logo, u.name, u.description, u.location, u.history, u.impact, u.contact,
        u.employe, a.handle, u.created_at, u.updated_at from umkm u join account a on a.id = u.owner_id
        where u.owner_id = $1";
    LIST = "select id, logo, name, location from umkm where approved = $1
        order by created_at desc, id desc limit $2 offset $3";
    LIST_FOR_APPROVAL = "select u.id, u.logo, u.name, u.location, a.handle, u.approved from umkm u
        join account a on a.id = u.owner_id where u.approved = $1 order by u.created_at desc, u.id desc limit $2 offset $3";
    PLACES = "select id, name, location from umkm where approved = 1 and location is not null
        order by created_at desc, id desc limit $1";
    COUNT = "select count(*) from umkm where approved = $1";
    APPROVE = "update umkm set approved = $1, updated_at = $2 where id = $3";
    UNSETTLED = "select id, owner_id, approved, name, province from umkm where settled = 0 order by id limit 20";
    SETTLE = "update umkm set impact = $1, province = $2, settled = 1 where id = $3";
    DELETE = "delete from umkm where id = $1";
}

fn key_of_row(row: &Row<'_>) -> Result<UmkmKey> {
    Ok(UmkmKey {
        id: row.text(0)?.into(),
        owner: row.text(1)?.into(),
        approved: row.get(2)?,
        name: row.get(3)?,
        province: row.get(4)?,
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
        now,
        new.province()?
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
        content.province()?,
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

/// A few that an older version stored and nobody has settled.
pub(crate) async fn unsettled(conn: &mut Conn<'_>) -> Result<Vec<UmkmKey>> {
    conn.all(UNSETTLED, &[], key_of_row).await
}

/// Stores what settling has changed; it counts as no edit.
pub(crate) async fn settle(tx: &mut Tx<'_>, id: &UmkmId, content: &UmkmContent) -> Result<()> {
    let values = params![&content.impact, content.province()?, id];
    tx.execute(SETTLE, values).await.map(drop)
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

fn view_row(row: &Row<'_>, placeholder: &Placeholder) -> Result<(UmkmView, Vec<PartEntry<ImpactEntry>>)> {
    let view = UmkmView {
        id: row.text(0)?.into(),
        image: placeholder.instead_of(row.get(1)?),
        logo: placeholder.instead_of(row.get(2)?),
        name: row.get(3)?,
        description: row.get::<Option<String>>(4)?.unwrap_or_default(),
        location: maybe_read_json(row, 5)?.unwrap_or_default(),
        history: HistoryView::of(maybe_read_json(row, 6)?, placeholder),
        impact: Vec::new(),
        contact: show_contacts(row.text(8)?)?,
        employe: row.get(9)?,
        owner: row.get(10)?,
        created_at: row.get(11)?,
        updated_at: row.get(12)?,
    };
    Ok((view, read_json(row, 7)?))
}

/// Fills in the impacts: those that it lists, in order, and then those that its owner keeps beside.
async fn with_impacts(
    conn: &mut Conn<'_>,
    found: Option<(UmkmView, Vec<PartEntry<ImpactEntry>>)>,
    placeholder: &Placeholder,
) -> Result<Option<UmkmView>> {
    let Some((mut view, entries)) = found else {
        return Ok(None);
    };
    let all = super::impact::of_umkm(conn, &view.id).await?;
    let known: Vec<ImpactEntry> = all.iter().map(|(entry, _)| entry.clone()).collect();
    let listed = ids(&entries);
    let is_listed = |entry: &ImpactEntry| listed.iter().any(|id| entry.id() == Some(id));
    let beside = all
        .into_iter()
        .filter(|(entry, standing)| *standing == Standing::Alone && !is_listed(entry))
        .map(|(entry, _)| entry);
    let shown = resolve(entries, &known, ImpactEntry::id).into_iter().chain(beside);
    view.impact = shown.map(|entry| EffectView::of(entry, placeholder)).collect();
    Ok(Some(view))
}

pub(crate) async fn view(conn: &mut Conn<'_>, id: &str, placeholder: &Placeholder) -> Result<Option<UmkmView>> {
    let found = conn.first(VIEW, params![id], |row| view_row(row, placeholder)).await?;
    with_impacts(conn, found, placeholder).await
}

pub(crate) async fn view_of_owner(
    conn: &mut Conn<'_>,
    owner: &AccountId,
    placeholder: &Placeholder,
) -> Result<Option<UmkmView>> {
    let read = |row: &Row<'_>| view_row(row, placeholder);
    let found = conn.first(VIEW_OF_OWNER, params![owner], read).await?;
    with_impacts(conn, found, placeholder).await
}

/// Those that are approved, newest first.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    (limit, offset): (i64, i64),
    placeholder: &Placeholder,
) -> Result<Vec<UmkmBrief>> {
    let read = |row: &Row<'_>| {
        Ok(UmkmBrief {
            id: row.text(0)?.into(),
            logo: placeholder.instead_of(row.get(1)?),
            name: row.get(2)?,
            location: maybe_read_json(row, 3)?.unwrap_or_default(),
        })
    };
    conn.all(LIST, params![true, limit, offset], read).await
}

/// Where those are that are approved and say it, the newest first.
pub(crate) async fn places(conn: &mut Conn<'_>, limit: i64) -> Result<Vec<Whereabouts>> {
    let read = |row: &Row<'_>| {
        Ok(Whereabouts {
            id: row.text(0)?.into(),
            name: row.get(1)?,
            place: maybe_read_json(row, 2)?.unwrap_or_default(),
        })
    };
    conn.all(PLACES, params![limit], read).await
}

/// Those that are approved, or that wait for it, newest first, with whose they are.
pub(crate) async fn list_for_approval(
    conn: &mut Conn<'_>,
    approved: bool,
    (limit, offset): (i64, i64),
    placeholder: &Placeholder,
) -> Result<Vec<UmkmApproval>> {
    let read = |row: &Row<'_>| {
        Ok(UmkmApproval {
            id: row.text(0)?.into(),
            logo: placeholder.instead_of(row.get(1)?),
            name: row.get(2)?,
            location: maybe_read_json(row, 3)?.unwrap_or_default(),
            owner: row.get(4)?,
            is_approve: row.get(5)?,
        })
    };
    conn.all(LIST_FOR_APPROVAL, params![approved, limit, offset], read)
        .await
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
