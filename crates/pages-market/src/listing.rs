//! A listing: pictures, facts, who offers it and where, and what is like it.

use std::time::Duration;

use accounts::ProfileName;
use askama::Template;
use axum::extract::{Path, State};
use classifieds::{
    Listing, Location,
    api::{CategoryNode, Joins, ListingFilter, ListingOrder, ListingQuery, PublicProfileView, StoredListing},
};
use pages_kit::{
    Answer, Failed, Frame, Speech, Visit,
    frame::Shared,
    map::{Map, Place, Point},
};
use platform::{Error, Kind, page::Pages};
use serde_json::json;

use crate::{
    Market, address, answer_time, asked,
    browse::{condition_key, kind_key},
    cards::{self, Card, Picture},
    sell::form,
    tree,
};

/// How many listings stand below one.
const ALIKE: i64 = 8;
/// The longest that search engines are told of a description, in characters.
const TOLD: usize = 200;

/// Who offers it.
struct Seller {
    path: String,
    name: String,
    picture: Option<String>,
    since: String,
    count: String,
    /// How soon they usually answer.
    answers: Option<String>,
}

/// The form that keeps it for later, or no longer.
struct Keep {
    action: String,
    is_kept: bool,
}

#[derive(Template)]
#[template(path = "market/listing.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    listing: &'a Listing,
    /// What its owner is told of it, if not everybody sees it.
    hidden: Option<String>,
    crumbs: Vec<(String, String)>,
    pictures: Vec<Picture>,
    price: String,
    place: String,
    /// What is known of it, in words.
    facts: Vec<(String, String)>,
    /// What its seller says of it by name.
    attributes: Vec<(String, String)>,
    seller: Option<Seller>,
    is_own: bool,
    /// What keeping it for later is, for whoever is logged in.
    keep: Option<Keep>,
    /// Where one tells moderators that something is wrong with it.
    report: String,
    /// Where one writes to the seller.
    write: Option<String>,
    map: Option<Map>,
    alike: Vec<Card>,
}

/// `GET /iklan/{address}`
pub(crate) async fn show(
    State(market): State<Market>,
    Path(asked): Path<String>,
    visit: Visit,
) -> Result<Answer, Failed> {
    page(&market, &visit, &asked).await.map_err(Failed::at(&visit))
}

pub(crate) fn missing() -> Error {
    Error::new(Kind::NotFound, "market.no_listing", "there is no such listing")
}

async fn page(market: &Market, visit: &Visit, asked: &str) -> Result<Answer, Error> {
    let (speech, classifieds) = (visit.speech(), market.classifieds());
    let id = address::listing_id(asked).ok_or_else(missing)?;
    let (stored, is_public) = classifieds.show_listing(visit.actor.as_ref(), &id).await?;
    let keep = match &visit.actor {
        Some(actor) if is_public => Some(classifieds.is_favorite(actor, &stored).await?),
        _ => None,
    };
    let attributes = classifieds.attributes_of_listing(&stored).await?;
    let StoredListing { listing, joins, .. } = stored;
    let path = address::listing(&listing.id, &listing.title);
    // One address counts, so that one page is found and not many.
    if path.strip_prefix("/iklan/") != Some(asked) {
        return Answer::moved(&path);
    }
    let is_own = visit.actor.as_ref().is_some_and(|actor| actor.id == listing.user_id);
    if is_public && !is_own {
        classifieds.count_view(id.as_str(), visit.peer.ip, None).await?;
    }
    let location = match &listing.location_id {
        Some(location) => found(classifieds.show_location(location.clone()).await)?,
        None => None,
    };
    let seller = found(
        classifieds
            .show_profile(&ProfileName::Id(listing.user_id.clone()))
            .await,
    )?;
    let usual = match &seller {
        Some(_) if !is_own => market.answer_time(&listing.user_id).await?,
        _ => None,
    };
    let tree = classifieds.show_category_tree().await?;
    let mut pictures = Picture::all(&joins);
    if !is_public {
        pictures = pictures.into_iter().map(Picture::privately).collect();
    }
    let shared = Shared {
        description: summary(&listing),
        canonical: Some(format!("{}{path}", visit.kit.public_url())),
        picture: pictures
            .first()
            .map(|picture| format!("{}{}", visit.kit.public_url(), picture.sizes.large.url)),
        data: is_public.then(|| structured(visit, &listing, &path, &pictures)),
    };
    let answer = Answer::page(&Page {
        style: market.style(),
        hidden: (!is_public).then(|| speech.say("market-hidden")),
        crumbs: crumbs(&tree, &listing),
        price: cards::price(&listing, speech),
        place: joins.location.as_ref().map(cards::place).unwrap_or_default(),
        facts: facts(speech, &listing),
        attributes: asked::told(speech, &attributes, &form::said(&listing)),
        seller: seller.map(|seller| told(speech, &seller, usual)),
        is_own,
        keep: keep.map(|is_kept| Keep {
            action: format!("{path}/simpan"),
            is_kept,
        }),
        report: format!("{path}/lapor"),
        write: (is_public && !is_own && market.has_inbox()).then(|| format!("/pesan/baru?iklan={}", listing.id)),
        map: location.and_then(|location| map(visit, &location, &joins)),
        alike: alike(market, speech, &listing).await?,
        frame: Frame::of(visit, listing.title.clone()).shared(shared),
        listing: &listing,
        pictures,
    })?;
    if is_public {
        return Ok(answer);
    }
    let noindex = http::HeaderValue::from_static("noindex");
    Ok(answer.with(http::HeaderName::from_static("x-robots-tag"), noindex))
}

