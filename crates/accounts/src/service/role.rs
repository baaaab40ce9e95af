//! Giving and taking the role of an administrator.
//!
//! Invariant: somebody who can log in is an administrator afterwards, so that there is always one who can give the role.

use platform::{Error, Kind, Message, Tx};

use crate::{
    events::AccountChanged,
    model::account::{AccountId, Role},
    service::profile::no_such_user,
    store,
};

/// Nobody would be left who looks after the place.
pub fn last_administrator() -> Error {
    let said = Message::new(
        "Ini satu-satunya pengelola. Angkat pengelola lain dahulu.",
        "This is the only administrator. Make somebody else one first.",
    );
    Error::new(Kind::Conflict, "accounts.last_administrator", said)
}

/// Makes an administrator of an account, or a user of an administrator, within a transaction of the caller's, so that a module
/// can note who did it in the same one; `false` if nothing changed. It counts from the next request on.
///
/// Fails with `accounts.last_administrator`.
#[platform::boxed]
pub async fn set_administrator(tx: &mut Tx<'_>, id: &AccountId, is_one: bool) -> Result<bool, Error> {
    let account = store::account::by_id(tx, id).await?.ok_or_else(no_such_user)?;
    if account.role.is_admin() == is_one {
        return Ok(false);
    }
    if !is_one && store::account::count_other_administrators(tx, id).await? == 0 {
        return Err(last_administrator());
    }
    let role = if is_one { Role::Admin } else { Role::User };
    store::account::set_role(tx, id, role).await?;
    let (account, handle) = (account.id, account.handle);
    tx.emit(&AccountChanged { account, handle }).await?;
    Ok(true)
}
