//! The market's first page.

use askama::Template;
use axum::extract::State;
use classifieds::api::{ListingFilter, ListingOrder, ListingQuery};
use pages_kit::{Answer, Failed, Frame, Visit, frame::Shared, narrow::Choice};
use platform::{Error, page::Pages};

use crate::{
    Market,
    cards::Card,
    choices::Asked,
    searches, sell,
    tree::{self, Step},
};

/// How many listings it shows: the newest.
const NEWEST: i64 = 24;
/// How many cities it offers: those with the most listings.
const CITIES: usize = 12;
/// How many categories below a root it names.
const NAMED: usize = 3;

/// A root of the categories.
struct Root {
    step: Step,
    count: String,
    /// Some of what lies below it.
    below: Vec<Step>,
}

#[derive(Template)]
#[template(path = "market/home.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    roots: Vec<Root>,
    cities: Vec<Choice>,
    cards: Vec<Card>,
    total: String,
    /// The way to selling something.
    sell: String,
    is_staff: bool,
    /// How much is new in what whoever looks saved.
    news: String,
}

/// `GET /pasar`
pub(crate) async fn show(State(market): State<Market>, visit: Visit) -> Result<Answer, Failed> {
    page(&market, &visit).await.map_err(Failed::at(&visit))
}

async fn page(market: &Market, visit: &Visit) -> Result<Answer, Error> {
    let speech = visit.speech();
    let classifieds = market.classifieds();
    let tree = classifieds.show_category_tree().await?;
    let everything = ListingQuery::of(ListingFilter::default(), ListingOrder::Newest);
    let found = classifieds.browse_listings(everything, Pages::after(0, NEWEST)).await?;
    let counts = tree::counts(&found.facets.categories);
    let roots = tree.iter().map(|node| {
        let step = tree::roots(std::slice::from_ref(node)).remove(0);
        let mut below = tree::roots(&node.child_categories);
        below.sort_by_key(|step| std::cmp::Reverse(counts.get(step.id.as_str()).copied().unwrap_or_default()));
        below.truncate(NAMED);
        Root {
            count: speech.number(counts.get(step.id.as_str()).copied().unwrap_or_default()),
            below,
            step,
        }
    });
    let cities = found.facets.cities.iter().take(CITIES).map(|one| Choice {
        text: one.city.clone(),
        path: Asked::default().changed(|asked| asked.city.clone_from(&one.city)),
        count: speech.number(one.count),
        is_chosen: false,
    });
    let shared = Shared {
        description: speech.say("market-lead"),
        canonical: Some(format!("{}/pasar", visit.kit.public_url())),
        ..Shared::default()
    };
    Answer::page(&Page {
        style: market.style(),
        roots: roots.collect(),
        cities: cities.collect(),
        cards: Card::all(&found.page.listings, speech),
        total: speech.with("market-count", "count", found.page.paging.total),
        sell: sell::new::way(visit.actor.is_some()),
        news: searches::news_for(market, visit.actor.as_ref()).await?,
        is_staff: visit.actor.as_ref().is_some_and(|actor| actor.role.is_staff()),
        frame: Frame::of(visit, speech.say("market")).shared(shared),
    })
}
