//! Impacts: what making a product changes; kept by an owner, approved by an administrator, named by products.

use accounts::Actor;
use platform::{
    Conn, Error, Kind, Message, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    text::Check,
};

use super::owned;
use crate::{
    Trackmate,
    events::{ImpactChanged, ImpactDeleted},
    input::ImpactIn,
    model::{ImpactId, ImpactView},
    rules,
    store::{self, impact::Of},
};

pub(crate) const NOT_YOURS: &str = "Anda tidak berhak mengelola impact ini";

pub(crate) fn no_such_impact() -> Error {
    let said = Message::new("Impact tidak ditemukan", "There is no such impact.");
    Error::new(Kind::NotFound, "catalogue.impact.not_found", said)
}

impl Trackmate {
    pub(crate) async fn create_impact(
        &self,
        actor: &Actor,
        input: &ImpactIn,
        once: Option<Once>,
    ) -> Result<ImpactId, Error> {
        let mut check = Check::new();
        let new = rules::impact(&mut check, "", input);
        check.finish()?;
        let (owner, approved) = (actor.id.clone(), !self.0.options.moderate_umkm);
        let id = ImpactId::from(platform::id::handle("impact", actor.ctx.now()));
        self.0
            .accounts
            .answers()
            .write(&actor.ctx, once, async move |tx: &mut Tx<'_>| {
                store::impact::insert(tx, &id, &owner, &new, approved).await?;
                Ok(id)
            })
            .await
    }

    pub(crate) async fn edit_impact(&self, actor: &Actor, id: String, input: &ImpactIn) -> Result<(), Error> {
        let mut check = Check::new();
        let change = rules::impact(&mut check, "", input);
        check.finish()?;
        let caller = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (owner, _) = store::impact::owner(tx, &id).await?.ok_or_else(no_such_impact)?;
                owned(&owner, &caller, NOT_YOURS)?;
                store::impact::update(tx, &id, &change).await?;
                tx.emit(&ImpactChanged { id }).await
            })
            .await
    }

    pub(crate) async fn delete_impact(&self, actor: &Actor, id: String) -> Result<(), Error> {
        let caller = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (owner, _) = store::impact::owner(tx, &id).await?.ok_or_else(no_such_impact)?;
                owned(&owner, &caller, NOT_YOURS)?;
                store::impact::delete(tx, &id).await?;
                tx.emit(&ImpactDeleted { id }).await
            })
            .await
    }

    /// Approves an impact, or withdraws the approval.
    pub(crate) async fn toggle_impact(&self, id: String) -> Result<(), Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (_, approved) = store::impact::owner(tx, &id).await?.ok_or_else(no_such_impact)?;
                store::impact::approve(tx, &id, !approved).await?;
                tx.emit(&ImpactChanged { id }).await
            })
            .await
    }

    pub(crate) async fn impact(&self, id: &str) -> Result<ImpactView, Error> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::impact::view(conn, id).await)
            .await?;
        found.ok_or_else(no_such_impact)
    }

    pub(crate) async fn list_impacts(&self, of: Of, pages: Pages) -> Result<(Vec<ImpactView>, Paging), Error> {
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::impact::list(conn, &of, pages.limit(), pages.offset()).await)
            .await?;
        Ok((rows, pages.of(total)))
    }
}
