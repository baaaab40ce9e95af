//! Listings that people keep for later.

use accounts::Actor;
use axum::extract::State;
use platform::http::{
    Outcome, Pages, Params, Path, Reply,
    routes::{Access, Endpoint, delete, get, put},
};

use super::{
    listing::{ID, LISTING, SHOWN, listing_id},
    query::joins,
};
use crate::{
    Classifieds,
    failures::no_such_record,
    model::{
        With,
        listing::{Joins, Listing, ListingId},
    },
};

const ONE: &str = "/v1/listings/{listingId}/favorite";

/// `PUT /v1/listings/{listingId}/favorite`.
async fn keep(State(classifieds): State<Classifieds>, actor: Actor, Path(id): Path<String>) -> Outcome<Listing> {
    let found = classifieds.keep_favorite(&actor, &listing_id(&id)?, true).await?;
    Ok(Reply::item("listing", found.listing))
}

/// `DELETE /v1/listings/{listingId}/favorite`.
async fn drop_one(State(classifieds): State<Classifieds>, actor: Actor, Path(id): Path<String>) -> Outcome<Listing> {
    let found = classifieds.keep_favorite(&actor, &listing_id(&id)?, false).await?;
    Ok(Reply::item("listing", found.listing))
}

/// `GET /v1/favorites`.
async fn list(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    pages: Pages,
    params: Params,
) -> Outcome<Vec<With<Listing, Joins>>> {
    let page = classifieds.list_favorites(&actor, pages, joins(&params)).await?;
    Ok(Reply::list("listings", page.listings, page.paging))
}

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    vec![
        put(ONE, keep)
            .api("addListingFavorite")
            .says("Keep a listing for later; twice is once")
            .part::<ListingId>("listingId", "The listing", ID)
            .access(Access::Account)
            .gives_item::<Listing>("listing", LISTING)
            .fails(no_such_record),
        delete(ONE, drop_one)
            .api("deleteListingFavorite")
            .says("Keep a listing no longer")
            .part::<ListingId>("listingId", "The listing", ID)
            .access(Access::Account)
            .gives_item::<Listing>("listing", LISTING)
            .fails(no_such_record),
        get("/v1/favorites", list)
            .api("listFavorites")
            .says("List what one keeps for later, as far as everybody sees it, what was kept last first")
            .access(Access::Account)
            .query_of::<bool>("getJoins", "`false`: without category, location and pictures", "true")
            .gives_list::<With<Listing, Joins>>("listings", SHOWN),
    ]
}
