//! A producer's pages: the business, its products, and labels to print.
//!
//! Invariant: a form is what was typed. What is stored is shown as if it had been typed, and what is refused is shown as it
//! was; so each form is made and read in one place.

mod business;
mod label;
mod listing;
mod offer;
mod parts;
mod photos;
mod places;
mod product;
mod product_form;
mod profile;
mod removal;
mod sheet;
mod steps;
mod table;
mod typed;
mod views;

use accounts::Actor;
use axum::{
    Router,
    routing::{get, post},
};
use platform::{Error, Kind, Message};
use trackmate::api::{ShownProduct, UmkmView};

use crate::{Shop, address};

/// The pages below `/usaha`.
pub(crate) fn router(shop: &Shop) -> Router {
    Router::new()
        .route("/usaha", get(business::show).post(steps::create))
        .route("/usaha/profil", get(business::ask).post(business::edit))
        .route("/usaha/profil/{section}", get(steps::ask).post(steps::save))
        .route("/usaha/produk/baru", get(product::ask_new).post(product::add))
        .route("/usaha/produk/{code}", get(product::ask).post(product::edit))
        .route("/usaha/produk/{code}/hapus", get(removal::ask).post(removal::remove))
        .route("/usaha/produk/{code}/tawaran", get(offer::ask).post(offer::change))
        .route("/usaha/produk/{code}/tampil", post(offer::set_hidden))
        .route("/usaha/produk/{code}/salin", post(offer::duplicate))
        .route("/usaha/produk/{code}/kembalikan", post(offer::bring_back))
        .route("/usaha/produk/{code}/kunjungan", get(offer::show_views))
        .route("/usaha/produk/{code}/label", get(label::show))
        .route("/usaha/produk/{code}/label.svg", label::file(&label::SVG))
        .route("/usaha/produk/{code}/label.png", label::file(&label::PNG))
        .route("/usaha/produk/{code}/label.pdf", label::file(&label::PDF))
        .with_state(shop.clone())
        .merge(listing::router(shop))
}

/// Somebody's business, if there is one.
async fn business_of(shop: &Shop, actor: &Actor) -> Result<Option<UmkmView>, Error> {
    match shop.trackmate().show_umkm_of(&actor.id).await {
        Ok(umkm) => Ok(Some(umkm)),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A product of somebody's own business.
async fn own_product(shop: &Shop, actor: &Actor, code: &str) -> Result<ShownProduct, Error> {
    let id = address::product_id(code);
    let shown = shop.trackmate().show_own_product(actor, &id).await;
    shown.map_err(|error| {
        if error.kind() == Kind::Forbidden {
            not_yours()
        } else {
            error
        }
    })
}

fn not_yours() -> Error {
    let said = Message::new(
        "Produk ini milik usaha lain.",
        "This product belongs to another business.",
    );
    Error::new(Kind::Forbidden, "pages.producer.not_yours", said)
}
