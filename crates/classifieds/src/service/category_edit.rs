//! The tree of categories as its editor changes it: what is done is noted, and can be taken back for a while.
//!
//! Invariants:
//! - a deed and its note are one transaction;
//! - a deed is taken back whole, and only if nothing that it touched has changed since.

use std::time::Duration;

use accounts::{AccountId, Actor, Deed, note_deed};
use platform::{Conn, Error, Kind, Message, Timestamp, Tx, version::IfMatch};

use super::{
    category::{has_own_place, has_own_slug, may_stand, place},
    category_order::{number, sort},
    object::{Object as _, active},
    removal::{Heirs, Removal, remove_category},
};
use crate::{
    Classifieds,
    failures::Broken,
    model::{
        Changed,
        category::{Category, CategoryDeed, CategoryDeedKind, CategoryId, MergeOutlook},
    },
    rules::category::CategoryChange,
    store::{self, category_deed::Kept},
};

/// For how long a deed can be taken back.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Something that a deed touched has changed since.
fn changed_since() -> Error {
    let said = Message::new(
        "Kategori ini sudah berubah lagi sesudahnya, jadi tidak dapat dikembalikan. Ubah sendiri bila perlu.",
        "The categories have changed again since, so this cannot be taken back. Change them by hand if need be.",
    );
    Error::new(Kind::Conflict, "classifieds.category.changed_since", said)
}

/// A category cannot become part of itself, or of what lies below it.
fn into_itself() -> Error {
    Broken::Cycle.into()
}

impl Classifieds {
    /// Changes a category as [`Classifieds::update_category`] does, and notes how it was.
    #[platform::boxed]
    pub async fn edit_category(
        &self,
        actor: &Actor,
        id: CategoryId,
        change: CategoryChange,
        seen: IfMatch,
    ) -> Result<Changed<Category>, Error> {
        let actor = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            let before = active::<Category>(tx, id.as_str()).await?;
            let changed = super::category::change(tx, before.clone(), change.clone(), &seen).await?;
            if changed.object != before {
                let deed = (CategoryDeedKind::Edit, before.name.clone());
                let pairs = [(before, changed.object.clone())];
                note(tx, &actor, deed, &pairs).await?;
            }
            Ok(changed)
        };
        self.0.db.write(work).await
    }

    /// Puts a category under a parent (or among the roots) before the sibling that stands at a place there, from 0; behind the last
    /// one if there is none. All siblings get places anew.
    #[platform::boxed]
    pub async fn move_category(
        &self,
        actor: &Actor,
        id: CategoryId,
        parent: Option<CategoryId>,
        at: usize,
        seen: IfMatch,
    ) -> Result<Category, Error> {
        let actor = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            let before = active::<Category>(tx, id.as_str()).await?;
            seen.check(before.record_version)?;
            let mut moved = before.clone();
            moved.parent_category_id.clone_from(&parent);
            if moved.parent_category_id != before.parent_category_id && parent.is_some() {
                let height = store::category::height(tx, &id).await?;
                may_stand(tx, Some(&id), &moved, height).await?;
            }
            let mut siblings = store::category::children(tx, parent.as_ref()).await?;
            siblings.retain(|sibling| sibling.id != id);
            let mut pairs: Vec<_> = siblings.into_iter().map(|sibling| (sibling.clone(), sibling)).collect();
            let at = at.min(pairs.len());
            pairs.insert(at, (before.clone(), moved));
            let pairs = number(tx, pairs).await?;
            note(tx, &actor, (CategoryDeedKind::Move, before.name), &pairs).await?;
            let moved = pairs.into_iter().find(|(_, after)| after.id == id);
            moved
                .map(|(_, after)| after)
                .ok_or_else(|| Error::internal("a category was moved and is gone"))
        };
        self.0.db.write(work).await
    }

    /// Puts all children of a category, or all roots, in an order, and notes which they had. Refused unless exactly they are named.
    #[platform::boxed]
    pub async fn arrange_categories(
        &self,
        actor: &Actor,
        parent: Option<CategoryId>,
        order: Vec<CategoryId>,
    ) -> Result<(), Error> {
        let actor = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            let subject = match &parent {
                Some(parent) => active::<Category>(tx, parent.as_str()).await?.name,
                None => String::new(),
            };
            let siblings = store::category::children(tx, parent.as_ref()).await?;
            let sorted = sort(siblings, &order)?;
            let pairs = sorted.into_iter().map(|sibling| (sibling.clone(), sibling)).collect();
            let pairs = number(tx, pairs).await?;
            note(tx, &actor, (CategoryDeedKind::Order, subject), &pairs).await
        };
        self.0.db.write(work).await
    }

    /// The newest deeds that can be taken back.
    #[platform::boxed]
    pub async fn latest_category_deeds(&self, most: i64) -> Result<Vec<CategoryDeed>, Error> {
        let after = self.now().minus(KEPT);
        let read = async move |conn: &mut Conn<'_>| store::category_deed::latest(conn, after, most).await;
        self.0.db.read(read).await
    }

    /// Takes a deed back: its categories are called, and stand, as before.
    ///
    /// Fails with `classifieds.category.changed_since` if something of it has changed.
    #[platform::boxed]
    pub async fn undo_category_deed(&self, actor: &Actor, seq: i64) -> Result<(), Error> {
        let actor = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            let kept = store::category_deed::find(tx, seq).await?.ok_or_else(changed_since)?;
            if !store::category_deed::set_undone(tx, seq).await? {
                return Err(changed_since());
            }
            let mut pairs = Vec::with_capacity(kept.before.len());
            for before in kept.before {
                let now = store::category::by_id(tx, before.id.as_str()).await?;
                let version = kept.versions.get(before.id.as_str()).copied();
                let now = now.filter(|now| now.is_active && Some(now.record_version) == version);
                pairs.push((now.ok_or_else(changed_since)?, before));
            }
            let name = pairs.first().map(|(now, _)| now.name.clone()).unwrap_or_default();
            put_back(tx, pairs).await.map_err(|error| match error.kind() {
                // Somebody else has the place or the name by now, or the parent is gone.
                Kind::Invalid | Kind::Conflict => changed_since(),
                _ => error,
            })?;
            note_deed(tx, &actor, deed("category-undo", &name)).await
        };
        self.0.db.write(work).await
    }

    /// What becomes of a category that is merged into another one.
    #[platform::boxed]
    pub async fn merge_outlook(&self, from: CategoryId, into: CategoryId) -> Result<MergeOutlook, Error> {
        let read = async move |conn: &mut Conn<'_>| {
            let (source, target) = may_merge(conn, &from, &into).await?;
            Ok(MergeOutlook {
                listings: store::listing::count_in_category(conn, from.as_str()).await?,
                children: store::category::children(conn, Some(&from)).await?,
                source,
                target,
            })
        };
        self.0.db.read(read).await
    }

    /// Merges a category into another one: its listings lie there from now on, its children stand behind those of the other, and its
    /// addresses lead there. Listings move some at a time; whoever is interrupted merges again, and it goes on. It cannot be taken
    /// back.
    #[platform::boxed]
    pub async fn merge_categories(
        &self,
        actor: &Actor,
        from: CategoryId,
        into: CategoryId,
        seen: IfMatch,
    ) -> Result<(), Error> {
        loop {
            let (from, into, seen) = (from.clone(), into.clone(), seen.clone());
            let actor = actor.id.clone();
            let step = async move |tx: &mut Tx<'_>| {
                let (source, target) = may_merge(tx, &from, &into).await?;
                let step = remove_category(tx, &from, Some(&into), &seen, Heirs::Target).await?;
                if let Removal::Done(_) = &step {
                    let name = format!("{} → {}", source.name, target.name);
                    note_deed(tx, &actor, deed("category-merge", &name)).await?;
                }
                Ok(step)
            };
            if let Removal::Done(_) = self.0.db.write::<_, Error, _>(step).await? {
                return Ok(());
            }
        }
    }
}

