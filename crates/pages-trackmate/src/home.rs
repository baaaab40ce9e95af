//! The first page.

use askama::Template;
use axum::extract::State;
use pages_kit::{Answer, Failed, Frame, Visit, frame::Shared, map::Map, narrow::Choice};
use platform::Error;
use trackmate::api::Order;

use crate::{
    Shop,
    cards::{Card, category_key},
    maps,
};

/// How many products each row shows.
const ROW: i64 = 8;
/// How many of them may suit somebody.
const SUITED: usize = 8;
/// How many makers are on the map: the newest.
const MAKERS: i64 = 300;

#[derive(Template)]
#[template(path = "trackmate/home.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    categories: Vec<Choice>,
    newest: Vec<Card>,
    best: Vec<Card>,
    /// What suits whoever reads it, as far as anything is known of them.
    suited: Vec<Card>,
    /// The way to selling something.
    sell: &'static str,
    map: Option<Map>,
}

/// `GET /`
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit) -> Result<Answer, Failed> {
    page(&shop, &visit).await.map_err(Failed::at(&visit))
}

async fn page(shop: &Shop, visit: &Visit) -> Result<Answer, Error> {
    let speech = visit.speech();
    let newest = shop.trackmate().first_products(Order::Newest, ROW).await?;
    let mut best = shop.trackmate().first_products(Order::BestRated, ROW).await?;
    best.retain(|card| card.ratings.count > 0);
    let suited = match &visit.actor {
        Some(actor) => shop.trackmate().products_for(&actor.id, SUITED).await?,
        None => Vec::new(),
    };
    let counts = shop.trackmate().count_categories().await?;
    let categories = counts.into_iter().filter_map(|(category, count)| {
        Some(Choice {
            text: speech.say(category_key(category)?),
            path: format!("/cari?kategori={category}"),
            count: speech.number(count),
            is_chosen: false,
        })
    });
    let shared = Shared {
        description: speech.say("home-lead"),
        canonical: Some(format!("{}/", visit.kit.public_url())),
        ..Shared::default()
    };
    let page = Page {
        categories: categories.collect(),
        newest: Card::all(&newest, speech),
        best: Card::all(&best, speech),
        suited: Card::all(&suited, speech),
        sell: if visit.actor.is_some() {
            "/usaha"
        } else {
            "/daftar?kembali=/usaha"
        },
        map: maps::of_makers(visit, shop.trackmate().find_makers(MAKERS).await?),
        style: shop.style(),
        frame: Frame::of(visit, speech.say("home")).shared(shared),
    };
    Answer::page(&page)
}
