//! The page of one's own listing: where it stands, its pictures, and what can be done with it.

use accounts::Actor;
use askama::Template;
use axum::extract::{Path, State};
use classifieds::{Image, Listing, Status};
use pages_kit::{
    Answer, Failed, Field, Frame, Posted, Visit,
    chart::Chart,
    field::Takes,
    form::{Form, answer, required},
};
use platform::{Error, FieldError, Timestamp, version::IfMatch};

use super::{PATH, own, path, pictures, status_key};
use crate::{Market, address, cards, moderate::reason_key, photo};

/// Pictures that a listing may have.
const MOST: usize = 10;
/// Days of which looks are drawn.
const DAYS: i64 = 28;
const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// A picture, and where it is changed.
struct Picture {
    source: String,
    is_cover: bool,
    action: String,
    /// The places before and behind it, as far as there are pictures.
    before: Option<usize>,
    behind: Option<usize>,
}

/// What can be made of a listing: the status as the form sends it, and the button's text.
struct Move {
    status: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "market/manage.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    title: String,
    price: String,
    status: String,
    /// What the status means for its owner.
    about: String,
    /// What a moderator said when they refused it.
    refusal: Vec<String>,
    facts: Vec<(String, String)>,
    public: String,
    /// Whether its owner may give it time anew.
    ends_soon: bool,
    /// How often it was looked at in the last weeks, if it was.
    views: Option<Chart>,
    script: &'a str,
    action: String,
    token: String,
    pictures: Vec<Picture>,
    upload: Option<Form>,
    moves: Vec<Move>,
}

/// `GET /jual/{code}`
pub(crate) async fn show(
    State(market): State<Market>,
    Path(code): Path<String>,
    visit: Visit,
) -> Result<Answer, Failed> {
    page(&market, &visit, &code, &[]).await
}

/// The page, with what is wrong with pictures that were sent.
pub(super) async fn page(market: &Market, visit: &Visit, code: &str, faults: &[FieldError]) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let listing = own(market, actor, code).await?.listing;
        let (images, _) = market.classifieds().list_images(Some(actor), &listing.id).await?;
        let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
        let refusal = refusal(market, visit, &listing).await?;
        let action = path(&listing.id);
        let upload = (images.len() < MOST && listing.status != Status::Sold).then(|| {
            let name = format!("{}{}", pictures::FIELD, address::code(&listing.id));
            let mut field =
                Field::new(name, speech.say("sell-pictures"), Takes::Pictures).hint(speech.say("sell-pictures-hint"));
            field.fault = faults
                .first()
                .map(|fault| fault.rule.message().text(visit.lang()).to_owned());
            let mut form = Form::to(format!("{action}/foto"), speech.say("sell-pictures-send"), vec![field]);
            form.token.clone_from(&token.token);
            form
        });
        let page = Page {
            style: market.style(),
            price: cards::price(&listing, speech),
            status: speech.say(status_key(listing.status)),
            about: speech.say(about_key(listing.status)),
            refusal,
            facts: vec![
                (speech.say("market-views"), speech.number(listing.views_count)),
                (
                    speech.say("market-favorite-count"),
                    speech.number(listing.favorite_count),
                ),
                (speech.say("sell-until"), speech.day(listing.expires_at)),
            ],
            public: address::listing(&listing.id, &listing.title),
            pictures: pictures_of(&action, &images),
            ends_soon: market.classifieds().ends_soon(&listing),
            views: views(market, (visit, actor), &listing).await?,
            script: market.arrange_script(),
            upload,
            moves: moves(visit, listing.status),
            token: token.token.clone(),
            title: listing.title.clone(),
            frame: Frame::of(visit, listing.title).with_form(&token),
            action,
        };
        answer(Answer::page(&page), token)
    };
    shown.await.map_err(Failed::at(visit))
}

/// Why a moderator put it where it stands: the reason, and what they wrote.
async fn refusal(market: &Market, visit: &Visit, listing: &Listing) -> Result<Vec<String>, Error> {
    if !matches!(
        listing.status,
        Status::Rejected | Status::PendingReview | Status::Archived
    ) {
        return Ok(Vec::new());
    }
    let Some(actor) = &visit.actor else {
        return Ok(Vec::new());
    };
    let decisions = market.classifieds().decisions_of_listing(actor, &listing.id).await?;
    let last = decisions.into_iter().find(|one| one.undone_at.is_none());
    let Some(last) = last.filter(|last| last.to_status == listing.status) else {
        return Ok(Vec::new());
    };
    let reason = last.reason.map(|reason| visit.speech().say(reason_key(reason)));
    Ok(reason.into_iter().chain(last.note).collect())
}

