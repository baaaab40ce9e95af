//! Impacts: what making a product changes; kept by an owner, approved by an administrator, named by products.

use accounts::{AccountId, Actor};
use platform::{
    Conn, Error, Kind, Message, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    text::Check,
};

use super::kept::Kept;
use crate::{
    Trackmate,
    events::{ImpactChanged, ImpactDeleted},
    input::ImpactIn,
    model::{ImpactEntry, ImpactFilter, ImpactId, ImpactView},
    rules, store,
};

/// The kind.
pub(crate) enum Impact {}

impl Trackmate {
    /// Makes an impact of the caller's; answers its id.
    pub async fn create_impact(&self, actor: &Actor, input: &ImpactIn, once: Option<Once>) -> Result<ImpactId, Error> {
        self.create_kept::<Impact>(actor, input, once).await
    }

    /// Changes an impact into what the input says; its owner's right alone.
    pub async fn edit_impact(&self, actor: &Actor, id: String, input: &ImpactIn) -> Result<(), Error> {
        self.edit_kept::<Impact>(actor, id, input).await
    }

    /// Removes an impact; its owner's right alone. Products do not show it any more.
    pub async fn delete_impact(&self, actor: &Actor, id: String) -> Result<(), Error> {
        self.delete_kept::<Impact>(actor, id).await
    }

    /// An impact, by its id.
    pub async fn show_impact(&self, id: &str) -> Result<ImpactView, Error> {
        self.show_kept::<Impact>(id).await
    }

    /// A page of the impacts of an account, or of those that are approved or wait for it, newest first.
    pub async fn list_impacts(&self, of: ImpactFilter, pages: Pages) -> Result<(Vec<ImpactView>, Paging), Error> {
        self.list_kept::<Impact>(of, pages).await
    }
}

impl Kept for Impact {
    const NAME: &'static str = "impact";
    const NOT_YOURS: &'static str = "Anda tidak berhak mengelola impact ini";

    type In = ImpactIn;
    type Entry = ImpactEntry;
    /// Whether it is approved.
    type State = bool;
    type View = ImpactView;
    type Id = ImpactId;
    type Of = ImpactFilter;

    fn missing() -> Error {
        let said = Message::new("Impact tidak ditemukan", "There is no such impact.");
        Error::new(Kind::NotFound, "catalogue.impact.not_found", said)
    }

    fn check(check: &mut Check, input: &ImpactIn) -> ImpactEntry {
        rules::impact(check, "", input)
    }

    async fn owner(conn: &mut Conn<'_>, id: &str) -> Result<Option<(AccountId, bool)>, Error> {
        store::impact::owner(conn, id).await
    }

    async fn insert(
        tx: &mut Tx<'_>,
        id: &ImpactId,
        owner: &AccountId,
        new: &ImpactEntry,
        approved: bool,
    ) -> Result<(), Error> {
        store::impact::insert(tx, id, owner, new, approved).await
    }

    async fn update(tx: &mut Tx<'_>, id: String, _: bool, change: &ImpactEntry) -> Result<(), Error> {
        store::impact::update(tx, &id, change).await?;
        tx.emit(&ImpactChanged { id }).await
    }

    async fn delete(tx: &mut Tx<'_>, id: String) -> Result<(), Error> {
        store::impact::delete(tx, &id).await?;
        tx.emit(&ImpactDeleted { id }).await
    }

    async fn view(conn: &mut Conn<'_>, id: &str) -> Result<Option<ImpactView>, Error> {
        store::impact::view(conn, id).await
    }

    async fn list(
        conn: &mut Conn<'_>,
        of: &ImpactFilter,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<ImpactView>, i64), Error> {
        store::impact::list(conn, of, limit, offset).await
    }
}

impl Trackmate {
    /// Approves an impact, or withdraws the approval.
    pub async fn toggle_impact(&self, id: String) -> Result<(), Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (_, approved) = store::impact::owner(tx, &id).await?.ok_or_else(Impact::missing)?;
                store::impact::approve(tx, &id, !approved).await?;
                tx.emit(&ImpactChanged { id }).await
            })
            .await
    }
}
