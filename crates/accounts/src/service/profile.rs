//! Reading and editing one's own profile; what others may see of it.

use std::collections::HashMap;

use platform::{
    Conn, Ctx, Error, Kind, Message, Tx,
    text::{Check, fold},
};

use crate::{
    Accounts, Actor,
    events::AccountChanged,
    model::account::{Account, AccountId, Brief, ProfileChange, ProfileName, PublicProfile, SessionId},
    rules::{self, Origin},
    store,
};

/// There is no such living account.
pub fn no_such_user() -> Error {
    Error::new(
        Kind::NotFound,
        "accounts.not_found",
        Message::new("User tidak ditemukan", "There is no such user."),
    )
}

impl Accounts {
    /// How many living accounts there are.
    #[platform::boxed]
    pub async fn count(&self) -> Result<i64, Error> {
        self.0
            .db
            .read(async |conn: &mut Conn<'_>| store::account::count(conn).await)
            .await
    }

    /// The account as its owner sees it.
    #[platform::boxed]
    pub async fn profile(&self, id: &AccountId) -> Result<Account, Error> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::account::by_id(conn, id).await)
            .await?;
        found.ok_or_else(no_such_user)
    }

    /// Somebody who acts without having logged in, because whoever runs the machine wants it so: for demo data.
    pub async fn acting(&self, handle: &str) -> Result<Actor, Error> {
        let (id, _) = self.brief(handle).await?;
        let role = self.profile(&id).await?.role;
        let ctx = Ctx::background(self.0.db.clock().clone()).by(id.as_str());
        Ok(Actor {
            ctx,
            id,
            handle: handle.to_owned(),
            role,
            needs_factor: false,
            session: SessionId::from("demo"),
        })
    }

    /// The names to show of those of `ids` that live.
    #[platform::boxed]
    pub async fn people(&self, ids: &[AccountId]) -> Result<HashMap<AccountId, String>, Error> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        self.0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| {
                let names = store::account::names(conn, &ids).await?;
                Ok(names.into_iter().collect())
            })
            .await
    }

    /// What everybody may know of an account; `None` if there is none.
    #[platform::boxed]
    pub async fn public_profile(&self, name: &ProfileName) -> Result<Option<PublicProfile>, Error> {
        self.0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::account::profile(conn, name).await)
            .await
    }

    /// What everybody may see, by handle.
    #[platform::boxed]
    pub async fn brief(&self, handle: &str) -> Result<(AccountId, Brief), Error> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::account::brief(conn, handle).await)
            .await?;
        found.ok_or_else(no_such_user)
    }

    /// Changes one's profile.
    #[platform::boxed]
    pub async fn edit_profile(&self, _ctx: &Ctx, id: &AccountId, edit: ProfileChange) -> Result<(), Error> {
        let mut check = Check::new();
        let username = rules::username(&mut check, &edit.username, Origin::Edit);
        let email = rules::email(&mut check, &edit.email);
        let fullname = rules::fullname(&mut check, &edit.fullname);
        let image = edit
            .image
            .map(|image| check.maybe_url("image", image.as_deref(), rules::LONGEST_URL));
        check.finish()?;
        let (accounts, id) = (self.clone(), id.clone());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let before = store::account::by_id(tx, &id).await?.ok_or_else(no_such_user)?;
                if let Some(taken) = store::account::find_taken(tx, &username, &email, Some(&id)).await? {
                    return Err(taken.error("Gagal edit profil"));
                }
                let image = image.unwrap_or_else(|| before.image.clone());
                store::account::update(tx, &id, &username, &email, &fullname, image.as_deref()).await?;
                if fold(&email) != fold(&before.email) {
                    accounts.change_address(tx, &before).await?;
                }
                tx.emit(&AccountChanged {
                    account: id,
                    handle: before.handle,
                })
                .await
            })
            .await
    }
}
