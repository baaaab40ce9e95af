//! Search, and categories: listings, with what narrows them.

use std::borrow::Cow;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use classifieds::{
    CategoryId, Condition, Listing, ListingType,
    api::{BandCount, CategoryNode, Facets, InheritedAttribute, Joins, ListingQuery, MappedListings, With},
};
use pages_kit::{
    Answer, Failed, Frame, Speech, Visit,
    frame::Shared,
    map::Map,
    narrow::{Choice, Chosen, Facet, Narrowing},
    numbers::grouped,
};
use platform::{Error, Kind};

use crate::{
    Market, attribute_facets,
    cards::Card,
    choices::{Around, Asked, CIRCLES, MAP, ORDERS, PAGED, PriceRange},
    map,
    searches::Saving,
    sell::form::asked_of,
    tree::{self, Step, Whereabouts},
};

/// Cities that are offered beside a chosen one.
const CITIES: usize = 60;

#[derive(Template)]
#[template(path = "market/browse.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    /// Where the form searches: within the category, if there is one.
    action: String,
    heading: String,
    about: String,
    total: String,
    /// The categories above.
    crumbs: Vec<(String, String)>,
    narrowing: Narrowing,
    /// What the form of prices keeps.
    hidden: Vec<(Cow<'static, str>, String)>,
    from: String,
    to: String,
    /// As a list and on a map.
    views: [Choice; 2],
    is_map: bool,
    map: Option<Map>,
    /// How many are on no map; empty if all are.
    unplaced: String,
    cards: Vec<Card>,
    before: Option<String>,
    after: Option<String>,
    place: String,
    /// Where the script is that asks where somebody is, and the address to which it adds that.
    script: &'a str,
    here: String,
    /// Where all of the market is searched instead.
    everywhere: Option<String>,
    /// How this is saved, for whoever is logged in and has narrowed it.
    saving: Option<Saving>,
    /// Whether it could be saved by somebody who is logged in.
    is_worth_saving: bool,
}

/// `GET /pasar/cari`
pub(crate) async fn search(
    State(market): State<Market>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    page(&market, &visit, Asked::read(None, query))
        .await
        .map_err(Failed::at(&visit))
}

/// `GET /pasar/kategori/{slug}`
pub(crate) async fn category(
    State(market): State<Market>,
    Path(slug): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    page(&market, &visit, Asked::read(Some(slug), query))
        .await
        .map_err(Failed::at(&visit))
}

async fn page(market: &Market, visit: &Visit, asked: Asked) -> Result<Answer, Error> {
    let speech = visit.speech();
    let classifieds = market.classifieds();
    let tree = classifieds.show_category_tree().await?;
    let at = match &asked.category {
        None => Whereabouts {
            line: Vec::new(),
            below: tree::roots(&tree),
        },
        Some(slug) => match found_by_slug(market, &tree, slug).await? {
            Ok(found) => found,
            Err(slug) => {
                let mut moved = asked.clone();
                moved.category = Some(slug);
                return Answer::moved(&moved.path());
            }
        },
    };
    if !asked.words.is_empty() {
        classifieds.allow_search(visit.peer.ip)?;
    }
    let query = asked.query(at.line.last().map(|step| step.id.as_str()))?;
    let attributes = match at.line.last() {
        Some(step) => asked_of(market, &CategoryId::from(step.id.as_str())).await?,
        None => Vec::new(),
    };
    let found = find(market, &asked, query).await?;
    let total = found.total;
    let other = |page: i64| {
        let mut other = asked.clone();
        other.page = page;
        other.path()
    };
    let (before, after) = PAGED.around(asked.page, total, other);
    let heading = heading(speech, &asked, at.line.last());
    let shared = Shared {
        description: at.line.last().map(|step| step.about.clone()).unwrap_or_default(),
        canonical: Some(format!("{}{}", visit.kit.public_url(), as_list(&asked).path())),
        ..Shared::default()
    };
    let mut frame = Frame::of(visit, heading.clone()).shared(shared);
    frame.query.clone_from(&asked.words);
    let price = asked.price;
    let saving = Saving::of(speech, &asked, at.line.last(), &attributes);
    Answer::page(&Page {
        is_worth_saving: saving.is_some(),
        saving: saving.filter(|_| frame.token.is_some()),
        style: market.style(),
        script: market.script(),
        here: asked.changed(|asked| asked.around = None),
        action: asked
            .category
            .as_ref()
            .map_or_else(|| "/pasar/cari".to_owned(), |slug| format!("/pasar/kategori/{slug}")),
        about: at.line.last().map(|step| step.about.clone()).unwrap_or_default(),
        total: speech.with("market-count", "count", total),
        crumbs: crumbs(&at),
        narrowing: Narrowing {
            chosen: chosen(speech, &asked, &attributes),
            everything: asked.widened().path(),
            facets: facets(speech, &asked, &at, &found.facets),
            // A map has no order.
            orders: if asked.is_map {
                Vec::new()
            } else {
                orders(speech, &asked)
            },
        },
        hidden: hidden(&asked),
        from: price.map(|price| price.from.to_string()).unwrap_or_default(),
        to: price
            .and_then(|price| price.to)
            .map(|to| to.to_string())
            .unwrap_or_default(),
        views: views(speech, &asked),
        is_map: asked.is_map,
        map: found.places.as_ref().and_then(|places| map::of(visit, &asked, places)),
        unplaced: map::unplaced(speech, found.places.as_ref()),
        cards: Card::all(&found.listings, speech),
        before,
        after,
        place: PAGED.place(speech, asked.page, total),
        everywhere: asked.category.is_some().then(|| {
            let mut wider = asked.widened();
            wider.category = None;
            wider.path()
        }),
        heading,
        frame,
    })
}

