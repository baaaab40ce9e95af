//! Rows of `account_factor` and `account_recovery`.

use platform::{Conn, Result, Tx, auth::keys::Sealed, db::Row, params};

use crate::model::{account::AccountId, factor::Factor};

platform::statements! {
    /// In place of one that nobody has confirmed.
    BEGIN = "insert into account_factor (account_id, secret, sealed_with, created_at) values ($1, $2, $3, $4)
        on conflict (account_id) do update set secret = excluded.secret, sealed_with = excluded.sealed_with,
        created_at = excluded.created_at where account_factor.confirmed_at is null";
    FIND = "select secret, sealed_with, confirmed_at from account_factor where account_id = $1";
    CONFIRM = "update account_factor set confirmed_at = $1, last_step = $2 where account_id = $3 and confirmed_at is null";
    /// Of those who come with the same code at the same time one succeeds.
    STEP = "update account_factor set last_step = $1
        where account_id = $2 and confirmed_at is not null and last_step < $1";
    REMOVE = "delete from account_factor where account_id = $1";
    STALE = "select account_id from account_factor where sealed_with <> $1 order by account_id limit 100";
    RESEAL = "update account_factor set secret = $1, sealed_with = $2 where account_id = $3 and sealed_with = $4";
    ADD_RECOVERY = "insert into account_recovery (account_id, digest) values ($1, $2)";
    USE_RECOVERY = "update account_recovery set used_at = $1 where account_id = $2 and digest = $3 and used_at is null";
    LEFT = "select count(*) from account_recovery where account_id = $1 and used_at is null";
    FORGET_RECOVERY = "delete from account_recovery where account_id = $1";
    NOTE = "insert into account_note (account_id, action, reason, at, by_account) values ($1, 'remove-totp', $2, $3, $4)";
}

/// Keeps a secret that is being set up; `false` if there is a confirmed one.
pub(crate) async fn begin(tx: &mut Tx<'_>, account: &AccountId, sealed: &Sealed) -> Result<bool> {
    let now = tx.now();
    let values = params![account, &sealed.bytes[..], &sealed.key, now];
    Ok(tx.execute(BEGIN, values).await? == 1)
}

pub(crate) async fn find(conn: &mut Conn<'_>, account: &AccountId) -> Result<Option<Factor>> {
    let read = |row: &Row<'_>| {
        Ok(Factor {
            sealed: Sealed {
                bytes: row.get(0)?,
                key: row.get(1)?,
            },
            confirmed_at: row.get(2)?,
        })
    };
    conn.first(FIND, params![account], read).await
}

/// From now on its codes are asked for; `false` if they are already.
pub(crate) async fn confirm(tx: &mut Tx<'_>, account: &AccountId, step: i64) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(CONFIRM, params![now, step, account]).await? == 1)
}

/// Uses the code of a step up; `false` if that, or a later one, was used before.
pub(crate) async fn use_step(tx: &mut Tx<'_>, account: &AccountId, step: i64) -> Result<bool> {
    Ok(tx.execute(STEP, params![step, account]).await? == 1)
}

/// Forgets secret and codes; `false` if there was no secret.
pub(crate) async fn remove(tx: &mut Tx<'_>, account: &AccountId) -> Result<bool> {
    tx.execute(FORGET_RECOVERY, params![account]).await?;
    Ok(tx.execute(REMOVE, params![account]).await? == 1)
}

/// Accounts whose secrets are not sealed with a key.
pub(crate) async fn stale(conn: &mut Conn<'_>, key: &str) -> Result<Vec<AccountId>> {
    conn.all(STALE, params![key], |row| Ok(row.text(0)?.into())).await
}

/// Keeps the same secret, sealed anew.
pub(crate) async fn reseal(tx: &mut Tx<'_>, account: &AccountId, before: &str, sealed: &Sealed) -> Result<()> {
    let values = params![&sealed.bytes[..], &sealed.key, account, before];
    tx.execute(RESEAL, values).await.map(drop)
}

/// Keeps codes for whoever loses the app, in place of those before.
pub(crate) async fn keep_recovery(tx: &mut Tx<'_>, account: &AccountId, digests: &[String]) -> Result<()> {
    tx.execute(FORGET_RECOVERY, params![account]).await?;
    for digest in digests {
        tx.execute(ADD_RECOVERY, params![account, digest]).await?;
    }
    Ok(())
}

/// Uses such a code up; `false` if it is none, or was used.
pub(crate) async fn use_recovery(tx: &mut Tx<'_>, account: &AccountId, digest: &str) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(USE_RECOVERY, params![now, account, digest]).await? == 1)
}

/// How many of them are left.
pub(crate) async fn left(conn: &mut Conn<'_>, account: &AccountId) -> Result<i64> {
    conn.number(LEFT, params![account]).await
}

/// Notes that somebody else removed it, and why.
pub(crate) async fn note_removal(
    tx: &mut Tx<'_>,
    account: &AccountId,
    by: Option<&AccountId>,
    reason: &str,
) -> Result<()> {
    let now = tx.now();
    let by = by.map(AccountId::as_str);
    tx.execute(NOTE, params![account, reason, now, by]).await.map(drop)
}
