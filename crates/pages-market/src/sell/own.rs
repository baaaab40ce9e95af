//! One's own listings, in every status.

use askama::Template;
use axum::extract::{RawQuery, State};
use classifieds::api::{DraftBrief, ListingFilter, ListingOrder, ListingQuery};
use pages_kit::{Answer, Failed, Fields, Frame, Speech, Visit, form::answer};

use super::{PATH, new::NEW, path, status_key};
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
    ends_soon: bool,
}

/// A listing that was begun.
struct DraftRow {
    path: String,
    removal: String,
    title: String,
    at: String,
}

#[derive(Template)]
#[template(path = "market/own.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    drafts: Vec<DraftRow>,
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
                ends_soon: market.classifieds().ends_soon(listing),
                until: speech.short_day(listing.expires_at),
            }
        });
        let drafts = market.classifieds().list_drafts(actor).await?;
        let token = visit.kit.form_token(&visit)?;
        let page = Answer::page(&Page {
            style: market.style(),
            drafts: drafts.into_iter().map(|draft| draft_row(speech, draft)).collect(),
            rows: rows.collect(),
            before,
            after,
            place: PAGED.place(speech, asked, total),
            frame: Frame::of(&visit, speech.say("sell")).with_form(&token),
        });
        answer(page, token)
    };
    shown.await.map_err(Failed::at(&visit))
}

fn draft_row(speech: Speech<'_>, draft: DraftBrief) -> DraftRow {
    DraftRow {
        path: format!("{NEW}?draf={}", draft.id),
        removal: format!("{PATH}/draf/{}/hapus", draft.id),
        title: if draft.title.is_empty() {
            speech.say("sell-draft-untitled")
        } else {
            draft.title
        },
        at: speech.day(draft.updated_at),
    }
}
