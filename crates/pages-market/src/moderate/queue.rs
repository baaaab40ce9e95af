//! What waits for a moderator: the most reported first, then what waits longest.

use askama::Template;
use axum::extract::{RawQuery, State};
use classifieds::{Status, api::QueuedListing};
use pages_kit::{Answer, Failed, Fields, Frame, Paged, Posted, Speech, Visit, form::answer};

use super::{PATH, Tab, history, reasons, rule_key, tabs, told};
use crate::{
    Market, address,
    cards::{self, Picture},
    sell::{form, status_key},
};

const PAGED: Paged = Paged { rows: 10, last: 1_000 };
/// Listings that a moderator takes at once.
const TAKEN: i64 = 10;

/// A listing that waits.
struct Row {
    code: String,
    /// Where everything of it is.
    path: String,
    title: String,
    status: String,
    is_active: bool,
    version: i64,
    price: String,
    place: String,
    seller: String,
    seller_path: String,
    history: String,
    day: String,
    description: String,
    attributes: Vec<(String, String)>,
    pictures: Vec<Picture>,
    /// Why rules held it.
    held: Vec<String>,
    reported: Vec<String>,
    said: Vec<String>,
    notes: Vec<String>,
    is_mine: bool,
}

#[derive(Template)]
#[template(path = "market/moderate/queue.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    script: &'a str,
    tabs: Vec<Tab>,
    token: String,
    total: String,
    reasons: Vec<(String, String)>,
    rows: Vec<Row>,
    has_mine: bool,
    /// Where what was decided last is taken back.
    undo: Option<String>,
    before: Option<String>,
    after: Option<String>,
    place: String,
}

/// `GET /moderasi`
pub(crate) async fn show(
    State(market): State<Market>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    let shown = async {
        let speech = visit.speech();
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let asked = PAGED.read(&fields);
        let (queue, total) = market.classifieds().moderation_queue(actor, PAGED.pages(asked)).await?;
        let (before, after) = PAGED.around(asked, total, |page| format!("{PATH}?hal={page}"));
        let token = visit.kit.form_token(&visit)?;
        let rows: Vec<Row> = queue.iter().map(|one| row(speech, one, &actor.id)).collect();
        let page = Page {
            style: market.style(),
            script: market.desk_script(),
            tabs: tabs(&market, speech, PATH).await?,
            total: speech.with("moderate-waiting", "count", total),
            reasons: reasons(speech),
            has_mine: rows.iter().any(|row| row.is_mine),
            rows,
            undo: platform::id::uuid_text("batal", fields.get("batal"))
                .ok()
                .map(|id| format!("{PATH}/batal/{id}")),
            before,
            after,
            place: PAGED.place(speech, asked, total),
            token: token.token.clone(),
            frame: Frame::of(&visit, speech.say("moderate")).with_form(&token),
        };
        answer(Answer::page(&page), token)
    };
    shown.await.map_err(Failed::at(&visit))
}

fn row(speech: Speech<'_>, queued: &QueuedListing, me: &accounts::AccountId) -> Row {
    let (listing, joins) = (&queued.listing.listing, &queued.listing.joins);
    let (reported, said) = told(speech, &queued.reports);
    let held = queued.held.iter();
    Row {
        code: address::code(&listing.id),
        path: address::listing(&listing.id, &listing.title),
        title: listing.title.clone(),
        status: speech.say(status_key(listing.status)),
        is_active: listing.status == Status::Active,
        version: listing.record_version,
        price: cards::price(listing, speech),
        place: joins.location.as_ref().map(cards::place).unwrap_or_default(),
        seller: joins
            .seller
            .as_ref()
            .map(|seller| seller.fullname.clone())
            .unwrap_or_default(),
        seller_path: format!("/penjual/{}", listing.user_id),
        history: history(speech, &queued.sender),
        day: speech.day(listing.created_at),
        description: listing.description.clone().unwrap_or_default(),
        attributes: crate::asked::told(speech, &queued.asked, &form::said(listing)),
        pictures: Picture::all(joins).into_iter().map(Picture::privately).collect(),
        held: held
            .map(|one| speech.with(rule_key(one.rule), "found", one.found.as_str()))
            .collect(),
        reported,
        said,
        notes: queued.notes.clone(),
        is_mine: queued.claimed_by.as_ref() == Some(me),
    }
}

/// `POST /moderasi/ambil`: the first of what waits is mine for a while.
pub(crate) async fn take(State(market): State<Market>, Posted { visit, .. }: Posted) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    let taken = async {
        market.classifieds().claim_listings(actor, TAKEN).await?;
        Answer::see(&format!("{PATH}?sudah=ambil"))
    };
    taken.await.map_err(Failed::at(&visit))
}

/// `POST /moderasi/lepas`: what was mine is for others, too.
pub(crate) async fn give_back(State(market): State<Market>, Posted { visit, .. }: Posted) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    let given = async {
        market.classifieds().release_claims(actor).await?;
        Answer::see(&format!("{PATH}?sudah=lepas"))
    };
    given.await.map_err(Failed::at(&visit))
}