/// What an address finds: a page of a list, or places.
struct Found {
    total: i64,
    facets: Facets,
    listings: Vec<With<Listing, Joins>>,
    places: Option<MappedListings>,
}

async fn find(market: &Market, asked: &Asked, query: ListingQuery) -> Result<Found, Error> {
    let classifieds = market.classifieds();
    if asked.is_map {
        let (places, facets) = classifieds.browse_map(query).await?;
        return Ok(Found {
            total: facets.total,
            facets,
            listings: Vec::new(),
            places: Some(places),
        });
    }
    let found = classifieds.browse_listings(query, PAGED.pages(asked.page)).await?;
    Ok(Found {
        total: found.page.paging.total,
        facets: found.facets,
        listings: found.page.listings,
        places: None,
    })
}

/// The same as a list.
fn as_list(asked: &Asked) -> Asked {
    Asked {
        is_map: false,
        ..asked.clone()
    }
}

/// The ways to see what was found.
fn views(speech: Speech<'_>, asked: &Asked) -> [Choice; 2] {
    [("market-as-list", false), ("market-as-map", true)].map(|(text, is_map)| Choice {
        text: speech.say(text),
        path: asked.changed(|asked| asked.is_map = is_map),
        count: String::new(),
        is_chosen: asked.is_map == is_map,
    })
}

/// Where the category of a slug lies; of a former slug, the one that it has now.
pub(crate) async fn found_by_slug(
    market: &Market,
    tree: &[CategoryNode],
    slug: &str,
) -> Result<Result<Whereabouts, String>, Error> {
    if let Some(found) = tree::find(tree, &|node| node.category.slug == slug) {
        return Ok(Ok(found));
    }
    let known = market
        .classifieds()
        .show_category_by_slug(slug.to_owned(), false)
        .await?;
    let now = known.category.object.slug;
    if now == slug {
        return Err(Error::new(
            Kind::NotFound,
            "market.no_category",
            "there is no such category",
        ));
    }
    Ok(Err(now))
}

fn heading(speech: Speech<'_>, asked: &Asked, category: Option<&Step>) -> String {
    match (category, asked.words.as_str()) {
        (None, "") => speech.say("market-all"),
        (None, words) => speech.with("market-results", "words", words),
        (Some(step), "") => step.name.clone(),
        (Some(step), words) => speech.with_two("market-results-in", ("words", words), ("category", step.name.as_str())),
    }
}

fn crumbs(at: &Whereabouts) -> Vec<(String, String)> {
    let above = at.line.split_last().map_or(&[][..], |(_, above)| above);
    above.iter().map(|step| (step.name.clone(), step.path())).collect()
}

