//! Resources and impacts: what an owner keeps, to be named by products.

use accounts::{AccountId, Actor};
use platform::{
    Conn, Error, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    text::Check,
};
use serde::{Serialize, de::DeserializeOwned};

use super::check_owner;
use crate::Trackmate;

/// A kind of thing that an owner keeps.
pub(crate) trait Kept: 'static {
    /// What its ids begin with.
    const NAME: &'static str;
    /// What everybody but the owner is told.
    const NOT_YOURS: &'static str;

    /// What it is made and changed by.
    type In: Send + Sync;
    /// The same, checked.
    type Entry: Clone + Send + Sync + 'static;
    /// What is known of it beside its owner, for what follows from a change.
    type State;
    /// How it is shown.
    type View: Send + 'static;
    type Id: From<String> + Serialize + DeserializeOwned + Clone + Send + Sync + 'static;
    /// Which of them a list is of.
    type Of: Send + 'static;

    /// There is no such thing.
    fn missing() -> Error;

    fn check(check: &mut Check, input: &Self::In) -> Self::Entry;

    /// Whose it is, and its state.
    async fn owner(conn: &mut Conn<'_>, id: &str) -> Result<Option<(AccountId, Self::State)>, Error>;

    /// `approved` counts for what needs an approval.
    async fn insert(
        tx: &mut Tx<'_>,
        id: &Self::Id,
        owner: &AccountId,
        new: &Self::Entry,
        approved: bool,
    ) -> Result<(), Error>;

    /// Stores a change, and tells of it.
    async fn update(tx: &mut Tx<'_>, id: String, before: Self::State, change: &Self::Entry) -> Result<(), Error>;

    /// Removes it, and tells of it.
    async fn delete(tx: &mut Tx<'_>, id: String) -> Result<(), Error>;

    fn view(conn: &mut Conn<'_>, id: &str) -> impl Future<Output = Result<Option<Self::View>, Error>> + Send;

    async fn list(conn: &mut Conn<'_>, of: &Self::Of, limit: i64, offset: i64)
    -> Result<(Vec<Self::View>, i64), Error>;
}

fn good<K: Kept>(input: &K::In) -> Result<K::Entry, Error> {
    let mut check = Check::new();
    let entry = K::check(&mut check, input);
    check.finish()?;
    Ok(entry)
}

/// Its state, if it is the caller's.
async fn of_caller<K: Kept>(conn: &mut Conn<'_>, id: &str, caller: &AccountId) -> Result<K::State, Error> {
    let (owner, state) = K::owner(conn, id).await?.ok_or_else(K::missing)?;
    check_owner(&owner, caller, K::NOT_YOURS)?;
    Ok(state)
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
                K::insert(tx, &id, &owner, &new, approved).await?;
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
                K::update(tx, id, before, &change).await
            })
            .await
    }

    pub(crate) async fn delete_kept<K: Kept>(&self, actor: &Actor, id: String) -> Result<(), Error> {
        let caller = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                of_caller::<K>(tx, &id, &caller).await?;
                K::delete(tx, id).await
            })
            .await
    }

    pub(crate) async fn show_kept<K: Kept>(&self, id: &str) -> Result<K::View, Error> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| K::view(conn, id).await)
            .await?;
        found.ok_or_else(K::missing)
    }

    pub(crate) async fn list_kept<K: Kept>(&self, of: K::Of, pages: Pages) -> Result<(Vec<K::View>, Paging), Error> {
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| K::list(conn, &of, pages.limit(), pages.offset()).await)
            .await?;
        Ok((rows, pages.of(total)))
    }
}