fn pictures_of(action: &str, images: &[Image]) -> Vec<Picture> {
    let picture = |(at, image): (usize, &Image)| Picture {
        source: photo::private(&image.variants.thumb.url),
        is_cover: image.is_cover,
        action: format!("{action}/foto/{}", image.id),
        before: at.checked_sub(1),
        behind: (at + 1 < images.len()).then_some(at + 1),
    };
    images.iter().enumerate().map(picture).collect()
}

/// Looks in the last four weeks, as a drawing.
async fn views(market: &Market, (visit, actor): (&Visit, &Actor), listing: &Listing) -> Result<Option<Chart>, Error> {
    let speech = visit.speech();
    let days = market.classifieds().views_by_day(actor, &listing.id, DAYS).await?;
    if days.iter().all(|day| day.views == 0) {
        return Ok(None);
    }
    let numbers = days.into_iter().map(|day| {
        let at = Timestamp(day.day * DAY_MICROS);
        let views = u64::try_from(day.views).unwrap_or_default();
        (speech.short_day(at), speech.number(day.views), views)
    });
    Ok(Some(Chart::bars(speech.say("sell-views-chart"), numbers)))
}

fn about_key(status: Status) -> &'static str {
    match status {
        Status::PendingReview => "sell-about-pending",
        Status::Active => "sell-about-active",
        Status::Rejected => "sell-about-rejected",
        Status::Sold => "sell-about-sold",
        Status::Expired => "sell-about-expired",
        Status::Archived => "sell-about-archived",
    }
}

/// What an owner may make of it, as docs/SERVICES.md has it.
fn moves(visit: &Visit, status: Status) -> Vec<Move> {
    let keys: &[(&str, &str)] = match status {
        Status::Active => &[("sold", "sell-mark-sold"), ("archived", "sell-put-away")],
        Status::PendingReview => &[("archived", "sell-put-away")],
        Status::Rejected | Status::Archived => &[("pending_review", "sell-offer-again")],
        Status::Sold | Status::Expired => &[("pending_review", "sell-offer-again"), ("archived", "sell-put-away")],
    };
    let made = keys.iter().map(|(status, text)| Move {
        status,
        text: visit.speech().say(text),
    });
    made.collect()
}

/// `POST /jual/{code}/status`
pub(crate) async fn move_to(
    State(market): State<Market>,
    Path(code): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let moved = async {
        let listing = own(&market, actor, &code).await?.listing;
        let wanted = Status::ALL.iter().find(|status| status.name() == fields.get("status"));
        let to = *wanted.ok_or_else(|| required("status"))?;
        market
            .classifieds()
            .move_listing(actor, listing.id.clone(), to, IfMatch::Any)
            .await?;
        Answer::see(&format!("{}?sudah=iklan-diubah", path(&listing.id)))
    };
    moved.await.map_err(|error: Error| Failed::at(&visit)(error))
}

/// `POST /jual/{code}/perpanjang`
pub(crate) async fn renew(
    State(market): State<Market>,
    Path(code): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let renewed = async {
        let listing = own(&market, actor, &code).await?.listing;
        // Pressed twice, it has time already.
        if market.classifieds().ends_soon(&listing) {
            market.classifieds().renew_listing(actor, listing.id.clone()).await?;
        }
        Answer::see(&format!("{}?sudah=iklan-diperpanjang", path(&listing.id)))
    };
    renewed.await.map_err(|error: Error| Failed::at(&visit)(error))
}

/// `POST /jual/{code}/hapus`
pub(crate) async fn remove(
    State(market): State<Market>,
    Path(code): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let removed = async {
        let listing = own(&market, actor, &code).await?.listing;
        market
            .classifieds()
            .delete_listing(actor, listing.id, IfMatch::Any)
            .await?;
        Answer::see(&format!("{PATH}?sudah=iklan-dihapus"))
    };
    removed.await.map_err(|error: Error| Failed::at(&visit)(error))
}