/// What the form of prices has to send with them.
fn hidden(asked: &Asked) -> Vec<(Cow<'static, str>, String)> {
    let mut hidden = Vec::new();
    if let Some(around) = asked.around {
        hidden.push(("dekat".into(), around.point()));
        hidden.push(("dalam".into(), around.km.to_string()));
    }
    for (name, value) in [
        ("q", asked.words.as_str()),
        ("kota", asked.city.as_str()),
        ("kecamatan", asked.district.as_str()),
        ("kondisi", asked.condition.map_or("", Condition::name)),
        ("jenis", asked.kind.map_or("", ListingType::name)),
        ("urut", if asked.order == 0 { "" } else { ORDERS[asked.order].0 }),
        ("tampil", if asked.is_map { MAP } else { "" }),
    ] {
        if !value.is_empty() {
            hidden.push((name.into(), value.to_owned()));
        }
    }
    hidden.extend(asked.attribute_pairs().map(|(name, value)| (name.into(), value)));
    hidden
}

fn orders(speech: Speech<'_>, asked: &Asked) -> Vec<Choice> {
    let choice = |(at, (_, text)): (usize, &(&str, &str))| Choice {
        text: speech.say(if at == 0 && asked.around.is_some() {
            "market-nearest"
        } else {
            text
        }),
        path: asked.changed(|asked| asked.order = at),
        count: String::new(),
        is_chosen: asked.order == at,
    };
    ORDERS.iter().enumerate().map(choice).collect()
}

pub(crate) fn condition_key(condition: Condition) -> &'static str {
    match condition {
        Condition::New => "market-condition-new",
        Condition::Used => "market-condition-used",
    }
}

pub(crate) fn kind_key(kind: ListingType) -> &'static str {
    match kind {
        ListingType::Sale => "market-kind-sale",
        ListingType::Rent => "market-kind-rent",
        ListingType::Job => "market-kind-job",
        ListingType::Service => "market-kind-service",
    }
}

/// A range of prices in words; no currency, since listings may have any.
fn price_text(speech: Speech<'_>, price: PriceRange) -> String {
    let amount = |units: i64| grouped(speech.language, units);
    match (price.from, price.to) {
        (0, Some(to)) => speech.with("market-price-below", "to", amount(to)),
        (from, Some(to)) => speech.with_two("market-price-between", ("from", amount(from)), ("to", amount(to))),
        (from, None) => speech.with("market-price-from", "from", amount(from)),
    }
}

fn chosen(speech: Speech<'_>, asked: &Asked, attributes: &[InheritedAttribute]) -> Vec<Chosen> {
    let all = choices_made(speech, asked, attributes).into_iter();
    all.map(|(text, path)| Chosen::new(speech, text, path)).collect()
}

/// What was chosen, in words.
pub(crate) fn chosen_texts(speech: Speech<'_>, asked: &Asked, attributes: &[InheritedAttribute]) -> Vec<String> {
    let all = choices_made(speech, asked, attributes).into_iter();
    all.map(|(text, _)| text).collect()
}

/// What was chosen, in words, and where it is not any more.
fn choices_made(speech: Speech<'_>, asked: &Asked, attributes: &[InheritedAttribute]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |text: String, path: String| all.push((text, path));
    if let Some(around) = asked.around {
        add(
            speech.with("market-within", "km", around.km),
            asked.changed(|asked| asked.around = None),
        );
    }
    if !asked.city.is_empty() {
        let without = asked.changed(|asked| {
            asked.city.clear();
            asked.district.clear();
        });
        add(asked.city.clone(), without);
    }
    if !asked.district.is_empty() {
        add(asked.district.clone(), asked.changed(|asked| asked.district.clear()));
    }
    if let Some(kind) = asked.kind {
        add(speech.say(kind_key(kind)), asked.changed(|asked| asked.kind = None));
    }
    if let Some(condition) = asked.condition {
        add(
            speech.say(condition_key(condition)),
            asked.changed(|asked| asked.condition = None),
        );
    }
    if let Some(price) = asked.price {
        add(price_text(speech, price), asked.changed(|asked| asked.price = None));
    }
    for (text, path) in attribute_facets::chosen(speech, asked, attributes) {
        add(text, path);
    }
    all
}

fn facets(speech: Speech<'_>, asked: &Asked, at: &Whereabouts, found: &Facets) -> Vec<Facet> {
    let mut facets = Facet::offered(
        speech,
        [
            ("market-categories", categories(speech, asked, at, found)),
            ("market-distance", circles(speech, asked)),
            ("market-city", cities(speech, asked, found)),
            ("market-district", districts(speech, asked, found)),
            ("market-kind", kinds(speech, asked, found)),
            ("market-condition", conditions(speech, asked, found)),
            ("market-price", prices(speech, asked, found)),
        ],
    );
    facets.extend(attribute_facets::facets(speech, asked, &found.attributes));
    facets
}

