//! A new listing: what it is, where it is, and the rest on one form. The first two are chosen by links, so a telephone needs no
//! list of a thousand lines.

use askama::Template;
use axum::extract::{RawQuery, State};
use classifieds::{
    CategoryId, Location, LocationId,
    api::{CategoryNode, InheritedAttribute, ListingPurpose, check_listing},
};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Fields, Frame, Posted, Visit,
    form::{Form, ONCE, answer, is_for_form, new_key, once},
};
use platform::Error;

use super::{PATH, form, path};
use crate::{
    Market,
    cards::place_name,
    tree::{self, Step, Whereabouts},
};

/// Where a new one is made.
pub(crate) const NEW: &str = "/jual/baru";
/// Categories and places that a search shows.
const MOST: usize = 40;

/// A way on.
struct Choice {
    text: String,
    note: String,
    path: String,
}

/// What is chosen by links.
#[derive(Template)]
#[template(path = "market/new-choice.html")]
struct ChoicePage<'a> {
    frame: Frame<'a>,
    style: &'a str,
    heading: String,
    label: String,
    query: String,
    hidden: Vec<(&'static str, String)>,
    choices: Vec<Choice>,
    /// Going on without choosing further.
    without: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "market/new.html")]
struct FormPage<'a> {
    frame: Frame<'a>,
    style: &'a str,
    category: String,
    other_category: String,
    place: String,
    other_place: String,
    form: Form,
}

/// What the address says was chosen so far.
struct Asked {
    category: String,
    /// Whether the category itself is meant, and none below it.
    is_category_final: bool,
    /// None before anything was chosen, empty for no place.
    place: Option<String>,
    search: String,
}

impl Asked {
    fn read(fields: &Fields) -> Self {
        Self {
            category: fields.get("kategori").to_owned(),
            is_category_final: fields.find("ini").is_some(),
            place: fields.find("lokasi").map(str::to_owned),
            search: fields.get("cari").trim().to_owned(),
        }
    }
}

fn address(category: &str, place: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !category.is_empty() {
        query.append_pair("kategori", category).append_pair("ini", "ya");
    }
    if let Some(place) = place {
        query.append_pair("lokasi", place);
    }
    format!("{NEW}?{}", query.finish())
}

/// `GET /jual/baru`
pub(crate) async fn ask(
    State(market): State<Market>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    visit.somebody()?;
    let fields = Fields::read(query.unwrap_or_default().as_bytes());
    page(&market, &visit, &fields, None).await.map_err(Failed::at(&visit))
}

async fn page(market: &Market, visit: &Visit, fields: &Fields, fault: Option<&Error>) -> Result<Answer, Error> {
    let asked = Asked::read(fields);
    let tree = market.classifieds().show_category_tree().await?;
    let at = tree::find(&tree, &|node| node.category.slug == asked.category);
    let is_final = at
        .as_ref()
        .is_some_and(|at| at.below.is_empty() || asked.is_category_final);
    let Some(at) = at.filter(|_| is_final) else {
        return choose_category(market, visit, &tree, &asked);
    };
    let Some(place) = &asked.place else {
        return choose_place(market, visit, &asked).await;
    };
    let location = find_place(market, place).await?;
    let names: Vec<&str> = at.line.iter().map(|step| step.name.as_str()).collect();
    let speech = visit.speech();
    let place_name = location.as_ref().map_or_else(|| speech.say("sell-no-place"), named);
    let attributes = asked_in(market, &at).await?;
    let about = (&asked, names.join(" › "), place_name, &attributes[..]);
    form_page(market, visit, fields, about, fault)
}

/// What a category asks of its listings.
async fn asked_in(market: &Market, at: &Whereabouts) -> Result<Vec<InheritedAttribute>, Error> {
    match at.line.last() {
        Some(step) => form::asked_of(market, &CategoryId::from(step.id.as_str())).await,
        None => Ok(Vec::new()),
    }
}

/// A place by its id; none if it is no place any more.
async fn find_place(market: &Market, id: &str) -> Result<Option<Location>, Error> {
    if platform::id::uuid_text("lokasi", id).is_err() {
        return Ok(None);
    }
    crate::listing::found(market.classifieds().show_location(LocationId::from(id)).await)
}

fn named(location: &Location) -> String {
    place_name(&location.district, &location.city)
}

