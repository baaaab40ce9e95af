//! Deleting a category or a location: nothing that is offered is left without its place.
//!
//! Invariant: when a place is deleted, no listing that is there names it. Listings move a few in each transaction, so that
//! however many there are, nobody waits for all of them; the place is deleted by the one that finds none left.

use platform::{Conn, Error, Tx, version::IfMatch};

use super::{
    category_order::{make_roots, number},
    listing::{not_there, store_change},
    object::{Object, active},
};
use crate::{
    Classifieds,
    events::{CategoryDeleted, LocationDeleted},
    failures::{category_in_use, location_in_use},
    model::{
        category::{Category, CategoryId},
        listing::{Listing, StoredListing},
        location::{Location, LocationId},
    },
    store::{self, listing::ListingsBy},
};

/// Listings that one transaction moves.
const AT_ONCE: i64 = 200;

/// A step of a removal: the place is gone, or there may be more to move.
pub(super) enum Removal<T> {
    Done(T),
    Moving,
}

/// Where the children of a category that goes stand afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heirs {
    /// Behind the last root.
    Roots,
    /// Behind the children of where its listings go, to which its addresses lead from then on.
    Target,
}

impl Classifieds {
    /// Deletes a category. Its children become roots behind the last one, in their order, and listings that lie in one of
    /// them go along. Listings of the category itself go to `move_to`; without it they keep it from being deleted.
    #[platform::boxed]
    pub async fn delete_category(
        &self,
        id: CategoryId,
        move_to: Option<CategoryId>,
        seen: IfMatch,
    ) -> Result<Category, Error> {
        loop {
            let (id, target, seen) = (id.clone(), move_to.clone(), seen.clone());
            let step =
                async move |tx: &mut Tx<'_>| remove_category(tx, &id, target.as_ref(), &seen, Heirs::Roots).await;
            if let Removal::Done(deleted) = self.0.db.write(step).await? {
                return Ok(deleted);
            }
        }
    }

    /// Deletes a location. Listings there go to `move_to`; without it they keep it from being deleted.
    pub async fn delete_location(
        &self,
        id: LocationId,
        move_to: Option<LocationId>,
        seen: IfMatch,
    ) -> Result<Location, Error> {
        loop {
            let (id, target, seen) = (id.clone(), move_to.clone(), seen.clone());
            let step = async move |tx: &mut Tx<'_>| remove_location(tx, &id, target.as_ref(), &seen).await;
            if let Removal::Done(deleted) = self.0.db.write(step).await? {
                return Ok(deleted);
            }
        }
    }
}

pub(super) async fn remove_category(
    tx: &mut Tx<'_>,
    id: &CategoryId,
    target: Option<&CategoryId>,
    seen: &IfMatch,
    heirs: Heirs,
) -> Result<Removal<Category>, Error> {
    let category = active::<Category>(tx, id.as_str()).await?;
    seen.check(category.record_version)?;
    may_move::<Category>(tx, id.as_str(), target.map(CategoryId::as_str)).await?;
    let now = tx.now();
    let found = store::listing::at(tx, ListingsBy::Category, id.as_str(), now, AT_ONCE).await?;
    if !found.is_empty() {
        if target.is_none() {
            let lying = store::listing::count_in_category(tx, id.as_str()).await?;
            if lying > 0 {
                return Err(category_in_use(lying));
            }
        }
        for listing in found {
            leave_category(tx, listing, id, target).await?;
        }
        return Ok(Removal::Moving);
    }
    let mut deleted = category.touch(now);
    deleted.is_active = false;
    store::category::update(tx, &deleted).await?;
    let deleted = CategoryDeleted(deleted);
    tx.emit(&deleted).await?;
    let children = store::category::children(tx, Some(id)).await?;
    match target.filter(|_| heirs == Heirs::Target) {
        Some(target) => inherit(tx, &deleted.0, children, target).await?,
        None if children.is_empty() => {}
        None => make_roots(tx, children).await?,
    }
    Ok(Removal::Done(deleted.0))
}

