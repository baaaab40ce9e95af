//! Lists of categories, and what their entries are joined with.

use std::collections::HashMap;

use platform::{
    Conn, Result,
    db::{Row, Value},
    params,
};

use super::{
    category::{columns, place, read},
    filter::Slots,
};
use crate::model::{Category, CategoryId, ChildBrief, Parent, ParentBrief, ParentContent, With};

platform::statements! {
    LIST = concat!("select ", columns!(), " from category where active = 1
        order by coalesce(parent_id, ''), sort_order limit $1 offset $2");
    COUNT = "select count(*) from category where active = 1";
    CHILDREN = "select c.parent_id, c.name, c.slug from (select id from category where active = 1
            order by coalesce(parent_id, ''), sort_order limit $1 offset $2) p
        join category c on coalesce(c.parent_id, '') = p.id where c.active = 1 order by c.parent_id, c.sort_order";
    LIST_UNDER = concat!("select ", columns!(), " from category
        where active = 1 and coalesce(parent_id, '') in ($1, $2, $3, $4, $5, $6, $7, $8)
        order by coalesce(parent_id, ''), sort_order limit $9 offset $10");
    COUNT_UNDER = "select count(*) from category
        where active = 1 and coalesce(parent_id, '') in ($1, $2, $3, $4, $5, $6, $7, $8)";
    CHILDREN_UNDER = "select c.parent_id, c.name, c.slug from (select id from category
            where active = 1 and coalesce(parent_id, '') in ($1, $2, $3, $4, $5, $6, $7, $8)
            order by coalesce(parent_id, ''), sort_order limit $9 offset $10) p
        join category c on coalesce(c.parent_id, '') = p.id where c.active = 1 order by c.parent_id, c.sort_order";
    /// Deleted ones: places are not unique among them, and they have no children.
    LIST_DELETED = concat!("select ", columns!(), " from category
        where active = 0 and ($1 = '%' or coalesce(parent_id, '') in ($1, $2, $3, $4, $5, $6, $7, $8))
        order by coalesce(parent_id, ''), sort_order, id limit $9 offset $10");
    COUNT_DELETED = "select count(*) from category
        where active = 0 and ($1 = '%' or coalesce(parent_id, '') in ($1, $2, $3, $4, $5, $6, $7, $8))";
    PARENT = "select name, slug from category where id = $1";
    CHILDREN_OF_ONE = "select parent_id, name, slug from category where coalesce(parent_id, '') = $1 and active = 1
        order by sort_order";
    FETCH = "select c.id, c.description, c.icon, c.name, c.parent_id, c.slug, c.sort_order, c.active, c.version,
            c.created_at, c.updated_at, c.owner_id,
            p.description, p.icon, p.name, p.parent_id, p.slug, p.sort_order
        from category c left join category p on p.id = c.parent_id where c.active = 1
        and (c.name_key like $1 escape '\\' or c.name_key like $2 escape '\\' or c.name_key like $3 escape '\\'
            or c.name_key like $4 escape '\\' or c.name_key like $5 escape '\\' or c.name_key like $6 escape '\\'
            or c.name_key like $7 escape '\\' or c.name_key like $8 escape '\\')
        and (c.slug like $9 escape '\\' or c.slug like $10 escape '\\' or c.slug like $11 escape '\\'
            or c.slug like $12 escape '\\' or c.slug like $13 escape '\\' or c.slug like $14 escape '\\'
            or c.slug like $15 escape '\\' or c.slug like $16 escape '\\')
        and ($17 = '%' or coalesce(c.parent_id, '') in ($17, $18, $19, $20, $21, $22, $23, $24))
        order by c.created_at desc, c.id desc limit $25 offset $26";
    FETCH_COUNT = "select count(*) from category where active = 1
        and (name_key like $1 escape '\\' or name_key like $2 escape '\\' or name_key like $3 escape '\\'
            or name_key like $4 escape '\\' or name_key like $5 escape '\\' or name_key like $6 escape '\\'
            or name_key like $7 escape '\\' or name_key like $8 escape '\\')
        and (slug like $9 escape '\\' or slug like $10 escape '\\' or slug like $11 escape '\\'
            or slug like $12 escape '\\' or slug like $13 escape '\\' or slug like $14 escape '\\'
            or slug like $15 escape '\\' or slug like $16 escape '\\')
        and ($17 = '%' or coalesce(parent_id, '') in ($17, $18, $19, $20, $21, $22, $23, $24))";
}

/// Which categories a list is of.
#[derive(Debug, Clone)]
pub(crate) struct Of {
    /// `false`: the deleted ones.
    pub(crate) active: bool,
    /// Those under one of these parents; an empty id stands for the roots.
    pub(crate) under: Option<Slots>,
}

/// Rows of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) limit: i64,
    pub(crate) offset: i64,
}

