//! Rows of `exam_admin_factor`.

use platform::{Conn, Result, Tx, auth::keys::Sealed, db::Row, params};

platform::statements! {
    /// In place of one that nobody has confirmed.
    BEGIN = "insert into exam_admin_factor (admin_id, secret, sealed_with, created_at) values ($1, $2, $3, $4)
        on conflict (admin_id) do update set secret = excluded.secret, sealed_with = excluded.sealed_with,
        created_at = excluded.created_at where exam_admin_factor.confirmed_at is null";
    FIND = "select secret, sealed_with, confirmed_at from exam_admin_factor where admin_id = $1";
    CONFIRM = "update exam_admin_factor set confirmed_at = $1, last_step = $2 where admin_id = $3 and confirmed_at is null";
    /// Of those who come with the same code at the same time one succeeds.
    STEP = "update exam_admin_factor set last_step = $1
        where admin_id = $2 and confirmed_at is not null and last_step < $1";
    REMOVE = "delete from exam_admin_factor where admin_id = $1";
    STALE = "select admin_id from exam_admin_factor where sealed_with <> $1 order by admin_id limit 100";
    RESEAL = "update exam_admin_factor set secret = $1, sealed_with = $2 where admin_id = $3 and sealed_with = $4";
}

/// What an administrator's codes are made from.
#[derive(Clone)]
pub(crate) struct Factor {
    pub(crate) sealed: Sealed,
    /// Whether codes are asked for; not while it is being set up.
    pub(crate) is_on: bool,
}

/// Keeps a secret that is being set up; `false` if there is a confirmed one.
pub(crate) async fn begin(tx: &mut Tx<'_>, admin: i64, sealed: &Sealed) -> Result<bool> {
    let now = tx.now();
    let values = params![admin, &sealed.bytes[..], &sealed.key, now];
    Ok(tx.execute(BEGIN, values).await? == 1)
}

pub(crate) async fn find(conn: &mut Conn<'_>, admin: i64) -> Result<Option<Factor>> {
    let read = |row: &Row<'_>| {
        Ok(Factor {
            sealed: Sealed {
                bytes: row.get(0)?,
                key: row.get(1)?,
            },
            is_on: row.get::<Option<i64>>(2)?.is_some(),
        })
    };
    conn.first(FIND, params![admin], read).await
}

/// From now on its codes are asked for; `false` if they are already.
pub(crate) async fn confirm(tx: &mut Tx<'_>, admin: i64, step: i64) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(CONFIRM, params![now, step, admin]).await? == 1)
}

/// Uses the code of a step up; `false` if that, or a later one, was used before.
pub(crate) async fn use_step(tx: &mut Tx<'_>, admin: i64, step: i64) -> Result<bool> {
    Ok(tx.execute(STEP, params![step, admin]).await? == 1)
}

/// Forgets the secret; `false` if there was none.
pub(crate) async fn remove(tx: &mut Tx<'_>, admin: i64) -> Result<bool> {
    Ok(tx.execute(REMOVE, params![admin]).await? == 1)
}

/// Administrators whose secrets are not sealed with a key.
pub(crate) async fn stale(conn: &mut Conn<'_>, key: &str) -> Result<Vec<i64>> {
    conn.all(STALE, params![key], |row| row.get(0)).await
}

/// Keeps the same secret, sealed anew.
pub(crate) async fn reseal(tx: &mut Tx<'_>, admin: i64, before: &str, sealed: &Sealed) -> Result<()> {
    let values = params![&sealed.bytes[..], &sealed.key, admin, before];
    tx.execute(RESEAL, values).await.map(drop)
}
