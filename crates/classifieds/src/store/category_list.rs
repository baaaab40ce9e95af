//! Lists of categories, and what their entries are joined with.

use platform::{
    Conn, Result,
    db::{Row, Value},
    params,
};

use super::{
    category::{category_of_row, columns, place},
    filter::{like_any, under_any},
};
use crate::model::{
    With,
    category::{
        Category, CategoryFilter, CategoryId, CategorySearch, ChildBrief, ChildrenByParent, PageWindow, Parent,
        ParentBrief, ParentContent,
    },
    filter::AnyOf,
};

platform::statements! {
    LIST = concat!("select ", columns!(), " from category where active = 1
        order by coalesce(parent_id, ''), sort_order limit $1 offset $2");
    COUNT = "select count(*) from category where active = 1";
    CHILDREN = "select c.parent_id, c.name, c.slug from (select id from category where active = 1
            order by coalesce(parent_id, ''), sort_order limit $1 offset $2) p
        join category c on coalesce(c.parent_id, '') = p.id where c.active = 1 order by c.parent_id, c.sort_order";
    LIST_UNDER = concat!("select ", columns!(), " from category
        where active = 1 and coalesce(parent_id, '') in (select value from ", platform::listed!("$1"), ")
        order by coalesce(parent_id, ''), sort_order limit $2 offset $3");
    COUNT_UNDER = concat!("select count(*) from category
        where active = 1 and coalesce(parent_id, '') in (select value from ", platform::listed!("$1"), ")");
    CHILDREN_UNDER = concat!("select c.parent_id, c.name, c.slug from (select id from category
            where active = 1 and coalesce(parent_id, '') in (select value from ", platform::listed!("$1"), ")
            order by coalesce(parent_id, ''), sort_order limit $2 offset $3) p
        join category c on coalesce(c.parent_id, '') = p.id where c.active = 1 order by c.parent_id, c.sort_order");
    /// Deleted ones: places are not unique among them, and they have no children.
    LIST_DELETED = concat!("select ", columns!(), " from category
        where active = 0 and ", under_any!("parent_id", "$1"), "
        order by coalesce(parent_id, ''), sort_order, id limit $2 offset $3");
    COUNT_DELETED = concat!("select count(*) from category
        where active = 0 and ", under_any!("parent_id", "$1"));
    PARENT = "select name, slug from category where id = $1";
    CHILDREN_OF_ONE = "select parent_id, name, slug from category where coalesce(parent_id, '') = $1 and active = 1
        order by sort_order";
    FETCH = concat!("select c.id, c.description, c.icon, c.name, c.parent_id, c.slug, c.sort_order, c.active, c.version,
            c.created_at, c.updated_at, c.owner_id,
            p.description, p.icon, p.name, p.parent_id, p.slug, p.sort_order
        from category c left join category p on p.id = c.parent_id where c.active = 1
        and ", like_any!("c.name_key", "$1"), "
        and ", like_any!("c.slug", "$2"), "
        and ", under_any!("c.parent_id", "$3"), "
        order by c.created_at desc, c.id desc limit $4 offset $5");
    FETCH_COUNT = concat!("select count(*) from category where active = 1
        and ", like_any!("name_key", "$1"), "
        and ", like_any!("slug", "$2"), "
        and ", under_any!("parent_id", "$3"));
}

fn with_window(under: &AnyOf, window: PageWindow) -> Vec<Value<'_>> {
    vec![under.param(), window.limit.into(), window.offset.into()]
}

/// A list ordered by parent and place, and how many there are in all.
pub(crate) async fn list(conn: &mut Conn<'_>, of: &CategoryFilter, window: PageWindow) -> Result<(Vec<Category>, i64)> {
    match (of.active, &of.under) {
        (true, None) => {
            let rows = conn
                .all(LIST, params![window.limit, window.offset], category_of_row)
                .await?;
            Ok((rows, conn.number(COUNT, &[]).await?))
        }
        (true, Some(under)) => {
            let rows = conn
                .all(LIST_UNDER, &with_window(under, window), category_of_row)
                .await?;
            Ok((rows, conn.number(COUNT_UNDER, &[under.param()]).await?))
        }
        (false, under) => {
            let under = under.clone().unwrap_or_else(AnyOf::any);
            let rows = conn
                .all(LIST_DELETED, &with_window(&under, window), category_of_row)
                .await?;
            Ok((rows, conn.number(COUNT_DELETED, &[under.param()]).await?))
        }
    }
}

fn child_of_row(row: &Row<'_>) -> Result<(CategoryId, ChildBrief)> {
    let child = ChildBrief {
        name: row.get(1)?,
        slug: row.get(2)?,
        is_active: true,
    };
    Ok((row.text(0)?.into(), child))
}

/// The active children of everything in a list.
pub(crate) async fn children(conn: &mut Conn<'_>, of: &CategoryFilter, window: PageWindow) -> Result<ChildrenByParent> {
    let found = match (of.active, &of.under) {
        (true, None) => {
            conn.all(CHILDREN, params![window.limit, window.offset], child_of_row)
                .await?
        }
        (true, Some(under)) => {
            conn.all(CHILDREN_UNDER, &with_window(under, window), child_of_row)
                .await?
        }
        (false, _) => Vec::new(),
    };
    let mut by_parent = ChildrenByParent::new();
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
    conn.all(CHILDREN_OF_ONE, params![id], |row| Ok(child_of_row(row)?.1))
        .await
}

/// Active categories, newest first, each with its parent, and how many there are in all.
pub(crate) async fn fetch(
    conn: &mut Conn<'_>,
    wanted: &CategorySearch,
    window: PageWindow,
) -> Result<(Vec<With<Category, Parent>>, i64)> {
    let filters = [&wanted.names, &wanted.slugs, &wanted.under];
    let mut values: Vec<Value<'_>> = filters.into_iter().map(AnyOf::param).collect();
    let total = conn.number(FETCH_COUNT, &values).await?;
    values.extend([Value::from(window.limit), Value::from(window.offset)]);
    Ok((conn.all(FETCH, &values, with_parent_of_row).await?, total))
}

fn with_parent_of_row(row: &Row<'_>) -> Result<With<Category, Parent>> {
    let object = category_of_row(row)?;
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
