//! Categories, shown: one, by its slug, in lists, and as a tree.

use platform::{
    Conn, Error,
    page::{Pages, Paging},
};

use crate::{
    Classifieds,
    failures::no_such_record,
    model::{
        With,
        category::{
            Category, CategoryBySlug, CategoryFilter, CategoryId, CategoryNode, CategorySearch, Children, Family,
            PageWindow, Parent,
        },
    },
    rules::category::tree,
    store,
};

fn window(pages: Pages) -> PageWindow {
    PageWindow {
        limit: pages.limit(),
        offset: pages.offset(),
    }
}

impl Classifieds {
    /// A category that is there, with its parent and children if `joins` are wanted.
    pub async fn show_category(&self, id: CategoryId, joins: bool) -> Result<With<Category, Family>, Error> {
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let found = store::category::by_id(conn, id.as_str()).await?;
                let category = found.filter(|found| found.is_active).ok_or_else(no_such_record)?;
                with_family(conn, category, joins).await
            })
            .await
    }

    /// The category of a slug, or the one that had it before.
    #[platform::boxed]
    pub async fn show_category_by_slug(&self, slug: String, joins: bool) -> Result<CategoryBySlug, Error> {
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let current = store::category::by_slug(conn, &slug).await?;
                let moved = current.is_none();
                let found = if moved {
                    store::category::by_former_slug(conn, &slug).await?
                } else {
                    current
                };
                let category = found.ok_or_else(no_such_record)?;
                let category = with_family(conn, category, joins).await?;
                Ok(CategoryBySlug { category, moved })
            })
            .await
    }

    /// A page of categories by parent and place, with their children if `joins` are wanted.
    pub async fn list_categories(
        &self,
        of: CategoryFilter,
        joins: bool,
        pages: Pages,
    ) -> Result<(Vec<With<Category, Children>>, Paging), Error> {
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let window = window(pages);
                let (rows, total) = store::category_list::list(conn, &of, window).await?;
                let mut children = if joins {
                    Some(store::category_list::children(conn, &of, window).await?)
                } else {
                    None
                };
                let with_children = |object: Category| {
                    let joins = children.as_mut().map(|children| {
                        let child_categories = children.remove(&object.id).unwrap_or_default();
                        Children {
                            active_child_count: child_categories.len(),
                            child_categories,
                        }
                    });
                    With { object, joins }
                };
                let rows: Vec<_> = rows.into_iter().map(with_children).collect();
                Ok::<_, Error>((rows, total))
            })
            .await?;
        Ok((rows, pages.of(total)))
    }

    /// Newest first.
    pub async fn fetch_categories(
        &self,
        wanted: CategorySearch,
        joins: bool,
        pages: Pages,
    ) -> Result<(Vec<With<Category, Parent>>, Paging), Error> {
        let (mut rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::category_list::fetch(conn, &wanted, window(pages)).await)
            .await?;
        if !joins {
            for row in &mut rows {
                row.joins = None;
            }
        }
        Ok((rows, pages.of(total)))
    }

    /// Everything, from the roots down: read at once and put together in memory.
    #[platform::boxed]
    pub async fn show_category_tree(&self) -> Result<Vec<CategoryNode>, Error> {
        self.0
            .db
            .read(async |conn: &mut Conn<'_>| Ok(tree(store::category::all(conn).await?)))
            .await
    }
}

async fn with_family(conn: &mut Conn<'_>, object: Category, joins: bool) -> Result<With<Category, Family>, Error> {
    if !joins {
        return Ok(With { object, joins: None });
    }
    let parent_category = match &object.parent_category_id {
        Some(parent) => store::category_list::parent(conn, parent).await?,
        None => None,
    };
    let child_categories = store::category_list::children_of(conn, &object.id).await?;
    let family = Family {
        parent_category,
        child_category_count: child_categories.len(),
        child_categories,
    };
    Ok(With {
        object,
        joins: Some(family),
    })
}
