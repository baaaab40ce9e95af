//! UMKM (sections Get All UMKM to Delete UMKM), and their approval.

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
    events::{UMKM as LISTS, tag},
    input::UmkmIn,
    model::{UmkmApproval, UmkmBrief, UmkmId, UmkmView},
    service::{
        NOT_YOURS, not_yours,
        umkm::{no_such_umkm, umkm_exists},
    },
};

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct UmkmIdView {
    umkm_id: UmkmId,
}

const ALL: &str = "Menampilkan semua umkm";
/// The document prints this message for the deletion, too.
const UPDATED: &str = "Profil UMKM berhasil diupdate";

/// `GET /umkm` — the approved ones.
async fn list(
    State(trackmate): State<Trackmate>,
    accounts::MaybeActor { ctx, .. }: accounts::MaybeActor,
    pages: Pages,
) -> Outcome<Vec<UmkmBrief>> {
    let (rows, paging) = trackmate.list_umkm(&ctx, pages).await?;
    Ok(Reply::list("umkm", rows, paging)
        .message(ALL)
        .keep(Tags::of([LISTS.to_owned()])))
}

/// `GET /umkm/{id}`.
async fn show(State(trackmate): State<Trackmate>, Path(id): Path<String>) -> Outcome<UmkmView> {
    Ok(Reply::item("umkm", trackmate.show_umkm(&id).await?).keep(Tags::of([tag(&id)])))
}

/// `GET /umkm/profile` — the caller's own.
async fn own(State(trackmate): State<Trackmate>, actor: Actor) -> Outcome<UmkmView> {
    Ok(Reply::item("umkm", trackmate.show_umkm_of(&actor.id).await?))
}

/// `POST /umkm` — one per account.
async fn create(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Posted { input, once }: Posted<UmkmIn>,
) -> Outcome<UmkmIdView> {
    let umkm_id = trackmate.create_umkm(&actor, &input, once).await?;
    Ok(Reply::created(UmkmIdView { umkm_id }).message("UMKM berhasil didaftarkan"))
}

/// `PUT /umkm` — the caller's own; what is left out stays.
async fn edit(State(trackmate): State<Trackmate>, actor: Actor, Body(input): Body<UmkmIn>) -> Outcome<()> {
    trackmate.edit_umkm(&actor, &input).await?;
    Ok(Reply::done(UPDATED))
}

/// `DELETE /umkm` — the caller's own.
async fn remove_own(State(trackmate): State<Trackmate>, actor: Actor) -> Outcome<()> {
    trackmate.delete_umkm(&actor, None).await?;
    Ok(Reply::done(UPDATED))
}

/// `DELETE /umkm/{id}` — the caller's own, named. The body that the document shows is ignored.
async fn remove(State(trackmate): State<Trackmate>, actor: Actor, Path(id): Path<String>) -> Outcome<()> {
    trackmate.delete_umkm(&actor, Some(id)).await?;
    Ok(Reply::done(UPDATED))
}

/// `GET /umkm/approve/{id}` — those approved (`true`), or those waiting (`false`).
async fn list_by_approval(
    State(trackmate): State<Trackmate>,
    _: Admin,
    Path(approved): Path<String>,
    pages: Pages,
) -> Outcome<Vec<UmkmApproval>> {
    let (rows, paging) = trackmate.list_umkm_for_approval(flag(&approved)?, pages).await?;
    Ok(Reply::list("umkm", rows, paging).message(ALL))
}

/// `PUT /umkm/approve/{id}` — approve, or withdraw the approval.
async fn toggle(State(trackmate): State<Trackmate>, admin: Admin, Path(id): Path<String>) -> Outcome<()> {
    trackmate.toggle_umkm(&admin, id).await?;
    Ok(Reply::done("Status persetujuan UMKM berhasil diperbarui"))
}