/// Both categories, if one may become part of the other.
async fn may_merge(conn: &mut Conn<'_>, from: &CategoryId, into: &CategoryId) -> Result<(Category, Category), Error> {
    let source = active::<Category>(conn, from.as_str()).await?;
    let target = active::<Category>(conn, into.as_str()).await?;
    let branch = store::category::branch(conn, from.as_str()).await?;
    if branch.iter().any(|id| id == into.as_str()) {
        return Err(into_itself());
    }
    for child in store::category::children(conn, Some(from)).await? {
        let height = store::category::height(conn, &child.id).await?;
        let mut moved = child.clone();
        moved.parent_category_id = Some(into.clone());
        may_stand(conn, Some(&child.id), &moved, height).await?;
    }
    Ok((source, target))
}

/// Stores categories as they were before, given how they are now.
async fn put_back(tx: &mut Tx<'_>, pairs: Vec<(Category, Category)>) -> Result<(), Error> {
    for (now, before) in &pairs {
        if place(now) != place(before) {
            store::category::park(tx, &now.id).await?;
        }
    }
    let at = tx.now();
    for (now, before) in pairs {
        let after = Category {
            record_version: now.record_version,
            created_at: now.created_at,
            ..before
        };
        if after.parent_category_id != now.parent_category_id {
            let height = store::category::height(tx, &now.id).await?;
            may_stand(tx, Some(&now.id), &after, height).await?;
        }
        has_own_slug(tx, &after).await?;
        has_own_place(tx, &after).await?;
        Category::store_change(tx, now, after.touch(at)).await?;
    }
    Ok(())
}

/// What the log of administrators says of it; categories have no page there.
fn deed<'a>(action: &'static str, name: &'a str) -> Deed<'a> {
    Deed {
        action,
        subject: "",
        subject_name: name,
        reason: "",
    }
}

/// Notes a deed, if anything came of it, to be taken back and for the log of administrators.
async fn note(
    tx: &mut Tx<'_>,
    actor: &AccountId,
    (kind, subject): (CategoryDeedKind, String),
    pairs: &[(Category, Category)],
) -> Result<(), Error> {
    let changed = || pairs.iter().filter(|(before, after)| before != after);
    if changed().next().is_none() {
        return Ok(());
    }
    let kept = Kept {
        before: changed().map(|(before, _)| before.clone()).collect(),
        versions: changed()
            .map(|(_, after)| (after.id.to_string(), after.record_version))
            .collect(),
    };
    let forgotten: Timestamp = tx.now().minus(KEPT);
    store::category_deed::note(tx, actor, (kind, &subject), &kept, forgotten).await?;
    let action = match kind {
        CategoryDeedKind::Edit => "category-edit",
        CategoryDeedKind::Move => "category-move",
        CategoryDeedKind::Order => "category-order",
    };
    note_deed(tx, actor, deed(action, &subject)).await
}
