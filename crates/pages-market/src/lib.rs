//! The market's pages: its first page, categories, search with what narrows it, listings, and who offers them.
//!
//! Invariant: pages call the module's use cases and nothing below them; what a reader may see is decided there.

mod address;
mod answer_time;
mod asked;
mod attribute_facets;
mod browse;
mod cards;
mod catalog;
mod choices;
mod favorites;
mod home;
mod letters;
mod listing;
mod map;
mod moderate;
mod photo;
mod report;
mod searches;
mod sell;
mod seller;
mod sitemap;
#[cfg(test)]
mod tests;
mod tree;

use std::{sync::Arc, time::Duration};

use accounts::AccountId;
pub use answer_time::AnswerTimes;
use axum::{
    Router,
    extract::FromRef,
    routing::{get, post},
};
use classifieds::Classifieds;
pub use letters::MarketLetters;
pub use moderate::Rooms;
use pages_kit::{Asset, Catalogue, Kit, Menu, asset, frame::Audience};
use platform::Error;

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

/// The room of administrators that belongs to the market: the key of its text, and where it is.
pub const ADMINISTRATION: (&str, &str) = ("catalog", catalog::PATH);

/// What search engines find listings by.
pub const SITEMAP: &str = "/sitemap-pasar.xml";

/// What the pages need.
#[derive(Clone)]
pub(crate) struct Market(Arc<Inner>);

struct Inner {
    kit: Kit,
    classifieds: Classifieds,
    /// How soon people answer, where they write to each other.
    answers: Option<Arc<dyn AnswerTimes>>,
    style: Asset,
    script: Asset,
    desk_script: Asset,
    draft_script: Asset,
    arrange_script: Asset,
    tree_script: Asset,
}

impl FromRef<Market> for Kit {
    fn from_ref(market: &Market) -> Self {
        market.0.kit.clone()
    }
}

impl Market {
    fn of(kit: &Kit, classifieds: &Classifieds, answers: Option<Arc<dyn AnswerTimes>>) -> Self {
        Self(Arc::new(Inner {
            kit: kit.clone(),
            classifieds: classifieds.clone(),
            answers,
            style: style(),
            script: script(),
            desk_script: desk_script(),
            draft_script: draft_script(),
            arrange_script: arrange_script(),
            tree_script: tree_script(),
        }))
    }

    pub(crate) fn classifieds(&self) -> &Classifieds {
        &self.0.classifieds
    }

    /// Whether people write to each other here.
    pub(crate) fn has_inbox(&self) -> bool {
        self.0.answers.is_some()
    }

    /// How soon somebody usually answers, if that is known.
    pub(crate) async fn answer_time(&self, seller: &AccountId) -> Result<Option<Duration>, Error> {
        match &self.0.answers {
            Some(answers) => answers.of(seller).await,
            None => Ok(None),
        }
    }

    /// Where the style sheet of these pages is.
    pub(crate) fn style(&self) -> &str {
        &self.0.style.path
    }

    /// Where the script is that asks where somebody is.
    pub(crate) fn script(&self) -> &str {
        &self.0.script.path
    }

    /// Where the script is that keeps drafts while they are typed.
    pub(crate) fn draft_script(&self) -> &str {
        &self.0.draft_script.path
    }

    /// Where the script is that lets categories be dragged.
    pub(crate) fn tree_script(&self) -> &str {
        &self.0.tree_script.path
    }

    /// Where the script is that lets pictures be dragged.
    pub(crate) fn arrange_script(&self) -> &str {
        &self.0.arrange_script.path
    }

    /// Where the script of the moderators' desk is.
    pub(crate) fn desk_script(&self) -> &str {
        &self.0.desk_script.path
    }
}

fn desk_script() -> Asset {
    Asset::js("desk", include_bytes!("../assets/desk.js").as_slice())
}

fn draft_script() -> Asset {
    Asset::js("draft", include_bytes!("../assets/draft.js").as_slice())
}

fn tree_script() -> Asset {
    Asset::js("tree", include_bytes!("../assets/tree.js").as_slice())
}

fn arrange_script() -> Asset {
    Asset::js("arrange", include_bytes!("../assets/arrange.js").as_slice())
}

fn style() -> Asset {
    asset::sheet("market", include_str!("../assets/market.css"))
}

fn script() -> Asset {
    Asset::js("near", include_bytes!("../assets/near.js").as_slice())
}

