//! Resources: ingredients that an owner keeps, to be named by products.

use accounts::{AccountId, Actor};
use platform::{
    Conn, Error, Kind, Message, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    text::Check,
};

use super::{kept::Kept, product::renew_words};
use crate::{
    Trackmate,
    events::{ResourceChanged, ResourceDeleted, ResourceRenamed},
    input::ResourceIn,
    model::{Placeholder, ResourceEntry, ResourceId, ResourceView, Standing},
    rules, store,
};

/// The kind.
pub(crate) enum Resource {}

impl Trackmate {
    /// Makes a resource of the caller's; answers its id.
    pub async fn create_resource(
        &self,
        actor: &Actor,
        input: &ResourceIn,
        once: Option<Once>,
    ) -> Result<ResourceId, Error> {
        self.create_kept::<Resource>(actor, input, once).await
    }

    /// Changes a resource into what the input says; its owner's right alone.
    pub async fn edit_resource(&self, actor: &Actor, id: String, input: &ResourceIn) -> Result<(), Error> {
        self.edit_kept::<Resource>(actor, id, input).await
    }

    /// Removes a resource; its owner's right alone. Products do not show it any more.
    pub async fn delete_resource(&self, actor: &Actor, id: String) -> Result<(), Error> {
        self.delete_kept::<Resource>(actor, id).await
    }

    /// A resource, by its id.
    pub async fn show_resource(&self, id: &str) -> Result<ResourceView, Error> {
        self.show_kept::<Resource>(id).await
    }

    /// A page of the resources of an account, newest first.
    pub async fn list_resources(&self, of: AccountId, pages: Pages) -> Result<(Vec<ResourceView>, Paging), Error> {
        self.list_kept::<Resource>(of, pages).await
    }
}

impl Kept for Resource {
    const NAME: &'static str = "resource";
    const NOT_YOURS: &'static str = "Anda tidak berhak mengelola resource ini";

    type In = ResourceIn;
    type Entry = ResourceEntry;
    type View = ResourceView;
    type Id = ResourceId;
    /// An owner.
    type Of = AccountId;

    fn missing() -> Error {
        let said = Message::new("Resource tidak ditemukan", "There is no such resource.");
        Error::new(Kind::NotFound, "catalogue.resource.not_found", said)
    }

    fn check(check: &mut Check, input: &ResourceIn) -> ResourceEntry {
        rules::resource(check, "", input)
    }

    fn id(entry: &ResourceEntry) -> Option<&str> {
        entry.id()
    }

    async fn find(conn: &mut Conn<'_>, id: &str) -> Result<Option<(AccountId, Standing, ResourceEntry)>, Error> {
        store::resource::find(conn, id).await
    }

    async fn parts(conn: &mut Conn<'_>, whole: &str) -> Result<Vec<String>, Error> {
        store::resource::parts(conn, whole).await
    }

    async fn insert(
        tx: &mut Tx<'_>,
        id: &ResourceId,
        owner: &AccountId,
        (part_of, _): (Option<&str>, bool),
        new: &ResourceEntry,
    ) -> Result<(), Error> {
        store::resource::insert(tx, id, owner, part_of, new).await
    }

    async fn update(tx: &mut Tx<'_>, id: String, before: &ResourceEntry, change: &ResourceEntry) -> Result<(), Error> {
        store::resource::update(tx, &id, change).await?;
        if change.name != before.name {
            tx.emit(&ResourceRenamed { id: id.clone() }).await?;
        }
        tx.emit(&ResourceChanged { id }).await
    }

    /// Nothing shows all that somebody keeps but their own list, which is not kept in memory.
    async fn tell_owner(_: &mut Tx<'_>, _: &AccountId) -> Result<(), Error> {
        Ok(())
    }

    async fn delete(tx: &mut Tx<'_>, id: String) -> Result<(), Error> {
        remove_resource(tx, id).await
    }

    async fn view(conn: &mut Conn<'_>, id: &str, placeholder: &Placeholder) -> Result<Option<ResourceView>, Error> {
        store::resource::view(conn, id, placeholder).await
    }

    async fn list(
        conn: &mut Conn<'_>,
        owner: &AccountId,
        page: (i64, i64),
        placeholder: &Placeholder,
    ) -> Result<(Vec<ResourceView>, i64), Error> {
        store::resource::list(conn, owner, page, placeholder).await
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
    for (_, product) in named {
        renew_words(tx, &product).await?;
    }
    tx.emit(&ResourceDeleted { id }).await
}
