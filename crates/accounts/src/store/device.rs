//! Rows of `account_device`: from which kinds of programs somebody has logged in.

use platform::{Conn, Result, Tx, params};

use crate::model::account::AccountId;

platform::statements! {
    COUNT = "select count(*) from account_device where account_id = $1";
    NOTE = "insert into account_device (account_id, device, seen_at) values ($1, $2, $3)
        on conflict (account_id, device) do nothing";
    QUIET = "update account set quiet_sign_ins = $1 where id = $2";
    FORGET = "delete from account_device where account_id = $1";
}

/// Whether anything is known of an account.
pub(crate) async fn has_any(conn: &mut Conn<'_>, account: &AccountId) -> Result<bool> {
    Ok(conn.number(COUNT, params![account]).await? > 0)
}

/// Notes a device; `false` if it was known.
pub(crate) async fn note(tx: &mut Tx<'_>, account: &AccountId, device: &str) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(NOTE, params![account, device, now]).await? == 1)
}

/// Whether letters about new devices are unwanted.
pub(crate) async fn set_quiet(tx: &mut Tx<'_>, account: &AccountId, is_quiet: bool) -> Result<()> {
    tx.execute(QUIET, params![is_quiet, account]).await.map(drop)
}

pub(crate) async fn forget(tx: &mut Tx<'_>, account: &AccountId) -> Result<()> {
    tx.execute(FORGET, params![account]).await.map(drop)
}
