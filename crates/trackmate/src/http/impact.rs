//! Impacts, as the system's web and mobile clients call them, and their approval.

use accounts::{Actor, Admin};
use axum::extract::State;
use platform::{
    cache::Tags,
    http::{
        Body, Outcome, Pages, Path, Posted, Reply,
        routes::{Access, Endpoint, delete, get, post, put},
    },
};
use serde::Serialize;

use super::{dialect::ADMINISTRATORS, flag};
use crate::{
    Trackmate,
    events::tag,
    input::ImpactIn,
    model::{ImpactId, ImpactView},
    service::{
        impact::{NOT_YOURS, no_such_impact},
        not_yours,
    },
    store::impact::Of,
};

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ImpactIdView {
    impact_id: ImpactId,
}

const ALL: &str = "Menampilkan semua impact";

/// `POST /impacts`.
async fn create(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Posted { input, once }: Posted<ImpactIn>,
) -> Outcome<ImpactIdView> {
    let impact_id = trackmate.create_impact(&actor, &input, once).await?;
    Ok(Reply::created(ImpactIdView { impact_id }).message("Impact berhasil ditambahkan"))
}

/// `GET /impacts` — the caller's own.
async fn list(State(trackmate): State<Trackmate>, actor: Actor, pages: Pages) -> Outcome<Vec<ImpactView>> {
    let (rows, paging) = trackmate.list_impacts(Of::Owner(actor.id), pages).await?;
    Ok(Reply::list("impacts", rows, paging).message(ALL))
}

/// `GET /impacts/{id}`.
async fn show(State(trackmate): State<Trackmate>, Path(id): Path<String>) -> Outcome<ImpactView> {
    Ok(Reply::item("impact", trackmate.impact(&id).await?).keep(Tags::of([tag(&id)])))
}

/// `PUT /impacts/{id}`.
async fn edit(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Path(id): Path<String>,
    Body(input): Body<ImpactIn>,
) -> Outcome<()> {
    trackmate.edit_impact(&actor, id, &input).await?;
    Ok(Reply::done("Impact berhasil diperbarui"))
}

/// `DELETE /impacts/{id}`.
async fn remove(State(trackmate): State<Trackmate>, actor: Actor, Path(id): Path<String>) -> Outcome<()> {
    trackmate.delete_impact(&actor, id).await?;
    Ok(Reply::done("Impact berhasil dihapus"))
}

/// `GET /impacts/approve/{id}` — those approved (`true`), or those waiting (`false`).
async fn list_by_approval(
    State(trackmate): State<Trackmate>,
    _: Admin,
    Path(approved): Path<String>,
    pages: Pages,
) -> Outcome<Vec<ImpactView>> {
    let (rows, paging) = trackmate.list_impacts(Of::Approval(flag(&approved)?), pages).await?;
    Ok(Reply::list("impacts", rows, paging).message(ALL))
}

/// `PUT /impacts/approve/{id}` — approve, or withdraw the approval.
async fn toggle(State(trackmate): State<Trackmate>, _: Admin, Path(id): Path<String>) -> Outcome<()> {
    trackmate.toggle_impact(id).await?;
    Ok(Reply::done("Status persetujuan impact berhasil diperbarui"))
}

const IMPACT: &str = r#"{"id":"impact-7PabLrYn6okMUwr1","name":"Water Use","image":"https://picsum.photos/200","icon":null,"description":"hemat air","isApprove":true,"createdAt":"2023-11-28T13:06:42.530Z","updatedAt":"2023-11-28T13:06:42.530Z"}"#;
const NEW: &str = r#"{"name":"Water Use","image":"https://picsum.photos/200","description":"hemat air"}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    vec![
        post("/impacts", create)
            .says("Keep an impact")
            .access(Access::Account)
            .takes::<ImpactIn>(NEW)
            .gives::<ImpactIdView>(r#"{"impactId":"impact-7PabLrYn6okMUwr1"}"#)
            .creates()
            .message("Impact berhasil ditambahkan"),
        get("/impacts", list)
            .says("List one's own impacts")
            .access(Access::Account)
            .gives_list::<ImpactView>("impacts", IMPACT)
            .message(ALL),
        get("/impacts/{id}", show)
            .says("See an impact")
            .part::<ImpactId>("id", "The impact", "impact-7PabLrYn6okMUwr1")
            .gives_item::<ImpactView>("impact", IMPACT)
            .kept()
            .fails(no_such_impact),
        put("/impacts/{id}", edit)
            .says("Change an impact")
            .part::<ImpactId>("id", "The impact", "impact-7PabLrYn6okMUwr1")
            .access(Access::Account)
            .takes::<ImpactIn>(NEW)
            .message("Impact berhasil diperbarui")
            .fails(|| not_yours(NOT_YOURS))
            .fails(no_such_impact),
        delete("/impacts/{id}", remove)
            .says("Delete an impact; products stop showing it")
            .part::<ImpactId>("id", "The impact", "impact-7PabLrYn6okMUwr1")
            .access(Access::Account)
            .message("Impact berhasil dihapus")
            .fails(|| not_yours(NOT_YOURS))
            .fails(no_such_impact),
        get("/impacts/approve/{id}", list_by_approval)
            .says("List impacts that are approved, or that wait")
            .part::<bool>("id", "`true`: those approved; `false`: those that wait", "true")
            .access(ADMINISTRATORS)
            .gives_list::<ImpactView>("impacts", IMPACT)
            .message(ALL),
        put("/impacts/approve/{id}", toggle)
            .says("Approve an impact, or withdraw the approval")
            .part::<ImpactId>("id", "The impact", "impact-7PabLrYn6okMUwr1")
            .access(ADMINISTRATORS)
            .message("Status persetujuan impact berhasil diperbarui")
            .fails(no_such_impact),
    ]
}
