//! The people of the institution: who they are, what they took part in, and the ranks, units and positions that they have.
//!
//! Invariant: whoever supervises reads; whoever administers changes.

pub(crate) mod list;
pub(crate) mod merge;
pub(crate) mod removal;
pub(crate) mod title;
pub(crate) mod titles;
mod typed;
pub(crate) mod user;

use assessment::{TitleKind, UserView};
use axum::{
    Router,
    routing::{get, post},
};
use pages_kit::Speech;
use platform::Error;

use crate::Committee;

/// Where the list of people is.
pub(crate) const LIST: &str = "/ujian/orang";

/// The address of somebody's page.
pub(crate) fn path_of(user: i64, rest: &str) -> String {
    format!("{LIST}/{user}{rest}")
}

/// The address of a title's page.
pub(crate) fn title_path(kind: TitleKind, id: i64) -> String {
    title::path_of(kind, id, "")
}

/// What a kind of title is called in addresses and in fields, and the keys of its name and of its list.
pub(crate) fn named(kind: TitleKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        TitleKind::Rank => ("pangkat", "people-rank", "people-ranks"),
        TitleKind::Unit => ("satuan", "people-unit", "people-units"),
        TitleKind::Position => ("jabatan", "people-position", "people-positions"),
    }
}

/// The field of the API that is about a kind of title.
fn field_of(kind: TitleKind) -> &'static str {
    match kind {
        TitleKind::Rank => "rankId",
        TitleKind::Unit => "unitId",
        TitleKind::Position => "positionId",
    }
}

/// The kind that a piece of an address names.
fn kind_of(piece: &str) -> Result<TitleKind, Error> {
    let found = TitleKind::ALL.into_iter().find(|kind| named(*kind).0 == piece);
    found.ok_or_else(assessment::failures::nowhere)
}

/// The title of a kind that somebody has.
fn title_of(user: &UserView, kind: TitleKind) -> Option<&str> {
    match kind {
        TitleKind::Rank => user.rank.as_ref()?.as_ref().map(|brief| brief.title.as_str()),
        TitleKind::Unit => user.unit.as_ref()?.as_ref().map(|brief| brief.title.as_str()),
        TitleKind::Position => user.position.as_ref()?.as_ref().map(|brief| brief.title.as_str()),
    }
}

/// What can be chosen of a kind, by title: nothing first. Empty where there are too many to choose from.
async fn choices(committee: &Committee, speech: Speech<'_>, kind: TitleKind) -> Result<Vec<(String, String)>, Error> {
    let titles = committee.assessment().title_choices(kind).await?;
    if titles.is_empty() {
        return Ok(Vec::new());
    }
    let nothing = [(String::new(), speech.say("people-any"))];
    let titles = titles.into_iter().map(|one| (one.title.clone(), one.title));
    Ok(nothing.into_iter().chain(titles).collect())
}

/// The pages about people.
pub(crate) fn router() -> Router<Committee> {
    Router::new()
        .route(LIST, get(list::show).post(list::add))
        .route("/ujian/orang/daftar/{kind}", get(titles::show).post(titles::add))
        .route("/ujian/orang/daftar/{kind}/{id}", get(title::show).post(title::rename))
        .route("/ujian/orang/daftar/{kind}/{id}/hapus", post(title::remove))
        .route("/ujian/orang/daftar/{kind}/{id}/gabung", post(title::merge))
        .route("/ujian/orang/{user}", get(user::show).post(user::save))
        .route("/ujian/orang/{user}/hapus", get(removal::show).post(removal::remove))
        .route("/ujian/orang/{user}/gabung", get(merge::show).post(merge::merge))
}

/// Where the lists beside the one of people are.
struct Door {
    text: String,
    path: String,
    is_here: bool,
}

/// The four lists; `here` is the kind whose list is shown.
fn doors(speech: Speech<'_>, here: Option<TitleKind>) -> Vec<Door> {
    let people = Door {
        text: speech.say("people"),
        path: LIST.to_owned(),
        is_here: here.is_none(),
    };
    let titles = TitleKind::ALL.map(|kind| Door {
        text: speech.say(named(kind).2),
        path: titles::path_of(kind),
        is_here: here == Some(kind),
    });
    [people].into_iter().chain(titles).collect()
}