fn choose_category(market: &Market, visit: &Visit, tree: &[CategoryNode], asked: &Asked) -> Result<Answer, Error> {
    let speech = visit.speech();
    let at = tree::find(tree, &|node| node.category.slug == asked.category);
    let choice = |step: &Step, note: String| Choice {
        text: step.name.clone(),
        path: format!("{NEW}?kategori={}", step.slug),
        note,
    };
    let choices: Vec<Choice> = if asked.search.is_empty() {
        let below = at.as_ref().map_or_else(|| tree::roots(tree), |at| at.below.clone());
        below.iter().map(|step| choice(step, step.about.clone())).collect()
    } else {
        let found = tree::search(tree, &asked.search);
        found
            .iter()
            .take(MOST)
            .map(|(step, above)| choice(step, above.clone()))
            .collect()
    };
    let chosen = at.and_then(|at| at.line.last().cloned());
    Answer::page(&ChoicePage {
        style: market.style(),
        heading: speech.say("sell-choose-category"),
        label: speech.say("sell-search-category"),
        query: asked.search.clone(),
        hidden: Vec::new(),
        choices,
        without: chosen.map(|step| {
            let text = speech.with("sell-this-category", "category", step.name.as_str());
            (text, address(&step.slug, None))
        }),
        frame: Frame::of(visit, speech.say("sell-new")),
    })
}

async fn choose_place(market: &Market, visit: &Visit, asked: &Asked) -> Result<Answer, Error> {
    let speech = visit.speech();
    let most = i64::try_from(MOST).unwrap_or_default();
    let found = if asked.search.is_empty() {
        Vec::new()
    } else {
        market.classifieds().find_locations(asked.search.clone(), most).await?
    };
    let choices = found.iter().map(|location| Choice {
        text: named(location),
        note: location.country.clone(),
        path: address(&asked.category, Some(location.id.as_str())),
    });
    Answer::page(&ChoicePage {
        style: market.style(),
        heading: speech.say("sell-choose-place"),
        label: speech.say("sell-search-place"),
        query: asked.search.clone(),
        hidden: vec![("kategori", asked.category.clone()), ("ini", "ya".to_owned())],
        choices: choices.collect(),
        without: Some((speech.say("sell-no-place"), address(&asked.category, Some("")))),
        frame: Frame::of(visit, speech.say("sell-new")),
    })
}

fn form_page(
    market: &Market,
    visit: &Visit,
    held: &Fields,
    (asked, category, place, attributes): (&Asked, String, String, &[InheritedAttribute]),
    fault: Option<&Error>,
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let mut form = Form::to(NEW, speech.say("sell-make"), form::fields(speech, attributes)).holding(held);
    if let Some(fault) = fault {
        form = form.faulty(visit, fault);
    }
    form.token.clone_from(&token.token);
    let key = held.find(ONCE).map_or_else(new_key, str::to_owned);
    form.hidden = vec![
        ("kategori", asked.category.clone()),
        ("ini", "ya".to_owned()),
        ("lokasi", asked.place.clone().unwrap_or_default()),
        (ONCE, key),
    ];
    let page = FormPage {
        style: market.style(),
        category,
        other_category: NEW.to_owned(),
        place,
        other_place: address(&asked.category, None),
        form,
        frame: Frame::of(visit, speech.say("sell-new")).with_form(&token),
    };
    let page = Answer::page(&page)?;
    let status = if fault.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    answer(Ok(page.status(status)), token)
}

/// `POST /jual/baru`
pub(crate) async fn make(State(market): State<Market>, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let made = async {
        let asked = Asked::read(&fields);
        let tree = market.classifieds().show_category_tree().await?;
        let at = tree::find(&tree, &|node| node.category.slug == asked.category);
        let attributes = match &at {
            Some(at) => asked_in(&market, at).await?,
            None => Vec::new(),
        };
        let mut input = form::read(&fields, &attributes, serde_json::Map::new())?;
        input.category_id = at.and_then(|at| at.line.last().map(|step| Some(step.id.clone())));
        input.location_id = asked.place.filter(|place| !place.is_empty()).map(Some);
        let change = check_listing(&input, ListingPurpose::Create, actor.ctx.now())?;
        let once = once(&fields, NEW, |_| true)?;
        market.classifieds().create_listing(actor, change, once).await
    };
    match made.await {
        Ok(listing) => Answer::see(&format!("{}?sudah=iklan", path(&listing.id))).map_err(Failed::at(&visit)),
        Err(error) if is_for_form(&error) => page(&market, &visit, &fields, Some(&error))
            .await
            .map_err(Failed::at(&visit)),
        Err(error) => Err(Failed::at(&visit)(error)),
    }
}

/// Where somebody who is not logged in begins.
pub(crate) fn way(is_logged_in: bool) -> String {
    if is_logged_in {
        PATH.to_owned()
    } else {
        format!("/masuk?kembali={PATH}")
    }
}
