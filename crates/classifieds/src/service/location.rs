//! Locations: added, edited, deleted, restored, shown.

use accounts::Actor;
use platform::{
    Conn, Error, Tx,
    idempotency::Once,
    page::{Pages, Paging},
};

use crate::{
    Classifieds,
    events::{LocationChanged, LocationCreated, LocationDeleted},
    failures::{Broken, location_in_use, no_such_record},
    model::{Changed, Location, LocationId},
    rules::location::{Change, Content},
    store::{
        self,
        category_list::Window,
        location::{Order, Wanted},
    },
};

impl Classifieds {
    pub(crate) async fn create_location(
        &self,
        actor: &Actor,
        content: Content,
        once: Option<Once>,
    ) -> Result<Location, Error> {
        let (id, owner) = (
            LocationId::from(platform::id::uuid_v7(actor.ctx.now())),
            actor.id.clone(),
        );
        self.0
            .accounts
            .answers()
            .write(&actor.ctx, once, async move |tx: &mut Tx<'_>| {
                let now = tx.now();
                let location = content.made(id, owner, now);
                has_own_key(tx, &location).await?;
                store::location::insert(tx, &location).await?;
                let created = LocationCreated(location);
                tx.emit(&created).await?;
                Ok(created.0)
            })
            .await
    }

    /// A change that changes nothing stores nothing and tells nobody.
    pub(crate) async fn update_location(&self, id: LocationId, change: Change) -> Result<Changed<Location>, Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let before = active(tx, &id).await?;
                let after = change.applied(&before);
                if after == before {
                    return Changed::between(&before, after);
                }
                has_own_key(tx, &after).await?;
                let now = tx.now();
                store_change(tx, before, after.touched(now)).await
            })
            .await
    }

    /// Refused while active listings are there.
    pub(crate) async fn delete_location(&self, id: LocationId) -> Result<Location, Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let now = tx.now();
                let mut deleted = active(tx, &id).await?.touched(now);
                if store::location::is_used(tx, &id).await? {
                    return Err(location_in_use());
                }
                deleted.is_active = false;
                store::location::update(tx, &deleted).await?;
                let deleted = LocationDeleted(deleted);
                tx.emit(&deleted).await?;
                Ok(deleted.0)
            })
            .await
    }

    /// Brings a deleted location back. One that is active stays as it is.
    pub(crate) async fn restore_location(&self, id: LocationId) -> Result<Changed<Location>, Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let before = store::location::by_id(tx, id.as_str())
                    .await?
                    .ok_or_else(no_such_record)?;
                if before.is_active {
                    return Changed::between(&before, before.clone());
                }
                has_own_key(tx, &before).await?;
                let now = tx.now();
                let mut after = before.clone().touched(now);
                after.is_active = true;
                store_change(tx, before, after).await
            })
            .await
    }

    pub(crate) async fn location(&self, id: LocationId) -> Result<Location, Error> {
        self.0
            .db
            .read_by_key(async move |conn: &mut Conn<'_>| active(conn, &id).await)
            .await
    }

    pub(crate) async fn list_locations(
        &self,
        wanted: Wanted,
        order: Order,
        pages: Pages,
    ) -> Result<(Vec<Location>, Paging), Error> {
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let window = Window {
                    limit: pages.limit(),
                    offset: pages.offset(),
                };
                store::location::list(conn, &wanted, order, window).await
            })
            .await?;
        Ok((rows, pages.of(total)))
    }
}

/// The location, unless it does not exist or was deleted.
async fn active(conn: &mut Conn<'_>, id: &LocationId) -> Result<Location, Error> {
    let found = store::location::by_id(conn, id.as_str()).await?;
    found.filter(|found| found.is_active).ok_or_else(no_such_record)
}

async fn has_own_key(conn: &mut Conn<'_>, location: &Location) -> Result<(), Error> {
    match store::location::key_owner(conn, &location.key()).await? {
        Some(owner) if owner != location.id => Err(Broken::LocationTaken.into()),
        _ => Ok(()),
    }
}

/// Stores a location that differs, and tells of it.
pub(super) async fn store_change(
    tx: &mut Tx<'_>,
    before: Location,
    after: Location,
) -> Result<Changed<Location>, Error> {
    store::location::update(tx, &after).await?;
    let changed = LocationChanged::between(before, after)?;
    tx.emit(&changed).await?;
    Ok(Changed {
        object: changed.after,
        old: changed.old_data_values,
        new: changed.new_data_values,
    })
}
