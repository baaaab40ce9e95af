//! Listings that wait for a moderator, the oldest first.

use accounts::{Actor, Moderators, role_required};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use classifieds::{
    Status,
    api::{Joins, ListingFilter, ListingOrder, ListingQuery, With},
};
use pages_kit::{Answer, Failed, Fields, Frame, Paged, Posted, Speech, Visit, form::required};
use platform::{Error, page::Pages, version::IfMatch};

use crate::{
    Market, address,
    cards::{self, Picture},
    listing::missing,
};

/// Where they are.
pub(crate) const PATH: &str = "/moderasi";
const PAGED: Paged = Paged { rows: 10, last: 1_000 };

/// A listing that waits.
struct Row {
    /// Where everything of it is.
    path: String,
    action: String,
    title: String,
    price: String,
    place: String,
    seller: String,
    seller_path: String,
    day: String,
    description: String,
    pictures: Vec<Picture>,
}

#[derive(Template)]
#[template(path = "market/moderate.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    token: String,
    total: String,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
    place: String,
}

/// Somebody who may decide; anybody else is told that they may not.
fn moderator(visit: &Visit) -> Result<&Actor, Failed> {
    let actor = visit.somebody()?;
    if actor.role.is_staff() {
        Ok(actor)
    } else {
        Err(Failed::at(visit)(role_required::<Moderators>()))
    }
}

fn waiting() -> ListingQuery {
    ListingQuery::of(ListingFilter::in_status(Status::PendingReview), ListingOrder::Newest)
}

/// `GET /moderasi`
pub(crate) async fn show(
    State(market): State<Market>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let actor = moderator(&visit)?;
    let shown = async {
        let speech = visit.speech();
        let asked = PAGED.read(&Fields::read(query.unwrap_or_default().as_bytes()));
        let classifieds = market.classifieds();
        let count = classifieds
            .list_listings(Some(actor), waiting(), Pages::after(0, 1), false)
            .await?;
        let total = count.paging.total;
        // Lists have the newest first: the oldest are at the end of them.
        let end = (total - (asked - 1) * PAGED.rows).max(0);
        let begin = (end - PAGED.rows).max(0);
        let mut listings = if end > begin {
            classifieds
                .list_listings(Some(actor), waiting(), Pages::after(begin, end - begin), true)
                .await?
                .listings
        } else {
            Vec::new()
        };
        listings.reverse();
        let (before, after) = PAGED.around(asked, total, |page| format!("{PATH}?hal={page}"));
        let token = visit.kit.form_token(&visit)?;
        let page = Page {
            style: market.style(),
            total: speech.with("moderate-waiting", "count", total),
            rows: listings.iter().map(|listing| row(speech, listing)).collect(),
            before,
            after,
            place: PAGED.place(speech, asked, total),
            token: token.token.clone(),
            frame: Frame::of(&visit, speech.say("moderate")).with_form(&token),
        };
        pages_kit::form::answer(Answer::page(&page), token)
    };
    shown.await.map_err(Failed::at(&visit))
}

fn row(speech: Speech<'_>, shown: &With<classifieds::Listing, Joins>) -> Row {
    let (listing, joins) = (&shown.object, shown.joins.as_ref());
    Row {
        path: address::listing(&listing.id, &listing.title),
        action: format!("{PATH}/{}", address::code(&listing.id)),
        title: listing.title.clone(),
        price: cards::price(listing, speech),
        place: joins
            .and_then(|joins| joins.location.as_ref())
            .map(cards::place)
            .unwrap_or_default(),
        seller: joins
            .and_then(|joins| joins.seller.as_ref())
            .map(|seller| seller.fullname.clone())
            .unwrap_or_default(),
        seller_path: format!("/penjual/{}", listing.user_id),
        day: speech.day(listing.created_at),
        description: listing.description.clone().unwrap_or_default(),
        pictures: joins
            .map(Picture::all)
            .unwrap_or_default()
            .into_iter()
            .map(Picture::privately)
            .collect(),
    }
}

/// `POST /moderasi/{code}`: `putusan` is the status that it gets.
pub(crate) async fn decide(
    State(market): State<Market>,
    Path(code): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = moderator(&visit)?;
    let decided = async {
        let id = address::listing_id(&code).ok_or_else(missing)?;
        let to = match fields.get("putusan") {
            "active" => Status::Active,
            "rejected" => Status::Rejected,
            _ => return Err(required("putusan")),
        };
        market.classifieds().move_listing(actor, id, to, IfMatch::Any).await?;
        let done = if to == Status::Active { "disetujui" } else { "ditolak" };
        Answer::see(&format!("{PATH}?sudah={done}"))
    };
    decided.await.map_err(|error: Error| Failed::at(&visit)(error))
}
