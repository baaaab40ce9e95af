//! The pages of whoever runs the server: how it is, its people, background work, backups, room and figures, its log, what was
//! granted, and webhooks.
//!
//! Invariants:
//! - whoever is no administrator learns nothing here;
//! - pages call use cases, and what they ask of the server itself stands in [`Place`]; every change is noted with who made it;
//! - everything works without scripts.

mod address;
mod amounts;
mod backups;
mod deed;
mod figures;
mod grants;
mod hooks;
mod lines;
mod listed;
mod log;
mod overview;
mod people;
mod person;
pub mod place;
mod rooms;
mod storage;
#[cfg(test)]
mod tests;
mod work;

use std::sync::Arc;

use accounts::Accounts;
use axum::{
    Router,
    extract::FromRef,
    routing::{get, post},
};
use pages_kit::{Asset, Catalogue, Kit, Menu, asset, frame::Audience};

pub use self::place::Place;

/// The texts of these pages.
pub const CATALOGUE: Catalogue = Catalogue {
    name: "manage",
    texts: [
        include_str!("../locales/id/manage.ftl"),
        include_str!("../locales/en/manage.ftl"),
        include_str!("../locales/tr/manage.ftl"),
    ],
};

/// What these pages put into the bar.
pub const MENU: Menu = Menu {
    text: "manage",
    path: address::OVERVIEW,
    audience: Audience::Administrators,
};

/// What the pages need.
#[derive(Clone)]
pub(crate) struct Desk(Arc<Inner>);

struct Inner {
    kit: Kit,
    place: Arc<dyn Place>,
    style: Asset,
}

impl FromRef<Desk> for Kit {
    fn from_ref(desk: &Desk) -> Self {
        desk.0.kit.clone()
    }
}

impl Desk {
    pub(crate) fn accounts(&self) -> &Accounts {
        self.0.kit.accounts()
    }

    pub(crate) fn place(&self) -> &dyn Place {
        &*self.0.place
    }

    /// Where the style sheet of these pages is.
    pub(crate) fn style(&self) -> &str {
        &self.0.style.path
    }
}

fn style() -> Asset {
    asset::sheet("manage", include_str!("../assets/manage.css"))
}

/// The files that these pages load beside the kit's, to be served.
pub fn assets() -> Vec<Asset> {
    vec![style()]
}

/// The pages.
pub fn router(kit: &Kit, place: Arc<dyn Place>) -> Router {
    let desk = Desk(Arc::new(Inner {
        kit: kit.clone(),
        place,
        style: style(),
    }));
    Router::new()
        .route(address::OVERVIEW, get(overview::show))
        .route(address::PEOPLE, get(people::show))
        .route("/admin/orang/{handle}", get(person::show))
        .route("/admin/orang/{handle}/sesi/{session}", post(person::end_session))
        .route("/admin/orang/{handle}/{deed}", get(deed::ask).post(deed::decide))
        .route(address::LOG, get(log::show))
        .route(address::BACKUPS, get(backups::show).post(backups::make))
        .route("/admin/cadangan/{name}/buktikan", post(backups::prove))
        .route(address::STORAGE, get(storage::show))
        .route(address::FIGURES, get(figures::show))
        .route(address::LINES, get(lines::show))
        .route(address::GRANTS, get(grants::show).post(grants::give))
        .route("/admin/izin/{id}/cabut", post(grants::revoke))
        .route(address::HOOKS, get(hooks::show).post(hooks::make))
        .route("/admin/webhook/{id}", get(hooks::show_one).post(hooks::act))
        .route(address::WORK, get(work::show))
        .route(
            "/admin/pekerjaan/peristiwa/{subscriber}/{seq}",
            post(work::revive_event),
        )
        .route(
            "/admin/pekerjaan/kiriman/{webhook}/{delivery}",
            post(work::revive_delivery),
        )
        // Where accounts were looked after before.
        .route("/pengelola/akun", get(people::moved))
        .route("/pengelola/akun/{handle}/peran", get(person::moved))
        .with_state(desk)
}
