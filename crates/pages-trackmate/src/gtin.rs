//! `GET /01/{gtin}`: the address that GS1 Digital Link gives a trade number. Whoever reads a code of that kind comes to the
//! product that has the number here.

use askama::Template;
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Visit};
use platform::Error;
use trackmate::api::ShownProduct;

use crate::{Shop, address};

#[derive(Template)]
#[template(path = "trackmate/gtin.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    gtin: &'a str,
    /// Name, maker and path of each.
    products: Vec<(String, String, String)>,
}

/// `GET /01/{gtin}`
pub(crate) async fn follow(State(shop): State<Shop>, Path(gtin): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    lead(&shop, &visit, &gtin).await.map_err(Failed::at(&visit))
}

/// `GET /01/{gtin}/…`: what the code says of a batch or a single piece leads to the product as well.
pub(crate) async fn follow_piece(
    State(shop): State<Shop>,
    Path((gtin, _)): Path<(String, String)>,
    visit: Visit,
) -> Result<Answer, Failed> {
    lead(&shop, &visit, &gtin).await.map_err(Failed::at(&visit))
}

async fn lead(shop: &Shop, visit: &Visit, gtin: &str) -> Result<Answer, Error> {
    let found = shop.trackmate().find_by_gtin(gtin).await?;
    if let [one] = found.as_slice() {
        // Not for good: the number may be another product's tomorrow.
        return Answer::see(&address::short(one.as_str()));
    }
    let mut products = Vec::new();
    for id in &found {
        let shown: ShownProduct = shop.trackmate().show_product(id.as_str()).await?;
        let view = shown.view();
        let path = address::product(id.as_str(), &view.name);
        products.push((view.name.clone(), view.umkm.name.clone(), path));
    }
    Answer::page(&Page {
        frame: Frame::of(visit, visit.speech().say("gtin-several")),
        style: shop.style(),
        gtin,
        products,
    })
}
