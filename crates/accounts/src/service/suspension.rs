//! Suspending accounts, for whoever runs the machine: nobody can log in with them until that is taken back.
//!
//! Invariant: a suspended account has no living session, because they end with the same write and none begins meanwhile.

use platform::{
    Conn, Error, Kind, Message, Tx,
    page::{Pages, Paging},
};

use crate::{
    Accounts,
    events::{AccountChanged, SessionRevoked},
    model::{
        account::{Account, AccountId},
        session::LoginName,
        suspension::{Listed, Searched, Wanted},
    },
    service::profile::no_such_user,
    store::{self, suspension::Action},
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
            .write(async move |tx: &mut Tx<'_>| set_suspension(tx, &id, suspended, &reason).await)
            .await
    }

    /// A page of the accounts whose names or address have some words, or whose id they are; by the time at which they
    /// joined.
    #[platform::boxed]
    pub async fn search_accounts(&self, wanted: Searched, pages: Pages) -> Result<(Vec<Listed>, Paging), Error> {
        // PostgreSQL refuses to look for what it cannot store.
        if platform::text::unstorable(&wanted.words).is_some() {
            return Ok((Vec::new(), pages.of(0)));
        }
        let page = (pages.limit(), pages.offset());
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::suspension::search(conn, &wanted, page).await)
            .await?;
        Ok((rows, pages.of(total)))
    }
}

/// Suspends an account or ends that, within a transaction of the caller's, so that a module can note who did it in the same
/// one; `false` if nothing changed. Its sessions end at once.
pub async fn set_suspension(tx: &mut Tx<'_>, id: &AccountId, suspended: bool, reason: &str) -> Result<bool, Error> {
    let account = store::account::by_id(tx, id).await?.ok_or_else(no_such_user)?;
    let action = if suspended { Action::Suspend } else { Action::Unsuspend };
    if !store::suspension::set(tx, id, action, reason).await? {
        return Ok(false);
    }
    for session in store::session::revoke_all(tx, id).await? {
        tx.emit(&SessionRevoked { session }).await?;
    }
    let (account, handle) = (account.id, account.handle);
    tx.emit(&AccountChanged { account, handle }).await?;
    Ok(true)
}

async fn find(conn: &mut Conn<'_>, who: &str) -> Result<Option<Account>, Error> {
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
