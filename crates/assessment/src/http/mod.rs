//! The documented HTTP API, below `/api/v1` and, as the documents' samples have it, below `/v1`.

mod admin;
mod auth;
mod event;
mod live;
mod paper_files;
mod participant;
mod query;
mod roster;
mod title;
mod user;

use platform::http::routes::Endpoint;

use crate::Assessment;

/// A path below the base.
macro_rules! api {
    ($path:literal) => {
        concat!("/api/v1", $path)
    };
}
pub(crate) use api;

/// Every endpoint of the module.
pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    let groups = [
        ("sessions", auth::endpoints()),
        ("administrators", admin::endpoints()),
        ("test packages", paper_files::endpoints()),
        ("events", event::endpoints()),
        ("events", live::endpoints()),
        ("users", user::endpoints()),
        ("participants", participant::endpoints()),
        ("participants", roster::endpoints()),
        ("positions", title::positions()),
        ("ranks", title::ranks()),
        ("units", title::units()),
    ];
    let all = groups.into_iter().flat_map(|(group, endpoints)| {
        endpoints
            .into_iter()
            .map(move |endpoint| endpoint.within(group).also_without("/api"))
    });
    all.collect()
}
