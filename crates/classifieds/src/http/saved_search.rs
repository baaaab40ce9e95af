//! Searches that people save.

use accounts::Actor;
use axum::extract::State;
use platform::{
    Error,
    http::{
        Body, IfMatch, Outcome, Paging, Path, Posted, Reply,
        routes::{Access, Endpoint, delete, get, patch, post},
    },
    id::uuid_text,
};

use crate::{
    Classifieds,
    failures::{no_such_record, nothing_to_change},
    input::saved_search::{SavedSearchChangeIn, SavedSearchIn},
    model::saved_search::{SavedSearch, SavedSearchId},
    service::saved_search::too_many,
};

const ALL: &str = "/v1/savedsearches";
const ONE: &str = "/v1/savedsearches/{savedSearchId}";

fn search_id(id: &str) -> Result<SavedSearchId, Error> {
    Ok(uuid_text("savedSearchId", id)?.into())
}

/// `GET /v1/savedsearches`.
async fn list(State(classifieds): State<Classifieds>, actor: Actor) -> Outcome<Vec<SavedSearch>> {
    let found = classifieds.list_saved_searches(&actor).await?;
    let paging = Paging::whole(found.len());
    Ok(Reply::list("savedSearches", found, paging))
}

/// `POST /v1/savedsearches`.
async fn save(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Posted { input, once }: Posted<SavedSearchIn>,
) -> Outcome<SavedSearch> {
    let (search, is_known) = classifieds.save_search(&actor, input.check()?, once).await?;
    let reply = Reply::created_item("savedSearch", search);
    Ok(if is_known { reply.with("reused", true) } else { reply })
}

/// `GET /v1/savedsearches/{savedSearchId}`.
async fn show(State(classifieds): State<Classifieds>, actor: Actor, Path(id): Path<String>) -> Outcome<SavedSearch> {
    let found = classifieds.show_saved_search(&actor, &search_id(&id)?).await?;
    Ok(Reply::shown_item("savedSearch", found))
}

/// `PATCH /v1/savedsearches/{savedSearchId}`.
async fn change(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
    Body(input): Body<SavedSearchChangeIn>,
) -> Outcome<SavedSearch> {
    let (id, change) = (search_id(&id)?, input.check()?);
    let changed = classifieds.change_saved_search(&actor, id, change, seen).await?;
    Ok(Reply::shown_item("savedSearch", changed))
}

/// `DELETE /v1/savedsearches/{savedSearchId}`.
async fn remove(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
) -> Outcome<SavedSearch> {
    let deleted = classifieds.delete_saved_search(&actor, search_id(&id)?, seen).await?;
    Ok(Reply::shown_item("savedSearch", deleted))
}

const ID: &str = "018f3c26-7b2a-7c3d-8e4f-0123456789ab";
const NEW: &str = r#"{"name":"Diesel in İzmir","filters":{"categoryId":["018f3c1e-7b2a-7c3d-8e4f-0123456789ab"],"city":["izmir"],"price_lte":750000.0,"attribute":["fuel=diesel"]},"notifyByEmail":true}"#;
const LISTED: &str = r#"{"id":"018f3c26-7b2a-7c3d-8e4f-0123456789ab","name":"Diesel in İzmir","filters":{"categoryId":["018f3c1e-7b2a-7c3d-8e4f-0123456789ab"],"city":["izmir"],"price_lte":750000.0,"attribute":["fuel=diesel"]},"notifyByEmail":true,"newCount":1,"viewedAt":"2026-01-15T08:00:00.000Z","recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z"}"#;
const SHOWN: &str = r#"{"id":"018f3c26-7b2a-7c3d-8e4f-0123456789ab","name":"Diesel in İzmir","filters":{"categoryId":["018f3c1e-7b2a-7c3d-8e4f-0123456789ab"],"city":["izmir"],"price_lte":750000.0,"attribute":["fuel=diesel"]},"notifyByEmail":true,"newCount":1,"newListingIds":["018f3c20-7b2a-7c3d-8e4f-0123456789ab"],"viewedAt":"2026-01-15T08:00:00.000Z","recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z"}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    vec![
        get(ALL, list)
            .api("listSavedSearches")
            .says("List one's saved searches, with how much is new in each; the one that was saved last first")
            .access(Access::Account)
            .gives_list::<SavedSearch>("savedSearches", LISTED)
            .whole(),
        post(ALL, save)
            .api("createSavedSearch")
            .says("Save a search, at most 50; the same again is the one that there is. Its filters are those of a list of listings")
            .access(Access::Account)
            .takes::<SavedSearchIn>(NEW)
            .gives_item::<SavedSearch>("savedSearch", SHOWN)
            .gives_also::<bool>("reused")
            .creates()
            .fails(too_many),
        get(ONE, show)
            .api("getSavedSearch")
            .says("See a saved search of one's own, and which listings are new in it")
            .part::<SavedSearchId>("savedSearchId", "The saved search", ID)
            .access(Access::Account)
            .gives_item::<SavedSearch>("savedSearch", SHOWN)
            .fails(no_such_record),
        patch(ONE, change)
            .api("updateSavedSearch")
            .says("Rename a saved search, say whether letters tell of what is new, or that it was looked at; what is left out stays")
            .part::<SavedSearchId>("savedSearchId", "The saved search", ID)
            .access(Access::Account)
            .takes::<SavedSearchChangeIn>(r#"{"name":"Diesel","notifyByEmail":false,"viewed":true}"#)
            .versioned()
            .gives_item::<SavedSearch>("savedSearch", SHOWN)
            .fails(nothing_to_change)
            .fails(no_such_record),
        delete(ONE, remove)
            .api("deleteSavedSearch")
            .says("Delete a saved search")
            .part::<SavedSearchId>("savedSearchId", "The saved search", ID)
            .access(Access::Account)
            .versioned()
            .gives_item::<SavedSearch>("savedSearch", LISTED)
            .fails(no_such_record),
    ]
}
