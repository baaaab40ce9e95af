//! Listings that somebody has begun, kept until they are offered or thrown away. Nobody else sees them.

use accounts::Actor;
use platform::{Conn, Error, Tx};

use crate::{
    Classifieds,
    failures::no_such_record,
    model::selling::{Draft, DraftBrief, DraftId, Typed},
    rules::draft::{MOST, kept, too_many},
    store,
};

impl Classifieds {
    /// Keeps what the caller has typed: in place of a draft of theirs, or as a new one if that is not there any more.
    ///
    /// Fails with `classifieds.draft.too_many` and `classifieds.draft.too_large`.
    #[platform::boxed]
    pub async fn keep_draft(&self, actor: &Actor, id: Option<DraftId>, typed: Typed) -> Result<DraftId, Error> {
        let (title, text) = kept(&typed)?;
        let owner = actor.id.clone();
        let new = DraftId::from(platform::id::uuid_v7(actor.ctx.now()));
        let work = async move |tx: &mut Tx<'_>| {
            if let Some(id) = &id
                && store::draft::update(tx, id, &owner, (&title, &text)).await?
            {
                return Ok(id.clone());
            }
            if store::draft::count(tx, &owner).await? >= i64::try_from(MOST).unwrap_or(i64::MAX) {
                return Err(too_many());
            }
            store::draft::insert(tx, &new, &owner, (&title, &text)).await?;
            Ok(new.clone())
        };
        self.0.db.write(work).await
    }

    /// The caller's drafts, what was changed last first.
    #[platform::boxed]
    pub async fn list_drafts(&self, actor: &Actor) -> Result<Vec<DraftBrief>, Error> {
        let owner = actor.id.clone();
        let read = async move |conn: &mut Conn<'_>| store::draft::of_owner(conn, &owner).await;
        self.0.db.read(read).await
    }

    /// A draft of the caller's.
    #[platform::boxed]
    pub async fn show_draft(&self, actor: &Actor, id: &DraftId) -> Result<Draft, Error> {
        let read = async |conn: &mut Conn<'_>| store::draft::one(conn, id, &actor.id).await;
        let found: Result<Option<Draft>, Error> = self.0.db.read_by_key(read).await;
        found?.ok_or_else(no_such_record)
    }

    /// Throws a draft of the caller's away; nothing happens if it is not there.
    #[platform::boxed]
    pub async fn delete_draft(&self, actor: &Actor, id: &DraftId) -> Result<(), Error> {
        let (owner, id) = (actor.id.clone(), id.clone());
        let work = async move |tx: &mut Tx<'_>| store::draft::delete(tx, &id, &owner).await;
        self.0.db.write(work).await
    }
}
