//! A product's page: what a code on a label opens.

use askama::Template;
use axum::extract::{Path, State};
use http::{HeaderName, HeaderValue};
use pages_kit::{Answer, Failed, Frame, Speech, Visit, form, frame::Shared, map::Map, numbers::rupiah};
use platform::{Error, page::Pages};
use serde_json::json;
use trackmate::api::{Contribution, IngredientView, ProductCard, ProductView, Ratings, RecommendFor, Withholding};

use crate::{
    Shop, address,
    cards::{Bar, Card, Stars, Told, category_key},
    looked, maps,
    share::Share,
};

/// How many other products of the maker are shown.
const OTHERS: i64 = 4;
/// How many similar ones are looked at: some may be of the maker.
const SIMILAR: usize = 12;

#[derive(Template)]
#[template(path = "trackmate/product.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    product: &'a ProductView,
    pictures: Vec<String>,
    price: String,
    /// What its owner says is in stock.
    note: &'a str,
    /// Whether its owner alone sees it.
    is_hidden: bool,
    /// Where one tells what is wrong with it.
    report: String,
    category: Option<(String, String)>,
    stars: Option<Stars>,
    ingredients: Vec<Ingredient>,
    steps: Vec<Told>,
    impacts: Vec<Told>,
    contributions: Vec<String>,
    maker: Maker,
    others: Vec<Card>,
    /// What is like it, of other makers.
    alike: Vec<Card>,
    rating: Option<Rating>,
    since: String,
    /// Its trade number, as it is printed below bars.
    gtin: Option<String>,
    map: Option<Map>,
    bars: Vec<Bar>,
    share: Share,
    script: &'a str,
}

/// The form that rates.
struct Rating {
    action: String,
    token: String,
}

struct Ingredient {
    name: String,
    description: String,
    place: String,
    from: String,
    picture: Option<String>,
}

struct Maker {
    path: String,
    name: String,
    place: String,
    logo: Option<String>,
    people: Option<String>,
}

/// `GET /p/{code}`: what small codes say. They lead to a web client where the settings name its pages, so that labels stay good
/// when it moves.
pub(crate) async fn short(State(shop): State<Shop>, Path(code): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    let way = async {
        let id = address::product_id(&code);
        let shown = shop.trackmate().show_product(&id).await?;
        let link = shop.trackmate().product_link(&id);
        if !link.starts_with(&format!("{}/", visit.kit.public_url())) {
            return Answer::see_elsewhere(&link);
        }
        let path = address::product(&id, &shown.view().name);
        Answer::moved(&format!("{path}?{}", looked::BY_CODE))
    };
    way.await.map_err(|error: Error| Failed::at(&visit)(error))
}

/// `GET /produk/{address}`
pub(crate) async fn show(State(shop): State<Shop>, Path(asked): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    page(&shop, &visit, &asked).await.map_err(Failed::at(&visit))
}

async fn page(shop: &Shop, visit: &Visit, asked: &str) -> Result<Answer, Error> {
    let id = address::product_id(asked);
    let shown = shop.trackmate().show_product(&id).await?;
    let product = shown.view();
    let path = address::product(&id, &product.name);
    // One address counts, so that one page is found and not many.
    if path.strip_prefix("/produk/") != Some(asked) {
        return Answer::moved(&path);
    }
    let is_own = visit.actor.as_ref().is_some_and(|actor| shown.is_of(&actor.id));
    let is_hidden = shown.withheld().has(Withholding::ByOwner);
    let (others, alike) = beside(shop, visit, product).await?;
    if is_hidden && !is_own {
        return withheld_page(shop, visit, product, &others);
    }
    looked::note(shop, visit, &shown);
    let ratings = shop.trackmate().ratings(&id).await?;
    let number = shop.trackmate().trade_number(&id).await?;
    let gtin = number.map(|number| number.gtin.printed().to_owned());
    // A form needs a cookie, so those alone who can rate get one.
    let token = visit.actor.as_ref().map(|_| visit.kit.form_token(visit)).transpose()?;
    let answer = Answer::page(&Page {
        style: shop.style(),
        script: shop.sharer(),
        bars: Bar::all(shop.trackmate().rating_distribution(&id).await?, visit.speech()),
        price: rupiah(visit.language, product.price.0),
        note: shown.note().unwrap_or_default(),
        is_hidden,
        report: format!("{path}/lapor"),
        others: Card::all(&others, visit.speech()),
        alike: Card::all(&alike, visit.speech()),
        rating: token.as_ref().map(|token| Rating {
            action: format!("{path}/nilai"),
            token: token.token.clone(),
        }),
        ..shown_page(visit, product, &path, (ratings, gtin))?
    });
    match token {
        Some(token) => form::answer(answer, token),
        None => answer,
    }
}

/// What stands below a product: others of its maker, those that are like it first, and what is like it of other makers.
async fn beside(
    shop: &Shop,
    visit: &Visit,
    product: &ProductView,
) -> Result<(Vec<ProductCard>, Vec<ProductCard>), Error> {
    let of = RecommendFor {
        asker: visit.actor.as_ref().map(|actor| actor.id.clone()),
        like: Some(product.id.to_string()),
    };
    let similar = shop.trackmate().similar_products(of, SIMILAR).await?;
    let (newest, _) = shop
        .trackmate()
        .browse_maker(product.umkm.id.as_str(), Pages::after(0, OTHERS + 1))
        .await?;
    let is_of_maker = |card: &ProductCard| card.maker == product.umkm.id;
    let (mut others, mut alike): (Vec<_>, Vec<_>) = similar.into_iter().partition(is_of_maker);
    for card in newest {
        if card.id != product.id && others.iter().all(|known| known.id != card.id) {
            others.push(card);
        }
    }
    let most = usize::try_from(OTHERS).unwrap_or_default();
    others.truncate(most);
    alike.truncate(most);
    Ok((others, alike))
}

