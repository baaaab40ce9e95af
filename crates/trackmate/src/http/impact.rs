//! Impacts, as the system's web and mobile clients call them, and their approval.

use accounts::{Actor, Admin};
use axum::extract::State;
use platform::http::{
    Outcome, Pages, Path, Reply,
    routes::{Access, Endpoint, delete, get, post, put},
};
use serde::Serialize;

use super::{
    dialect::ADMINISTRATORS,
    flag,
    kept::{Routed, create, edit, list, remove, show},
};
use crate::{
    Trackmate,
    input::ImpactIn,
    model::ImpactFilter,
    model::{ImpactId, ImpactView},
    service::{impact::Impact, kept::Kept as _, not_yours},
};

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ImpactIdView {
    impact_id: ImpactId,
}

impl From<ImpactId> for ImpactIdView {
    fn from(impact_id: ImpactId) -> Self {
        Self { impact_id }
    }
}

impl Routed for Impact {
    type Made = ImpactIdView;

    const ONE: &'static str = "impact";
    const MANY: &'static str = "impacts";

    const MADE: &'static str = "Impact berhasil ditambahkan";
    const LISTED: &'static str = "Menampilkan semua impact";
    const CHANGED: &'static str = "Impact berhasil diperbarui";
    const DELETED: &'static str = "Impact berhasil dihapus";

    fn of_owner(actor: Actor) -> ImpactFilter {
        ImpactFilter::Owner(actor.id)
    }
}

/// `GET /impacts/approve/{id}` — those approved (`true`), or those waiting (`false`).
async fn list_by_approval(
    State(trackmate): State<Trackmate>,
    _: Admin,
    Path(approved): Path<String>,
    pages: Pages,
) -> Outcome<Vec<ImpactView>> {
    let (rows, paging) = trackmate
        .list_kept::<Impact>(ImpactFilter::Approval(flag(&approved)?), pages)
        .await?;
    Ok(Reply::list("impacts", rows, paging).message(Impact::LISTED))
}

/// `PUT /impacts/approve/{id}` — approve, or withdraw the approval.
async fn toggle(State(trackmate): State<Trackmate>, admin: Admin, Path(id): Path<String>) -> Outcome<()> {
    trackmate.toggle_impact(&admin, id).await?;
    Ok(Reply::done("Status persetujuan impact berhasil diperbarui"))
}

const IMPACT: &str = r#"{"id":"impact-7PabLrYn6okMUwr1","name":"Water Use","image":"https://picsum.photos/200","icon":null,"description":"hemat air","owner":"user-ck3VlWtOkmMiEoU2","isApprove":true,"createdAt":"2023-11-28T13:06:42.530Z","updatedAt":"2023-11-28T13:06:42.530Z"}"#;
const NEW: &str = r#"{"name":"Water Use","image":"https://picsum.photos/200","description":"hemat air"}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    vec![
        post("/impacts", create::<Impact>)
            .says("Keep an impact")
            .access(Access::Account)
            .takes::<ImpactIn>(NEW)
            .gives::<ImpactIdView>(r#"{"impactId":"impact-7PabLrYn6okMUwr1"}"#)
            .creates()
            .message(Impact::MADE),
        get("/impacts", list::<Impact>)
            .says("List one's own impacts")
            .access(Access::Account)
            .gives_list::<ImpactView>("impacts", IMPACT)
            .message(Impact::LISTED),
        get("/impacts/{id}", show::<Impact>)
            .says("See an impact")
            .part::<ImpactId>("id", "The impact", "impact-7PabLrYn6okMUwr1")
            .gives_item::<ImpactView>("impact", IMPACT)
            .kept()
            .fails(Impact::missing),
        put("/impacts/{id}", edit::<Impact>)
            .says("Change an impact")
            .part::<ImpactId>("id", "The impact", "impact-7PabLrYn6okMUwr1")
            .access(Access::Account)
            .takes::<ImpactIn>(NEW)
            .message(Impact::CHANGED)
            .fails(|| not_yours(Impact::NOT_YOURS))
            .fails(Impact::missing),
        delete("/impacts/{id}", remove::<Impact>)
            .says("Delete an impact; products stop showing it")
            .part::<ImpactId>("id", "The impact", "impact-7PabLrYn6okMUwr1")
            .access(Access::Account)
            .message(Impact::DELETED)
            .fails(|| not_yours(Impact::NOT_YOURS))
            .fails(Impact::missing),
        get("/impacts/approve/{id}", list_by_approval)
            .says("List impacts that are approved, or that wait")
            .part::<bool>("id", "`true`: those approved; `false`: those that wait", "true")
            .access(ADMINISTRATORS)
            .gives_list::<ImpactView>("impacts", IMPACT)
            .message(Impact::LISTED),
        put("/impacts/approve/{id}", toggle)
            .says("Approve an impact, or withdraw the approval")
            .part::<ImpactId>("id", "The impact", "impact-7PabLrYn6okMUwr1")
            .access(ADMINISTRATORS)
            .message("Status persetujuan impact berhasil diperbarui")
            .fails(Impact::missing),
    ]
}