/// What lies below the chosen category, or beside it if that is nothing.
fn categories(speech: Speech<'_>, asked: &Asked, at: &Whereabouts, found: &Facets) -> Vec<Choice> {
    let counts = tree::counts(&found.categories);
    let choices = at.below.iter().filter_map(|step| {
        let count = *counts.get(step.id.as_str())?;
        Some(Choice {
            text: step.name.clone(),
            path: asked.changed(|asked| asked.category = Some(step.slug.clone())),
            count: speech.number(count),
            is_chosen: false,
        })
    });
    choices.collect()
}

/// How far around the point.
fn circles(speech: Speech<'_>, asked: &Asked) -> Vec<Choice> {
    let Some(around) = asked.around else { return Vec::new() };
    let choice = |km: i64| Choice {
        text: speech.with("market-within", "km", km),
        path: asked.changed(|asked| asked.around = Some(Around { km, ..around })),
        count: String::new(),
        is_chosen: around.km == km,
    };
    CIRCLES.into_iter().map(choice).collect()
}

fn cities(speech: Speech<'_>, asked: &Asked, found: &Facets) -> Vec<Choice> {
    let mut choices: Vec<Choice> = found
        .cities
        .iter()
        .take(CITIES)
        .map(|one| {
            let is_chosen = asked.city == one.city;
            Choice {
                text: one.city.clone(),
                path: asked.changed(|asked| {
                    asked.city = if is_chosen { String::new() } else { one.city.clone() };
                    asked.district.clear();
                }),
                count: speech.number(one.count),
                is_chosen,
            }
        })
        .collect();
    choices.sort_by_cached_key(|choice| platform::text::fold(&choice.text));
    choices
}

fn districts(speech: Speech<'_>, asked: &Asked, found: &Facets) -> Vec<Choice> {
    let named = found.districts.iter().filter(|one| !one.district.is_empty());
    let choice = |one: &classifieds::api::DistrictCount| {
        let is_chosen = asked.district == one.district;
        Choice {
            text: one.district.clone(),
            path: asked.changed(|asked| asked.district = if is_chosen { String::new() } else { one.district.clone() }),
            count: speech.number(one.count),
            is_chosen,
        }
    };
    let mut choices: Vec<Choice> = named.map(choice).collect();
    choices.sort_by_cached_key(|choice| platform::text::fold(&choice.text));
    choices
}

fn kinds(speech: Speech<'_>, asked: &Asked, found: &Facets) -> Vec<Choice> {
    let counted = found.listing_types.iter().filter(|one| one.count > 0);
    let choice = |one: &classifieds::api::TypeCount| {
        let is_chosen = asked.kind == Some(one.listing_type);
        Choice {
            text: speech.say(kind_key(one.listing_type)),
            path: asked.changed(|asked| asked.kind = (!is_chosen).then_some(one.listing_type)),
            count: speech.number(one.count),
            is_chosen,
        }
    };
    counted.map(choice).collect()
}

fn conditions(speech: Speech<'_>, asked: &Asked, found: &Facets) -> Vec<Choice> {
    let counted = found.conditions.iter().filter(|one| one.count > 0);
    let choices = counted.filter_map(|one| {
        let condition = one.condition?;
        let is_chosen = asked.condition == Some(condition);
        Some(Choice {
            text: speech.say(condition_key(condition)),
            path: asked.changed(|asked| asked.condition = (!is_chosen).then_some(condition)),
            count: speech.number(one.count),
            is_chosen,
        })
    });
    choices.collect()
}

fn prices(speech: Speech<'_>, asked: &Asked, found: &Facets) -> Vec<Choice> {
    let counted = found.price_bands.iter().filter(|one| one.count > 0);
    let choice = |one: &BandCount| {
        let range = PriceRange {
            from: one.price_gte.0 / 100,
            to: one.price_lte.map(|to| to.0 / 100),
        };
        let is_chosen = asked.price == Some(range);
        Choice {
            text: price_text(speech, range),
            path: asked.changed(|asked| asked.price = (!is_chosen).then_some(range)),
            count: speech.number(one.count),
            is_chosen,
        }
    };
    counted.map(choice).collect()
}
