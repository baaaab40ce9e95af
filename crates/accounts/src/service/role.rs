//! Giving and taking roles.
//!
//! Invariant: somebody who can log in is an administrator afterwards, so that there is always one who can give the role.

use platform::{Error, Kind, Message, Tx};

use crate::{
    events::AccountChanged,
    model::account::{Account, Role},
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

/// Gives an account another role, within a transaction of the caller's; it counts from the next request on.
///
/// Fails with `accounts.last_administrator`.
pub(super) async fn set_role(tx: &mut Tx<'_>, account: &Account, role: Role) -> Result<(), Error> {
    let is_lost = account.role.is_admin() && !role.is_admin();
    if is_lost && store::account::count_other_administrators(tx, &account.id).await? == 0 {
        return Err(last_administrator());
    }
    store::account::set_role(tx, &account.id, role).await?;
    let (account, handle) = (account.id.clone(), account.handle.clone());
    tx.emit(&AccountChanged { account, handle }).await
}
