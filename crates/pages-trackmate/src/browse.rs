//! Search and the whole catalogue, with what narrows it.

use askama::Template;
use axum::extract::{RawQuery, State};
use pages_kit::{
    Answer, Failed, Fields, Frame, Paged, Visit,
    frame::Shared,
    narrow::{Choice, Narrowing},
};
use platform::Error;
use trackmate::api::{Choices, Found, Order, PriceBand, Province, Wanted};

use crate::{
    Shop,
    cards::{Card, category_key},
    narrowing::{chosen, facets},
};

const PAGED: Paged = Paged { rows: 24, last: 400 };

#[derive(Template)]
#[template(path = "trackmate/browse.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    heading: String,
    total: String,
    meant: Vec<Choice>,
    narrowing: Narrowing,
    cards: Vec<Card>,
    before: Option<String>,
    after: Option<String>,
    place: String,
}

/// What the address asks for.
#[derive(Clone)]
pub(crate) struct Asked {
    pub words: String,
    pub choices: Choices,
    pub order: Order,
    page: i64,
}

/// How a range of prices is written in an address: `25-50`, in thousands.
fn price_name(price: PriceBand) -> String {
    let (from, to) = price.thousands();
    format!("{from}-{}", to.map(|to| to.to_string()).unwrap_or_default())
}

const ORDERS: [(Order, &str, &str); 5] = [
    (Order::BestMatch, "cocok", "order-match"),
    (Order::Newest, "baru", "order-newest"),
    (Order::BestRated, "nilai", "order-rated"),
    (Order::Cheapest, "murah", "order-cheap"),
    (Order::Dearest, "mahal", "order-dear"),
];

impl Asked {
    /// What cannot be read counts as not asked: an old link still leads somewhere.
    fn read(query: Option<String>) -> Self {
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let order = ORDERS.iter().find(|(_, name, _)| *name == fields.get("urut"));
        Self {
            words: fields.get("q").trim().to_owned(),
            choices: Choices {
                category: fields.get("kategori").parse().ok(),
                province: fields.get("provinsi").parse().ok().and_then(Province::of_number),
                price: PriceBand::ALL
                    .into_iter()
                    .find(|price| price_name(*price) == fields.get("harga")),
            },
            order: order.map_or(Order::BestMatch, |(order, ..)| *order),
            page: PAGED.read(&fields),
        }
    }

    fn path(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.words.is_empty() {
            query.append_pair("q", &self.words);
        }
        if let Some(category) = self.choices.category {
            query.append_pair("kategori", &category.to_string());
        }
        if let Some(province) = self.choices.province {
            query.append_pair("provinsi", &province.number().to_string());
        }
        if let Some(price) = self.choices.price {
            query.append_pair("harga", &price_name(price));
        }
        if self.order != Order::BestMatch {
            let name = ORDERS.iter().find(|(order, ..)| *order == self.order);
            query.append_pair("urut", name.map_or("", |(_, name, _)| name));
        }
        if self.page > 1 {
            query.append_pair("hal", &self.page.to_string());
        }
        let query = query.finish();
        if query.is_empty() {
            "/cari".to_owned()
        } else {
            format!("/cari?{query}")
        }
    }

    /// With a change, from the first page on.
    pub(crate) fn changed(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut asked = self.clone();
        asked.page = 1;
        change(&mut asked);
        asked.path()
    }
}

/// `GET /cari`
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    page(&shop, &visit, &Asked::read(query))
        .await
        .map_err(Failed::at(&visit))
}

async fn page(shop: &Shop, visit: &Visit, asked: &Asked) -> Result<Answer, Error> {
    let speech = visit.speech();
    let wanted = Wanted {
        words: asked.words.clone(),
        choices: asked.choices,
        order: asked.order,
    };
    if !asked.words.is_empty() {
        shop.trackmate().allow_search(visit.peer)?;
    }
    let found = shop.trackmate().browse(&wanted, PAGED.pages(asked.page)).await?;
    let heading = if asked.words.is_empty() {
        let category = asked.choices.category.and_then(category_key);
        speech.say(category.unwrap_or("all-products"))
    } else {
        speech.with("results-for", "words", asked.words.as_str())
    };
    let at = |page: i64| {
        let mut other = asked.clone();
        other.page = page;
        other.path()
    };
    let (before, after) = PAGED.around(asked.page, found.paging.total, at);
    let shared = Shared {
        description: speech.say("home-lead"),
        canonical: Some(format!("{}{}", visit.kit.public_url(), asked.path())),
        ..Shared::default()
    };
    let mut frame = Frame::of(visit, heading.clone()).shared(shared);
    frame.query.clone_from(&asked.words);
    let page = Page {
        style: shop.style(),
        total: speech.with("results-count", "count", found.paging.total),
        meant: meant(asked, &found),
        narrowing: Narrowing {
            chosen: chosen(speech, asked),
            everything: asked.changed(|asked| asked.choices = Choices::default()),
            facets: facets(speech, asked, &found),
            orders: orders(visit, asked),
        },
        cards: Card::all(&found.cards, speech),
        before,
        after,
        place: PAGED.place(speech, asked.page, found.paging.total),
        heading,
        frame,
    };
    Answer::page(&page)
}

/// The ways to what may have been meant.
fn meant(asked: &Asked, found: &Found) -> Vec<Choice> {
    let choice = |words: &String| Choice {
        path: asked.changed(|asked| asked.words.clone_from(words)),
        text: words.clone(),
        count: String::new(),
        is_chosen: false,
    };
    found.meant.iter().map(choice).collect()
}

fn orders(visit: &Visit, asked: &Asked) -> Vec<Choice> {
    let speech = visit.speech();
    // Without words, what matches best is the newest.
    let offered = ORDERS.iter().filter(|(order, ..)| {
        *order
            != if asked.words.is_empty() {
                Order::Newest
            } else {
                Order::BestRated
            }
    });
    let choices = offered.map(|(order, _, text)| Choice {
        text: speech.say(if asked.words.is_empty() && *order == Order::BestMatch {
            "order-newest"
        } else {
            text
        }),
        path: asked.changed(|asked| asked.order = *order),
        count: String::new(),
        is_chosen: asked.order == *order,
    });
    choices.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_asks_is_written_as_it_was_read() {
        for query in [
            "q=kopi+gayo&kategori=3&urut=murah&hal=2",
            "",
            "urut=baru",
            "kategori=1&provinsi=33&harga=25-50",
            "provinsi=96&harga=250-&hal=3",
        ] {
            let path = Asked::read(Some(query.to_owned())).path();
            assert_eq!(path.strip_prefix("/cari").unwrap().trim_start_matches('?'), query);
        }
        let odd = Asked::read(Some("kategori=x&provinsi=20&harga=5-&urut=?&hal=-3&q=%20".to_owned()));
        assert_eq!(odd.path(), "/cari");
        assert_eq!(Asked::read(Some("hal=999999".to_owned())).page, PAGED.last);
    }
}
