//! Categories in lists, and the tree of them.

use accounts::{Administrators, Caller, MaybeActor, access};
use axum::extract::State;
use platform::{
    cache::Tags,
    http::{
        Body, Outcome, Pages, Paging, Params, Reply,
        routes::{Endpoint, get, put},
    },
    id::uuid_text,
};

use super::{
    category::ID,
    query::{applied_filters, deleted_too, ids, joins, partial, wants_deleted},
};
use crate::{
    Classifieds,
    events::CATEGORIES,
    failures::{Broken, not_all_siblings},
    input::CategoryOrderIn,
    model::{
        With,
        category::{Category, CategoryFilter, CategoryId, CategoryNode, CategorySearch, Children, Parent},
        filter::AnyOf,
    },
};

/// `GET /v1/categories` — by parent and place; all of them unless a page is asked for.
async fn list(
    State(classifieds): State<Classifieds>,
    caller: MaybeActor,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<With<Category, Children>>> {
    let under = ids(&params, "parentCategoryId")?;
    let active = !wants_deleted(&params, &caller)?;
    let (rows, paging) = classifieds
        .list_categories(CategoryFilter { active, under }, joins(&params), pages.or_whole())
        .await?;
    let reply =
        Reply::list("categories", rows, paging).filters(applied_filters(&params, &["parentCategoryId", "isActive"]));
    // What was deleted is shown to some, so it is not kept for all.
    Ok(if active {
        reply.keep(Tags::of([CATEGORIES.to_owned()]))
    } else {
        reply
    })
}

/// `GET /v1/categories/tree`.
async fn tree(State(classifieds): State<Classifieds>) -> Outcome<Vec<CategoryNode>> {
    let roots = classifieds.show_category_tree().await?;
    let count = i64::try_from(roots.len()).unwrap_or(i64::MAX);
    let paging = Paging {
        page: 1,
        per_page: count.max(1),
        total: count,
    };
    Ok(Reply::list("categories", roots, paging).keep(Tags::of([CATEGORIES.to_owned()])))
}

/// `GET /v1/_fetchlistcategory` — newest first.
async fn fetch(
    State(classifieds): State<Classifieds>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<With<Category, Parent>>> {
    let wanted = CategorySearch {
        names: partial(&params, "name")?,
        slugs: partial(&params, "slug")?,
        under: ids(&params, "parentCategoryId")?.unwrap_or_else(AnyOf::any),
    };
    let (rows, paging) = classifieds.fetch_categories(wanted, joins(&params), pages).await?;
    Ok(Reply::list("categories", rows, paging)
        .filters(applied_filters(&params, &["name", "parentCategoryId", "slug"]))
        .keep(Tags::of([CATEGORIES.to_owned()])))
}

/// `PUT /v1/categories/order` — the siblings as they stand now.
async fn order(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
    Body(input): Body<CategoryOrderIn>,
) -> Outcome<Vec<Category>> {
    let id = |field: &str, id: &String| uuid_text(field, id).map(CategoryId::from);
    let parent = input.parent_category_id.as_ref();
    let parent = parent.map(|text| id("parentCategoryId", text)).transpose()?;
    let order: Result<Vec<_>, _> = input.category_ids.iter().map(|text| id("categoryIds", text)).collect();
    let order = order?;
    caller.allowed()?;
    let siblings = classifieds.order_categories(parent, order).await?;
    let paging = Paging::whole(siblings.len());
    Ok(Reply::list("categories", siblings, paging))
}

const ORDER: &str = r#"{"parentCategoryId":null,"categoryIds":["018f3c1e-7b2a-7c3d-8e4f-0123456789ab","018f3c1e-0000-7c3d-8e4f-0123456789ab"]}"#;
const PLACED: &str = r#"{"id":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","description":"Cars, old and new","icon":"car","name":"Automobiles","parentCategoryId":null,"slug":"automobiles","sortOrder":1,"isActive":true,"recordVersion":2,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:05:00.000Z","_owner":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab"}"#;
const LISTED: &str = r#"{"id":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","description":"Cars, old and new","icon":"car","name":"Automobiles","parentCategoryId":null,"slug":"automobiles","sortOrder":1,"isActive":true,"recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z","_owner":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab","childCategories":[{"name":"Electric cars","slug":"electric-cars","isActive":true}],"activeChildCount":1}"#;
const NODE: &str = r#"{"id":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","description":"Cars, old and new","icon":"car","name":"Automobiles","parentCategoryId":null,"slug":"automobiles","sortOrder":1,"isActive":true,"recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z","_owner":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab","childCategories":[]}"#;
const FETCHED: &str = r#"{"id":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","description":"Cars, old and new","icon":"car","name":"Automobiles","parentCategoryId":"018f3c1e-0000-7c3d-8e4f-0123456789ab","slug":"automobiles","sortOrder":1,"isActive":true,"recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z","_owner":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab","parent":{"description":null,"icon":null,"name":"Vehicles","parentCategoryId":null,"slug":"vehicles","sortOrder":1}}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    vec![
        put("/v1/categories/order", order)
            .api("orderCategories")
            .says("Put all children of a category, or all roots, in an order at once; their places are 1, 2, 3 … then")
            .access(access::<Administrators>())
            .takes::<CategoryOrderIn>(ORDER)
            .gives_list::<Category>("categories", PLACED)
            .whole()
            .fails(|| Broken::NoParent.into())
            .fails(not_all_siblings),
        deleted_too(get("/v1/categories", list))
            .api("listCategories")
            .says("List categories by parent and place; all of them unless a page is asked for")
            .query_any(
                "parentCategoryId",
                "Those under a category; `null`: the roots; several: any of them",
                ID,
            )
            .query_of::<bool>("getJoins", "`false`: without children", "true")
            .gives_list::<With<Category, Children>>("categories", LISTED)
            .kept(),
        get("/v1/categories/tree", tree)
            .api("getCategoryTree")
            .says("See all categories as a tree")
            .gives_list::<CategoryNode>("categories", NODE)
            .whole()
            .kept(),
        get("/v1/_fetchlistcategory", fetch)
            .api("_fetchListCategory")
            .says("List categories, newest first")
            .query_any(
                "name",
                "Part of a name, without case and accents; several: any of them",
                "auto",
            )
            .query_any(
                "parentCategoryId",
                "Those under a category; `null`: the roots; several: any of them",
                ID,
            )
            .query_any("slug", "Part of a slug; several: any of them", "auto")
            .query_of::<bool>("getJoins", "`false`: without parents", "true")
            .gives_list::<With<Category, Parent>>("categories", FETCHED)
            .kept(),
    ]
}
