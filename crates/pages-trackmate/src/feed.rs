//! What programs read of the shop: new products as RSS, and a map of the place.

use std::fmt::Write as _;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use pages_kit::{Failed, Visit, robots};
use trackmate::api::Order;

use crate::{Shop, address};

/// New products in the feed, and products in the map of the place.
const NEWEST: i64 = 30;
const IN_MAP: i64 = 10_000;

fn told(content_type: &'static str, text: String) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Text within XML, without what XML cannot hold.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\n' | '\t' => escaped.push(' '),
            char if char.is_control() => {}
            char => escaped.push(char),
        }
    }
    escaped
}

/// `GET /produk-baru.rss`
pub(crate) async fn newest(State(shop): State<Shop>, visit: Visit) -> Result<Response, Failed> {
    let cards = shop
        .trackmate()
        .first_products(Order::Newest, NEWEST)
        .await
        .map_err(Failed::at(&visit))?;
    let (place, speech) = (visit.kit.public_url(), visit.speech());
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>Balai: {}</title><link>{place}/</link>\
         <description>{}</description>\n",
        escaped(&speech.say("newest")),
        escaped(&speech.say("home-lead")),
    );
    for card in &cards {
        let link = format!("{place}{}", address::product(card.id.as_str(), &card.name));
        let (name, maker) = (escaped(&card.name), escaped(&card.maker_name));
        let _ = writeln!(
            text,
            "<item><title>{name}</title><link>{link}</link><guid>{link}</guid><description>{maker}</description></item>"
        );
    }
    text.push_str("</channel></rss>\n");
    Ok(told("application/rss+xml; charset=utf-8", text))
}

/// `GET /sitemap.xml`
pub(crate) async fn sitemap(State(shop): State<Shop>, visit: Visit) -> Result<Response, Failed> {
    let cards = shop
        .trackmate()
        .first_products(Order::Newest, IN_MAP)
        .await
        .map_err(Failed::at(&visit))?;
    let products = cards.iter().map(|card| address::product(card.id.as_str(), &card.name));
    let paths = std::iter::once("/".to_owned()).chain(products);
    Ok(robots::sitemap(visit.kit.public_url(), paths))
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn names_stay_text_in_xml() {
        assert_eq!(escaped("a<b>&\"c\u{1}\nd"), "a&lt;b&gt;&amp;\"c d");
    }
}
