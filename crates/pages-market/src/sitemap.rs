//! What search engines find: categories, and the newest listings.

use std::fmt::Write as _;

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use classifieds::api::{CategoryNode, ListingFilter, ListingOrder, ListingQuery};
use http::{HeaderValue, header};
use pages_kit::{Failed, Visit};
use platform::{Error, page::Pages};

use crate::{Market, address};

/// Listings in it.
const NEWEST: i64 = 10_000;

/// `GET /sitemap-pasar.xml`
pub(crate) async fn show(State(market): State<Market>, visit: Visit) -> Result<Response, Failed> {
    let text = text(&market, visit.kit.public_url())
        .await
        .map_err(Failed::at(&visit))?;
    let mut response = text.into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/xml; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

async fn text(market: &Market, place: &str) -> Result<String, Error> {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\
         <url><loc>{place}/pasar</loc></url>\n"
    );
    add_categories(&mut text, place, &market.classifieds().show_category_tree().await?);
    let query = ListingQuery::of(ListingFilter::default(), ListingOrder::Newest);
    let found = market
        .classifieds()
        .list_listings(None, query, Pages::after(0, NEWEST), false)
        .await?;
    for listing in &found.listings {
        let path = address::listing(&listing.object.id, &listing.object.title);
        let _ = writeln!(text, "<url><loc>{place}{path}</loc></url>");
    }
    text.push_str("</urlset>\n");
    Ok(text)
}

fn add_categories(text: &mut String, place: &str, nodes: &[CategoryNode]) {
    for node in nodes {
        let _ = writeln!(
            text,
            "<url><loc>{place}/pasar/kategori/{}</loc></url>",
            node.category.slug
        );
        add_categories(text, place, &node.child_categories);
    }
}
