//! A new listing: what it is, where it is, and the rest on one form. The first two are chosen by links, so a telephone needs no
//! list of a thousand lines.

use accounts::Actor;
use askama::Template;
use axum::extract::{RawQuery, State};
use classifieds::{
    CategoryId, Listing, Location, LocationId,
    api::{CategoryNode, InheritedAttribute, ListingChange, ListingPurpose, check_listing},
};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Fields, Frame, Posted, Visit,
    form::{Form, ONCE, answer, is_for_form, new_key, once},
};
use platform::Error;

use super::{
    PATH,
    draft::{self, FIELD as DRAFT, WISH, Wish},
    form, path,
    preview::Preview,
};
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
    script: &'a str,
    category: String,
    place: String,
    /// How others will see it, if that was asked.
    preview: Option<Preview>,
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
    /// The draft that it is of; empty for none.
    draft: String,
}

impl Asked {
    fn read(fields: &Fields) -> Self {
        Self {
            category: fields.get("kategori").to_owned(),
            is_category_final: fields.find("ini").is_some(),
            place: fields.find("lokasi").map(str::to_owned),
            search: fields.get("cari").trim().to_owned(),
            draft: fields.get(DRAFT).to_owned(),
        }
    }

    /// Where one goes on with a category that is final, and a place if one is chosen.
    fn address(&self, category: &str, place: Option<&str>) -> String {
        let mut pairs = vec![("kategori", category), ("ini", "ya")];
        pairs.extend(place.map(|place| ("lokasi", place)));
        self.address_of(&pairs)
    }

    fn address_of(&self, pairs: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs);
        if !self.draft.is_empty() {
            query.append_pair(DRAFT, &self.draft);
        }
        format!("{NEW}?{}", query.finish())
    }

    /// What a search has to send along.
    fn hidden(&self, wish: &'static str) -> Vec<(&'static str, String)> {
        if self.draft.is_empty() {
            return Vec::new();
        }
        vec![(DRAFT, self.draft.clone()), (WISH, wish.to_owned())]
    }
}

/// `GET /jual/baru`
pub(crate) async fn ask(
    State(market): State<Market>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let asked = Fields::read(query.unwrap_or_default().as_bytes());
        let fields = draft::restored(&market, actor, asked).await?;
        page(&market, &visit, &fields, Told::Nothing).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// What stands beside the form.
enum Told {
    Nothing,
    Fault(Error),
    Preview(Box<Listing>),
}

async fn page(market: &Market, visit: &Visit, fields: &Fields, told: Told) -> Result<Answer, Error> {
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
    form_page(market, visit, fields, about, told)
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
        path: asked.address_of(&[("kategori", &step.slug)]),
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
        hidden: asked.hidden("kategori"),
        choices,
        without: chosen.map(|step| {
            let text = speech.with("sell-this-category", "category", step.name.as_str());
            (text, asked.address(&step.slug, None))
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
        path: asked.address(&asked.category, Some(location.id.as_str())),
    });
    Answer::page(&ChoicePage {
        style: market.style(),
        heading: speech.say("sell-choose-place"),
        label: speech.say("sell-search-place"),
        query: asked.search.clone(),
        hidden: [
            vec![("kategori", asked.category.clone()), ("ini", "ya".to_owned())],
            asked.hidden("lokasi"),
        ]
        .concat(),
        choices: choices.collect(),
        without: Some((speech.say("sell-no-place"), asked.address(&asked.category, Some("")))),
        frame: Frame::of(visit, speech.say("sell-new")),
    })
}

fn form_page(
    market: &Market,
    visit: &Visit,
    held: &Fields,
    (asked, category, place, attributes): (&Asked, String, String, &[InheritedAttribute]),
    told: Told,
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let mut form = Form::to(NEW, speech.say("sell-make"), form::fields(speech, attributes)).holding(held);
    if let Told::Fault(fault) = &told {
        form = form.faulty(visit, fault);
    }
    form.others = Wish::buttons(speech);
    form.token.clone_from(&token.token);
    let key = held.find(ONCE).map_or_else(new_key, str::to_owned);
    form.hidden = vec![
        ("kategori", asked.category.clone()),
        ("ini", "ya".to_owned()),
        ("lokasi", asked.place.clone().unwrap_or_default()),
        (DRAFT, asked.draft.clone()),
        (ONCE, key),
    ];
    let is_faulty = matches!(told, Told::Fault(_));
    let preview = match &told {
        Told::Preview(listing) => Some(Preview::of(speech, listing, attributes)),
        Told::Nothing | Told::Fault(_) => None,
    };
    let page = FormPage {
        style: market.style(),
        script: market.draft_script(),
        category,
        place,
        preview,
        form,
        frame: Frame::of(visit, speech.say("sell-new")).with_form(&token),
    };
    let page = Answer::page(&page)?;
    let status = if is_faulty {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    answer(Ok(page.status(status)), token)
}

/// `POST /jual/baru`: posts it, or does what the pressed button says with what was typed.
pub(crate) async fn make(State(market): State<Market>, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let made = match Wish::of(&fields) {
        Wish::Post => post(&market, actor, &fields).await,
        Wish::Preview => match read(&market, actor, &fields).await {
            Ok(change) => preview(&market, &visit, actor, (&fields, &change)).await,
            Err(error) => Err(error),
        },
        Wish::Keep | Wish::KeepSilently | Wish::OtherCategory | Wish::OtherPlace => {
            draft::keep(&market, actor, &fields).await
        }
    };
    match made {
        Err(error) if is_for_form(&error) && Wish::of(&fields) != Wish::KeepSilently => {
            let again = page(&market, &visit, &fields, Told::Fault(error)).await;
            again.map_err(Failed::at(&visit))
        }
        made => made.map_err(Failed::at(&visit)),
    }
}

/// What was typed, checked.
async fn read(market: &Market, actor: &Actor, fields: &Fields) -> Result<ListingChange, Error> {
    let asked = Asked::read(fields);
    let tree = market.classifieds().show_category_tree().await?;
    let at = tree::find(&tree, &|node| node.category.slug == asked.category);
    let attributes = match &at {
        Some(at) => asked_in(market, at).await?,
        None => Vec::new(),
    };
    let mut input = form::read(fields, &attributes, serde_json::Map::new())?;
    input.category_id = at.and_then(|at| at.line.last().map(|step| Some(step.id.clone())));
    input.location_id = asked.place.filter(|place| !place.is_empty()).map(Some);
    check_listing(&input, ListingPurpose::Create, actor.ctx.now())
}

async fn post(market: &Market, actor: &Actor, fields: &Fields) -> Result<Answer, Error> {
    let change = read(market, actor, fields).await?;
    let once = once(fields, NEW, |name| name != DRAFT)?;
    let listing = market.classifieds().create_listing(actor, change, once).await?;
    draft::drop_of(market, actor, fields).await?;
    Answer::see(&format!("{}?sudah=iklan", path(&listing.id)))
}

/// The form with what others will see above it. Nothing is kept.
async fn preview(
    market: &Market,
    visit: &Visit,
    actor: &Actor,
    (fields, change): (&Fields, &ListingChange),
) -> Result<Answer, Error> {
    let listing = change.previewed(actor.id.clone(), actor.ctx.now())?;
    page(market, visit, fields, Told::Preview(Box::new(listing))).await
}

/// Where somebody who is not logged in begins.
pub(crate) fn way(is_logged_in: bool) -> String {
    if is_logged_in {
        PATH.to_owned()
    } else {
        format!("/masuk?kembali={PATH}")
    }
}