/// The files that these pages load beside the kit's, to be served.
pub fn assets() -> Vec<Asset> {
    vec![
        style(),
        script(),
        desk_script(),
        draft_script(),
        arrange_script(),
        tree_script(),
    ]
}

/// The pages; listings lead to writing to their sellers where there is an inbox, which then knows how soon they answer.
pub fn router(kit: &Kit, classifieds: &Classifieds, inbox: Option<Arc<dyn AnswerTimes>>) -> Router {
    Router::new()
        .route("/pasar", get(home::show))
        .route("/pasar/cari", get(browse::search))
        .route("/pasar/kategori/{slug}", get(browse::category))
        .route("/iklan/{address}", get(listing::show))
        .route("/iklan/{address}/simpan", post(favorites::keep))
        .route(favorites::PATH, get(favorites::show))
        .route(searches::PATH, get(searches::list).post(searches::save))
        .route("/pencarian/{id}", get(searches::show))
        .route("/pencarian/{id}/ubah", post(searches::change))
        .route("/pencarian/{id}/hapus", post(searches::remove))
        .route(sell::PATH, get(sell::own::show))
        .route(sell::new::NEW, get(sell::new::ask).post(sell::new::make))
        .route("/jual/draf/{id}/hapus", post(sell::draft::remove))
        .route("/jual/{code}", get(sell::manage::show))
        .route("/jual/{code}/ubah", get(sell::change::ask).post(sell::change::save))
        .route("/jual/{code}/status", post(sell::manage::move_to))
        .route("/jual/{code}/perpanjang", post(sell::manage::renew))
        .route("/jual/{code}/hapus", post(sell::manage::remove))
        .route("/jual/{code}/foto/{image}", post(sell::pictures::change))
        .route(
            "/iklan/{address}/lapor",
            get(report::ask_of_listing).post(report::send_of_listing),
        )
        .route(
            "/penjual/{name}/lapor",
            get(report::ask_of_person).post(report::send_of_person),
        )
        .route(catalog::PATH, get(catalog::tree::show).post(catalog::tree::arrange))
        .route(
            "/admin/kategori/_baru",
            get(catalog::category::ask).post(catalog::category::make),
        )
        .route("/admin/kategori/_batal/{seq}", post(catalog::tree::take_back))
        .route(
            "/admin/kategori/{slug}",
            get(catalog::category::show).post(catalog::category::save),
        )
        .route(
            "/admin/kategori/{slug}/atribut",
            get(catalog::attributes::show).post(catalog::attributes::arrange),
        )
        .route(
            "/admin/kategori/{slug}/atribut/{key}",
            get(catalog::attributes::ask).post(catalog::attributes::save),
        )
        .route("/admin/kategori/{slug}/pindah", post(catalog::category::place))
        .route("/admin/kategori/{slug}/hapus", post(catalog::category::remove))
        .route(
            "/admin/kategori/{slug}/gabung",
            get(catalog::merge::ask).post(catalog::merge::merge),
        )
        .route(moderate::PATH, get(moderate::queue::show))
        .route("/moderasi/ambil", post(moderate::queue::take))
        .route("/moderasi/lepas", post(moderate::queue::give_back))
        .route("/moderasi/banyak", post(moderate::decide::many))
        .route("/moderasi/batal/{decision}", post(moderate::decide::undo))
        .route(moderate::PEOPLE, get(moderate::people::show))
        .route("/moderasi/orang/{id}", post(moderate::people::close))
        .route("/moderasi/orang/{id}/tangguhkan", post(moderate::people::suspend))
        .route(moderate::RULES, get(moderate::rules::show).post(moderate::rules::set))
        .route(moderate::LOG, get(moderate::log::show))
        .route("/moderasi/{code}", post(moderate::decide::one))
        .route("/iklan-foto/{listing}/images/{image}/{size}", get(photo::show))
        .route("/penjual/{name}", get(seller::show))
        .route(SITEMAP, get(sitemap::show))
        .with_state(Market::of(kit, classifieds, inbox))
}

/// The page whose form brings pictures.
pub fn router_with_pictures(kit: &Kit, classifieds: &Classifieds) -> Router {
    Router::new()
        .route("/jual/{code}/foto", post(sell::pictures::send))
        .with_state(Market::of(kit, classifieds, None))
}
