//! Rows of `account_note`, and since when an account is suspended.

use platform::{
    Conn, Error, Result, Tx,
    db::{Row, containing},
    params,
    text::fold,
};

use crate::model::{
    account::AccountId,
    suspension::{Listed, Searched, Suspension, Wanted},
};

platform::statements! {
    SUSPEND = "update account set suspended_at = $1, updated_at = $1
        where id = $2 and deleted_at is null and suspended_at is null";
    UNSUSPEND = "update account set suspended_at = null, updated_at = $1
        where id = $2 and deleted_at is null and suspended_at is not null";
    SUSPENDED = "select suspended_at from account where id = $1 and suspended_at is not null";
    NOTE = "insert into account_note (account_id, action, reason, at) values ($1, $2, $3, $4)";
    /// By id, which is by the time at which they joined; with the newest reason of those who are suspended.
    LIST = "select a.id, a.handle, a.username, a.email, a.role, a.last_login_at, a.suspended_at,
        coalesce((select n.reason from account_note n where n.account_id = a.id and a.suspended_at is not null
        order by n.id desc limit 1), '') from account a where a.deleted_at is null and a.id > $1
        and ($2 = 0 or a.suspended_at is not null) order by a.id limit $3";
    SEARCH = "select a.id, a.handle, a.username, a.email, a.role, a.last_login_at, a.suspended_at,
        coalesce((select n.reason from account_note n where n.account_id = a.id and a.suspended_at is not null
        order by n.id desc limit 1), '') from account a where a.deleted_at is null
        and ($1 = 0 or a.suspended_at is not null) and (a.username_key like $2 escape '\\' or a.email_key like $2 escape '\\'
        or lower(a.fullname) like $2 escape '\\' or a.handle = $3) order by a.id limit $4 offset $5";
    COUNT = "select count(*) from account a where a.deleted_at is null
        and ($1 = 0 or a.suspended_at is not null) and (a.username_key like $2 escape '\\' or a.email_key like $2 escape '\\'
        or lower(a.fullname) like $2 escape '\\' or a.handle = $3)";
}

/// What is noted of an account.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    Suspend,
    Unsuspend,
}

/// Suspends an account or ends that; `false` if nothing changed.
pub(crate) async fn set(tx: &mut Tx<'_>, id: &AccountId, action: Action, reason: &str) -> Result<bool> {
    let now = tx.now();
    let (sql, name) = match action {
        Action::Suspend => (SUSPEND, "suspend"),
        Action::Unsuspend => (UNSUSPEND, "unsuspend"),
    };
    if tx.execute(sql, params![now, id]).await? == 0 {
        return Ok(false);
    }
    tx.execute(NOTE, params![id, name, reason, now]).await?;
    Ok(true)
}

pub(crate) async fn is_suspended(conn: &mut Conn<'_>, id: &AccountId) -> Result<bool> {
    let found = conn.first(SUSPENDED, params![id], |_| Ok(())).await?;
    Ok(found.is_some())
}

fn listed(row: &Row<'_>) -> Result<Listed, Error> {
    let since = row.get(6)?;
    let reason: String = row.get(7)?;
    Ok(Listed {
        id: row.text(0)?.into(),
        handle: row.get(1)?,
        username: row.get(2)?,
        email: row.get(3)?,
        role: row.text(4)?.parse()?,
        last_login_at: row.get(5)?,
        suspended: Option::map(since, |since| Suspension { since, reason }),
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
    let values = params![wanted.suspended, &pattern, words, limit, offset];
    let rows = conn.all(SEARCH, values, listed).await?;
    let count = conn.number(COUNT, params![wanted.suspended, &pattern, words]).await?;
    Ok((rows, count))
}
