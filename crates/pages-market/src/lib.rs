//! The market's pages: its first page, categories, search with what narrows it, listings, and who offers them.
//!
//! Invariant: pages call the module's use cases and nothing below them; what a reader may see is decided there.

mod address;
mod browse;
mod cards;
mod choices;
mod favorites;
mod home;
mod listing;
mod seller;
mod sitemap;
#[cfg(test)]
mod tests;
mod tree;

use std::sync::Arc;

use axum::{
    Router,
    extract::FromRef,
    routing::{get, post},
};
use classifieds::Classifieds;
use pages_kit::{Asset, Catalogue, Kit, Menu, asset, frame::Audience};

/// The texts of these pages.
pub const CATALOGUE: Catalogue = Catalogue {
    name: "market",
    texts: [
        include_str!("../locales/id/market.ftl"),
        include_str!("../locales/en/market.ftl"),
        include_str!("../locales/tr/market.ftl"),
    ],
};

/// What these pages put into the bar.
pub const MENU: Menu = Menu {
    text: "market",
    path: "/pasar",
    audience: Audience::Everybody,
};

/// What search engines find listings by.
pub const SITEMAP: &str = "/sitemap-pasar.xml";

/// What the pages need.
#[derive(Clone)]
pub(crate) struct Market(Arc<Inner>);

struct Inner {
    kit: Kit,
    classifieds: Classifieds,
    style: Asset,
    script: Asset,
}

impl FromRef<Market> for Kit {
    fn from_ref(market: &Market) -> Self {
        market.0.kit.clone()
    }
}

impl Market {
    pub(crate) fn classifieds(&self) -> &Classifieds {
        &self.0.classifieds
    }

    /// Where the style sheet of these pages is.
    pub(crate) fn style(&self) -> &str {
        &self.0.style.path
    }

    /// Where the script is that asks where somebody is.
    pub(crate) fn script(&self) -> &str {
        &self.0.script.path
    }
}

fn style() -> Asset {
    asset::sheet("market", include_str!("../assets/market.css"))
}

fn script() -> Asset {
    Asset::js("near", include_bytes!("../assets/near.js").as_slice())
}

/// The files that these pages load beside the kit's, to be served.
pub fn assets() -> Vec<Asset> {
    vec![style(), script()]
}

/// The pages.
pub fn router(kit: &Kit, classifieds: &Classifieds) -> Router {
    let market = Market(Arc::new(Inner {
        kit: kit.clone(),
        classifieds: classifieds.clone(),
        style: style(),
        script: script(),
    }));
    Router::new()
        .route("/pasar", get(home::show))
        .route("/pasar/cari", get(browse::search))
        .route("/pasar/kategori/{slug}", get(browse::category))
        .route("/iklan/{address}", get(listing::show))
        .route("/iklan/{address}/simpan", post(favorites::keep))
        .route(favorites::PATH, get(favorites::show))
        .route("/penjual/{name}", get(seller::show))
        .route(SITEMAP, get(sitemap::show))
        .with_state(market)
}
