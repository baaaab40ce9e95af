//! Listings in lists, and what lists have of each kind.

use accounts::{Caller, MaybeActor, Moderators, access, failures::login_required};
use axum::extract::{Extension, State};
use platform::{
    Error,
    cache::Tags,
    http::{
        Filter, Outcome, Pages, Params, Peer, Reply,
        routes::{Endpoint, get},
    },
};

use super::{listing::SHOWN, query::joins};
use crate::{
    Classifieds,
    events::{
        CATEGORIES, LOCATIONS,
        listing::{LISTINGS, SELLERS},
    },
    model::{
        With,
        facets::Facets,
        listing::{Joins, Listing},
        listing_list::{ListingPage, ListingQuery},
    },
    rules::{listing_query::read_query, location::key},
    service::listing_list::throttled,
};

type Shown = With<Listing, Joins>;

fn read(params: &Params) -> Result<ListingQuery, Error> {
    read_query(|name| params.all(name), key)
}

fn reply(page: ListingPage, filters: Vec<Filter>) -> Reply<Vec<Shown>> {
    let reply = Reply::list("listings", page.listings, page.paging)
        .filters(filters)
        .with("nextCursor", page.next);
    if page.public { reply.keep(tags()) } else { reply }
}

fn tags() -> Tags {
    Tags::of([LISTINGS, SELLERS, CATEGORIES, LOCATIONS].map(str::to_owned))
}

/// `GET /v1/listings`.
async fn list(
    State(classifieds): State<Classifieds>,
    Extension(peer): Extension<Peer>,
    viewer: MaybeActor,
    pages: Pages,
    params: Params,
) -> Outcome<Vec<Shown>> {
    let asked = read(&params)?;
    if asked.filter.text.is_some() {
        classifieds.allow_search(peer.ip)?;
    }
    let filters = asked.filters.clone();
    let page = classifieds
        .list_listings(viewer.actor.as_ref(), asked, pages, joins(&params))
        .await?;
    Ok(reply(page, filters))
}

/// `GET /v1/listings/facets`.
async fn facets(
    State(classifieds): State<Classifieds>,
    Extension(peer): Extension<Peer>,
    params: Params,
) -> Outcome<Facets> {
    let asked = read(&params)?;
    classifieds.allow_facets(peer.ip)?;
    let filters = asked.filters.clone();
    let facets = classifieds.count_facets(asked).await?;
    Ok(Reply::item("facets", facets).filters(filters).keep(tags()))
}

/// `GET /v1/_fetchlistlisting`.
async fn fetch(
    State(classifieds): State<Classifieds>,
    caller: Caller<Moderators>,
    pages: Pages,
    params: Params,
) -> Outcome<Vec<Shown>> {
    let asked = read(&params)?;
    let actor = caller.allowed()?;
    let filters = asked.filters.clone();
    let page = classifieds.fetch_listings(&actor, asked, pages, joins(&params)).await?;
    Ok(reply(page, filters))
}

/// The parameters that every list of listings takes.
fn filtered(endpoint: Endpoint<Classifieds>) -> Endpoint<Classifieds> {
    endpoint
        .query_any("categoryId", "In this category or below it", super::category::ID)
        .query_any(
            "locationId",
            "At this location; `null`: at none",
            "018f3c1f-7b2a-7c3d-8e4f-0123456789ab",
        )
        .query_any(
            "country",
            "In this country: its whole name, without case or accents",
            "Türkiye",
        )
        .query_any("city", "In this city", "izmir")
        .query_any("district", "In this district", "konak")
        .query_any("userId", "Of this account", "018f3c1d-7b2a-7c3d-8e4f-0123456789ab")
        .query_of::<f64>("price_gte", "At this price or above", "1000")
        .query_of::<f64>("price_lte", "At this price or below", "5000")
        .query_any("condition", "`new`, `used`, or `null` for what says nothing", "used")
        .query_any("listingType", "`sale`, `rent`, `job` or `service`", "sale")
        .query_any("premiumType", "`none`, `basic`, `featured` or `top`", "top")
        .query_any(
            "attribute",
            "With this attribute: `fuel=diesel` (several of one key: any of them), `km>=1000`, `km<=50000`",
            "fuel=petrol",
        )
        .query("near", "Around this point: degrees north and east", "38.42,27.14")
        .query_of::<f64>(
            "within",
            "So many kilometres around it, at most 500; 50 unless told",
            "10",
        )
        .query(
            "q",
            "With all of these words, or words that begin with them, in title and description",
            "kırmızı bisiklet",
        )
}

fn listed(endpoint: Endpoint<Classifieds>) -> Endpoint<Classifieds> {
    filtered(endpoint)
        .query_any("status", "Of this status", "pending_review")
        .query_of::<bool>("mine", "`true`: the caller's own", "true")
        .query(
            "sort",
            "`newest`, `price` (lowest first), `price_desc`, or `nearest` with `near`, which is then the usual one and goes by `pageNumber`",
            "newest",
        )
        .query(
            "cursor",
            "The `nextCursor` of the page before: neither gaps nor repeats, whatever is added meanwhile",
            "",
        )
        .query_of::<i64>(
            "limit",
            "Rows with a cursor, at most 500; without `cursor`, the first page of such a walk",
            "25",
        )
        .query_of::<bool>("getJoins", "`false`: without category, location and pictures", "true")
        .gives_list::<Shown>("listings", SHOWN)
        .gives_also::<Option<String>>("nextCursor")
}

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    vec![
        listed(get("/v1/listings", list))
            .api("listListings")
            .says("List what is offered. Names that are given several times mean any of the values. Callers who are logged in see their own in any status with `mine` or `status`, staff those of everybody with `status`")
            .kept()
            .fails(login_required)
            .fails(throttled),
        filtered(get("/v1/listings/facets", facets))
            .api("listListingFacets")
            .says("Count what such a list has of each category, city, condition, type and price band")
            .gives_item::<Facets>("facets", FACETS)
            .kept()
            .fails(throttled),
        listed(get("/v1/_fetchlistlisting", fetch))
            .api("_fetchListListing")
            .says("List every listing in every status, deleted ones included")
            .access(access::<Moderators>()),
    ]
}

const FACETS: &str = r#"{"total":2,"categories":[{"id":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","parentCategoryId":null,"name":"Automobiles","slug":"automobiles","count":2}],"cities":[{"country":"Türkiye","city":"İzmir","count":2}],"districts":[],"conditions":[{"condition":"new","condition_idx":0,"count":0},{"condition":"used","condition_idx":1,"count":2},{"condition":null,"condition_idx":null,"count":0}],"listingTypes":[{"listingType":"sale","listingType_idx":0,"count":2},{"listingType":"rent","listingType_idx":1,"count":0},{"listingType":"job","listingType_idx":2,"count":0},{"listingType":"service","listingType_idx":3,"count":0}],"priceBands":[{"price_gte":0,"price_lte":99.99,"count":0},{"price_gte":100,"price_lte":499.99,"count":0},{"price_gte":500,"price_lte":999.99,"count":0},{"price_gte":1000,"price_lte":4999.99,"count":0},{"price_gte":5000,"price_lte":9999.99,"count":0},{"price_gte":10000,"price_lte":49999.99,"count":0},{"price_gte":50000,"price_lte":99999.99,"count":0},{"price_gte":100000,"price_lte":499999.99,"count":0},{"price_gte":500000,"price_lte":999999.99,"count":2},{"price_gte":1000000,"price_lte":null,"count":0}]}"#;