#[derive(Template)]
#[template(path = "trackmate/withheld.html")]
struct WithheldPage<'a> {
    frame: Frame<'a>,
    style: &'a str,
    name: &'a str,
    maker: &'a str,
    maker_path: String,
    others: Vec<Card>,
}

/// Says that a product is not offered at the moment, and by whom it was; search engines forget it meanwhile.
fn withheld_page(shop: &Shop, visit: &Visit, product: &ProductView, others: &[ProductCard]) -> Result<Answer, Error> {
    let page = WithheldPage {
        frame: Frame::of(visit, product.name.clone()),
        style: shop.style(),
        name: &product.name,
        maker: &product.umkm.name,
        maker_path: address::maker(product.umkm.id.as_str(), &product.umkm.name),
        others: Card::all(others, visit.speech()),
    };
    let noindex = HeaderValue::from_static("noindex");
    Ok(Answer::page(&page)?.with(HeaderName::from_static("x-robots-tag"), noindex))
}

/// What is shown of the product itself.
fn shown_page<'a>(
    visit: &'a Visit,
    product: &'a ProductView,
    path: &str,
    (ratings, gtin): (Ratings, Option<String>),
) -> Result<Page<'a>, Error> {
    let speech = visit.speech();
    let pictures: Vec<String> = product
        .image
        .iter()
        .filter_map(|address| pages_kit::picture::own(address))
        .collect();
    let category = product.category.and_then(|category| {
        let path = format!("/cari?kategori={category}");
        Some((speech.say(category_key(category)?), path))
    });
    let shared = Shared {
        description: summary(product),
        canonical: Some(format!("{}{path}", visit.kit.public_url())),
        picture: pictures
            .first()
            .map(|picture| format!("{}{picture}", visit.kit.public_url())),
        data: Some(structured(visit, product, path, (ratings, gtin.as_deref()), &pictures)?),
    };
    Ok(Page {
        style: "",
        price: String::new(),
        note: "",
        is_hidden: false,
        report: String::new(),
        category,
        stars: Stars::of(ratings, speech),
        ingredients: product
            .resources
            .iter()
            .map(|entry| ingredient(speech, entry))
            .collect(),
        steps: product.production.iter().map(Told::of_step).collect(),
        impacts: product.impact.iter().map(Told::of_effect).collect(),
        contributions: product
            .contribution
            .iter()
            .filter_map(|one| contribution(speech, one))
            .collect(),
        maker: maker(speech, &product.umkm),
        others: Vec::new(),
        alike: Vec::new(),
        rating: None,
        since: speech.day(product.created_at),
        gtin,
        map: maps::of_product(visit, product),
        bars: Vec::new(),
        share: Share::of(visit, &product.name, path),
        script: "",
        pictures,
        frame: Frame::of(visit, product.name.clone()).shared(shared),
        product,
    })
}

fn ingredient(speech: Speech<'_>, entry: &IngredientView) -> Ingredient {
    let from = entry.umkm.as_deref().filter(|umkm| !umkm.is_empty());
    Ingredient {
        name: entry.name.clone(),
        description: entry.description.clone(),
        place: entry.location.name.clone(),
        from: from.map_or_else(String::new, |umkm| speech.with("ingredient-from", "maker", umkm)),
        picture: pages_kit::picture::own(&entry.image),
    }
}

/// What buying contributes to, in words: of a number that clients know, or as its author wrote it.
fn contribution(speech: Speech<'_>, one: &Contribution) -> Option<String> {
    match one {
        Contribution::Number(number) => speech.find(&format!("contribution-{number}")),
        Contribution::Described(described) => described.description.clone().filter(|text| !text.is_empty()),
    }
}

fn maker(speech: Speech<'_>, maker: &trackmate::api::Maker) -> Maker {
    Maker {
        path: address::maker(maker.id.as_str(), &maker.name),
        name: maker.name.clone(),
        place: maker.location.name.clone(),
        logo: pages_kit::picture::own(&maker.logo),
        people: maker
            .employe
            .filter(|count| *count > 0)
            .map(|count| speech.with("maker-people", "count", count)),
    }
}

/// The beginning of the story, for search engines and messengers.
fn summary(product: &ProductView) -> String {
    let text = product.description.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(200) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// schema.org's Product.
fn structured(
    visit: &Visit,
    product: &ProductView,
    path: &str,
    (ratings, gtin): (Ratings, Option<&str>),
    pictures: &[String],
) -> Result<String, Error> {
    let place = visit.kit.public_url();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "description": product.description,
        "url": format!("{place}{path}"),
        "image": pictures.iter().map(|picture| format!("{place}{picture}")).collect::<Vec<_>>(),
        "brand": {"@type": "Brand", "name": product.umkm.name},
        "offers": {
            "@type": "Offer",
            "priceCurrency": "IDR",
            "price": format!("{}.{:02}", product.price.0 / 100, product.price.0 % 100),
        },
    });
    if let Some(gtin) = gtin {
        data["gtin"] = gtin.into();
    }
    if let Some(tenths) = ratings.tenths() {
        data["aggregateRating"] = json!({
            "@type": "AggregateRating",
            "ratingValue": format!("{}.{}", tenths / 10, tenths % 10),
            "ratingCount": ratings.count,
        });
    }
    let text = serde_json::to_string(&data).map_err(Error::internal)?;
    // The text stands in an element of its own, which nothing in it may end.
    Ok(text.replace('<', "\\u003c"))
}
