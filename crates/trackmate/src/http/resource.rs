//! Resources, as the system's web and mobile clients call them.

use accounts::{AccountId, Actor};
use platform::http::routes::{Access, Endpoint, delete, get, post, put};
use serde::Serialize;

use super::kept::{Routed, create, edit, list, remove, show};
use crate::{
    Trackmate,
    input::ResourceIn,
    model::{ResourceId, ResourceView},
    service::{kept::Kept as _, not_yours, resource::Resource},
};

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourceIdView {
    resource_id: ResourceId,
}

impl From<ResourceId> for ResourceIdView {
    fn from(resource_id: ResourceId) -> Self {
        Self { resource_id }
    }
}

impl Routed for Resource {
    type Made = ResourceIdView;

    const ONE: &'static str = "resource";
    const MANY: &'static str = "resources";

    const MADE: &'static str = "Resource berhasil ditambahkan";
    const LISTED: &'static str = "Menampilkan semua resource";
    const CHANGED: &'static str = "Resource berhasil diperbarui";
    const DELETED: &'static str = "Resource berhasil dihapus";

    fn of_owner(actor: Actor) -> AccountId {
        actor.id
    }
}

const RESOURCE: &str = r#"{"id":"resource-7PabLrYn6okMUwr1","name":"cabai","umkm":"Sukamaju","image":"https://picsum.photos/200","location":{"lat":-7.81,"lng":110.92,"name":"Wonogiri, Jawa Tengah"},"description":"pedas","createdAt":"2023-11-28T13:06:42.530Z","updatedAt":"2023-11-28T13:06:42.530Z"}"#;
const NEW: &str = r#"{"name":"cabai","umkm":"Sukamaju","image":"https://picsum.photos/200","location":{"lat":-7.81,"lng":110.92,"name":"Wonogiri, Jawa Tengah"},"description":"pedas"}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    vec![
        post("/resources", create::<Resource>)
            .says("Keep a resource")
            .access(Access::Account)
            .takes::<ResourceIn>(NEW)
            .gives::<ResourceIdView>(r#"{"resourceId":"resource-7PabLrYn6okMUwr1"}"#)
            .creates()
            .message(Resource::MADE),
        get("/resources", list::<Resource>)
            .says("List one's own resources")
            .access(Access::Account)
            .gives_list::<ResourceView>("resources", RESOURCE)
            .message(Resource::LISTED),
        get("/resources/{id}", show::<Resource>)
            .says("See a resource")
            .part::<ResourceId>("id", "The resource", "resource-7PabLrYn6okMUwr1")
            .gives_item::<ResourceView>("resource", RESOURCE)
            .kept()
            .fails(Resource::missing),
        put("/resources/{id}", edit::<Resource>)
            .says("Change a resource")
            .part::<ResourceId>("id", "The resource", "resource-7PabLrYn6okMUwr1")
            .access(Access::Account)
            .takes::<ResourceIn>(NEW)
            .message(Resource::CHANGED)
            .fails(|| not_yours(Resource::NOT_YOURS))
            .fails(Resource::missing),
        delete("/resources/{id}", remove::<Resource>)
            .says("Delete a resource; products stop showing it")
            .part::<ResourceId>("id", "The resource", "resource-7PabLrYn6okMUwr1")
            .access(Access::Account)
            .message(Resource::DELETED)
            .fails(|| not_yours(Resource::NOT_YOURS))
            .fails(Resource::missing),
    ]
}
