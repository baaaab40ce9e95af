//! Listings, one at a time.

use accounts::{Actor, MaybeActor, Moderators, role_required};
use axum::extract::State;
use platform::{
    Error,
    cache::Tags,
    http::{
        Body, IfMatch, Outcome, Params, Path, Posted, Reply,
        routes::{Access, Endpoint, delete, get, patch, post},
    },
    id::uuid_text,
    text::Check,
};

use super::query::joins;
use crate::{
    Classifieds,
    events::{
        CATEGORIES, LOCATIONS,
        listing::{SELLERS, tag},
    },
    failures::{no_such_record, nothing_to_change},
    input::listing::{ListingIn, StatusIn},
    model::{
        With,
        listing::{Joins, Listing, ListingId, Status},
    },
    rules::listing::{ListingPurpose, check_listing, choice, says_nothing},
    service::listing::{no_such_move, not_yours, throttled},
};

/// Where a listing is.
pub(super) const ONE: &str = "/v1/listings/{listingId}";

pub(super) fn listing_id(id: &str) -> Result<ListingId, Error> {
    uuid_text("listingId", id).map(ListingId::from)
}

/// `POST /v1/listings`.
async fn create(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Posted { input, once }: Posted<ListingIn>,
) -> Outcome<Listing> {
    let change = check_listing(&input, ListingPurpose::Create, actor.ctx.now())?;
    let made = classifieds.create_listing(&actor, change, once).await?;
    Ok(Reply::created_item("listing", made))
}

/// `GET /v1/listings/{listingId}`.
async fn show(
    State(classifieds): State<Classifieds>,
    viewer: MaybeActor,
    Path(id): Path<String>,
    params: Params,
) -> Outcome<With<Listing, Joins>> {
    let id = listing_id(&id)?;
    let (found, public) = classifieds.show_listing(viewer.actor.as_ref(), &id).await?;
    let reply = Reply::shown_item("listing", found.shown(joins(&params)));
    // What everybody may see is the same for all who are logged in, and for all who are not.
    Ok(if public {
        reply.keep(Tags::of([
            tag(id.as_str()),
            CATEGORIES.to_owned(),
            LOCATIONS.to_owned(),
            SELLERS.to_owned(),
        ]))
    } else {
        reply
    })
}

/// `PATCH /v1/listings/{listingId}`.
async fn update(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
    Body(input): Body<ListingIn>,
) -> Outcome<Listing> {
    let id = listing_id(&id)?;
    if says_nothing(&input) {
        return Err(nothing_to_change().into());
    }
    let change = check_listing(&input, ListingPurpose::Change, actor.ctx.now())?;
    let mut changed = classifieds.update_listing(&actor, id, change, seen).await?;
    classifieds.add_waiting_views(&mut changed.object);
    Ok(Reply::shown_item("listing", changed.object).changed(changed.old, changed.new))
}

/// `PATCH /v1/listings/{listingId}/status`.
async fn set_status(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
    Body(input): Body<StatusIn>,
) -> Outcome<Listing> {
    let id = listing_id(&id)?;
    let mut check = Check::new();
    let to: Option<Status> = choice(&mut check, "status", &input.status);
    check.finish()?;
    let to = to.ok_or_else(|| Error::internal("a status that is none was let through"))?;
    let mut changed = classifieds.move_listing(&actor, id, to, seen).await?;
    classifieds.add_waiting_views(&mut changed.object);
    Ok(Reply::shown_item("listing", changed.object).changed(changed.old, changed.new))
}

/// `DELETE /v1/listings/{listingId}`.
async fn remove(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
) -> Outcome<Listing> {
    let mut deleted = classifieds.delete_listing(&actor, listing_id(&id)?, seen).await?;
    classifieds.add_waiting_views(&mut deleted);
    Ok(Reply::shown_item("listing", deleted))
}

