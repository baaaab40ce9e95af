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
    events::{ImpactChanged, ImpactDeleted, UmkmImpactsChanged},
    input::ImpactIn,
    model::{ImpactEntry, ImpactFilter, ImpactId, ImpactView, Placeholder, Standing},
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
    #[platform::boxed]
    pub async fn list_impacts(&self, of: ImpactFilter, pages: Pages) -> Result<(Vec<ImpactView>, Paging), Error> {
        self.list_kept::<Impact>(of, pages).await
    }
}

impl Kept for Impact {
    const NAME: &'static str = "impact";
    const NOT_YOURS: &'static str = "Anda tidak berhak mengelola impact ini";

    type In = ImpactIn;
    type Entry = ImpactEntry;
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

    fn id(entry: &ImpactEntry) -> Option<&str> {
        entry.id()
    }

    async fn find(conn: &mut Conn<'_>, id: &str) -> Result<Option<(AccountId, Standing, ImpactEntry)>, Error> {
        store::impact::find(conn, id).await
    }

    async fn parts(conn: &mut Conn<'_>, whole: &str) -> Result<Vec<String>, Error> {
        store::impact::parts(conn, whole).await
    }

    async fn insert(
        tx: &mut Tx<'_>,
        id: &ImpactId,
        owner: &AccountId,
        standing: (Option<&str>, bool),
        new: &ImpactEntry,
    ) -> Result<(), Error> {
        store::impact::insert(tx, id, owner, standing, new).await
    }

    async fn update(tx: &mut Tx<'_>, id: String, _: &ImpactEntry, change: &ImpactEntry) -> Result<(), Error> {
        store::impact::update(tx, &id, change).await?;
        tx.emit(&ImpactChanged { id }).await
    }

    /// The owner's UMKM shows it.
    async fn tell_owner(tx: &mut Tx<'_>, owner: &AccountId) -> Result<(), Error> {
        match store::umkm::of_owner(tx, owner).await? {
            Some(umkm) => {
                tx.emit(&UmkmImpactsChanged {
                    id: umkm.id.to_string(),
                })
                .await
            }
            None => Ok(()),
        }
    }

    async fn delete(tx: &mut Tx<'_>, id: String) -> Result<(), Error> {
        store::impact::delete(tx, &id).await?;
        tx.emit(&ImpactDeleted { id }).await
    }

    async fn view(conn: &mut Conn<'_>, id: &str, placeholder: &Placeholder) -> Result<Option<ImpactView>, Error> {
        store::impact::view(conn, id, placeholder).await
    }

    async fn list(
        conn: &mut Conn<'_>,
        of: &ImpactFilter,
        page: (i64, i64),
        placeholder: &Placeholder,
    ) -> Result<(Vec<ImpactView>, i64), Error> {
        store::impact::list(conn, of, page, placeholder).await
    }
}
