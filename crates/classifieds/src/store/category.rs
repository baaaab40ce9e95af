//! Rows of `category` and of `former_slug`.

use platform::{Conn, Error, Result, Tx, db::Row, params, text::fold};

use crate::model::category::{Category, CategoryId};

/// The columns that [`read`] reads.
macro_rules! columns {
    () => {
        "id, description, icon, name, parent_id, slug, sort_order, active, version, created_at, updated_at, owner_id"
    };
}
pub(super) use columns;

platform::statements! {
    /// Itself, its children and theirs. `union` rather than `union all`, so that it ends whatever is stored.
    BRANCH = "with recursive branch (id) as (select id from category where id = $1 and active = 1
        union select c.id from category c join branch b on coalesce(c.parent_id, '') = b.id where c.active = 1)
        select id from branch order by id";
    BY_ID = concat!("select ", columns!(), " from category where id = $1");
    BY_SLUG = concat!("select ", columns!(), " from category where slug = $1 and active = 1");
    BY_FORMER_SLUG = concat!("select ", columns!(), " from category
        where active = 1 and id = (select category_id from former_slug where slug = $1)");
    LINEAGE = "select p.id, p.parent_id, g.parent_id from category p left join category g on g.id = p.parent_id
        where p.id = $1 and p.active = 1";
    HEIGHT = "select cast(case
        when exists (select 1 from category c join category g on coalesce(g.parent_id, '') = c.id and g.active = 1
            where coalesce(c.parent_id, '') = $1 and c.active = 1) then 3
        when exists (select 1 from category c where coalesce(c.parent_id, '') = $1 and c.active = 1) then 2
        else 1 end as bigint)";
    SLUG_OWNER = "select id from category where slug = $1 and active = 1";
    PLACE_OWNER = "select id from category where coalesce(parent_id, '') = $1 and sort_order = $2 and active = 1";
    LAST_ROOT = "select max(sort_order) from category where coalesce(parent_id, '') = '' and active = 1";
    CHILDREN = concat!("select ", columns!(), " from category where coalesce(parent_id, '') = $1 and active = 1
        order by sort_order");
    ALL = concat!("select ", columns!(), " from category where active = 1 order by coalesce(parent_id, ''), sort_order");
    INSERT = "insert into category (id, parent_id, name, name_key, slug, sort_order, icon, description, active, version,
        owner_id, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    UPDATE = "update category set parent_id = $1, name = $2, name_key = $3, slug = $4, sort_order = $5, icon = $6,
        description = $7, active = $8, version = $9, updated_at = $10 where id = $11";
    /// A place that no category can ask for, so that others can take this one's. Never seen outside of its transaction.
    PARK = "update category set sort_order = sort_order + 8589934592 where id = $1";
    FREE_SLUG = "delete from former_slug where slug = $1";
    FREE_SLUGS_IN_USE = "delete from former_slug
        where exists (select 1 from category c where c.slug = former_slug.slug and c.active = 1)";
    KEEP_SLUG = "insert into former_slug (slug, category_id, since) values ($1, $2, $3)
        on conflict (slug) do update set category_id = excluded.category_id, since = excluded.since";
    PASS_SLUGS_ON = "update former_slug set category_id = $1 where category_id = $2";
}

/// Ids of an active category and of all its active descendants; nothing if it is not active.
pub(crate) async fn branch(conn: &mut Conn<'_>, id: &str) -> Result<Vec<String>> {
    conn.all(BRANCH, params![id], |row| row.get(0)).await
}

pub(super) fn category_of_row(row: &Row<'_>) -> Result<Category> {
    Ok(Category {
        id: row.text(0)?.into(),
        description: row.get(1)?,
        icon: row.get(2)?,
        name: row.get(3)?,
        parent_category_id: row.maybe_text(4)?.map(Into::into),
        slug: row.get(5)?,
        sort_order: place(row.get(6)?)?,
        is_active: row.get(7)?,
        record_version: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
        owner: row.text(11)?.into(),
    })
}

pub(super) fn place(stored: i64) -> Result<i32> {
    i32::try_from(stored).map_err(Error::internal)
}

/// A category, deleted or not.
pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<Category>> {
    conn.first(BY_ID, params![id], category_of_row).await
}

/// The active category that has a slug.
pub(crate) async fn by_slug(conn: &mut Conn<'_>, slug: &str) -> Result<Option<Category>> {
    conn.first(BY_SLUG, params![slug], category_of_row).await
}

/// The active category that had a slug.
pub(crate) async fn by_former_slug(conn: &mut Conn<'_>, slug: &str) -> Result<Option<Category>> {
    conn.first(BY_FORMER_SLUG, params![slug], category_of_row).await
}

