//! Labels to print: a code that opens the product's page, with its name, price and short address.

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use pages_kit::{Answer, Failed, Fields, Frame, Visit, numbers::rupiah};
use platform::{Error, http::attachment::attachment};
use trackmate::api::ShownProduct;

use super::{matrix::Matrix, own_product};
use crate::{Shop, address};

/// How labels stand on a sheet.
struct Layout {
    /// As the address says it.
    name: &'static str,
    /// The key of its text.
    text: &'static str,
    count: usize,
}

const LAYOUTS: [Layout; 3] = [
    Layout {
        name: "3x8",
        text: "producer-label-24",
        count: 24,
    },
    Layout {
        name: "2x7",
        text: "producer-label-14",
        count: 14,
    },
    Layout {
        name: "1",
        text: "producer-label-1",
        count: 1,
    },
];

#[derive(Template)]
#[template(path = "producer/label.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    name: &'a str,
    price: String,
    /// The short address without its scheme.
    short: &'a str,
    own: String,
    layouts: Vec<(&'static str, String, bool)>,
    layout: &'static str,
    count: usize,
    edge: usize,
    path: String,
}

/// The address that a label's code says.
fn printed(visit: &Visit, product: &ShownProduct) -> String {
    let code = address::code(product.view().id.as_str());
    format!("{}/p/{code}", visit.kit.public_url())
}

/// `GET /usaha/produk/{code}/label`
pub(super) async fn show(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let shown = async {
        let product = own_product(&shop, actor, &code).await?;
        page(&shop, &visit, &product, query.get("ukuran"))
    };
    shown.await.map_err(Failed::at(&visit))
}

fn page(shop: &Shop, visit: &Visit, product: &ShownProduct, wanted: &str) -> Result<Answer, Error> {
    let [first, ..] = &LAYOUTS;
    let chosen = LAYOUTS.iter().find(|layout| layout.name == wanted).unwrap_or(first);
    let (speech, address) = (visit.speech(), printed(visit, product));
    let matrix = Matrix::of(&address)?;
    let layouts = LAYOUTS
        .iter()
        .map(|layout| (layout.name, speech.say(layout.text), layout.name == chosen.name));
    let page = Page {
        frame: Frame::of(visit, speech.say("producer-label")),
        style: shop.producer_style(),
        name: &product.view().name,
        price: rupiah(visit.language, product.view().price.0),
        short: address.split_once("://").map_or(&address, |(_, short)| short),
        own: format!("/usaha/produk/{}", address::code(product.view().id.as_str())),
        layouts: layouts.collect(),
        layout: chosen.name,
        count: chosen.count,
        edge: matrix.edge(),
        path: matrix.path(),
    };
    Answer::page(&page)
}

/// `GET /usaha/produk/{code}/label.svg`
pub(super) async fn svg(State(shop): State<Shop>, Path(code): Path<String>, visit: Visit) -> Result<Response, Failed> {
    file(&shop, &visit, &code, ("image/svg+xml", "svg"), |matrix| {
        Ok(matrix.svg().into_bytes())
    })
    .await
}

/// `GET /usaha/produk/{code}/label.png`
pub(super) async fn png(State(shop): State<Shop>, Path(code): Path<String>, visit: Visit) -> Result<Response, Failed> {
    file(&shop, &visit, &code, ("image/png", "png"), Matrix::png).await
}

/// The code alone, to be put into a design of one's own.
async fn file(
    shop: &Shop,
    visit: &Visit,
    code: &str,
    (content_type, extension): (&'static str, &str),
    draw: fn(&Matrix) -> Result<Vec<u8>, Error>,
) -> Result<Response, Failed> {
    let actor = visit.somebody()?;
    let drawn = async {
        let product = own_product(shop, actor, code).await?;
        let matrix = Matrix::of(&printed(visit, &product))?;
        let name = format!("{}.{extension}", product.view().name);
        attachment(content_type, &name, draw(&matrix)?)
    };
    drawn.await.map_err(Failed::at(visit))
}
