//! Categories, one at a time.

use accounts::{Administrators, Caller, access};
use axum::extract::State;
use platform::{
    Error,
    cache::Tags,
    http::{
        Body, IfMatch, Outcome, Params, Path, Posted, Reply,
        routes::{Endpoint, delete, get, patch, post},
    },
    id::uuid_text,
    version::Versioned,
};

use serde::Serialize;

use super::{
    query::{joins, move_to},
    restore::restore,
};
use crate::{
    Classifieds,
    events::CATEGORIES,
    failures::{Broken, category_in_use, no_such_record, nothing_to_change},
    input::{CategoryChangeIn, CategoryIn},
    model::{
        With,
        category::{Category, CategoryId, Family},
    },
    rules::category::{check_category, check_category_change, check_slug},
    service::listing::not_there,
};

fn category_id(id: &str) -> Result<CategoryId, Error> {
    uuid_text("categoryId", id).map(CategoryId::from)
}

/// `POST /v1/categories`.
async fn create(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
    Posted { input, once }: Posted<CategoryIn>,
) -> Outcome<Category> {
    let content = check_category(&input)?;
    let actor = caller.allowed()?;
    let category = classifieds.create_category(&actor, content, once).await?;
    Ok(Reply::created_item("category", category))
}

/// `PATCH /v1/categories/{categoryId}`.
async fn update(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
    seen: IfMatch,
    Body(input): Body<CategoryChangeIn>,
) -> Outcome<Category> {
    let (id, change) = (category_id(&id)?, check_category_change(&input)?);
    caller.allowed()?;
    let changed = classifieds.update_category(id, change, seen).await?;
    Ok(Reply::shown_item("category", changed.object).changed(changed.old, changed.new))
}

/// `DELETE /v1/categories/{categoryId}`.
async fn remove(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
    params: Params,
    seen: IfMatch,
) -> Outcome<Category> {
    let (id, to) = (category_id(&id)?, move_to(&params)?.map(CategoryId::from));
    caller.allowed()?;
    let deleted = classifieds.delete_category(id, to, seen).await?;
    Ok(Reply::shown_item("category", deleted))
}

/// `GET /v1/categories/{categoryId}`.
async fn show(
    State(classifieds): State<Classifieds>,
    Path(id): Path<String>,
    params: Params,
) -> Outcome<With<Category, Family>> {
    let category = classifieds.show_category(category_id(&id)?, joins(&params)).await?;
    Ok(Reply::shown_item("category", category).keep(Tags::of([CATEGORIES.to_owned()])))
}

/// A category as it was asked for by a slug.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BySlug {
    #[serde(flatten)]
    category: With<Category, Family>,
    /// The slug that was asked for, if the category has another one now.
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_from: Option<String>,
}

impl Versioned for BySlug {
    fn version(&self) -> i64 {
        self.category.version()
    }
}

/// `GET /v1/categories/by-slug/{slug}` — by its slug, or by one that it had before.
async fn show_by_slug(
    State(classifieds): State<Classifieds>,
    Path(slug): Path<String>,
    params: Params,
) -> Outcome<BySlug> {
    check_slug(&slug).map_err(Error::from)?;
    let found = classifieds.show_category_by_slug(slug.clone(), joins(&params)).await?;
    let redirect_from = found.moved.then_some(slug);
    let view = BySlug {
        category: found.category,
        redirect_from: redirect_from.clone(),
    };
    let reply = Reply::shown_item("category", view).keep(Tags::of([CATEGORIES.to_owned()]));
    // Also in the envelope, where a client that keeps objects as they are looks for it.
    Ok(match redirect_from {
        Some(slug) => reply.with("redirectFrom", slug),
        None => reply,
    })
}

