//! Categories: added, edited, moved, deleted, restored.
//!
//! Invariant: within its transaction each use case leaves a valid tree behind, or nothing. Rules are looked at with the
//! few rows that they are about (a slug, a place, the parent's lineage, the branch's height), so that edits in different
//! places do not collide; the unique indexes hold what two transactions could not see of one another.

use accounts::{AccountId, Actor};
use platform::{Conn, Error, Timestamp, Tx, id::uuid_v7, idempotency::Once, version::IfMatch};

use super::object::{Object, active};
use crate::{
    Classifieds,
    events::{CategoryChanged, CategoryCreated},
    failures::Broken,
    model::{
        Changed,
        category::{Category, CategoryId},
    },
    rules::{
        category::{CategoryChange, CategoryContent, check_parent},
        category_import::{ALSO, COLUMNS, Plan, Row, plan, rows},
        import::{Findings, Making, Record},
    },
    store,
};

impl Classifieds {
    /// Makes a category. Refused if its slug is taken or its parent is not there.
    #[platform::boxed]
    pub async fn create_category(
        &self,
        actor: &Actor,
        content: CategoryContent,
        once: Option<Once>,
    ) -> Result<Category, Error> {
        let (id, owner) = (CategoryId::from(uuid_v7(actor.ctx.now())), actor.id.clone());
        self.0
            .accounts
            .answers()
            .write(&actor.ctx, once, async move |tx: &mut Tx<'_>| {
                let now = tx.now();
                let category = content.make(id, owner, now);
                may_stand(tx, None, &category, 1).await?;
                has_own_slug(tx, &category).await?;
                has_own_place(tx, &category).await?;
                store::category::insert(tx, &category).await?;
                store::category::free_slug(tx, &category.slug).await?;
                let created = CategoryCreated(category);
                tx.emit(&created).await?;
                Ok(created.0)
            })
            .await
    }

    /// A change that changes nothing stores nothing and tells nobody.
    pub async fn update_category(
        &self,
        id: CategoryId,
        change: CategoryChange,
        seen: IfMatch,
    ) -> Result<Changed<Category>, Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let before = active::<Category>(tx, id.as_str()).await?;
                self::change(tx, before, change.clone(), &seen).await
            })
            .await
    }

    /// Brings a deleted category back to where it was, without its former children; one that is there stays as it is. Refused if another one has its place by now.
    pub async fn restore_category(&self, id: CategoryId) -> Result<Changed<Category>, Error> {
        self.restore::<Category>(id.to_string()).await
    }
}

impl Object for Category {
    type Row = Row;

    const NAME: &'static str = "category";

    const COLUMNS: &'static [&'static str] = &COLUMNS;
    const ALSO: &'static [&'static str] = &ALSO;

    fn rows(records: &[Record], findings: &mut Findings) -> Vec<Row> {
        rows(records, findings)
    }

    async fn plan(
        conn: &mut Conn<'_>,
        rows: Vec<Row>,
        owner: AccountId,
        now: Timestamp,
    ) -> Result<Result<Plan, Findings>, Error> {
        let stored = store::category::all(conn).await?;
        let new_id = || CategoryId::from(uuid_v7(now));
        Ok(plan(stored, rows, &mut Making { owner, now, new_id }))
    }

    /// Categories leave their places before others take them: two may swap.
    async fn carry_out(tx: &mut Tx<'_>, plan: Plan) -> Result<(), Error> {
        for (before, after) in &plan.steps {
            if let Some(before) = before
                && place(before) != place(after)
            {
                store::category::park(tx, &before.id).await?;
            }
        }
        for (before, after) in plan.steps {
            if let Some(before) = before {
                Self::store_change(tx, before, after).await?;
            } else {
                store::category::insert(tx, &after).await?;
                tx.emit(&CategoryCreated(after)).await?;
            }
        }
        // Once for all: an import is made of round trips to the database.
        store::category::free_slugs_in_use(tx).await
    }

    async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<Self>, Error> {
        store::category::by_id(conn, id).await
    }

    fn is_active(&self) -> bool {
        self.is_active
    }

    fn bring_back(mut self, now: Timestamp) -> Self {
        self.is_active = true;
        self.touch(now)
    }

    /// It comes without its former children.
    async fn may_return(&self, conn: &mut Conn<'_>) -> Result<(), Error> {
        may_stand(conn, Some(&self.id), self, 1).await?;
        has_own_slug(conn, self).await?;
        has_own_place(conn, self).await
    }

    /// Remembers the slug that it gave up.
    async fn store_change(tx: &mut Tx<'_>, before: Self, after: Self) -> Result<Changed<Self>, Error> {
        store::category::update(tx, &after).await?;
        if after.slug != before.slug || !before.is_active {
            store::category::free_slug(tx, &after.slug).await?;
        }
        if after.slug != before.slug {
            store::category::keep_slug(tx, &before.slug, &before.id).await?;
        }
        let changed = CategoryChanged::between(before, after)?;
        tx.emit(&changed).await?;
        Ok(changed.into())
    }
}

/// Applies a change to a category that is there, in whichever transaction.
pub(super) async fn change(
    tx: &mut Tx<'_>,
    before: Category,
    change: CategoryChange,
    seen: &IfMatch,
) -> Result<Changed<Category>, Error> {
    seen.check(before.record_version)?;
    let after = change.apply_to(&before);
    if after == before {
        return Changed::between(&before, after);
    }
    if after.parent_category_id != before.parent_category_id && after.parent_category_id.is_some() {
        let height = store::category::height(tx, &before.id).await?;
        may_stand(tx, Some(&before.id), &after, height).await?;
    }
    if after.slug != before.slug {
        has_own_slug(tx, &after).await?;
    }
    if place(&after) != place(&before) {
        has_own_place(tx, &after).await?;
    }
    let now = tx.now();
    Category::store_change(tx, before, after.touch(now)).await
}

/// Where a category stands.
pub(super) fn place(category: &Category) -> (Option<&CategoryId>, i32) {
    (category.parent_category_id.as_ref(), category.sort_order)
}

/// Refuses a parent that is not there, and one under which a branch of `height` levels does not fit.
pub(super) async fn may_stand(
    conn: &mut Conn<'_>,
    id: Option<&CategoryId>,
    category: &Category,
    height: usize,
) -> Result<(), Error> {
    let Some(parent) = &category.parent_category_id else {
        return Ok(());
    };
    let lineage = store::category::lineage(conn, parent).await?.ok_or(Broken::NoParent)?;
    Ok(check_parent(id, &lineage, height)?)
}

pub(super) async fn has_own_slug(conn: &mut Conn<'_>, category: &Category) -> Result<(), Error> {
    match store::category::slug_owner(conn, &category.slug).await? {
        Some(owner) if owner != category.id => Err(Broken::SlugTaken.into()),
        _ => Ok(()),
    }
}

pub(super) async fn has_own_place(conn: &mut Conn<'_>, category: &Category) -> Result<(), Error> {
    let (parent, sort_order) = place(category);
    match store::category::place_owner(conn, parent, sort_order).await? {
        Some(owner) if owner != category.id => Err(Broken::PlaceTaken.into()),
        _ => Ok(()),
    }
}
