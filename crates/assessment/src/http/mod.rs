//! The documented HTTP API, below `/api/v1` and, as the documents' samples have it, below `/v1`.

mod admin;
mod audio;
mod audit;
mod auth;
pub(crate) mod dialect;
mod event;
mod live;
mod package;
mod paper_files;
mod participant;
mod passage;
mod picture;
mod query;
mod question;
mod rating;
mod response;
mod results;
mod roster;
mod section;
mod title;
mod user;
mod video;

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
        ("administrators", audit::endpoints()),
        ("questions", question::endpoints()),
        ("passages", passage::endpoints()),
        ("test packages", package::endpoints()),
        ("sections", section::endpoints()),
        ("audio", audio::endpoints()),
        ("pictures", picture::endpoints()),
        ("proctoring", video::endpoints()),
        ("test packages", paper_files::endpoints()),
        ("events", event::endpoints()),
        ("events", live::endpoints()),
        ("users", user::endpoints()),
        ("participants", participant::endpoints()),
        ("participants", roster::endpoints()),
        ("positions", title::positions()),
        ("ranks", title::ranks()),
        ("ratings", rating::endpoints()),
        ("results", results::endpoints()),
        ("test responses", response::endpoints()),
        ("units", title::units()),
    ];
    let all = groups.into_iter().flat_map(|(group, endpoints)| {
        endpoints
            .into_iter()
            .map(move |endpoint| endpoint.within(group).also_without("/api"))
    });
    all.collect()
}