const PARENT: &str = "018f3c1e-0000-7c3d-8e4f-0123456789ab";
pub(super) const ID: &str = "018f3c1e-7b2a-7c3d-8e4f-0123456789ab";
pub(crate) const CATEGORY: &str = r#"{"id":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","description":"Cars, old and new","icon":"car","name":"Automobiles","parentCategoryId":"018f3c1e-0000-7c3d-8e4f-0123456789ab","slug":"automobiles","sortOrder":1,"isActive":true,"recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z","_owner":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab"}"#;
const SHOWN: &str = r#"{"id":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","description":"Cars, old and new","icon":"car","name":"Automobiles","parentCategoryId":"018f3c1e-0000-7c3d-8e4f-0123456789ab","slug":"automobiles","sortOrder":1,"isActive":true,"recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z","_owner":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab","parentCategory":{"name":"Vehicles","slug":"vehicles"},"childCategories":[{"name":"Electric cars","slug":"electric-cars","isActive":true}],"childCategoryCount":1}"#;
const NEW: &str = r#"{"description":"Cars, old and new","icon":"car","name":"Automobiles","parentCategoryId":"018f3c1e-0000-7c3d-8e4f-0123456789ab","slug":"automobiles","sortOrder":1}"#;
const CHANGE: &str = r#"{"name":"Cars","parentCategoryId":null}"#;

/// What every write that puts a category somewhere may be refused for.
fn placed(endpoint: Endpoint<Classifieds>) -> Endpoint<Classifieds> {
    endpoint
        .fails(|| Broken::SlugTaken.into())
        .fails(|| Broken::PlaceTaken.into())
        .fails(|| Broken::NoParent.into())
        .fails(|| Broken::TooDeep.into())
}

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    let create = post("/v1/categories", create)
        .api("createCategory")
        .says("Add a category")
        .access(access::<Administrators>())
        .takes::<CategoryIn>(NEW)
        .gives_item::<Category>("category", CATEGORY)
        .creates()
        .fails(|| Broken::Slug.into());
    let update = patch("/v1/categories/{categoryId}", update)
        .api("updateCategory")
        .says("Change a category or move it; what is left out stays, `null` clears")
        .part::<CategoryId>("categoryId", "The category", ID)
        .access(access::<Administrators>())
        .takes::<CategoryChangeIn>(CHANGE)
        .versioned()
        .gives_item::<Category>("category", CATEGORY)
        .fails(|| Broken::Slug.into())
        .fails(|| Broken::Cycle.into())
        .fails(nothing_to_change)
        .fails(no_such_record);
    let restore = post("/v1/categories/{categoryId}/restore", restore::<Category>)
        .api("restoreCategory")
        .says("Bring a deleted category back, unless its slug, its place or its parent is gone")
        .part::<CategoryId>("categoryId", "The category", ID)
        .access(access::<Administrators>())
        .gives_item::<Category>("category", CATEGORY)
        .fails(no_such_record);
    vec![
        placed(create),
        placed(update),
        delete("/v1/categories/{categoryId}", remove)
            .api("deleteCategory")
            .says("Delete a category; its children become roots, behind the last one. Listings that lie in it keep it from being deleted, or move")
            .versioned()
            .query("moveTo", "The category that its listings move to", PARENT)
            .part::<CategoryId>("categoryId", "The category", ID)
            .access(access::<Administrators>())
            .gives_item::<Category>("category", CATEGORY)
            .fails(|| category_in_use(3))
            .fails(|| not_there("moveTo"))
            .fails(no_such_record),
        placed(restore),
        get("/v1/categories/{categoryId}", show)
            .api("getCategory")
            .says("See a category with its parent and children")
            .part::<CategoryId>("categoryId", "The category", ID)
            .query_of::<bool>("getJoins", "`false`: without parent and children", "true")
            .gives_item::<With<Category, Family>>("category", SHOWN)
            .kept()
            .fails(no_such_record),
        get("/v1/categories/by-slug/{slug}", show_by_slug)
            .api("getCategoryBySlug")
            .says("See the category that has a slug or had it; then `redirectFrom` repeats the slug that was asked for")
            .part::<String>("slug", "A current or former slug", "automobiles")
            .query_of::<bool>("getJoins", "`false`: without parent and children", "true")
            .gives_item::<BySlug>("category", SHOWN)
            .gives_also::<String>("redirectFrom")
            .kept()
            .fails(|| Broken::Slug.into())
            .fails(no_such_record),
    ]
}
