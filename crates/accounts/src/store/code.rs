//! Rows of `account_code` and `account_reset_wish`.

use platform::{Conn, Result, Timestamp, Tx, params};

use crate::model::{
    account::AccountId,
    letter::{Purpose, ResetWish},
};

platform::statements! {
    FORGET = "delete from account_code where account_id = $1 and purpose = $2";
    FORGET_ALL = "delete from account_code where account_id = $1";
    INSERT = "insert into account_code (digest, account_id, purpose, email_key, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6)";
    /// Of an account that lives and still has the address.
    FIND = "select c.account_id from account_code c join account a on a.id = c.account_id
        where c.digest = $1 and c.purpose = $2 and c.expires_at > $3 and a.email_key = c.email_key and a.deleted_at is null";
    CONSUME = "delete from account_code where digest = $1";
    VERIFIED = "update account set email_verified_at = $1 where id = $2 and email_verified_at is null";
    OLD = "select 1 from account_code where expires_at < $1 limit 1";
    PURGE = "delete from account_code where expires_at < $1";
    WISH = "insert into account_reset_wish (email_key, language, at) values ($1, $2, $3)";
    WISHES = "select id, email_key, language, at from account_reset_wish order by id limit 50";
    GRANTED = "delete from account_reset_wish where id = $1";
    FORGET_WISHES = "delete from account_reset_wish where email_key = $1";
    SPEAKS = "update account set language = $1 where id = $2 and (language is null or language <> $1)";
}

/// Keeps a code in place of those of its kind that the account has.
pub(crate) async fn keep(
    tx: &mut Tx<'_>,
    account: &AccountId,
    purpose: Purpose,
    digest: &str,
    email_key: &str,
    until: Timestamp,
) -> Result<()> {
    let now = tx.now();
    tx.execute(FORGET, params![account, purpose.name()]).await?;
    let values = params![digest, account, purpose.name(), email_key, now, until];
    tx.execute(INSERT, values).await.map(drop)
}

/// Whose a code is that is still good.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    purpose: Purpose,
    digest: &str,
    now: Timestamp,
) -> Result<Option<AccountId>> {
    conn.first(FIND, params![digest, purpose.name(), now], |row| {
        Ok(row.text(0)?.into())
    })
    .await
}

/// Uses a code up; `false` if somebody has.
pub(crate) async fn consume(tx: &mut Tx<'_>, digest: &str) -> Result<bool> {
    Ok(tx.execute(CONSUME, params![digest]).await? == 1)
}

/// Forgets all codes of an account.
pub(crate) async fn forget(tx: &mut Tx<'_>, account: &AccountId) -> Result<()> {
    tx.execute(FORGET_ALL, params![account]).await.map(drop)
}

/// Forgets wishes for a new password of whoever has an address.
pub(crate) async fn forget_wishes(tx: &mut Tx<'_>, email_key: &str) -> Result<()> {
    tx.execute(FORGET_WISHES, params![email_key]).await.map(drop)
}

/// Notes that an address is read; `false` if that was known.
pub(crate) async fn set_verified(tx: &mut Tx<'_>, account: &AccountId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(VERIFIED, params![now, account]).await? == 1)
}

/// Notes the language of somebody's letters.
pub(crate) async fn set_language(tx: &mut Tx<'_>, account: &AccountId, language: &str) -> Result<()> {
    tx.execute(SPEAKS, params![language, account]).await.map(drop)
}

/// Whether a code is good no more.
pub(crate) async fn has_old(conn: &mut Conn<'_>, now: Timestamp) -> Result<bool> {
    Ok(conn.first(OLD, params![now], |_| Ok(())).await?.is_some())
}

pub(crate) async fn purge(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    tx.execute(PURGE, params![now]).await.map(drop)
}

pub(crate) async fn wish(tx: &mut Tx<'_>, email_key: &str, language: Option<&str>) -> Result<()> {
    let now = tx.now();
    tx.execute(WISH, params![email_key, language, now]).await.map(drop)
}

/// The oldest wishes.
pub(crate) async fn wishes(conn: &mut Conn<'_>) -> Result<Vec<ResetWish>> {
    let read = |row: &platform::db::Row<'_>| {
        Ok(ResetWish {
            id: row.get(0)?,
            email_key: row.get(1)?,
            language: row.get(2)?,
            at: row.get(3)?,
        })
    };
    conn.all(WISHES, &[], read).await
}

/// Takes a wish; `false` if somebody else has.
pub(crate) async fn take_wish(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    Ok(tx.execute(GRANTED, params![id]).await? == 1)
}

/// Forgets what was sent to an account for a purpose.
pub(crate) async fn forget_purpose(tx: &mut Tx<'_>, account: &AccountId, purpose: Purpose) -> Result<()> {
    tx.execute(FORGET, params![account, purpose.name()]).await.map(drop)
}
