//! One's own listings, in every status.

use askama::Template;
use axum::extract::{RawQuery, State};
use classifieds::api::{ListingFilter, ListingOrder, ListingQuery};
use pages_kit::{Answer, Failed, Fields, Frame, Visit};

use super::{PATH, path, status_key};
use crate::{Market, cards, choices::PAGED};

/// A listing in the list.
struct Row {
    path: String,
    title: String,
    price: String,
    status: String,
    views: String,
    kept: String,
    until: String,
}

#[derive(Template)]
#[template(path = "market/own.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
    place: String,
}

/// `GET /jual`
pub(crate) async fn show(
    State(market): State<Market>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let speech = visit.speech();
        let asked = PAGED.read(&Fields::read(query.unwrap_or_default().as_bytes()));
        let mut query = ListingQuery::of(ListingFilter::default(), ListingOrder::Newest);
        query.mine = true;
        let found = market
            .classifieds()
            .list_listings(Some(actor), query, PAGED.pages(asked), false)
            .await?;
        let total = found.paging.total;
        let (before, after) = PAGED.around(asked, total, |page| format!("{PATH}?hal={page}"));
        let rows = found.listings.iter().map(|shown| {
            let listing = &shown.object;
            Row {
                path: path(&listing.id),
                title: listing.title.clone(),
                price: cards::price(listing, speech),
                status: speech.say(status_key(listing.status)),
                views: speech.number(listing.views_count),
                kept: speech.number(listing.favorite_count),
                until: speech.short_day(listing.expires_at),
            }
        });
        Answer::page(&Page {
            style: market.style(),
            rows: rows.collect(),
            before,
            after,
            place: PAGED.place(speech, asked, total),
            frame: Frame::of(&visit, speech.say("sell")),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