/// What is not there is no fault of a page that can be shown without it.
pub(crate) fn found<T>(asked: Result<T, Error>) -> Result<Option<T>, Error> {
    match asked {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn crumbs(tree: &[CategoryNode], listing: &Listing) -> Vec<(String, String)> {
    let leaf = listing.subcategory_id.as_ref().unwrap_or(&listing.category_id);
    let at = tree::find(tree, &|node| node.category.id == *leaf).unwrap_or_default();
    at.line.iter().map(|step| (step.name.clone(), step.path())).collect()
}

fn facts(speech: Speech<'_>, listing: &Listing) -> Vec<(String, String)> {
    let mut facts = vec![(speech.say("market-kind"), speech.say(kind_key(listing.listing_type)))];
    if let Some(condition) = listing.condition {
        facts.push((speech.say("market-condition"), speech.say(condition_key(condition))));
    }
    facts.push((speech.say("market-since"), speech.day(listing.created_at)));
    facts.push((speech.say("market-views"), speech.number(listing.views_count)));
    if listing.favorite_count > 0 {
        facts.push((
            speech.say("market-favorite-count"),
            speech.number(listing.favorite_count),
        ));
    }
    facts
}

fn told(speech: Speech<'_>, seller: &PublicProfileView, usual: Option<Duration>) -> Seller {
    Seller {
        path: format!("/penjual/{}", seller.handle),
        name: seller.fullname.clone(),
        picture: seller.avatar.as_deref().and_then(pages_kit::picture::own),
        since: speech.with("market-member-since", "day", speech.day(seller.member_since)),
        count: speech.with("market-seller-count", "count", seller.active_listing_count),
        answers: answer_time::told(speech, usual),
    }
}

fn map(visit: &Visit, location: &Location, joins: &Joins) -> Option<Map> {
    let name = joins.location.as_ref().map(cards::place)?;
    let here = Place {
        at: Point::maybe(location.latitude, location.longitude)?,
        note: location.country.clone(),
        link: None,
        name,
    };
    let title = visit.speech().with("market-map", "place", here.name.as_str());
    Map::of_ways(visit.kit.grounds(), visit.speech(), title, (Some(here), Vec::new()))
}

/// The newest of the same category.
async fn alike(market: &Market, speech: Speech<'_>, listing: &Listing) -> Result<Vec<Card>, Error> {
    let leaf = listing.subcategory_id.as_ref().unwrap_or(&listing.category_id);
    let query = ListingQuery::of(
        ListingFilter {
            categories: vec![leaf.to_string()],
            ..ListingFilter::default()
        },
        ListingOrder::Newest,
    );
    let found = market
        .classifieds()
        .list_listings(None, query, Pages::after(0, ALIKE + 1), true)
        .await?;
    let mut others = found.listings;
    others.retain(|other| other.object.id != listing.id);
    others.truncate(usize::try_from(ALIKE).unwrap_or_default());
    Ok(Card::all(&others, speech))
}

/// The beginning of the description, for search engines and messengers.
fn summary(listing: &Listing) -> String {
    let text = listing.description.as_deref().unwrap_or(&listing.title);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(TOLD) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// schema.org's Offer of whatever it is.
fn structured(visit: &Visit, listing: &Listing, path: &str, pictures: &[Picture]) -> String {
    let place = visit.kit.public_url();
    let kind = match listing.listing_type {
        classifieds::ListingType::Service | classifieds::ListingType::Job => "Service",
        _ => "Product",
    };
    let condition = listing.condition.map(|condition| match condition {
        classifieds::Condition::New => "https://schema.org/NewCondition",
        classifieds::Condition::Used => "https://schema.org/UsedCondition",
    });
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": kind,
        "name": listing.title,
        "description": summary(listing),
        "url": format!("{place}{path}"),
        "image": pictures.iter().map(|picture| format!("{place}{}", picture.sizes.large.url)).collect::<Vec<_>>(),
        "offers": {
            "@type": "Offer",
            "priceCurrency": listing.currency,
            "price": format!("{}.{:02}", listing.price.0 / 100, listing.price.0 % 100),
            "availability": "https://schema.org/InStock",
        },
    });
    if let Some(condition) = condition {
        data["offers"]["itemCondition"] = condition.into();
    }
    // Nothing ends the element that it stands in.
    data.to_string().replace('<', "\\u003c")
}
