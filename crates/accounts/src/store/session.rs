//! Rows of `session`.

use std::time::Duration;

use platform::{Conn, Result, Timestamp, Tx, params};

use crate::model::{
    account::{AccountId, SessionId},
    session::{LivingSession, NewSession, OpenSession},
};

/// How long an ended session's row is kept.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

platform::statements! {
    INSERT = "insert into session (id, account_id, refresh_hash, created_at, expires_at, device)
        values ($1, $2, $3, $4, $5, $6)";
    DEVICE = "select device from session where id = $1";
    BY_REFRESH_HASH = "select s.id, s.account_id from session s join account a on a.id = s.account_id
        where s.refresh_hash = $1 and s.revoked_at is null and s.expires_at > $2 and a.deleted_at is null";
    /// Whatever became of it.
    OF_REFRESH_HASH = "select replaced_by, revoked_at from session where refresh_hash = $1";
    SUCCESSOR = "select replaced_by from session where id = $1";
    REPLACE = "update session set replaced_by = $1 where id = $2";
    LIVING = "select a.id, a.handle, a.role, s.expires_at,
        (select count(*) from account_factor f where f.account_id = a.id and f.confirmed_at is not null) from session s join account a on a.id = s.account_id
        where s.id = $1 and s.revoked_at is null and a.deleted_at is null";
    BEGAN = "select created_at from session where id = $1 and revoked_at is null";
    REVOKE = "update session set revoked_at = $1 where id = $2 and revoked_at is null";
    OPEN = "select id from session where account_id = $1 and revoked_at is null order by id";
    LIST_OPEN = "select id, coalesce(device, ''), created_at, expires_at from session where account_id = $1 and revoked_at is null
        and expires_at > $2 order by created_at desc, id limit 100";
    IS_OF = "select count(*) from session where id = $1 and account_id = $2";
    REVOKE_ALL = "update session set revoked_at = $1 where account_id = $2 and revoked_at is null";
    REVOKE_OTHERS = "update session set revoked_at = $1 where account_id = $2 and id <> $3 and revoked_at is null";
    FORGET_OF_DELETED = "delete from session where refresh_hash = $1 and expires_at > $2
        and account_id in (select id from account where deleted_at is not null)";
    ENDED = "select 1 from session where expires_at < $1 limit 1";
    PURGE = "delete from session where id in
        (select id from session where expires_at < $1 order by expires_at limit 500)";
}

pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewSession, refresh_hash: &str) -> Result<()> {
    let (now, device) = (tx.now(), new.device.as_deref());
    let values = params![&new.session, &new.account, refresh_hash, now, new.expires_at, device];
    tx.execute(INSERT, values).await.map(drop)
}

/// In which kind of program a session began, if that is known.
pub(crate) async fn device(conn: &mut Conn<'_>, id: &SessionId) -> Result<Option<String>> {
    let found = conn.first(DEVICE, params![id], |row| row.get(0)).await?;
    Ok(found.flatten())
}

/// The living session of a refresh token.
pub(crate) async fn by_refresh_hash(
    conn: &mut Conn<'_>,
    hash: &str,
    now: Timestamp,
) -> Result<Option<(SessionId, AccountId)>> {
    conn.first(BY_REFRESH_HASH, params![hash, now], |row| {
        Ok((row.text(0)?.into(), row.text(1)?.into()))
    })
    .await
}

/// A session whose refresh token was used up: by which session it was replaced, and when. `None` if the token is no such one.
pub(crate) async fn replacement_of_hash(conn: &mut Conn<'_>, hash: &str) -> Result<Option<(SessionId, Timestamp)>> {
    let read = |row: &platform::db::Row<'_>| {
        let (by, at) = (row.maybe_text(0)?, row.get::<Option<Timestamp>>(1)?);
        Ok(by.map(SessionId::from).zip(at))
    };
    Ok(conn.first(OF_REFRESH_HASH, params![hash], read).await?.flatten())
}

/// The session that came in place of a session.
pub(crate) async fn successor(conn: &mut Conn<'_>, id: &SessionId) -> Result<Option<SessionId>> {
    let found = conn
        .first(SUCCESSOR, params![id], |row| Ok(row.maybe_text(0)?.map(Into::into)))
        .await?;
    Ok(found.flatten())
}

/// Notes which session came in place of another.
pub(crate) async fn replace(tx: &mut Tx<'_>, old: &SessionId, new: &SessionId) -> Result<()> {
    tx.execute(REPLACE, params![new, old]).await.map(drop)
}

pub(crate) async fn find_living(conn: &mut Conn<'_>, id: &str) -> Result<Option<LivingSession>> {
    let read = |row: &platform::db::Row<'_>| {
        Ok(LivingSession {
            account: row.text(0)?.into(),
            handle: row.get(1)?,
            role: row.text(2)?.parse()?,
            expires_at: row.get(3)?,
            has_factor: row.get::<i64>(4)? > 0,
        })
    };
    conn.first(LIVING, params![id], read).await
}

/// Ends a session; `false` if it has ended before.
pub(crate) async fn revoke(tx: &mut Tx<'_>, id: &SessionId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(REVOKE, params![now, id]).await? > 0)
}

/// When a session that is not revoked began.
pub(crate) async fn find_beginning(conn: &mut Conn<'_>, id: &SessionId) -> Result<Option<Timestamp>> {
    conn.first(BEGAN, params![id], |row| row.get(0)).await
}

/// The sessions of an account that are good, newest first.
pub(crate) async fn list_open(conn: &mut Conn<'_>, account: &AccountId, now: Timestamp) -> Result<Vec<OpenSession>> {
    let read = |row: &platform::db::Row<'_>| {
        Ok(OpenSession {
            id: row.text(0)?.into(),
            device: row.get(1)?,
            since: row.get(2)?,
            until: row.get(3)?,
        })
    };
    conn.all(LIST_OPEN, params![account, now], read).await
}

/// Whether a session is of an account.
pub(crate) async fn is_of(conn: &mut Conn<'_>, id: &SessionId, account: &AccountId) -> Result<bool> {
    Ok(conn.number(IS_OF, params![id, account]).await? > 0)
}

/// Ends every session of an account; answers which were open.
pub(crate) async fn revoke_all(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<String>> {
    let now = tx.now();
    let open = tx.all(OPEN, params![account], |row| row.get(0)).await?;
    tx.execute(REVOKE_ALL, params![now, account]).await?;
    Ok(open)
}

/// Ends every session of an account but one; answers which were open.
pub(crate) async fn revoke_others(tx: &mut Tx<'_>, account: &AccountId, kept: &str) -> Result<Vec<String>> {
    let now = tx.now();
    let open: Vec<String> = tx.all(OPEN, params![account], |row| row.get(0)).await?;
    tx.execute(REVOKE_OTHERS, params![now, account, kept]).await?;
    Ok(open.into_iter().filter(|session| session != kept).collect())
}

/// Forgets a session of an account that was deleted; `false` if the token is of no such one.
pub(crate) async fn forget_of_deleted(tx: &mut Tx<'_>, hash: &str) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(FORGET_OF_DELETED, params![hash, now]).await? > 0)
}

/// Whether there is a session that ended long ago.
pub(crate) async fn has_ended(conn: &mut Conn<'_>, now: Timestamp) -> Result<bool> {
    let found = conn.first(ENDED, params![now.minus(KEPT)], |_| Ok(())).await?;
    Ok(found.is_some())
}

pub(crate) async fn purge(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now().minus(KEPT);
    tx.execute(PURGE, params![before]).await
}
