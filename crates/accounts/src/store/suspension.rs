//! Rows of `account_note`, and since when an account is suspended.

use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Row, containing},
    params,
    text::fold,
};

use crate::model::{
    account::{AccountId, Role},
    suspension::{Listed, Searched, Suspension, Wanted},
};

platform::statements! {
    SUSPEND = "update account set suspended_at = $1, suspended_until = $2, updated_at = $1
        where id = $3 and deleted_at is null and suspended_at is null";
    PROLONG = "update account set suspended_until = $1, updated_at = $2
        where id = $3 and deleted_at is null and suspended_at is not null";
    UNSUSPEND = "update account set suspended_at = null, suspended_until = null, updated_at = $1
        where id = $2 and deleted_at is null and suspended_at is not null";
    /// One whose time is over is none, though no job has looked yet.
    SUSPENDED = "select suspended_at from account where id = $1 and suspended_at is not null
        and (suspended_until is null or suspended_until > $2)";
    OF = "select a.suspended_at, a.suspended_until, coalesce((select n.reason from account_note n where n.account_id = a.id
        order by n.id desc limit 1), '') from account a where a.id = $1 and a.suspended_at is not null";
    OVER = "select id from account where suspended_until <= $1 and deleted_at is null order by suspended_until limit 100";
    NOTE = "insert into account_note (account_id, action, reason, at) values ($1, $2, $3, $4)";
    /// By id, which is by the time at which they joined; with the newest reason of those who are suspended.
    LIST = "select a.id, a.handle, a.username, a.email, a.role, a.last_login_at, a.suspended_at,
        coalesce((select n.reason from account_note n where n.account_id = a.id and a.suspended_at is not null
        order by n.id desc limit 1), ''), a.suspended_until from account a where a.deleted_at is null and a.id > $1
        and ($2 = 0 or a.suspended_at is not null) order by a.id limit $3";
    SEARCH = "select a.id, a.handle, a.username, a.email, a.role, a.last_login_at, a.suspended_at,
        coalesce((select n.reason from account_note n where n.account_id = a.id and a.suspended_at is not null
        order by n.id desc limit 1), ''), a.suspended_until from account a where a.deleted_at is null
        and ($1 = 0 or a.suspended_at is not null) and (a.username_key like $2 escape '\\' or a.email_key like $2 escape '\\'
        or lower(a.fullname) like $2 escape '\\' or a.handle = $3) and ($4 = '' or a.role = $4)
        order by a.id limit $5 offset $6";
    COUNT = "select count(*) from account a where a.deleted_at is null
        and ($1 = 0 or a.suspended_at is not null) and (a.username_key like $2 escape '\\' or a.email_key like $2 escape '\\'
        or lower(a.fullname) like $2 escape '\\' or a.handle = $3) and ($4 = '' or a.role = $4)";
}

/// Suspends an account; of one that is suspended, it changes until when.
pub(crate) async fn suspend(tx: &mut Tx<'_>, id: &AccountId, until: Option<Timestamp>, reason: &str) -> Result<bool> {
    let now = tx.now();
    let is_new = tx.execute(SUSPEND, params![now, until, id]).await? > 0;
    if !is_new {
        tx.execute(PROLONG, params![until, now, id]).await?;
    }
    tx.execute(NOTE, params![id, "suspend", reason, now]).await?;
    Ok(is_new)
}

/// Ends a suspension; `false` if there was none.
pub(crate) async fn unsuspend(tx: &mut Tx<'_>, id: &AccountId, reason: &str) -> Result<bool> {
    let now = tx.now();
    if tx.execute(UNSUSPEND, params![now, id]).await? == 0 {
        return Ok(false);
    }
    tx.execute(NOTE, params![id, "unsuspend", reason, now]).await?;
    Ok(true)
}

pub(crate) async fn is_suspended(conn: &mut Conn<'_>, id: &AccountId, now: Timestamp) -> Result<bool> {
    let found = conn.first(SUSPENDED, params![id, now], |_| Ok(())).await?;
    Ok(found.is_some())
}

/// Since when an account is suspended, until when, and why.
pub(crate) async fn of(conn: &mut Conn<'_>, id: &AccountId) -> Result<Option<Suspension>> {
    let read = |row: &Row<'_>| {
        Ok(Suspension {
            since: row.get(0)?,
            until: row.get(1)?,
            reason: row.get(2)?,
        })
    };
    conn.first(OF, params![id], read).await
}

/// Some of the accounts whose suspension is over.
pub(crate) async fn list_over(conn: &mut Conn<'_>, now: Timestamp) -> Result<Vec<AccountId>> {
    conn.all(OVER, params![now], |row| Ok(row.text(0)?.into())).await
}

fn listed(row: &Row<'_>) -> Result<Listed, Error> {
    let since = row.get(6)?;
    let reason: String = row.get(7)?;
    let until = row.get(8)?;
    Ok(Listed {
        id: row.text(0)?.into(),
        handle: row.get(1)?,
        username: row.get(2)?,
        email: row.get(3)?,
        role: row.text(4)?.parse()?,
        last_login_at: row.get(5)?,
        suspended: Option::map(since, |since| Suspension { since, until, reason }),
    })
}

pub(crate) async fn list(conn: &mut Conn<'_>, wanted: &Wanted) -> Result<Vec<Listed>> {
    let values = params![wanted.after.as_str(), wanted.suspended, wanted.limit];
    conn.all(LIST, values, listed).await
}

/// A page of what is looked for, and how many there are.
pub(crate) async fn search(
    conn: &mut Conn<'_>,
    wanted: &Searched,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Listed>, i64)> {
    let words = wanted.words.trim();
    let pattern = containing(&fold(words));
    let role = wanted.role.map_or("", Role::name);
    let values = params![wanted.suspended, &pattern, words, role, limit, offset];
    let rows = conn.all(SEARCH, values, listed).await?;
    let count = conn
        .number(COUNT, params![wanted.suspended, &pattern, words, role])
        .await?;
    Ok((rows, count))
}
