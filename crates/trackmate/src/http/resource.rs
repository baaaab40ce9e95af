//! Resources, as the system's web and mobile clients call them.

use accounts::Actor;
use axum::extract::State;
use platform::{
    cache::Tags,
    http::{
        Body, Outcome, Pages, Path, Posted, Reply,
        routes::{Access, Endpoint, delete, get, post, put},
    },
};
use serde::Serialize;

use crate::{
    Trackmate,
    events::tag,
    input::ResourceIn,
    model::{ResourceId, ResourceView},
    service::{
        not_yours,
        resource::{NOT_YOURS, no_such_resource},
    },
};

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ResourceIdView {
    resource_id: ResourceId,
}

/// `POST /resources`.
async fn create(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Posted { input, once }: Posted<ResourceIn>,
) -> Outcome<ResourceIdView> {
    let resource_id = trackmate.create_resource(&actor, &input, once).await?;
    Ok(Reply::created(ResourceIdView { resource_id }).message("Resource berhasil ditambahkan"))
}

/// `GET /resources` — the caller's own.
async fn list(State(trackmate): State<Trackmate>, actor: Actor, pages: Pages) -> Outcome<Vec<ResourceView>> {
    let (rows, paging) = trackmate.list_resources(&actor, pages).await?;
    Ok(Reply::list("resources", rows, paging).message("Menampilkan semua resource"))
}

/// `GET /resources/{id}`.
async fn show(State(trackmate): State<Trackmate>, Path(id): Path<String>) -> Outcome<ResourceView> {
    Ok(Reply::item("resource", trackmate.resource(&id).await?).keep(Tags::of([tag(&id)])))
}

/// `PUT /resources/{id}`.
async fn edit(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Path(id): Path<String>,
    Body(input): Body<ResourceIn>,
) -> Outcome<()> {
    trackmate.edit_resource(&actor, id, &input).await?;
    Ok(Reply::done("Resource berhasil diperbarui"))
}

/// `DELETE /resources/{id}`.
async fn remove(State(trackmate): State<Trackmate>, actor: Actor, Path(id): Path<String>) -> Outcome<()> {
    trackmate.delete_resource(&actor, id).await?;
    Ok(Reply::done("Resource berhasil dihapus"))
}

const RESOURCE: &str = r#"{"id":"resource-7PabLrYn6okMUwr1","name":"cabai","umkm":"Sukamaju","image":"https://picsum.photos/200","location":{"lat":-7.81,"lng":110.92,"name":"Wonogiri, Jawa Tengah"},"description":"pedas","createdAt":"2023-11-28T13:06:42.530Z","updatedAt":"2023-11-28T13:06:42.530Z"}"#;
const NEW: &str = r#"{"name":"cabai","umkm":"Sukamaju","image":"https://picsum.photos/200","location":{"lat":-7.81,"lng":110.92,"name":"Wonogiri, Jawa Tengah"},"description":"pedas"}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    vec![
        post("/resources", create)
            .says("Keep a resource")
            .access(Access::Account)
            .takes::<ResourceIn>(NEW)
            .gives::<ResourceIdView>(r#"{"resourceId":"resource-7PabLrYn6okMUwr1"}"#)
            .creates()
            .message("Resource berhasil ditambahkan"),
        get("/resources", list)
            .says("List one's own resources")
            .access(Access::Account)
            .gives_list::<ResourceView>("resources", RESOURCE)
            .message("Menampilkan semua resource"),
        get("/resources/{id}", show)
            .says("See a resource")
            .part::<ResourceId>("id", "The resource", "resource-7PabLrYn6okMUwr1")
            .gives_item::<ResourceView>("resource", RESOURCE)
            .kept()
            .fails(no_such_resource),
        put("/resources/{id}", edit)
            .says("Change a resource")
            .part::<ResourceId>("id", "The resource", "resource-7PabLrYn6okMUwr1")
            .access(Access::Account)
            .takes::<ResourceIn>(NEW)
            .message("Resource berhasil diperbarui")
            .fails(|| not_yours(NOT_YOURS))
            .fails(no_such_resource),
        delete("/resources/{id}", remove)
            .says("Delete a resource; products stop showing it")
            .part::<ResourceId>("id", "The resource", "resource-7PabLrYn6okMUwr1")
            .access(Access::Account)
            .message("Resource berhasil dihapus")
            .fails(|| not_yours(NOT_YOURS))
            .fails(no_such_resource),
    ]
}
