//! Adding a product, and editing it.

use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Fields, Uploaded, Visit,
    form::{ONCE, is_for_form, once, was_sent_otherwise},
};
use platform::{Error, Kind, Message};
use trackmate::api::{ProductView, ReadAs};

use super::{
    business_of, own_product, product_form,
    sheet::{self, Heading},
    typed::{Faults, renamed},
};
use crate::{Shop, address};

const NEW: &str = "/usaha/produk/baru";

/// `GET /usaha/produk/baru`
pub(super) async fn ask_new(State(shop): State<Shop>, visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        match business_of(&shop, actor).await? {
            Some(_) => form(&shop, &visit, &Fields::default(), None, None),
            None => Answer::see("/usaha"),
        }
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `GET /usaha/produk/{code}`
pub(super) async fn ask(State(shop): State<Shop>, Path(code): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let product = own_product(&shop, actor, &code).await?;
        let number = shop.trackmate().trade_number(product.view().id.as_str()).await?;
        let fields = product_form::as_sent(&visit, product.view(), number.as_ref())?;
        form(&shop, &visit, &fields, Some(product.view()), None)
    };
    shown.await.map_err(Failed::at(&visit))
}

fn form(
    shop: &Shop,
    visit: &Visit,
    fields: &Fields,
    stored: Option<&ProductView>,
    fault: Option<&Error>,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let heading = match stored {
        None => Heading {
            title: speech.say("producer-product-new"),
            lead: speech.say("producer-product-new-lead"),
            action: NEW.to_owned(),
            submit: speech.say("producer-product-add"),
            back: "/usaha",
            once: true,
            ..Heading::default()
        },
        Some(product) => Heading {
            title: product.name.clone(),
            lead: speech.say("producer-product-edit-lead"),
            action: format!("/usaha/produk/{}", address::code(product.id.as_str())),
            submit: speech.say("producer-save"),
            back: "/usaha",
            ..Heading::default()
        },
    };
    let sections = product_form::sections(visit, fields);
    sheet::show(shop, visit, (heading, sections), fields, fault)
}

/// `POST /usaha/produk/baru`
pub(super) async fn add(State(shop): State<Shop>, sent: Uploaded) -> Result<Answer, Failed> {
    let visit = &sent.visit;
    let actor = visit.somebody()?;
    let fields = product_form::settle(&sent.fields);
    if sent.fields.find(product_form::MORE).is_some() {
        return form(&shop, visit, &fields, None, None).map_err(Failed::at(visit));
    }
    let made = async {
        let once = once(&fields, NEW, product_form::is_typed)?;
        let input = product_form::input(&fields, Faults::of(&sent.faults), None)?;
        shop.trackmate().create_product(actor, &input, once).await.map(drop)
    };
    let made = made.await;
    settle(&shop, visit, fields, None, made).map_err(Failed::at(visit))
}

/// `POST /usaha/produk/{code}`
pub(super) async fn edit(State(shop): State<Shop>, Path(code): Path<String>, sent: Uploaded) -> Result<Answer, Failed> {
    let visit = &sent.visit;
    let actor = visit.somebody()?;
    let product = own_product(&shop, actor, &code).await.map_err(Failed::at(visit))?;
    let fields = product_form::settle(&sent.fields);
    let stored = Some(product.view());
    if sent.fields.find(product_form::MORE).is_some() {
        return form(&shop, visit, &fields, stored, None).map_err(Failed::at(visit));
    }
    let made = async {
        let input = product_form::input(&fields, Faults::of(&sent.faults), stored)?;
        let id = product.view().id.to_string();
        shop.trackmate()
            .edit_product(actor, id, &input, ReadAs::Documented)
            .await
    };
    let made = made.await;
    settle(&shop, visit, fields, stored, made).map_err(Failed::at(visit))
}

/// The products, with the one that was made or changed, or the form again.
fn settle(
    shop: &Shop,
    visit: &Visit,
    mut fields: Fields,
    stored: Option<&ProductView>,
    made: Result<(), Error>,
) -> Result<Answer, Error> {
    match made {
        Ok(()) => Answer::see("/usaha?sudah=produk"),
        Err(error) if is_for_form(&error) => {
            let mut error = renamed(error, &product_form::NAMES);
            if was_sent_otherwise(&error) {
                fields.remove(ONCE);
                error = sent_before();
            }
            let again = form(shop, visit, &fields, stored, Some(&error))?;
            Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error),
    }
}

/// Somebody went back to a form that was sent, and changed it.
fn sent_before() -> Error {
    let said = Message::new(
        "Produk dari formulir ini sudah disimpan. Kirim sekali lagi untuk menambahkannya sebagai produk lain, atau ubah \
         produk yang tersimpan dari daftar produk.",
        "The product of this form is saved already. Send it again to add it as another product, or edit the saved one from \
         the list of products.",
    );
    Error::new(Kind::Conflict, "pages.producer.sent_before", said)
}
