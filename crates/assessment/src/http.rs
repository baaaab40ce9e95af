//! The documented HTTP API, below `/api/v1` and, as the documents' samples have it, below `/v1`.

pub(crate) mod dialect;
pub(crate) mod file;
pub(crate) mod query;

use platform::{
    http::routes::{Access, Endpoint},
    version::Versioned,
};

use crate::{Assessment, Requirement, attempt, audit, bank, exam, keeping, marking, people, sitting, supervision};

/// A path below the base.
macro_rules! api {
    ($path:literal) => {
        concat!("/api/v1", $path)
    };
}
pub(crate) use api;

/// What is shown with its version, as its `ETag`.
macro_rules! versioned {
    ($($view:path,)*) => {$(
        impl Versioned for $view {
            fn version(&self) -> i64 {
                self.version
            }
        }
    )*};
}
versioned! {
    attempt::response::service::ResponseView,
    bank::audio::service::AudioView,
    bank::package::service::PackageView,
    bank::passage::service::PassageView,
    bank::question::service::view::QuestionView,
    bank::section::service::DetailView,
    bank::section::service::SectionView,
    people::admin::service::AdminView,
    people::title::service::TitleView,
    people::user::service::UserView,
    sitting::event::service::EventView,
    sitting::participant::service::ParticipantView,
}

/// What the documents say about a requirement.
pub(crate) fn access<R: Requirement>() -> Access {
    Access::Staff(R::STAFF)
}

/// Every endpoint of the module.
pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    let groups = [
        ("sessions", people::session::http::endpoints()),
        ("administrators", people::admin::http::endpoints()),
        ("administrators", audit::http::endpoints()),
        ("administrators", keeping::storage::http::endpoints()),
        ("administrators", keeping::retention::http::endpoints()),
        ("questions", bank::question::http::endpoints()),
        ("passages", bank::passage::http::endpoints()),
        ("test packages", bank::package::http::endpoints()),
        ("test packages", bank::publishing::http::endpoints()),
        ("test packages", bank::outline::http::endpoints()),
        ("sections", bank::section::http::endpoints()),
        ("audio", bank::audio::http::endpoints()),
        ("pictures", bank::picture::http::endpoints()),
        ("proctoring", supervision::video::http::endpoints()),
        ("test packages", bank::import::http::endpoints()),
        ("test packages", bank::export::http::endpoints()),
        ("events", sitting::event::http::endpoints()),
        ("events", sitting::rehearsal::http::endpoints()),
        ("events", supervision::live::http::endpoints()),
        ("events", supervision::board::http::endpoints()),
        ("events", exam::browser::http::endpoints()),
        ("users", people::user::http::endpoints()),
        ("participants", sitting::participant::http::endpoints()),
        ("participants", sitting::registration::http::endpoints()),
        ("participants", sitting::intervention::http::endpoints()),
        ("participants", sitting::roster::http::endpoints()),
        ("positions", people::title::http::positions()),
        ("ranks", people::title::http::ranks()),
        ("ratings", marking::rating::http::endpoints()),
        ("results", marking::results::http::endpoints()),
        ("results", marking::scale::http::endpoints()),
        ("results", marking::regrade::http::endpoints()),
        ("results", marking::release::http::endpoints()),
        ("results", marking::voiding::http::endpoints()),
        ("results", marking::appeal::http::endpoints()),
        ("test responses", attempt::response::http::endpoints()),
        ("units", people::title::http::units()),
        ("taking an exam", exam::session::http::endpoints()),
        ("taking an exam", exam::lobby::http::endpoints()),
        ("taking an exam", exam::run::http::endpoints()),
        ("taking an exam", exam::paper::http::endpoints()),
        ("taking an exam", exam::sealed::http::endpoints()),
        ("taking an exam", exam::answers::http::endpoints()),
        ("taking an exam", exam::speech::http::endpoints()),
        ("taking an exam", exam::listening::http::endpoints()),
        ("taking an exam", exam::recording::http::endpoints()),
        ("taking an exam", exam::flags::http::endpoints()),
        ("taking an exam", exam::receipt::http::endpoints()),
        ("taking an exam", exam::result::http::endpoints()),
        ("taking an exam", exam::stream::http::endpoints()),
    ];
    let all = groups.into_iter().flat_map(|(group, endpoints)| {
        endpoints
            .into_iter()
            .map(move |endpoint| endpoint.within(group).also_without("/api"))
    });
    all.collect()
}
