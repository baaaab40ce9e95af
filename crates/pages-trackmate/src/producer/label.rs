//! Labels to print: a code that opens the product's page, with its name, price and address.

mod layout;
mod letters;
mod pdf;

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
    routing::{MethodRouter, get},
};
use pages_kit::{
    Answer, Failed, Fields, Frame, Visit,
    numbers::rupiah,
    qr::{Code, Inset, MARK_PIXELS},
};
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
    /// Whether the business has a logo, and whether labels carry it.
    has_logo: bool,
    is_marked: bool,
    /// Whether the code leads nowhere from another machine.
    is_local: bool,
    code: &'a Code,
}

/// What an address asks of a label.
struct Wanted {
    layout: &'static Layout,
    /// Whether the logo of the business is in the middle of the code.
    is_marked: bool,
}

impl Wanted {
    fn read(query: Option<String>) -> Self {
        let query = Fields::read(query.unwrap_or_default().as_bytes());
        Self {
            layout: Layout::named(query.get("ukuran")),
            is_marked: query.get("tanda") == "logo",
        }
    }
}

/// What a label is made of.
pub(super) struct Label {
    product: ShownProduct,
    price: String,
    /// What its code says: the address of the trade number where the owner wants it, otherwise the short one.
    address: String,
    code: Code,
}

impl Label {
    /// Of a product of whoever asks.
    async fn find(shop: &Shop, visit: &Visit, code: &str, wanted: &Wanted) -> Result<Self, Failed> {
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
            let inset = match logo_of(&product).filter(|_| wanted.is_marked) {
                Some(file) => shop.trackmate().square_picture(&file, MARK_PIXELS).await?,
                None => None,
            };
            Ok(Self {
                price: rupiah(visit.language, product.view().price.0),
                code: Code::of(&address)?.marked(inset.and_then(Inset::of)),
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

/// The file of the logo of a product's business, if it has one.
fn logo_of(product: &ShownProduct) -> Option<String> {
    let path = pages_kit::picture::own(&product.view().umkm.logo)?;
    path.rsplit_once('/').map(|(_, file)| file.to_owned())
}

/// `GET /usaha/produk/{code}/label`
pub(super) async fn show(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let wanted = Wanted::read(query);
    let label = Label::find(&shop, &visit, &code, &wanted).await?;
    let chosen = wanted.layout;
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
        has_logo: logo_of(&label.product).is_some(),
        is_marked: wanted.is_marked,
        is_local: visit.kit.is_known_here_alone(),
        code: &label.code,
    };
    Answer::page(&page).map_err(Failed::at(&visit))
}

/// A file of a label, to be saved.
pub(super) struct Form {
    content_type: &'static str,
    extension: &'static str,
    draw: fn(&Label, &'static Layout) -> Result<Vec<u8>, Error>,
}

pub(super) const SVG: Form = Form {
    content_type: "image/svg+xml",
    extension: "svg",
    draw: |label, _| label.code.svg().map(String::into_bytes),
};

pub(super) const PNG: Form = Form {
    content_type: "image/png",
    extension: "png",
    draw: |label, _| label.code.png(),
};

pub(super) const PDF: Form = Form {
    content_type: "application/pdf",
    extension: "pdf",
    draw: |label, layout| {
        let words = pdf::Words {
            name: label.name(),
            price: &label.price,
            address: label.short(),
        };
        pdf::write(layout, &label.code, &words)
    },
};

/// `GET /usaha/produk/{code}/label.svg`, `….png` and `….pdf`
pub(super) fn file(form: &'static Form) -> MethodRouter<Shop> {
    get(
        async move |State(shop): State<Shop>, Path(code): Path<String>, visit: Visit, RawQuery(query): RawQuery| {
            save(&shop, &visit, &code, &Wanted::read(query), form).await
        },
    )
}

async fn save(shop: &Shop, visit: &Visit, code: &str, wanted: &Wanted, form: &Form) -> Result<Response, Failed> {
    let label = Label::find(shop, visit, code, wanted).await?;
    let name = format!("{}.{}", label.name(), form.extension);
    let drawn = (form.draw)(&label, wanted.layout).and_then(|bytes| attachment(form.content_type, &name, bytes));
    drawn.map_err(Failed::at(visit))
}
