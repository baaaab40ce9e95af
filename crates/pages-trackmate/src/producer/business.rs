//! A business and its products: shown, and edited.

use accounts::Actor;
use askama::Template;
use axum::extract::{RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Fields, Frame, Uploaded, Visit,
    form::{answer, is_for_form},
};
use platform::Error;
use trackmate::api::{ProductId, UmkmView};

use super::{
    business_of, profile,
    sheet::{self, Heading},
    steps,
    table::{PAGED, Row, View},
    typed::{Faults, renamed},
    views::Views,
};
use crate::{Shop, address};

#[derive(Template)]
#[template(path = "producer/business.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    umkm: &'a UmkmView,
    public: String,
    logo: Option<String>,
    is_approved: bool,
    /// The first step of completing it of which nothing is filled in.
    next_step: Option<String>,
    rows: Vec<Row>,
    /// What was deleted and can be brought back: its name, and where that is asked for.
    removed: Vec<(String, String)>,
    /// Text, address, and whether it is the one.
    orders: Vec<(String, String, bool)>,
    order: &'static str,
    number: i64,
    token: String,
    views: Views,
    total: String,
    before: Option<String>,
    after: Option<String>,
}

/// `GET /usaha`
pub(super) async fn show(State(shop): State<Shop>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let view = View::read(&Fields::read(query.unwrap_or_default().as_bytes()));
    let shown = async {
        match business_of(&shop, actor).await? {
            Some(umkm) => page(&shop, &visit, actor, &umkm, view).await,
            None => steps::begin(&shop, &visit),
        }
    };
    shown.await.map_err(Failed::at(&visit))
}

async fn page(shop: &Shop, visit: &Visit, actor: &Actor, umkm: &UmkmView, view: View) -> Result<Answer, Error> {
    let pages = PAGED.pages(view.page);
    let (products, paging) = shop.trackmate().list_own_products(actor, view.order, pages).await?;
    let removed = shop.trackmate().list_removed_products(actor).await?;
    let is_approved = shop.trackmate().is_umkm_approved(&actor.id).await?;
    let weeks = shop.trackmate().count_own_views(actor, None).await?;
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let (before, after) = view.around(paging.total);
    let way_back = |(id, name): (ProductId, String)| {
        let path = format!("/usaha/produk/{}/kembalikan", address::code(id.as_str()));
        (name, path)
    };
    let page = Page {
        style: shop.producer_style(),
        public: address::maker(umkm.id.as_str(), &umkm.name),
        logo: pages_kit::picture::own(&umkm.logo),
        is_approved: is_approved.unwrap_or_default(),
        next_step: steps::next_of(umkm),
        rows: products.iter().map(|product| Row::of(product, visit)).collect(),
        removed: removed.into_iter().map(way_back).collect(),
        orders: view.orders(speech),
        order: view.order_name(),
        number: view.page,
        total: speech.with("results-count", "count", paging.total),
        views: Views::of(&weeks, speech),
        before,
        after,
        frame: Frame::of(visit, speech.say("producer")).with_form(&token),
        token: token.token.clone(),
        umkm,
    };
    answer(Answer::page(&page), token)
}

/// The whole form of a business that is there.
fn form(shop: &Shop, visit: &Visit, fields: &Fields, fault: Option<&Error>) -> Result<Answer, Error> {
    let speech = visit.speech();
    let heading = Heading {
        title: speech.say("producer-profile"),
        lead: speech.say("producer-profile-lead"),
        action: "/usaha/profil".to_owned(),
        submit: speech.say("producer-save"),
        back: "/usaha",
        ..Heading::default()
    };
    sheet::show(shop, visit, (heading, profile::sections(visit, fields)), fields, fault)
}

/// `GET /usaha/profil`
pub(super) async fn ask(State(shop): State<Shop>, visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        match business_of(&shop, actor).await? {
            Some(umkm) => form(&shop, &visit, &profile::as_sent(&umkm), None),
            None => Answer::see("/usaha"),
        }
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /usaha/profil`
pub(super) async fn edit(State(shop): State<Shop>, sent: Uploaded) -> Result<Answer, Failed> {
    let visit = &sent.visit;
    let actor = visit.somebody()?;
    let fields = profile::settle(&sent.fields);
    let made = async {
        let umkm = shop.trackmate().show_umkm_of(&actor.id).await?;
        let input = profile::input(&fields, Faults::of(&sent.faults), Some(&umkm))?;
        shop.trackmate().edit_umkm(actor, &input).await
    };
    let settled = match made.await {
        Ok(()) => Answer::see("/usaha?sudah=usaha"),
        Err(error) if is_for_form(&error) => {
            let error = renamed(error, &profile::NAMES);
            let again = form(&shop, visit, &fields, Some(&error));
            again.map(|again| again.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error),
    };
    settled.map_err(Failed::at(visit))
}