fn with_window(slots: &Slots, window: Window) -> Vec<Value<'_>> {
    let mut values: Vec<_> = slots.params().collect();
    values.extend([Value::from(window.limit), Value::from(window.offset)]);
    values
}

/// A list ordered by parent and place, and how many there are in all.
pub(crate) async fn list(conn: &mut Conn<'_>, of: &Of, window: Window) -> Result<(Vec<Category>, i64)> {
    match (of.active, &of.under) {
        (true, None) => {
            let rows = conn.all(LIST, params![window.limit, window.offset], read).await?;
            Ok((rows, conn.number(COUNT, &[]).await?))
        }
        (true, Some(under)) => {
            let rows = conn.all(LIST_UNDER, &with_window(under, window), read).await?;
            let values: Vec<_> = under.params().collect();
            Ok((rows, conn.number(COUNT_UNDER, &values).await?))
        }
        (false, under) => {
            let under = under.clone().unwrap_or_else(Slots::any);
            let rows = conn.all(LIST_DELETED, &with_window(&under, window), read).await?;
            let values: Vec<_> = under.params().collect();
            Ok((rows, conn.number(COUNT_DELETED, &values).await?))
        }
    }
}

/// Children by their parent.
pub(crate) type ByParent = HashMap<CategoryId, Vec<ChildBrief>>;

fn child(row: &Row<'_>) -> Result<(CategoryId, ChildBrief)> {
    let child = ChildBrief {
        name: row.get(1)?,
        slug: row.get(2)?,
        is_active: true,
    };
    Ok((row.text(0)?.into(), child))
}

/// The active children of everything in a list.
pub(crate) async fn children(conn: &mut Conn<'_>, of: &Of, window: Window) -> Result<ByParent> {
    let found = match (of.active, &of.under) {
        (true, None) => conn.all(CHILDREN, params![window.limit, window.offset], child).await?,
        (true, Some(under)) => conn.all(CHILDREN_UNDER, &with_window(under, window), child).await?,
        (false, _) => Vec::new(),
    };
    let mut by_parent = ByParent::new();
    for (parent, child) in found {
        by_parent.entry(parent).or_default().push(child);
    }
    Ok(by_parent)
}

/// A parent in short.
pub(crate) async fn parent(conn: &mut Conn<'_>, id: &CategoryId) -> Result<Option<ParentBrief>> {
    let read = |row: &Row<'_>| {
        Ok(ParentBrief {
            name: row.get(0)?,
            slug: row.get(1)?,
        })
    };
    conn.first(PARENT, params![id], read).await
}

/// The active children of one category, in their order.
pub(crate) async fn children_of(conn: &mut Conn<'_>, id: &CategoryId) -> Result<Vec<ChildBrief>> {
    conn.all(CHILDREN_OF_ONE, params![id], |row| Ok(child(row)?.1)).await
}

/// What `_fetchlistcategory` looks for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// Patterns of folded names.
    pub(crate) names: Slots,
    /// Patterns of slugs.
    pub(crate) slugs: Slots,
    /// Parents; an empty id stands for the roots.
    pub(crate) under: Slots,
}

/// Active categories, newest first, each with its parent, and how many there are in all.
pub(crate) async fn fetch(
    conn: &mut Conn<'_>,
    wanted: &Wanted,
    window: Window,
) -> Result<(Vec<With<Category, Parent>>, i64)> {
    let filters = [&wanted.names, &wanted.slugs, &wanted.under];
    let mut values: Vec<Value<'_>> = filters.into_iter().flat_map(Slots::params).collect();
    let total = conn.number(FETCH_COUNT, &values).await?;
    values.extend([Value::from(window.limit), Value::from(window.offset)]);
    Ok((conn.all(FETCH, &values, fetched).await?, total))
}

fn fetched(row: &Row<'_>) -> Result<With<Category, Parent>> {
    let object = read(row)?;
    let parent = match &object.parent_category_id {
        None => None,
        Some(_) => Some(ParentContent {
            description: row.get(12)?,
            icon: row.get(13)?,
            name: row.get(14)?,
            parent_category_id: row.maybe_text(15)?.map(Into::into),
            slug: row.get(16)?,
            sort_order: place(row.get(17)?)?,
        }),
    };
    Ok(With {
        object,
        joins: Some(Parent { parent }),
    })
}
