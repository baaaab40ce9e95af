//! Resources and impacts: what an owner keeps, to be named by products, and what products and UMKM bring along.

use accounts::{AccountId, Actor};
use platform::{
    Conn, Error, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    text::Check,
};
use serde::{Serialize, de::DeserializeOwned};

use super::check_owner;
use crate::{
    Trackmate,
    model::{Placeholder, Standing},
};

/// A kind of thing that an owner keeps.
pub(crate) trait Kept: 'static {
    /// What its ids begin with.
    const NAME: &'static str;
    /// What everybody but the owner is told.
    const NOT_YOURS: &'static str;

    /// What it is made and changed by.
    type In: Send + Sync;
    /// The same, checked.
    type Entry: Clone + PartialEq + Send + Sync + 'static;
    /// How it is shown.
    type View: Send + 'static;
    type Id: From<String> + Serialize + DeserializeOwned + Clone + Send + Sync + 'static;
    /// Which of them a list is of.
    type Of: Send + 'static;

    /// There is no such thing.
    fn missing() -> Error;

    fn check(check: &mut Check, input: &Self::In) -> Self::Entry;

    /// The id that an entry of a product or UMKM names.
    fn id(entry: &Self::Entry) -> Option<&str>;

    /// Whose it is, what it belongs to, and what it is.
    async fn find(conn: &mut Conn<'_>, id: &str) -> Result<Option<(AccountId, Standing, Self::Entry)>, Error>;

    /// Ids of what a product or UMKM brought along.
    async fn parts(conn: &mut Conn<'_>, whole: &str) -> Result<Vec<String>, Error>;

    /// Stores a new one. `standing` is the id of what it is part of, if it is, and whether what needs an approval has it.
    async fn insert(
        tx: &mut Tx<'_>,
        id: &Self::Id,
        owner: &AccountId,
        standing: (Option<&str>, bool),
        new: &Self::Entry,
    ) -> Result<(), Error>;

    /// Stores a change, and tells of it.
    async fn update(tx: &mut Tx<'_>, id: String, before: &Self::Entry, change: &Self::Entry) -> Result<(), Error>;

    /// Tells that something which an account keeps is new, changed or gone.
    async fn tell_owner(tx: &mut Tx<'_>, owner: &AccountId) -> Result<(), Error>;

    /// Removes it, and tells of it.
    async fn delete(tx: &mut Tx<'_>, id: String) -> Result<(), Error>;

    fn view(
        conn: &mut Conn<'_>,
        id: &str,
        placeholder: &Placeholder,
    ) -> impl Future<Output = Result<Option<Self::View>, Error>> + Send;

    /// A page, by its limit and offset, and how many there are.
    async fn list(
        conn: &mut Conn<'_>,
        of: &Self::Of,
        page: (i64, i64),
        placeholder: &Placeholder,
    ) -> Result<(Vec<Self::View>, i64), Error>;
}

fn good<K: Kept>(input: &K::In) -> Result<K::Entry, Error> {
    let mut check = Check::new();
    let entry = K::check(&mut check, input);
    check.finish()?;
    Ok(entry)
}

/// What it is, if it is the caller's.
async fn of_caller<K: Kept>(conn: &mut Conn<'_>, id: &str, caller: &AccountId) -> Result<K::Entry, Error> {
    let (owner, _, entry) = K::find(conn, id).await?.ok_or_else(K::missing)?;
    check_owner(&owner, caller, K::NOT_YOURS)?;
    Ok(entry)
}

impl Trackmate {
    pub(crate) async fn create_kept<K: Kept>(
        &self,
        actor: &Actor,
        input: &K::In,
        once: Option<Once>,
    ) -> Result<K::Id, Error> {
        let new = good::<K>(input)?;
        let (owner, approved) = (actor.id.clone(), !self.0.options.moderate_umkm);
        let id = K::Id::from(platform::id::handle(K::NAME, actor.ctx.now()));
        self.0
            .accounts
            .answers()
            .write(&actor.ctx, once, async move |tx: &mut Tx<'_>| {
                K::insert(tx, &id, &owner, (None, approved), &new).await?;
                K::tell_owner(tx, &owner).await?;
                Ok(id)
            })
            .await
    }

    pub(crate) async fn edit_kept<K: Kept>(&self, actor: &Actor, id: String, input: &K::In) -> Result<(), Error> {
        let change = good::<K>(input)?;
        let caller = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let before = of_caller::<K>(tx, &id, &caller).await?;
                K::update(tx, id, &before, &change).await?;
                K::tell_owner(tx, &caller).await
            })
            .await
    }

    pub(crate) async fn delete_kept<K: Kept>(&self, actor: &Actor, id: String) -> Result<(), Error> {
        let caller = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                of_caller::<K>(tx, &id, &caller).await?;
                K::delete(tx, id).await?;
                K::tell_owner(tx, &caller).await
            })
            .await
    }

    pub(crate) async fn show_kept<K: Kept>(&self, id: &str) -> Result<K::View, Error> {
        let placeholder = &self.0.placeholder;
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| K::view(conn, id, placeholder).await)
            .await?;
        found.ok_or_else(K::missing)
    }

    pub(crate) async fn list_kept<K: Kept>(&self, of: K::Of, pages: Pages) -> Result<(Vec<K::View>, Paging), Error> {
        let placeholder = self.0.placeholder.clone();
        let page = (pages.limit(), pages.offset());
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| K::list(conn, &of, page, &placeholder).await)
            .await?;
        Ok((rows, pages.of(total)))
    }
}
