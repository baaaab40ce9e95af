//! Making accounts: by registration, by an administrator, and by the command line.

use platform::{Ctx, Error, Kind, Message, Tx, idempotency::Once, text::Check};

use crate::{
    Accounts,
    events::{AccountChanged, AccountRegistered, SessionRevoked},
    model::account::{Account, AccountId, NewAccount, NewAccountByEmail, Role, RoleChange},
    rules::{self, Origin},
    store,
};

impl Accounts {
    /// Makes an account; answers its handle.
    #[platform::boxed]
    pub async fn register(&self, ctx: &Ctx, new: NewAccount, once: Option<Once>) -> Result<String, Error> {
        let judged = Judged::of(&new)?;
        if let Some(once) = &once
            && let Some(handle) = self.0.answers.find(ctx, once).await?
        {
            return Ok(handle);
        }
        let row = judged.row(ctx, new.role, self.0.passwords.hash(new.password).await?);
        let accounts = self.clone();
        self.0
            .answers
            .write(ctx, once, async move |tx: &mut Tx<'_>| {
                insert(tx, &row).await?;
                accounts.greet(tx, &row.id).await?;
                Ok(row.handle.clone())
            })
            .await
    }

    /// Judges an account and hashes its password: what is left is to store it, in whichever transaction.
    pub(super) async fn prepare(&self, ctx: &Ctx, new: NewAccount) -> Result<store::account::NewAccountRow, Error> {
        let judged = Judged::of(&new)?;
        let hash = self.0.passwords.hash(new.password).await?;
        Ok(judged.row(ctx, new.role, hash))
    }

    /// Makes an account for an address; its username is made from the address.
    pub async fn register_by_email(
        &self,
        ctx: &Ctx,
        new: NewAccountByEmail,
        once: Option<Once>,
    ) -> Result<Account, Error> {
        let mut check = Check::new();
        let email = rules::email(&mut check, &new.email);
        let fullname = rules::fullname(&mut check, &new.fullname);
        let image = check.maybe_url("avatar", new.avatar.as_deref(), rules::LONGEST_URL);
        rules::password(&mut check, &new.password);
        check.finish()?;
        if let Some(once) = &once
            && let Some(id) = self.0.answers.find(ctx, once).await?
        {
            return self.profile(&id).await;
        }
        let row = store::account::NewAccountRow {
            id: AccountId::from(platform::id::uuid_v7(ctx.now())),
            handle: platform::id::handle("user", ctx.now()),
            username: rules::username_of(&email),
            email,
            fullname,
            image,
            role: Role::User,
            password_hash: self.0.passwords.hash(new.password).await?,
            language: ctx.language,
        };
        let id = self.insert_by_email(ctx, row, once).await?;
        self.profile(&id).await
    }

    async fn insert_by_email(
        &self,
        ctx: &Ctx,
        mut row: store::account::NewAccountRow,
        once: Option<Once>,
    ) -> Result<AccountId, Error> {
        let accounts = self.clone();
        self.0
            .answers
            .write(ctx, once, async move |tx: &mut Tx<'_>| {
                row.username = free_username(tx, &row).await?;
                if let Some(taken) = store::account::find_taken(tx, &row.username, &row.email, None).await? {
                    return Err(taken.duplicate());
                }
                store::account::insert(tx, &row).await?;
                tx.emit(&AccountRegistered {
                    account: row.id.clone(),
                    handle: row.handle.clone(),
                })
                .await?;
                accounts.greet(tx, &row.id).await?;
                Ok(row.id)
            })
            .await
    }

    /// Counts a registration from an address against its allowance.
    pub fn allow_registration(&self, peer: platform::peer::Peer) -> Result<(), Error> {
        if peer.ip.is_loopback() {
            Ok(())
        } else {
            self.0.throttles.registered_by_address.take(&peer.network())
        }
    }

    /// Sets a password and ends every session of the account.
    #[platform::boxed]
    pub async fn set_password(&self, username: &str, password: String) -> Result<(), Error> {
        let mut check = Check::new();
        rules::password(&mut check, &password);
        check.finish()?;
        let hash = self.0.passwords.hash(password).await?;
        let username = username.to_owned();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let account = store::account::by_username(tx, &username)
                    .await?
                    .ok_or_else(|| unknown(&username))?
                    .account;
                store::account::set_password(tx, &account.id, &hash).await?;
                for session in store::session::revoke_all(tx, &account.id).await? {
                    tx.emit(&SessionRevoked { session }).await?;
                }
                tx.emit(&AccountChanged {
                    account: account.id,
                    handle: account.handle,
                })
                .await
            })
            .await
    }

    /// Gives an account another role.
    #[platform::boxed]
    pub async fn set_role(&self, change: RoleChange) -> Result<(), Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let found = store::account::by_username(tx, &change.username).await?;
                let account = found.ok_or_else(|| unknown(&change.username))?.account;
                store::account::set_role(tx, &account.id, change.role).await?;
                tx.emit(&AccountChanged {
                    account: account.id,
                    handle: account.handle,
                })
                .await
            })
            .await
    }
}

/// What is said of a new account, found good.
struct Judged {
    username: String,
    email: String,
    fullname: String,
    image: Option<String>,
}

impl Judged {
    fn of(new: &NewAccount) -> Result<Self, Error> {
        let mut check = Check::new();
        let judged = Self {
            username: rules::username(&mut check, &new.username, Origin::Registration),
            email: rules::email(&mut check, &new.email),
            fullname: rules::fullname(&mut check, &new.fullname),
            image: check.maybe_url("image", new.image.as_deref(), rules::LONGEST_URL),
        };
        rules::password(&mut check, &new.password);
        check.finish()?;
        Ok(judged)
    }

    fn row(self, ctx: &Ctx, role: Role, password_hash: String) -> store::account::NewAccountRow {
        store::account::NewAccountRow {
            id: AccountId::from(platform::id::uuid_v7(ctx.now())),
            handle: platform::id::handle("user", ctx.now()),
            username: self.username,
            email: self.email,
            fullname: self.fullname,
            image: self.image,
            role,
            password_hash,
            language: ctx.language,
        }
    }
}

/// Stores an account whose name and address nobody has, and says so to whoever listens.
pub(super) async fn insert(tx: &mut Tx<'_>, row: &store::account::NewAccountRow) -> Result<(), Error> {
    if let Some(taken) = store::account::find_taken(tx, &row.username, &row.email, None).await? {
        return Err(taken.error("Gagal menambahkan user"));
    }
    store::account::insert(tx, row).await?;
    tx.emit(&AccountRegistered {
        account: row.id.clone(),
        handle: row.handle.clone(),
    })
    .await
}

/// The username that a row has, or the like of it that nobody has: with a number, or with the letters of the handle,
/// which are nobody else's.
async fn free_username(tx: &mut Tx<'_>, row: &store::account::NewAccountRow) -> Result<String, Error> {
    const NUMBERS: std::ops::RangeInclusive<u8> = 2..=9;
    let (name, own) = (&row.username, row.handle.trim_start_matches("user-"));
    let numbered = NUMBERS.map(|number| format!("{name}{number}"));
    for candidate in [name.clone()].into_iter().chain(numbered) {
        if !store::account::has_username(tx, &candidate).await? {
            return Ok(candidate);
        }
    }
    Ok(format!("{name}.{own}"))
}

pub(crate) fn unknown(username: &str) -> Error {
    Error::new(
        Kind::NotFound,
        "accounts.not_found",
        Message::new("User tidak ditemukan", format!("there is no account named {username}")),
    )
}