/// An active category and what is above it, nearest first; `None` if it is not active. One row by its key, whatever the
/// tree's size, so that edits elsewhere do not collide.
pub(crate) async fn lineage(conn: &mut Conn<'_>, id: &CategoryId) -> Result<Option<Vec<CategoryId>>> {
    let read = |row: &Row<'_>| {
        let above = [row.maybe_text(0)?, row.maybe_text(1)?, row.maybe_text(2)?];
        Ok(above.into_iter().flatten().map(CategoryId::from).collect())
    };
    conn.first(LINEAGE, params![id], read).await
}

/// Levels of the branch that begins with a category, itself included.
pub(crate) async fn height(conn: &mut Conn<'_>, id: &CategoryId) -> Result<usize> {
    let height = conn.number(HEIGHT, params![id]).await?;
    usize::try_from(height).map_err(Error::internal)
}

/// Who has a slug.
pub(crate) async fn slug_owner(conn: &mut Conn<'_>, slug: &str) -> Result<Option<CategoryId>> {
    conn.first(SLUG_OWNER, params![slug], |row| Ok(row.text(0)?.into()))
        .await
}

/// Who has a place among the children of a parent, or among the roots.
pub(crate) async fn place_owner(
    conn: &mut Conn<'_>,
    parent: Option<&CategoryId>,
    sort_order: i32,
) -> Result<Option<CategoryId>> {
    let values = params![parent.map_or("", CategoryId::as_str), i64::from(sort_order)];
    conn.first(PLACE_OWNER, values, |row| Ok(row.text(0)?.into())).await
}

/// The last root's place.
pub(crate) async fn last_root(conn: &mut Conn<'_>) -> Result<Option<i32>> {
    let last = conn.first(LAST_ROOT, &[], |row| row.get::<Option<i64>>(0)).await?;
    last.flatten().map(place).transpose()
}

/// The active children of a category in their order, or the roots.
pub(crate) async fn children(conn: &mut Conn<'_>, parent: Option<&CategoryId>) -> Result<Vec<Category>> {
    conn.all(
        CHILDREN,
        params![parent.map_or("", CategoryId::as_str)],
        category_of_row,
    )
    .await
}

/// Every active category, ordered by parent and place.
pub(crate) async fn all(conn: &mut Conn<'_>) -> Result<Vec<Category>> {
    conn.all(ALL, &[], category_of_row).await
}

pub(crate) async fn insert(tx: &mut Tx<'_>, new: &Category) -> Result<()> {
    let name_key = fold(&new.name);
    let values = params![
        &new.id,
        new.parent_category_id.as_ref(),
        &new.name,
        &name_key,
        &new.slug,
        i64::from(new.sort_order),
        new.icon.as_deref(),
        new.description.as_deref(),
        new.is_active,
        new.record_version,
        &new.owner,
        new.created_at,
        new.updated_at
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// Stores everything of a category that can change.
pub(crate) async fn update(tx: &mut Tx<'_>, now: &Category) -> Result<()> {
    let name_key = fold(&now.name);
    let values = params![
        now.parent_category_id.as_ref(),
        &now.name,
        &name_key,
        &now.slug,
        i64::from(now.sort_order),
        now.icon.as_deref(),
        now.description.as_deref(),
        now.is_active,
        now.record_version,
        now.updated_at,
        &now.id
    ];
    tx.execute(UPDATE, values).await.map(drop)
}

/// Takes a category from its place until it is updated in this transaction.
pub(crate) async fn park(tx: &mut Tx<'_>, id: &CategoryId) -> Result<()> {
    tx.execute(PARK, params![id]).await.map(drop)
}

/// A slug is in use from now on: nobody's former one any more.
pub(crate) async fn free_slug(tx: &mut Tx<'_>, slug: &str) -> Result<()> {
    tx.execute(FREE_SLUG, params![slug]).await.map(drop)
}

/// The same for every slug in use, after many were taken at once.
pub(crate) async fn free_slugs_in_use(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute(FREE_SLUGS_IN_USE, &[]).await.map(drop)
}

/// A category has given up a slug, and is still found by it.
pub(crate) async fn keep_slug(tx: &mut Tx<'_>, slug: &str, id: &CategoryId) -> Result<()> {
    let now = tx.now();
    tx.execute(KEEP_SLUG, params![slug, id, now]).await.map(drop)
}

/// What a category was called before leads to another one from now on.
pub(crate) async fn pass_slugs_on(tx: &mut Tx<'_>, from: &CategoryId, to: &CategoryId) -> Result<()> {
    tx.execute(PASS_SLUGS_ON, params![to, from]).await.map(drop)
}
