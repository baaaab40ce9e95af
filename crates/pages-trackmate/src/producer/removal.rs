//! Deleting a product, after asking.

use askama::Template;
use axum::extract::{Path, State};
use pages_kit::{
    Answer, Failed, Frame, Posted, Visit,
    form::{Form, answer},
};

use super::own_product;
use crate::Shop;

#[derive(Template)]
#[template(path = "producer/removal.html")]
struct Page<'a> {
    frame: Frame<'a>,
    name: &'a str,
    form: Form,
}

/// `GET /usaha/produk/{code}/hapus`
pub(super) async fn ask(State(shop): State<Shop>, Path(code): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let product = own_product(&shop, actor, &code).await?;
        let (speech, token) = (visit.speech(), visit.kit.form_token(&visit)?);
        let mut form = Form::to(
            format!("/usaha/produk/{code}/hapus"),
            speech.say("producer-remove-do"),
            Vec::new(),
        );
        form.is_grave = true;
        form.token.clone_from(&token.token);
        let page = Page {
            frame: Frame::of(&visit, speech.say("producer-remove")).with_form(&token),
            name: &product.view().name,
            form,
        };
        answer(Answer::page(&page), token)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /usaha/produk/{code}/hapus`
pub(super) async fn remove(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let removed = async {
        let product = own_product(&shop, actor, &code).await?;
        let id = product.view().id.to_string();
        shop.trackmate().remove_product_for_now(actor, id).await?;
        Answer::see("/usaha?sudah=produk-hapus")
    };
    removed.await.map_err(Failed::at(&visit))
}
