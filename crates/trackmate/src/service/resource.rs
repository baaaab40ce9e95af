//! Resources: ingredients that an owner keeps, to be named by products.

use accounts::Actor;
use platform::{
    Conn, Error, Kind, Message, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    text::Check,
};

use super::{owned, product::renew_words};
use crate::{
    Trackmate,
    events::{ResourceChanged, ResourceDeleted, ResourceRenamed},
    input::ResourceIn,
    model::{ResourceId, ResourceView},
    rules, store,
};

pub(crate) const NOT_YOURS: &str = "Anda tidak berhak mengelola resource ini";

pub(crate) fn no_such_resource() -> Error {
    let said = Message::new("Resource tidak ditemukan", "There is no such resource.");
    Error::new(Kind::NotFound, "catalogue.resource.not_found", said)
}

impl Trackmate {
    pub(crate) async fn create_resource(
        &self,
        actor: &Actor,
        input: &ResourceIn,
        once: Option<Once>,
    ) -> Result<ResourceId, Error> {
        let mut check = Check::new();
        let new = rules::resource(&mut check, "", input);
        check.finish()?;
        let (owner, id) = (
            actor.id.clone(),
            ResourceId::from(platform::id::handle("resource", actor.ctx.now())),
        );
        self.0
            .accounts
            .answers()
            .write(&actor.ctx, once, async move |tx: &mut Tx<'_>| {
                store::resource::insert(tx, &id, &owner, &new).await?;
                Ok(id)
            })
            .await
    }

    pub(crate) async fn edit_resource(&self, actor: &Actor, id: String, input: &ResourceIn) -> Result<(), Error> {
        let mut check = Check::new();
        let change = rules::resource(&mut check, "", input);
        check.finish()?;
        let caller = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (owner, name) = store::resource::owner(tx, &id).await?.ok_or_else(no_such_resource)?;
                owned(&owner, &caller, NOT_YOURS)?;
                store::resource::update(tx, &id, &change).await?;
                if change.name != name {
                    tx.emit(&ResourceRenamed { id: id.clone() }).await?;
                }
                tx.emit(&ResourceChanged { id }).await
            })
            .await
    }

    pub(crate) async fn delete_resource(&self, actor: &Actor, id: String) -> Result<(), Error> {
        let caller = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (owner, _) = store::resource::owner(tx, &id).await?.ok_or_else(no_such_resource)?;
                owned(&owner, &caller, NOT_YOURS)?;
                remove_resource(tx, id).await
            })
            .await
    }

    pub(crate) async fn resource(&self, id: &str) -> Result<ResourceView, Error> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::resource::view(conn, id).await)
            .await?;
        found.ok_or_else(no_such_resource)
    }

    pub(crate) async fn list_resources(
        &self,
        actor: &Actor,
        pages: Pages,
    ) -> Result<(Vec<ResourceView>, Paging), Error> {
        let owner = actor.id.clone();
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                store::resource::list(conn, &owner, pages.limit(), pages.offset()).await
            })
            .await?;
        Ok((rows, pages.of(total)))
    }
}

/// Removes a resource. Products that named it are not found by its name any more: what is found is what is shown.
pub(super) async fn remove_resource(tx: &mut Tx<'_>, id: String) -> Result<(), Error> {
    // Which products named it cannot be told any more once it is gone.
    let mut named = Vec::new();
    loop {
        let after = named.last().map_or(0, |(seq, _)| *seq);
        let some = store::product::some_of_resource(tx, &id, after).await?;
        if some.is_empty() {
            break;
        }
        named.extend(some);
    }
    store::resource::delete(tx, &id).await?;
    for (seq, product) in named {
        renew_words(tx, seq, product).await?;
    }
    tx.emit(&ResourceDeleted { id }).await
}
