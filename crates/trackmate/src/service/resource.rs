//! Resources: ingredients that an owner keeps, to be named by products.

use accounts::AccountId;
use platform::{Conn, Error, Kind, Message, Tx, text::Check};

use super::{kept::Kept, product::renew_words};
use crate::{
    events::{ResourceChanged, ResourceDeleted, ResourceRenamed},
    input::ResourceIn,
    model::{ResourceEntry, ResourceId, ResourceView},
    rules, store,
};

/// The kind.
pub(crate) enum Resource {}

impl Kept for Resource {
    const NAME: &'static str = "resource";
    const NOT_YOURS: &'static str = "Anda tidak berhak mengelola resource ini";

    type In = ResourceIn;
    type Entry = ResourceEntry;
    /// Its name.
    type State = String;
    type View = ResourceView;
    type Id = ResourceId;
    /// An owner.
    type Of = AccountId;

    fn missing() -> Error {
        let said = Message::new("Resource tidak ditemukan", "There is no such resource.");
        Error::new(Kind::NotFound, "catalogue.resource.not_found", said)
    }

    fn checked(check: &mut Check, input: &ResourceIn) -> ResourceEntry {
        rules::resource(check, "", input)
    }

    async fn owner(conn: &mut Conn<'_>, id: &str) -> Result<Option<(AccountId, String)>, Error> {
        store::resource::owner(conn, id).await
    }

    async fn insert(
        tx: &mut Tx<'_>,
        id: &ResourceId,
        owner: &AccountId,
        new: &ResourceEntry,
        _: bool,
    ) -> Result<(), Error> {
        store::resource::insert(tx, id, owner, new).await
    }

    async fn update(tx: &mut Tx<'_>, id: String, name: String, change: &ResourceEntry) -> Result<(), Error> {
        store::resource::update(tx, &id, change).await?;
        if change.name != name {
            tx.emit(&ResourceRenamed { id: id.clone() }).await?;
        }
        tx.emit(&ResourceChanged { id }).await
    }

    async fn delete(tx: &mut Tx<'_>, id: String) -> Result<(), Error> {
        remove_resource(tx, id).await
    }

    async fn view(conn: &mut Conn<'_>, id: &str) -> Result<Option<ResourceView>, Error> {
        store::resource::view(conn, id).await
    }

    async fn list(
        conn: &mut Conn<'_>,
        owner: &AccountId,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<ResourceView>, i64), Error> {
        store::resource::list(conn, owner, limit, offset).await
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