const BRIEF: &str = r#"{"id":"umkm-VKDhH1FD3QbdzH6s","logo":"https://picsum.photos/200","name":"Sambal Mamo","location":{"lat":-8.11,"lng":115.09,"name":"Buleleng, Bali"}}"#;
const APPROVAL: &str = r#"{"id":"umkm-VKDhH1FD3QbdzH6s","logo":"https://picsum.photos/200","name":"Sambal Mamo","location":{"lat":-8.11,"lng":115.09,"name":"Buleleng, Bali"},"owner":"user-ck3VlWtOkmMiEoU2","isApprove":false}"#;
pub(super) const UMKM: &str = r#"{"id":"umkm-VKDhH1FD3QbdzH6s","image":"https://picsum.photos/200","logo":"https://picsum.photos/200","name":"Sambal Mamo","description":"Sambal dari Buleleng","location":{"lat":-8.11,"lng":115.09,"name":"Buleleng, Bali"},"history":{"text":"Dimulai di dapur rumah","image":"https://picsum.photos/200"},"impact":[{"id":"impact-7PabLrYn6okMUwr1","name":"Water Use","image":"https://picsum.photos/200","description":"hemat air"}],"contact":[{"email":"sambal@gmail.com","phone":{"isWhatsApp":true,"phoneNumber":"08123456789","waNumber":"08123456789"},"name":"whatsapp","description":"08123456789"},{"name":"email","description":"sambal@gmail.com"}],"owner":"user-ck3VlWtOkmMiEoU2","createdAt":"2023-11-28T13:06:42.530Z","updatedAt":"2023-11-28T13:06:42.530Z"}"#;
const EDIT: &str = r#"{"image":"http://a.jpg","logo":"http://a.jpg","name":"PT Sambal 2","description":"Sambal dari Buleleng","location":"Buleleng, Bali","history":{"image":"http://a.jpg","text":"sambal kuning"},"impact":[{"name":"Water Use","image":"https://image.com/","description":"hemat air"}],"contact":[{"name":"whatsapp","description":"08123456789"}]}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    vec![
        get("/umkm", list)
            .says("List approved UMKM")
            .gives_list::<UmkmBrief>("umkm", BRIEF)
            .message(ALL)
            .kept(),
        get("/umkm/{id}", show)
            .says("See a UMKM")
            .part::<UmkmId>("id", "The UMKM", "umkm-VKDhH1FD3QbdzH6s")
            .gives_item::<UmkmView>("umkm", UMKM)
            .kept()
            .fails(no_such_umkm),
        get("/umkm/profile", own)
            .says("See one's own UMKM")
            .access(Access::Account)
            .gives_item::<UmkmView>("umkm", UMKM)
            .fails(no_such_umkm),
        post("/umkm", create)
            .says("Register one's UMKM")
            .access(Access::Account)
            .takes::<UmkmIn>(r#"{"name":"Sambal mamo"}"#)
            .gives::<UmkmIdView>(r#"{"umkmId":"umkm-VKDhH1FD3QbdzH6s"}"#)
            .creates()
            .message("UMKM berhasil didaftarkan")
            .fails(umkm_exists),
        put("/umkm", edit)
            .says("Edit one's own UMKM; what is left out stays")
            .access(Access::Account)
            .takes::<UmkmIn>(EDIT)
            .message(UPDATED)
            .fails(no_such_umkm),
        delete("/umkm", remove_own)
            .says("Delete one's own UMKM and its products")
            .access(Access::Account)
            .message(UPDATED)
            .fails(no_such_umkm),
        delete("/umkm/{id}", remove)
            .says("Delete one's own UMKM, named")
            .part::<UmkmId>("id", "The UMKM", "umkm-VKDhH1FD3QbdzH6s")
            .access(Access::Account)
            .message(UPDATED)
            .fails(|| not_yours(NOT_YOURS))
            .fails(no_such_umkm),
        get("/umkm/approve/{id}", list_by_approval)
            .says("List UMKM that are approved, or that wait")
            .part::<bool>("id", "`true`: those approved; `false`: those that wait", "true")
            .access(ADMINISTRATORS)
            .gives_list::<UmkmApproval>("umkm", APPROVAL)
            .message(ALL),
        put("/umkm/approve/{id}", toggle)
            .says("Approve a UMKM, or withdraw the approval")
            .part::<UmkmId>("id", "The UMKM", "umkm-VKDhH1FD3QbdzH6s")
            .access(ADMINISTRATORS)
            .message("Status persetujuan UMKM berhasil diperbarui")
            .fails(no_such_umkm),
    ]
}
