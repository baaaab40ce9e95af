//! A maker's page: its story, how to reach it, and what it makes.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Paged, Visit, frame::Shared, map::Map};
use platform::Error;
use trackmate::api::{Reachable, UmkmView};

use crate::{
    Shop, address,
    cards::{Card, Told},
    maps,
};

const PAGED: Paged = Paged { rows: 24, last: 1_000 };

#[derive(Template)]
#[template(path = "trackmate/maker.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    umkm: &'a UmkmView,
    picture: Option<String>,
    logo: Option<String>,
    story_picture: Option<String>,
    since: String,
    people: Option<String>,
    ways: Vec<Way>,
    impacts: Vec<Told>,
    cards: Vec<Card>,
    total: String,
    before: Option<String>,
    after: Option<String>,
    map: Option<Map>,
}

/// A way to reach the maker.
struct Way {
    text: String,
    shown: String,
    address: String,
}

/// `GET /pembuat/{address}`
pub(crate) async fn show(
    State(shop): State<Shop>,
    Path(asked): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let number = PAGED.read(&Fields::read(query.unwrap_or_default().as_bytes()));
    page(&shop, &visit, &asked, number).await.map_err(Failed::at(&visit))
}

async fn page(shop: &Shop, visit: &Visit, asked: &str, number: i64) -> Result<Answer, Error> {
    let id = format!("umkm-{}", address::code_of(asked).unwrap_or_default());
    let umkm = shop.trackmate().show_umkm(&id).await?;
    let path = address::maker(&id, &umkm.name);
    if path.strip_prefix("/pembuat/") != Some(asked) {
        return Answer::moved(&path);
    }
    let (cards, paging) = shop.trackmate().browse_maker(&id, PAGED.pages(number)).await?;
    let (before, after) = PAGED.around(number, paging.total, |page| format!("{path}?hal={page}"));
    let speech = visit.speech();
    let picture = pages_kit::picture::own(&umkm.image);
    let shared = Shared {
        description: umkm.description.chars().take(200).collect(),
        canonical: Some(format!("{}{path}", visit.kit.public_url())),
        picture: picture
            .as_ref()
            .map(|picture| format!("{}{picture}", visit.kit.public_url())),
        data: None,
    };
    let page = Page {
        style: shop.style(),
        logo: pages_kit::picture::own(&umkm.logo),
        story_picture: pages_kit::picture::own(&umkm.history.image),
        since: speech.day(umkm.created_at),
        people: umkm
            .employe
            .filter(|count| *count > 0)
            .map(|count| speech.with("maker-people", "count", count)),
        ways: ways(visit, &umkm),
        impacts: umkm.impact.iter().map(Told::of_effect).collect(),
        cards: Card::all(&cards, speech),
        total: speech.with("results-count", "count", paging.total),
        before,
        after,
        picture,
        map: maps::of_maker(visit, &umkm),
        frame: Frame::of(visit, umkm.name.clone()).shared(shared),
        umkm: &umkm,
    };
    Answer::page(&page)
}

fn ways(visit: &Visit, umkm: &UmkmView) -> Vec<Way> {
    let reachable = Reachable::by(umkm.contact.as_deref().unwrap_or_default());
    let speech = visit.speech();
    let mut found = Vec::new();
    let mut add = |text: &str, shown: &str, address: Option<String>| {
        if let Some(address) = address.filter(|_| !shown.is_empty() || text == "way-map") {
            found.push(Way {
                text: speech.say(text),
                shown: shown.to_owned(),
                address,
            });
        }
    };
    let number = international(&reachable.whatsapp);
    add(
        "way-whatsapp",
        &reachable.whatsapp,
        number.map(|number| format!("https://wa.me/{number}")),
    );
    let number = international(&reachable.phone);
    add(
        "way-phone",
        &reachable.phone,
        number.map(|number| format!("tel:+{number}")),
    );
    let address = Some(&reachable.email).filter(|email| email.contains('@') && !email.contains(['?', '&', ' ']));
    add(
        "way-email",
        &reachable.email,
        address.map(|email| format!("mailto:{email}")),
    );
    if let (Some(lat), Some(lng)) = (umkm.location.lat, umkm.location.lng) {
        add("way-map", &umkm.location.name, Some(street_map(lat, lng)));
    }
    found
}

/// Where a map with streets shows a place. It is another server's, so it is a link and nothing that is loaded.
fn street_map(lat: f64, lng: f64) -> String {
    format!("https://www.openstreetmap.org/?mlat={lat:.5}&mlon={lng:.5}#map=16/{lat:.5}/{lng:.5}")
}

/// The digits of a telephone number with its country: numbers that begin with 0 are of Indonesia.
pub(crate) fn international(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let has_country = number.trim_start().starts_with('+');
    let whole = match digits.strip_prefix('0') {
        Some(rest) if !has_country => format!("62{rest}"),
        _ => digits,
    };
    (8..=15).contains(&whole.len()).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::{international, street_map};

    #[test]
    fn a_place_is_found_on_a_map_with_streets() {
        assert_eq!(
            street_map(-7.25, 112.75),
            "https://www.openstreetmap.org/?mlat=-7.25000&mlon=112.75000#map=16/-7.25000/112.75000"
        );
    }

    #[test]
    fn numbers_get_their_country() {
        assert_eq!(international("0812-3456-7890").as_deref(), Some("6281234567890"));
        assert_eq!(international("+90 532 123 45 67").as_deref(), Some("905321234567"));
        assert_eq!(international("62812345678").as_deref(), Some("62812345678"));
        assert_eq!(international("123"), None);
        assert_eq!(international("javascript:alert(1)"), None);
    }
}
