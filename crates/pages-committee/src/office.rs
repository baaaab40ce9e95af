//! Who holds exams here, and how the place is kept: the first start, administrators, sessions, the log, storage, retention.

pub(crate) mod admin;
pub(crate) mod admins;
pub(crate) mod first;
pub(crate) mod log;
pub(crate) mod password;
pub(crate) mod retention;
pub(crate) mod second_step;
pub(crate) mod sessions;
pub(crate) mod storage;
pub(crate) mod way;

use axum::{
    Router,
    routing::{get, post},
};
use pages_kit::{Asset, Fields, Speech, asset};
use platform::{Error, Message, Rule};

use crate::Committee;

/// Where the place is looked after.
pub(crate) const HOME: &str = "/ujian/kelola";

/// The pages about the place.
pub(crate) fn router() -> Router<Committee> {
    Router::new()
        .route(first::PATH, get(first::show).post(first::set_up))
        .route(password::PATH, get(password::show).post(password::change))
        .route(HOME, get(admins::show).post(admins::add))
        .route("/ujian/kelola/admin/{id}", get(admin::show))
        .route("/ujian/kelola/admin/{id}/{deed}", post(admin::carry_out))
        .route(sessions::PATH, get(sessions::show).post(sessions::end))
        .route(log::PATH, get(log::show))
        .route(storage::PATH, get(storage::show))
        .route(retention::PATH, get(retention::show).post(retention::save))
}

/// A way to a page about the place.
struct Part {
    text: String,
    path: &'static str,
    is_here: bool,
}

/// The ways to them, as one of them shows them.
fn parts(speech: Speech<'_>, here: &str) -> Vec<Part> {
    let all = [
        ("office-admins", HOME),
        ("office-sessions", sessions::PATH),
        ("office-log", log::PATH),
        ("office-storage", storage::PATH),
        ("office-retention", retention::PATH),
    ];
    let parts = all.map(|(text, path)| Part {
        text: speech.say(text),
        path,
        is_here: path == here,
    });
    parts.into()
}

/// The files that these pages load.
pub(crate) struct Assets {
    pub(crate) style: Asset,
    pub(crate) code: Asset,
}

impl Assets {
    pub(crate) fn load() -> Self {
        Self {
            style: asset::sheet("office", include_str!("../assets/office.css")),
            code: Asset::js("office-code", include_bytes!("../assets/office-code.js").as_slice()),
        }
    }
}

/// Refuses a password that was typed otherwise the second time.
fn same_twice(speech: Speech<'_>, fields: &Fields) -> Result<(), Error> {
    if fields.get("password") == fields.get("passwordAgain") {
        return Ok(());
    }
    let said = speech.say("office-password-differs");
    Err(Error::invalid_field(
        "passwordAgain",
        Rule::Other(Message::new(said.clone(), said)),
    ))
}