/// Puts the children of a category that went behind those of another one, which is found by its addresses as well.
async fn inherit(tx: &mut Tx<'_>, gone: &Category, children: Vec<Category>, target: &CategoryId) -> Result<(), Error> {
    let there = store::category::children(tx, Some(target)).await?;
    let there = there.into_iter().map(|child| (child.clone(), child));
    let coming = children.into_iter().map(|child| {
        let mut moved = child.clone();
        moved.parent_category_id = Some(target.clone());
        (child, moved)
    });
    number(tx, there.chain(coming).collect()).await?;
    store::category::keep_slug(tx, &gone.slug, target).await?;
    store::category::pass_slugs_on(tx, &gone.id, target).await
}

async fn remove_location(
    tx: &mut Tx<'_>,
    id: &LocationId,
    target: Option<&LocationId>,
    seen: &IfMatch,
) -> Result<Removal<Location>, Error> {
    let location = active::<Location>(tx, id.as_str()).await?;
    seen.check(location.record_version)?;
    may_move::<Location>(tx, id.as_str(), target.map(LocationId::as_str)).await?;
    let now = tx.now();
    let found = store::listing::at(tx, ListingsBy::Location, id.as_str(), now, AT_ONCE).await?;
    if !found.is_empty() {
        let Some(target) = target else {
            return Err(location_in_use(
                store::listing::count_at_location(tx, id.as_str()).await?,
            ));
        };
        for StoredListing { seq, listing, .. } in found {
            let mut after = listing.clone();
            after.location_id = Some(target.clone());
            store_change(tx, seq, listing, after).await?;
        }
        return Ok(Removal::Moving);
    }
    let mut deleted = location.touch(now);
    deleted.is_active = false;
    store::location::update(tx, &deleted).await?;
    let deleted = LocationDeleted(deleted);
    tx.emit(&deleted).await?;
    Ok(Removal::Done(deleted.0))
}

/// Refuses a target that is not there, or is what goes.
async fn may_move<T: Object>(conn: &mut Conn<'_>, id: &str, target: Option<&str>) -> Result<(), Error> {
    let Some(target) = target else {
        return Ok(());
    };
    let found = T::by_id(conn, target).await?.filter(Object::is_active);
    if target == id || found.is_none() {
        return Err(not_there("moveTo"));
    }
    Ok(())
}

/// Takes a listing out of a category that goes: into the child that its subcategory lies in, else to the target.
async fn leave_category(
    tx: &mut Tx<'_>,
    found: StoredListing,
    id: &CategoryId,
    target: Option<&CategoryId>,
) -> Result<(), Error> {
    let StoredListing { seq, listing, .. } = found;
    let mut after = listing.clone();
    if let Some(child) = child_above(tx, &listing, id).await? {
        after.subcategory_id = listing.subcategory_id.clone().filter(|leaf| *leaf != child);
        after.category_id = child;
    } else if let Some(target) = target {
        let branch = store::category::branch(tx, listing.category_id.as_str()).await?;
        let below = listing.category_id != *id && listing.category_id != *target;
        if below && branch.iter().any(|one| one == target.as_str()) {
            after.subcategory_id = Some(target.clone());
        } else {
            (after.category_id, after.subcategory_id) = (target.clone(), None);
        }
    } else {
        return Err(Error::internal(
            "a listing of a category that goes has no place to go to",
        ));
    }
    store_change(tx, seq, listing, after).await.map(drop)
}

/// The child of a category in whose branch a listing lies, if it lies in one that is there.
async fn child_above(conn: &mut Conn<'_>, listing: &Listing, id: &CategoryId) -> Result<Option<CategoryId>, Error> {
    let Some(leaf) = listing.subcategory_id.as_ref().filter(|leaf| *leaf != id) else {
        return Ok(None);
    };
    let lineage = store::category::lineage(conn, leaf).await?.unwrap_or_default();
    let below = lineage
        .iter()
        .position(|one| one == id)
        .and_then(|at| at.checked_sub(1));
    Ok(below.and_then(|at| lineage.get(at).cloned()))
}
