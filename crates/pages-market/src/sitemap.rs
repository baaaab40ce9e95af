//! What search engines find: categories, and the newest listings.

use axum::{extract::State, response::Response};
use classifieds::api::{CategoryNode, ListingFilter, ListingOrder, ListingQuery};
use pages_kit::{Failed, Visit, robots};
use platform::{Error, page::Pages};

use crate::{Market, address};

/// Listings in it.
const NEWEST: i64 = 10_000;

/// `GET /sitemap-pasar.xml`
pub(crate) async fn show(State(market): State<Market>, visit: Visit) -> Result<Response, Failed> {
    let paths = paths(&market).await.map_err(Failed::at(&visit))?;
    Ok(robots::sitemap(visit.kit.public_url(), paths))
}

async fn paths(market: &Market) -> Result<Vec<String>, Error> {
    let mut paths = vec!["/pasar".to_owned()];
    add_categories(&mut paths, &market.classifieds().show_category_tree().await?);
    let query = ListingQuery::of(ListingFilter::default(), ListingOrder::Newest);
    let found = market
        .classifieds()
        .list_listings(None, query, Pages::after(0, NEWEST), false)
        .await?;
    let listings = found.listings.iter().map(|listing| &listing.object);
    paths.extend(listings.map(|listing| address::listing(&listing.id, &listing.title)));
    Ok(paths)
}

fn add_categories(paths: &mut Vec<String>, nodes: &[CategoryNode]) {
    for node in nodes {
        paths.push(format!("/pasar/kategori/{}", node.category.slug));
        add_categories(paths, &node.child_categories);
    }
}
