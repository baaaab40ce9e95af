//! What was decided, the last first, and how much within a week.

use askama::Template;
use axum::extract::{RawQuery, State};
use classifieds::api::ListingDecision;
use pages_kit::{Answer, Failed, Fields, Frame, Paged, Speech, Visit};

use super::{LOG, Tab, reason_key, tabs};
use crate::{Market, address, sell::status_key};

const PAGED: Paged = Paged { rows: 50, last: 200 };

/// A decision.
struct Row {
    listing: String,
    title: String,
    by: String,
    day: String,
    what: String,
    reason: String,
    note: String,
    private_note: String,
    is_undone: bool,
}

#[derive(Template)]
#[template(path = "market/moderate/log.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    tabs: Vec<Tab>,
    figures: Vec<(String, String)>,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
    place: String,
}

/// `GET /moderasi/catatan`
pub(crate) async fn show(
    State(market): State<Market>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    visit.moderator()?;
    let shown = async {
        let speech = visit.speech();
        let asked = PAGED.read(&Fields::read(query.unwrap_or_default().as_bytes()));
        let classifieds = market.classifieds();
        let (decisions, total) = classifieds.list_decisions(PAGED.pages(asked)).await?;
        let ids: Vec<String> = decisions.iter().map(|one| one.listing_id.to_string()).collect();
        let listings = classifieds.listings_by_ids(&ids).await?;
        let moderators: Vec<_> = decisions.iter().filter_map(|one| one.moderator_id.clone()).collect();
        let names = classifieds.names_of(&moderators).await?;
        let row = |one: &ListingDecision| {
            let listing = listings.iter().find(|listing| listing.id == one.listing_id);
            let title = listing.map_or_else(|| speech.say("moderate-gone"), |listing| listing.title.clone());
            let by = one.moderator_id.as_ref().and_then(|id| names.get(id)).cloned();
            row(speech, one, title, by.unwrap_or_default())
        };
        let figures = classifieds.moderation_figures().await?;
        let (before, after) = PAGED.around(asked, total, |page| format!("{LOG}?hal={page}"));
        Answer::page(&Page {
            style: market.style(),
            tabs: tabs(&market, speech, LOG).await?,
            figures: [
                ("moderate-figure-approved", figures.approved),
                ("moderate-figure-rejected", figures.rejected),
                ("moderate-figure-undone", figures.undone),
            ]
            .map(|(key, count)| (speech.say(key), speech.number(count)))
            .into(),
            rows: decisions.iter().map(row).collect(),
            before,
            after,
            place: PAGED.place(speech, asked, total),
            frame: Frame::of(&visit, speech.say("moderate-log")),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}

fn row(speech: Speech<'_>, one: &ListingDecision, title: String, by: String) -> Row {
    Row {
        listing: address::listing(&one.listing_id, &title),
        title,
        by,
        day: speech.day(one.decided_at),
        what: format!(
            "{} → {}",
            speech.say(status_key(one.from_status)),
            speech.say(status_key(one.to_status))
        ),
        reason: one
            .reason
            .map(|reason| speech.say(reason_key(reason)))
            .unwrap_or_default(),
        note: one.note.clone().unwrap_or_default(),
        private_note: one.private_note.clone().unwrap_or_default(),
        is_undone: one.undone_at.is_some(),
    }
}
