//! Locations.

use accounts::{Administrators, Caller, MaybeActor, access};
use axum::extract::State;
use platform::{
    Error,
    cache::Tags,
    http::{
        Body, IfMatch, Outcome, Pages, Params, Path, Posted, Reply,
        routes::{Endpoint, delete, get, patch, post},
    },
    id::uuid_text,
};

use super::{
    query::{applied_filters, deleted_too, exact, move_to, partial, wants_deleted},
    restore::restore,
};
use crate::{
    Classifieds,
    events::LOCATIONS,
    failures::{Broken, location_in_use, no_such_record, nothing_to_change},
    input::{LocationChangeIn, LocationIn},
    model::location::{Location, LocationFilter, LocationId, LocationOrder},
    rules::location::{check_location, check_location_change},
    service::listing::not_there,
};

fn location_id(id: &str) -> Result<LocationId, Error> {
    uuid_text("locationId", id).map(LocationId::from)
}

/// `POST /v1/locations`.
async fn create(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
    Posted { input, once }: Posted<LocationIn>,
) -> Outcome<Location> {
    let content = check_location(&input)?;
    let actor = caller.allowed()?;
    let location = classifieds.create_location(&actor, content, once).await?;
    Ok(Reply::created_item("location", location))
}

/// `PATCH /v1/locations/{locationId}`.
async fn update(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
    seen: IfMatch,
    Body(input): Body<LocationChangeIn>,
) -> Outcome<Location> {
    let (id, change) = (location_id(&id)?, check_location_change(&input)?);
    caller.allowed()?;
    let changed = classifieds.update_location(id, change, seen).await?;
    Ok(Reply::shown_item("location", changed.object).changed(changed.old, changed.new))
}

/// `DELETE /v1/locations/{locationId}`.
async fn remove(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
    params: Params,
    seen: IfMatch,
) -> Outcome<Location> {
    let (id, to) = (location_id(&id)?, move_to(&params)?.map(LocationId::from));
    caller.allowed()?;
    let deleted = classifieds.delete_location(id, to, seen).await?;
    Ok(Reply::shown_item("location", deleted))
}

/// `GET /v1/locations/{locationId}`.
async fn show(State(classifieds): State<Classifieds>, Path(id): Path<String>) -> Outcome<Location> {
    let location = classifieds.show_location(location_id(&id)?).await?;
    Ok(Reply::shown_item("location", location).keep(Tags::of([LOCATIONS.to_owned()])))
}

const FILTERS: [&str; 4] = ["country", "city", "district", "isActive"];

/// `GET /v1/locations` — by country, city and district; all of them unless a page is asked for.
async fn list(
    State(classifieds): State<Classifieds>,
    caller: MaybeActor,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<Location>> {
    let mut wanted = LocationFilter {
        active: true,
        countries: exact(&params, "country")?,
        cities: exact(&params, "city")?,
        districts: exact(&params, "district")?,
    };
    wanted.active = !wants_deleted(&params, &caller)?;
    let active = wanted.active;
    let (rows, paging) = classifieds
        .list_locations(wanted, LocationOrder::Name, pages.or_whole())
        .await?;
    let reply = Reply::list("locations", rows, paging).filters(applied_filters(&params, &FILTERS));
    // What was deleted is shown to some, so it is not kept for all.
    Ok(if active {
        reply.keep(Tags::of([LOCATIONS.to_owned()]))
    } else {
        reply
    })
}

/// `GET /v1/_fetchlistlocation` — newest first.
async fn fetch(State(classifieds): State<Classifieds>, params: Params, pages: Pages) -> Outcome<Vec<Location>> {
    let wanted = LocationFilter {
        active: true,
        countries: partial(&params, "country")?,
        cities: partial(&params, "city")?,
        districts: partial(&params, "district")?,
    };
    let (rows, paging) = classifieds.list_locations(wanted, LocationOrder::Newest, pages).await?;
    Ok(Reply::list("locations", rows, paging)
        .filters(applied_filters(&params, &FILTERS[..3]))
        .keep(Tags::of([LOCATIONS.to_owned()])))
}

const ID: &str = "018f3c1e-7b2a-7c3d-8e4f-0123456789ab";
pub(crate) const LOCATION: &str = r#"{"id":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","city":"İzmir","country":"Türkiye","district":"Konak","latitude":38.4189,"longitude":27.1287,"postalCode":"35250","isActive":true,"recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z","_owner":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab"}"#;
const NEW: &str = r#"{"city":"İzmir","country":"Türkiye","district":"Konak","latitude":38.4189,"longitude":27.1287,"postalCode":"35250"}"#;
const CHANGE: &str = r#"{"postalCode":null}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    vec![
        post("/v1/locations", create)
            .api("createLocation")
            .says("Add a location")
            .access(access::<Administrators>())
            .takes::<LocationIn>(NEW)
            .gives_item::<Location>("location", LOCATION)
            .creates()
            .fails(|| Broken::LocationTaken.into()),
        patch("/v1/locations/{locationId}", update)
            .api("updateLocation")
            .says("Change a location; what is left out stays, `null` clears")
            .part::<LocationId>("locationId", "The location", ID)
            .access(access::<Administrators>())
            .takes::<LocationChangeIn>(CHANGE)
            .versioned()
            .gives_item::<Location>("location", LOCATION)
            .fails(|| Broken::LocationTaken.into())
            .fails(nothing_to_change)
            .fails(no_such_record),
        delete("/v1/locations/{locationId}", remove)
            .api("deleteLocation")
            .says("Delete a location; listings there keep it from being deleted, or move")
            .versioned()
            .query("moveTo", "The location that its listings move to", ID)
            .part::<LocationId>("locationId", "The location", ID)
            .access(access::<Administrators>())
            .gives_item::<Location>("location", LOCATION)
            .fails(|| location_in_use(3))
            .fails(|| not_there("moveTo"))
            .fails(no_such_record),
        post("/v1/locations/{locationId}/restore", restore::<Location>)
            .api("restoreLocation")
            .says("Bring a deleted location back, unless another has its names")
            .part::<LocationId>("locationId", "The location", ID)
            .access(access::<Administrators>())
            .gives_item::<Location>("location", LOCATION)
            .fails(|| Broken::LocationTaken.into())
            .fails(no_such_record),
        deleted_too(get("/v1/locations", list))
            .api("listLocations")
            .says("List locations by country, city and district; all of them unless a page is asked for")
            .query_any(
                "country",
                "A country, without case and accents; several: any of them",
                "türkiye",
            )
            .query_any("city", "A city, likewise", "izmir")
            .query_any("district", "A district, likewise", "konak")
            .gives_list::<Location>("locations", LOCATION)
            .kept(),
        get("/v1/locations/{locationId}", show)
            .api("getLocation")
            .says("See a location")
            .part::<LocationId>("locationId", "The location", ID)
            .gives_item::<Location>("location", LOCATION)
            .kept()
            .fails(no_such_record),
        get("/v1/_fetchlistlocation", fetch)
            .api("_fetchListLocation")
            .says("List locations, newest first")
            .query_any(
                "city",
                "Part of a city's name, without case and accents; several: any of them",
                "izm",
            )
            .query_any("country", "Part of a country's name, likewise", "tür")
            .query_any("district", "Part of a district's name, likewise", "kon")
            .gives_list::<Location>("locations", LOCATION)
            .kept(),
    ]
}