pub(super) const ID: &str = "018f3c20-7b2a-7c3d-8e4f-0123456789ab";
pub(crate) const LISTING: &str = r#"{"id":"018f3c20-7b2a-7c3d-8e4f-0123456789ab","attributes":{"km":48000,"fuel":"petrol"},"categoryId":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","subcategoryId":null,"locationId":"018f3c1f-7b2a-7c3d-8e4f-0123456789ab","userId":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab","condition":"used","condition_idx":1,"listingType":"sale","listingType_idx":0,"premiumType":"none","premiumType_idx":0,"status":"pending_review","status_idx":0,"contactEmail":"ayse@example.com","contactPhone":"+90 532 123 45 67","currency":"TRY","title":"Family car, one owner","description":"Serviced every year.","price":745000,"expiresAt":"2026-03-16T08:00:00.000Z","premiumExpiry":null,"favoriteCount":0,"viewsCount":0,"isPremium":false,"isActive":true,"recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z","_owner":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab"}"#;
pub(super) const SHOWN: &str = r#"{"id":"018f3c20-7b2a-7c3d-8e4f-0123456789ab","attributes":{"km":48000,"fuel":"petrol"},"categoryId":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","subcategoryId":null,"locationId":"018f3c1f-7b2a-7c3d-8e4f-0123456789ab","userId":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab","condition":"used","condition_idx":1,"listingType":"sale","listingType_idx":0,"premiumType":"none","premiumType_idx":0,"status":"active","status_idx":1,"contactEmail":null,"contactPhone":null,"currency":"TRY","title":"Family car, one owner","description":"Serviced every year.","price":745000,"expiresAt":"2026-03-16T08:00:00.000Z","premiumExpiry":null,"favoriteCount":0,"viewsCount":17,"isPremium":false,"isActive":true,"recordVersion":2,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:05:00.000Z","_owner":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab","category":{"name":"Automobiles","slug":"automobiles"},"location":{"country":"Türkiye","city":"İzmir","district":"Konak"},"images":[{"id":"018f3c21-7b2a-7c3d-8e4f-0123456789ab","sortOrder":0,"isCover":true,"caption":null,"width":1200,"height":900,"variants":{"thumb":{"url":"/v1/listings/018f3c20-7b2a-7c3d-8e4f-0123456789ab/images/018f3c21-7b2a-7c3d-8e4f-0123456789ab/thumb","contentType":"image/jpeg","width":320,"height":240,"bytes":14210},"medium":{"url":"/v1/listings/018f3c20-7b2a-7c3d-8e4f-0123456789ab/images/018f3c21-7b2a-7c3d-8e4f-0123456789ab/medium","contentType":"image/jpeg","width":960,"height":720,"bytes":91822},"large":{"url":"/v1/listings/018f3c20-7b2a-7c3d-8e4f-0123456789ab/images/018f3c21-7b2a-7c3d-8e4f-0123456789ab/large","contentType":"image/jpeg","width":1200,"height":900,"bytes":133007}}}],"seller":{"fullname":"Ayşe Yılmaz"}}"#;
const NEW: &str = r#"{"categoryId":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","locationId":"018f3c1f-7b2a-7c3d-8e4f-0123456789ab","title":"Family car, one owner","description":"Serviced every year.","attributes":{"km":48000,"fuel":"petrol"},"condition":"used","listingType":"sale","price":745000,"currency":"TRY","contactEmail":"ayse@example.com","contactPhone":"+90 532 123 45 67"}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    vec![
        post("/v1/listings", create)
            .api("createListing")
            .says("Offer something; a moderator looks at it first, unless the settings say otherwise")
            .access(Access::Account)
            .takes::<ListingIn>(NEW)
            .gives_item::<Listing>("listing", LISTING)
            .creates()
            .fails(throttled)
            .fails(role_required::<Moderators>),
        get(ONE, show)
            .api("getListing")
            .says("See a listing; contact fields are for callers who are logged in, listings that are not active for their owner and staff. The count of views may be some seconds old")
            .part::<ListingId>("listingId", "The listing", ID)
            .query_of::<bool>("getJoins", "`false`: without category, location and pictures", "true")
            .gives_item::<With<Listing, Joins>>("listing", SHOWN)
            .kept()
            .fails(no_such_record),
        patch(ONE, update)
            .api("updateListing")
            .says("Change what a listing says; what is left out stays, `null` clears. For its owner and staff; only staff make it stand out, as there is no payment here")
            .part::<ListingId>("listingId", "The listing", ID)
            .access(Access::Account)
            .takes::<ListingIn>(r#"{"price":729900.5,"condition":null}"#)
            .versioned()
            .gives_item::<Listing>("listing", LISTING)
            .fails(nothing_to_change)
            .fails(role_required::<Moderators>)
            .fails(not_yours)
            .fails(no_such_record),
        patch("/v1/listings/{listingId}/status", set_status)
            .api("updateListingStatus")
            .says("Move a listing to another status. Staff: review (active, rejected), take down, send back, put away, bring back. Its owner: sold, archived, and pending_review to hand it in again; where nobody reviews, that makes it active. The clock alone makes it expired")
            .part::<ListingId>("listingId", "The listing", ID)
            .access(Access::Account)
            .takes::<StatusIn>(r#"{"status":"active"}"#)
            .versioned()
            .gives_item::<Listing>("listing", LISTING)
            .fails(no_such_move)
            .fails(role_required::<Moderators>)
            .fails(not_yours)
            .fails(no_such_record),
        delete(ONE, remove)
            .api("deleteListing")
            .says("Delete a listing; for its owner and staff")
            .versioned()
            .part::<ListingId>("listingId", "The listing", ID)
            .access(Access::Account)
            .gives_item::<Listing>("listing", LISTING)
            .fails(not_yours)
            .fails(no_such_record),
    ]
}
