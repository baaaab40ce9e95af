//! The first administrator of the accounts, made together with what another module makes first.

use platform::{Conn, Ctx, Error, Kind, Message, Tx};

use super::register;
use crate::{
    Accounts,
    model::account::{AccountId, NewAccount, Role},
    store::{self, account::NewAccountRow},
};

/// An administrator who was found good, with the password hashed, and is not stored yet.
#[derive(Clone)]
pub struct FirstAdministrator(NewAccountRow);

/// Somebody looks after the place already.
pub fn has_one_already() -> Error {
    let said = Message::new(
        "Server ini sudah mempunyai pengelola.",
        "This server has an administrator already.",
    );
    Error::new(Kind::Conflict, "accounts.has_administrator", said)
}

async fn count(conn: &mut Conn<'_>) -> Result<i64, Error> {
    // No account has an empty id.
    store::account::count_other_administrators(conn, &AccountId::from(String::new())).await
}

impl Accounts {
    /// Whether somebody who can log in looks after the place.
    #[platform::boxed]
    pub async fn has_administrator(&self) -> Result<bool, Error> {
        self.0
            .db
            .read(async |conn: &mut Conn<'_>| Ok::<_, Error>(count(conn).await? > 0))
            .await
    }

    /// Judges whoever shall be the first administrator, and hashes the password. Nothing is stored yet.
    #[platform::boxed]
    pub async fn prepare_first_administrator(&self, ctx: &Ctx, new: NewAccount) -> Result<FirstAdministrator, Error> {
        let new = NewAccount {
            role: Role::Admin,
            ..new
        };
        self.prepare(ctx, new).await.map(FirstAdministrator)
    }
}

/// Refuses where there is an administrator already, and stores the first one if there shall be one, within a transaction of
/// the caller's.
///
/// Fails with `accounts.has_administrator`.
#[platform::boxed]
pub async fn insert_first_administrator(tx: &mut Tx<'_>, first: Option<&FirstAdministrator>) -> Result<(), Error> {
    if count(tx).await? > 0 {
        return Err(has_one_already());
    }
    match first {
        Some(first) => register::insert(tx, &first.0).await,
        None => Ok(()),
    }
}
