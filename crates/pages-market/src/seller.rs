//! Somebody who offers things, and what.

use accounts::ProfileName;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use classifieds::api::{ListingFilter, ListingOrder, ListingQuery};
use pages_kit::{Answer, Failed, Fields, Frame, Visit, frame::Shared};
use platform::Error;

use crate::{Market, answer_time, cards::Card, choices::PAGED};

#[derive(Template)]
#[template(path = "market/seller.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    name: &'a str,
    picture: Option<String>,
    since: String,
    /// How soon they usually answer.
    answers: Option<String>,
    total: String,
    cards: Vec<Card>,
    is_own: bool,
    /// Where one tells moderators that something is wrong with them.
    report: String,
    before: Option<String>,
    after: Option<String>,
    place: String,
}

/// `GET /penjual/{name}`
pub(crate) async fn show(
    State(market): State<Market>,
    Path(name): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    page(&market, &visit, &name, query).await.map_err(Failed::at(&visit))
}

async fn page(market: &Market, visit: &Visit, name: &str, query: Option<String>) -> Result<Answer, Error> {
    let speech = visit.speech();
    let name = ProfileName::read("name", name)?;
    let seller = market.classifieds().show_profile(&name).await?;
    let path = format!("/penjual/{}", seller.handle);
    let asked = PAGED.read(&Fields::read(query.unwrap_or_default().as_bytes()));
    let query = ListingQuery::of(
        ListingFilter {
            owners: vec![seller.user_id.to_string()],
            ..ListingFilter::default()
        },
        ListingOrder::Newest,
    );
    let found = market
        .classifieds()
        .list_listings(None, query, PAGED.pages(asked), true)
        .await?;
    let total = found.paging.total;
    let at = |page: i64| {
        if page > 1 {
            format!("{path}?hal={page}")
        } else {
            path.clone()
        }
    };
    let (before, after) = PAGED.around(asked, total, at);
    let shared = Shared {
        description: speech.with("market-seller-count", "count", total),
        canonical: Some(format!("{}{path}", visit.kit.public_url())),
        ..Shared::default()
    };
    Answer::page(&Page {
        style: market.style(),
        name: &seller.fullname,
        picture: seller.avatar.as_deref().and_then(pages_kit::picture::own),
        since: speech.with("market-member-since", "day", speech.day(seller.member_since)),
        answers: answer_time::told(speech, market.answer_time(&seller.user_id).await?),
        total: speech.with("market-seller-count", "count", total),
        cards: Card::all(&found.listings, speech),
        is_own: visit.actor.as_ref().is_some_and(|actor| actor.id == seller.user_id),
        report: format!("{path}/lapor"),
        before,
        after,
        place: PAGED.place(speech, asked, total),
        frame: Frame::of(visit, seller.fullname.clone()).shared(shared),
    })
}
