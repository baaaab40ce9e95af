//! What is done to a product from the table: price and stock, hiding, copying, bringing back; and how often it was looked at.

use askama::Template;
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Visit,
    field::Takes,
    form::{Form, answer, is_for_form, once},
    numbers::rupiah,
};
use platform::Error;
use trackmate::api::{OfferIn, Price, ShownProduct};

use super::{own_product, product_form, table::View, typed::Faults, views::Views};
use crate::{Shop, address};

#[derive(Template)]
#[template(path = "producer/offer.html")]
struct OfferPage<'a> {
    frame: Frame<'a>,
    style: &'a str,
    form: Form,
}

/// `GET /usaha/produk/{code}/tawaran`
pub(super) async fn ask(State(shop): State<Shop>, Path(code): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let product = own_product(&shop, actor, &code).await?;
        let price = rupiah(visit.language, product.view().price.0);
        let held = [
            ("price".to_owned(), price.trim_start_matches("Rp").to_owned()),
            ("note".to_owned(), product.note().unwrap_or_default().to_owned()),
        ];
        offer_page(&shop, &visit, &product, &held.into_iter().collect(), None)
    };
    shown.await.map_err(Failed::at(&visit))
}

fn offer_page(
    shop: &Shop,
    visit: &Visit,
    product: &ShownProduct,
    held: &Fields,
    fault: Option<&Error>,
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let fields = vec![
        Field::new("price", speech.say("producer-price"), Takes::Number)
            .required()
            .hint(speech.say("producer-price-hint"))
            .at_most(30),
        Field::line("note", speech.say("producer-note"))
            .hint(speech.say("producer-note-hint"))
            .at_most(100),
    ];
    let code = address::code(product.view().id.as_str());
    let action = format!("/usaha/produk/{code}/tawaran");
    let mut form = Form::to(action, speech.say("producer-save"), fields).holding(held);
    if let Some(fault) = fault {
        form = form.faulty(visit, fault);
    }
    form.token.clone_from(&token.token);
    form.hidden = back_of(View::read(held));
    let page = OfferPage {
        frame: Frame::of(visit, product.view().name.clone()).with_form(&token),
        style: shop.producer_style(),
        form,
    };
    answer(Answer::page(&page), token)
}

/// Hidden fields that lead back to where the table was.
fn back_of(view: View) -> Vec<(&'static str, String)> {
    vec![("urut", view.order_name().to_owned()), ("hal", view.page.to_string())]
}

/// `POST /usaha/produk/{code}/tawaran`
pub(super) async fn change(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let changed = async {
        let product = own_product(&shop, actor, &code).await?;
        let made = async {
            let mut faults = Faults::default();
            let price = product_form::price(&fields, &mut faults);
            faults.settle()?;
            let input = OfferIn {
                price: price.unwrap_or(Price(0)),
                note: fields.get("note").to_owned(),
            };
            let id = product.view().id.to_string();
            shop.trackmate().change_offer(actor, id, &input).await
        };
        match made.await {
            Ok(()) => Answer::see(&View::read(&fields).path(Some("produk"))),
            Err(error) if is_for_form(&error) => {
                let again = offer_page(&shop, &visit, &product, &fields, Some(&error))?;
                Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    changed.await.map_err(Failed::at(&visit))
}

/// `POST /usaha/produk/{code}/tampil`: hides it, or shows it again.
pub(super) async fn set_hidden(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let is_hidden = fields.get("tampil") == "tidak";
    let set = async {
        let id = address::product_id(&code);
        shop.trackmate().set_product_hidden(actor, id, is_hidden).await?;
        let done = if is_hidden { "produk-sembunyi" } else { "produk-tampil" };
        Answer::see(&View::read(&fields).path(Some(done)))
    };
    set.await.map_err(Failed::at(&visit))
}

/// `POST /usaha/produk/{code}/salin`: a copy, opened to be edited.
pub(super) async fn duplicate(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let copied = async {
        let product = own_product(&shop, actor, &code).await?;
        let once = once(&fields, &format!("/usaha/produk/{code}/salin"), |_| true)?;
        let original = product.view();
        let name = visit.speech().with("producer-copy-of", "name", original.name.as_str());
        let id = original.id.to_string();
        let copy = shop.trackmate().duplicate_product(actor, id, &name, once).await?;
        let code = address::code(copy.as_str());
        Answer::see(&format!("/usaha/produk/{code}?sudah=produk-salin"))
    };
    copied.await.map_err(Failed::at(&visit))
}

/// `POST /usaha/produk/{code}/kembalikan`
pub(super) async fn bring_back(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let brought = async {
        let id = address::product_id(&code);
        shop.trackmate().bring_product_back(actor, id).await?;
        Answer::see("/usaha?sudah=produk-kembali")
    };
    brought.await.map_err(Failed::at(&visit))
}

#[derive(Template)]
#[template(path = "producer/views.html")]
struct ViewsPage<'a> {
    frame: Frame<'a>,
    style: &'a str,
    name: &'a str,
    views: Views,
}

/// `GET /usaha/produk/{code}/kunjungan`
pub(super) async fn show_views(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    visit: Visit,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let product = own_product(&shop, actor, &code).await?;
        let id = product.view().id.as_str();
        let weeks = shop.trackmate().count_own_views(actor, Some(id)).await?;
        let page = ViewsPage {
            frame: Frame::of(&visit, visit.speech().say("producer-views")),
            style: shop.producer_style(),
            name: &product.view().name,
            views: Views::of(&weeks, visit.speech()),
        };
        Answer::page(&page)
    };
    shown.await.map_err(Failed::at(&visit))
}
