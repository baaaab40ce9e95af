//! TrackMate for shoppers: the first page, search, products with what can be traced of them, and their makers.
//!
//! Invariant: pages call the module's use cases and nothing below them; what a reader may see is decided there.

mod address;
mod browse;
mod cards;
mod feed;
mod home;
mod maker;
mod picture;
mod product;
mod rating;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    Router,
    extract::FromRef,
    routing::{get, post},
};
use pages_kit::{Asset, Catalogue, Kit, Menu, asset, frame::Audience};
use trackmate::Trackmate;

/// The texts of these pages.
pub const CATALOGUE: Catalogue = Catalogue {
    name: "trackmate",
    texts: [
        include_str!("../locales/id/trackmate.ftl"),
        include_str!("../locales/en/trackmate.ftl"),
        include_str!("../locales/tr/trackmate.ftl"),
    ],
};

/// What these pages put into the bar.
pub const MENU: [Menu; 1] = [Menu {
    text: "products",
    path: "/cari",
    audience: Audience::Everybody,
}];

/// What the pages need.
#[derive(Clone)]
pub(crate) struct Shop(Arc<Inner>);

struct Inner {
    kit: Kit,
    trackmate: Trackmate,
    style: Asset,
}

impl FromRef<Shop> for Kit {
    fn from_ref(shop: &Shop) -> Self {
        shop.0.kit.clone()
    }
}

impl Shop {
    pub(crate) fn trackmate(&self) -> &Trackmate {
        &self.0.trackmate
    }

    /// Where the style sheet of these pages is.
    pub(crate) fn style(&self) -> &str {
        &self.0.style.path
    }
}

fn style() -> Asset {
    asset::sheet("trackmate", include_str!("../assets/trackmate.css"))
}

/// The files that these pages load beside the kit's.
pub fn assets() -> [Asset; 1] {
    [style()]
}

/// The pages. The first one is at `/`.
pub fn router(kit: &Kit, trackmate: &Trackmate) -> Router {
    let shop = Shop(Arc::new(Inner {
        kit: kit.clone(),
        trackmate: trackmate.clone(),
        style: style(),
    }));
    Router::new()
        .route("/", get(home::show))
        .route("/cari", get(browse::show))
        .route("/produk/{address}", get(product::show))
        .route("/produk/{address}/nilai", post(rating::rate))
        .route("/p/{code}", get(product::short))
        .route("/pembuat/{address}", get(maker::show))
        .route("/produk-baru.rss", get(feed::newest))
        .route("/sitemap.xml", get(feed::sitemap))
        .route("/robots.txt", get(feed::robots))
        .with_state(shop)
}
