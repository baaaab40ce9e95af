//! Rows of `exam_admin`.

use platform::{Conn, Result, Timestamp, Tx, db::Row, params, text::fold};

use crate::role::Role;

macro_rules! columns {
    () => {
        "id, username, role, version, suspended_at"
    };
}

platform::statements! {
    INSERT = concat!("insert into exam_admin (username, username_key, password_hash, role, version, created_at, updated_at)
        values ($1, $2, $3, $4, 1, $5, $5) returning ", columns!());
    BY_ID = concat!("select ", columns!(), " from exam_admin where id = $1");
    LIST = concat!("select ", columns!(), " from exam_admin order by id limit $1 offset $2");
    COUNT = "select count(*) from exam_admin";
    /// Of those who may log in.
    COUNT_OF_ROLE = "select count(*) from exam_admin where role = $1 and suspended_at is null";
    ID_OF_KEY = "select id from exam_admin where username_key = $1";
    SECRET_OF_KEY = "select id, password_hash from exam_admin where username_key = $1";
    SECRET_OF_ID = "select id, password_hash from exam_admin where id = $1";
    UPDATE = "update exam_admin set username = $1, username_key = $2, role = $3, version = version + 1, updated_at = $4
        where id = $5";
    SET_PASSWORD = "update exam_admin set password_hash = $1, version = version + 1, updated_at = $2 where id = $3";
    /// A password that was changed meanwhile stays changed.
    REPLACE_HASH = "update exam_admin set password_hash = $1 where id = $2 and password_hash = $3";
    SUSPEND = "update exam_admin set suspended_at = $1, updated_at = $1, version = version + 1 where id = $2";
    UNSUSPEND = "update exam_admin set suspended_at = null, updated_at = $1, version = version + 1 where id = $2";
    DELETE = "delete from exam_admin where id = $1";
}

/// An administrator as stored, without the password.
#[derive(Debug, Clone)]
pub(crate) struct AdminRow {
    pub(crate) id: i64,
    pub(crate) username: String,
    pub(crate) role: Role,
    pub(crate) version: i64,
    /// Since when they may not log in.
    pub(crate) suspended_at: Option<Timestamp>,
}

/// A password's hash and whose it is.
pub(crate) struct Secret {
    pub(crate) id: i64,
    pub(crate) hash: String,
}

fn read_admin(row: &Row<'_>) -> Result<AdminRow> {
    Ok(AdminRow {
        id: row.get(0)?,
        username: row.get(1)?,
        role: Role::from_stored(row.get(2)?)?,
        version: row.get(3)?,
        suspended_at: row.get(4)?,
    })
}

fn secret(row: &Row<'_>) -> Result<Secret> {
    Ok(Secret {
        id: row.get(0)?,
        hash: row.get(1)?,
    })
}

pub(crate) async fn insert(tx: &mut Tx<'_>, username: &str, hash: &str, role: Role) -> Result<AdminRow> {
    let (key, now) = (fold(username), tx.now());
    let row = tx
        .first(INSERT, params![username, &key, hash, role.id(), now], read_admin)
        .await?;
    row.ok_or_else(|| platform::Error::internal("an administrator was stored and is not there"))
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<AdminRow>> {
    conn.first(BY_ID, params![id], read_admin).await
}

/// A page of them, by id, and how many there are.
pub(crate) async fn list(conn: &mut Conn<'_>, limit: i64, offset: i64) -> Result<(Vec<AdminRow>, i64)> {
    let total = count(conn).await?;
    Ok((conn.all(LIST, params![limit, offset], read_admin).await?, total))
}

/// How many there are, whether or not they may log in.
pub(crate) async fn count(conn: &mut Conn<'_>) -> Result<i64> {
    conn.number(COUNT, &[]).await
}

pub(crate) async fn count_of_role(conn: &mut Conn<'_>, role: Role) -> Result<i64> {
    conn.number(COUNT_OF_ROLE, params![role.id()]).await
}

/// Who has a name, without case.
pub(crate) async fn id_of_name(conn: &mut Conn<'_>, username: &str) -> Result<Option<i64>> {
    conn.first(ID_OF_KEY, params![&fold(username)], |row| row.get(0)).await
}

pub(crate) async fn secret_of_name(conn: &mut Conn<'_>, username: &str) -> Result<Option<Secret>> {
    conn.first(SECRET_OF_KEY, params![&fold(username)], secret).await
}

pub(crate) async fn secret_of_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<Secret>> {
    conn.first(SECRET_OF_ID, params![id], secret).await
}

pub(crate) async fn update(tx: &mut Tx<'_>, id: i64, username: &str, role: Role) -> Result<()> {
    let (key, now) = (fold(username), tx.now());
    tx.execute(UPDATE, params![username, &key, role.id(), now, id])
        .await
        .map(drop)
}

pub(crate) async fn set_password(tx: &mut Tx<'_>, id: i64, hash: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(SET_PASSWORD, params![hash, now, id]).await.map(drop)
}

/// The same password, hashed anew: no new version of the administrator.
pub(crate) async fn replace_hash(tx: &mut Tx<'_>, id: i64, old: &str, new: &str) -> Result<()> {
    tx.execute(REPLACE_HASH, params![new, id, old]).await.map(drop)
}

/// Keeps an administrator from logging in, or ends that.
pub(crate) async fn set_suspended(tx: &mut Tx<'_>, id: i64, suspended: bool) -> Result<()> {
    let now = tx.now();
    let sql = if suspended { SUSPEND } else { UNSUSPEND };
    tx.execute(sql, params![now, id]).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}
