//! Labels to print: a code that opens the product's page, with its name, price and address.

mod layout;
mod letters;
mod pdf;

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use pages_kit::{Answer, Failed, Fields, Frame, Visit, numbers::rupiah, qr::Code};
use platform::{Error, http::attachment::attachment};
use trackmate::api::ShownProduct;

use self::layout::{LAYOUTS, Layout};
use super::own_product;
use crate::{Shop, address};

#[derive(Template)]
#[template(path = "producer/label.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    name: &'a str,
    price: &'a str,
    /// The address without its scheme.
    short: &'a str,
    own: String,
    layouts: Vec<(&'static str, String, bool)>,
    layout: &'static str,
    count: usize,
    code: &'a Code,
}

/// What a label is made of.
struct Label {
    product: ShownProduct,
    price: String,
    /// What its code says: the address of the trade number where the owner wants it, otherwise the short one.
    address: String,
    code: Code,
}

impl Label {
    /// Of a product of whoever asks.
    async fn find(shop: &Shop, visit: &Visit, code: &str) -> Result<Self, Failed> {
        let actor = visit.somebody()?;
        let found = async {
            let product = own_product(shop, actor, code).await?;
            let id = product.view().id.as_str();
            let number = shop.trackmate().trade_number(id).await?;
            let path = match number.filter(|number| number.is_on_label) {
                Some(number) => address::of_gtin(&number.gtin),
                None => address::short(id),
            };
            let address = format!("{}{path}", visit.kit.public_url());
            Ok(Self {
                price: rupiah(visit.language, product.view().price.0),
                code: Code::of(&address)?,
                address,
                product,
            })
        };
        found.await.map_err(Failed::at(visit))
    }

    fn name(&self) -> &str {
        &self.product.view().name
    }

    /// The address without its scheme.
    fn short(&self) -> &str {
        self.address
            .split_once("://")
            .map_or(self.address.as_str(), |(_, short)| short)
    }
}

/// `GET /usaha/produk/{code}/label`
pub(super) async fn show(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let label = Label::find(&shop, &visit, &code).await?;
    let chosen = wanted(query);
    let speech = visit.speech();
    let layouts = LAYOUTS
        .iter()
        .map(|layout| (layout.name, speech.say(layout.text), layout.name == chosen.name));
    let page = Page {
        frame: Frame::of(&visit, speech.say("producer-label")),
        style: shop.producer_style(),
        name: label.name(),
        price: &label.price,
        short: label.short(),
        own: format!("/usaha/produk/{}", address::code(label.product.view().id.as_str())),
        layouts: layouts.collect(),
        layout: chosen.name,
        count: chosen.count(),
        code: &label.code,
    };
    Answer::page(&page).map_err(Failed::at(&visit))
}

/// The layout that a query names.
fn wanted(query: Option<String>) -> &'static Layout {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    Layout::named(query.get("ukuran"))
}

/// `GET /usaha/produk/{code}/label.svg`
pub(super) async fn svg(State(shop): State<Shop>, Path(code): Path<String>, visit: Visit) -> Result<Response, Failed> {
    file(&shop, &visit, &code, ("image/svg+xml", "svg"), |label| {
        Ok(label.code.svg().into_bytes())
    })
    .await
}

/// `GET /usaha/produk/{code}/label.png`
pub(super) async fn png(State(shop): State<Shop>, Path(code): Path<String>, visit: Visit) -> Result<Response, Failed> {
    file(&shop, &visit, &code, ("image/png", "png"), |label| label.code.png()).await
}

/// `GET /usaha/produk/{code}/label.pdf`
pub(super) async fn pdf(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Failed> {
    let layout = wanted(query);
    file(&shop, &visit, &code, ("application/pdf", "pdf"), |label| {
        let words = pdf::Words {
            name: label.name(),
            price: &label.price,
            address: label.short(),
        };
        pdf::write(layout, &label.code, &words)
    })
    .await
}

/// A file of a label, to be saved.
async fn file(
    shop: &Shop,
    visit: &Visit,
    code: &str,
    (content_type, extension): (&'static str, &str),
    draw: impl FnOnce(&Label) -> Result<Vec<u8>, Error>,
) -> Result<Response, Failed> {
    let label = Label::find(shop, visit, code).await?;
    let name = format!("{}.{extension}", label.name());
    let drawn = draw(&label).and_then(|bytes| attachment(content_type, &name, bytes));
    drawn.map_err(Failed::at(visit))
}
