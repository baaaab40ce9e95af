//! Suspending accounts, for whoever runs the machine: nobody can log in with them until that is taken back.
//!
//! Invariant: a suspended account has no living session, because they end with the same write and none begins meanwhile.

use platform::{Conn, Db, Error, Kind, Message, Timestamp, Tx};

use crate::{
    Accounts,
    events::{AccountChanged, SessionRevoked},
    model::{
        account::{Account, AccountId},
        session::LoginName,
        suspension::{Listed, Wanted},
    },
    service::profile::no_such_user,
    store,
};

/// Name and password were right, but the account is suspended.
pub fn suspended() -> Error {
    Error::new(
        Kind::Forbidden,
        "accounts.suspended",
        Message::new(
            "Akun ini sedang ditangguhkan. Hubungi pengelola server ini.",
            "This account is suspended. Ask whoever runs this server.",
        ),
    )
}

impl Accounts {
    /// The account of an id, a handle, an address or a username.
    #[platform::boxed]
    pub async fn find_account(&self, who: &str) -> Result<Option<Account>, Error> {
        let who = who.trim().to_owned();
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| find(conn, &who).await)
            .await
    }

    /// Accounts by the time at which they joined.
    #[platform::boxed]
    pub async fn list_accounts(&self, wanted: Wanted) -> Result<Vec<Listed>, Error> {
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| store::suspension::list(conn, &wanted).await)
            .await
    }

    /// Lets nobody log in with an account, and ends its sessions at once; `false` if it was suspended already.
    #[platform::boxed]
    pub async fn suspend(&self, id: &AccountId, reason: &str) -> Result<bool, Error> {
        self.change_suspension(id, true, reason).await
    }

    /// Lets its owner log in again; `false` if nothing stood in the way.
    #[platform::boxed]
    pub async fn unsuspend(&self, id: &AccountId, reason: &str) -> Result<bool, Error> {
        self.change_suspension(id, false, reason).await
    }

    async fn change_suspension(&self, id: &AccountId, suspended: bool, reason: &str) -> Result<bool, Error> {
        let (id, reason) = (id.clone(), reason.trim().to_owned());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let account = store::account::by_id(tx, &id).await?.ok_or_else(no_such_user)?;
                if !suspended {
                    return lift(tx, &account, &reason).await;
                }
                let now = tx.now();
                if store::suspension::is_suspended(tx, &id, now).await? {
                    return Ok(false);
                }
                suspend(tx, &account, None, &reason).await
            })
            .await
    }
}

/// Suspends an account, within a transaction of the caller's. Its sessions end at once.
pub(super) async fn suspend(
    tx: &mut Tx<'_>,
    account: &Account,
    until: Option<Timestamp>,
    reason: &str,
) -> Result<bool, Error> {
    let is_new = store::suspension::suspend(tx, &account.id, until, reason).await?;
    for session in store::session::revoke_all(tx, &account.id).await? {
        tx.emit(&SessionRevoked { session }).await?;
    }
    tell(tx, account).await?;
    Ok(is_new)
}

/// Ends a suspension, within a transaction of the caller's; `false` if there was none.
pub(super) async fn lift(tx: &mut Tx<'_>, account: &Account, reason: &str) -> Result<bool, Error> {
    if !store::suspension::unsuspend(tx, &account.id, reason).await? {
        return Ok(false);
    }
    tell(tx, account).await?;
    Ok(true)
}

async fn tell(tx: &mut Tx<'_>, account: &Account) -> Result<(), Error> {
    let (account, handle) = (account.id.clone(), account.handle.clone());
    tx.emit(&AccountChanged { account, handle }).await
}

/// Ends the suspensions whose time is over.
pub(crate) async fn lift_over(db: &Db) -> Result<(), Error> {
    let now = db.clock().now();
    let over = db.read(async move |conn: &mut Conn<'_>| store::suspension::list_over(conn, now).await);
    for id in over.await? {
        db.write(async move |tx: &mut Tx<'_>| {
            let Some(account) = store::account::by_id(tx, &id).await? else {
                return Ok(());
            };
            // Somebody may have prolonged it meanwhile.
            let now = tx.now();
            if store::suspension::is_suspended(tx, &id, now).await? {
                return Ok(());
            }
            lift(tx, &account, "").await.map(drop)
        })
        .await?;
    }
    Ok(())
}

/// The account of an id, a handle, an address or a username.
pub(super) async fn find(conn: &mut Conn<'_>, who: &str) -> Result<Option<Account>, Error> {
    // PostgreSQL refuses to look for what it cannot store.
    if platform::text::unstorable(who).is_some() {
        return Ok(None);
    }
    if let Some(found) = store::account::by_id(conn, &AccountId::from(who.to_owned())).await? {
        return Ok(Some(found));
    }
    if let Some((id, _)) = store::account::brief(conn, who).await? {
        return store::account::by_id(conn, &id).await;
    }
    let found = match LoginName::either(who) {
        LoginName::Username(name) => store::account::by_username(conn, name).await?,
        LoginName::Email(address) => store::account::by_email(conn, address).await?,
    };
    Ok(found.map(|found| found.account))
}
