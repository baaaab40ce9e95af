//! TrackMate's pages. For shoppers: the first page, search, products with what can be traced of them, and their makers. For
//! producers: their business, its products, and labels to print. For administrators: approvals, reports, accounts, a log.
//!
//! Invariant: pages call the module's use cases and nothing below them; what a reader may see is decided there.

mod address;
mod admin;
mod browse;
mod cards;
mod feed;
mod gtin;
mod home;
mod looked;
mod maker;
mod maps;
mod narrowing;
mod producer;
mod product;
mod rating;
mod report;
mod scan;
mod seen;
mod share;
mod suggest;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use admin::Rooms;
use axum::{
    Router,
    extract::FromRef,
    routing::{get, post},
};
use futures_util::future::BoxFuture;
use pages_kit::{
    Asset, Catalogue, Kit, Menu, Visit, asset,
    frame::Audience,
    upload::{Content, Keep},
};
use platform::Error;
use trackmate::Trackmate;

/// The texts of these pages.
pub const CATALOGUES: [Catalogue; 3] = [
    Catalogue {
        name: "trackmate",
        texts: [
            include_str!("../locales/id/trackmate.ftl"),
            include_str!("../locales/en/trackmate.ftl"),
            include_str!("../locales/tr/trackmate.ftl"),
        ],
    },
    Catalogue {
        name: "producer",
        texts: [
            include_str!("../locales/id/producer.ftl"),
            include_str!("../locales/en/producer.ftl"),
            include_str!("../locales/tr/producer.ftl"),
        ],
    },
    Catalogue {
        name: "admin",
        texts: [
            include_str!("../locales/id/admin.ftl"),
            include_str!("../locales/en/admin.ftl"),
            include_str!("../locales/tr/admin.ftl"),
        ],
    },
];

/// What these pages put into the bar.
pub const MENU: [Menu; 2] = [
    Menu {
        text: "products",
        path: "/cari",
        audience: Audience::Everybody,
    },
    Menu {
        text: "producer",
        path: "/usaha",
        audience: Audience::Members,
    },
];

/// The pages of administrators: keys of their texts, and where they are.
pub const ADMINISTRATION: [(&str, &str); 4] = [
    ("admin-umkm", "/pengelola"),
    ("admin-impacts", "/pengelola/dampak"),
    ("admin-reports", "/pengelola/laporan"),
    ("admin-log", "/pengelola/catatan"),
];

/// What search engines find products by.
pub const SITEMAP: &str = "/sitemap.xml";

/// What the pages need.
#[derive(Clone)]
pub(crate) struct Shop(Arc<Inner>);

struct Inner {
    kit: Kit,
    trackmate: Trackmate,
    assets: Assets,
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

    /// Where the style sheet of the shop's pages is.
    pub(crate) fn style(&self) -> &str {
        &self.0.assets.style.path
    }

    /// Where the style sheet of the producers' pages is.
    pub(crate) fn producer_style(&self) -> &str {
        &self.0.assets.producer_style.path
    }

    /// Where the script is with which places are chosen.
    pub(crate) fn picker(&self) -> &str {
        &self.0.assets.picker.path
    }

    /// Where the script is that scans with the camera.
    pub(crate) fn scanner(&self) -> &str {
        &self.0.assets.scanner.path
    }

    /// Where the script is that shares.
    pub(crate) fn sharer(&self) -> &str {
        &self.0.assets.share.path
    }

    fn of(kit: &Kit, trackmate: &Trackmate) -> Self {
        Self(Arc::new(Inner {
            kit: kit.clone(),
            trackmate: trackmate.clone(),
            assets: Assets::load(),
        }))
    }
}

/// Pictures of forms are uploads of whoever sends the form.
impl Keep for Shop {
    fn keep<'a>(&'a self, visit: &'a Visit, content: Content<'a>) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async move {
            let actor = visit.actor.as_ref().ok_or_else(accounts::failures::session_ended)?;
            self.trackmate().upload_image(actor, content, None).await
        })
    }
}

/// The files that these pages load beside the kit's.
struct Assets {
    style: Asset,
    producer_style: Asset,
    picker: Asset,
    scanner: Asset,
    share: Asset,
}

impl Assets {
    fn load() -> Self {
        Self {
            style: asset::sheet("trackmate", include_str!("../assets/trackmate.css")),
            producer_style: asset::sheet("producer", include_str!("../assets/producer.css")),
            picker: Asset::js("map", include_bytes!("../assets/map.js").as_slice()),
            scanner: Asset::js("scan", include_bytes!("../assets/scan.js").as_slice()),
            share: Asset::js("share", include_bytes!("../assets/share.js").as_slice()),
        }
    }
}

/// The files that these pages load beside the kit's, to be served.
pub fn assets() -> Vec<Asset> {
    let all = Assets::load();
    vec![all.style, all.producer_style, all.picker, all.scanner, all.share]
}

/// The pages whose forms bring pictures: those for producers, and the one that scans.
pub fn producer_router(kit: &Kit, trackmate: &Trackmate) -> Router {
    let shop = Shop::of(kit, trackmate);
    producer::router(&shop).merge(scan::router(shop))
}

/// The pages for shoppers. The first one is at `/`.
pub fn router(kit: &Kit, trackmate: &Trackmate) -> Router {
    let shop = Shop::of(kit, trackmate);
    Router::new()
        .route("/", get(home::show))
        .route("/cari", get(browse::show))
        .route("/cari/saran", get(suggest::show))
        .route("/produk/{address}", get(product::show))
        .route("/produk/{address}/nilai", post(rating::rate))
        .route("/produk/{address}/lapor", get(report::ask).post(report::report))
        .route("/p/{code}", get(product::short))
        .route("/dilihat", get(seen::show).post(seen::forget))
        .route("/01/{gtin}", get(gtin::follow))
        .route("/01/{gtin}/{*piece}", get(gtin::follow_piece))
        .route("/pembuat/{address}", get(maker::show))
        .route("/produk-baru.rss", get(feed::newest))
        .route("/peta.svg", get(maps::ground))
        .route(SITEMAP, get(feed::sitemap))
        .merge(admin::router())
        .with_state(shop)
}
