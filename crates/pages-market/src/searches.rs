//! Searches that somebody saves: all of them, and what each finds, with what is new in it.

mod filters;
pub(crate) mod letter;
mod manage;
mod save;
mod show;

use accounts::Actor;
use askama::Template;
use axum::extract::State;
use classifieds::api::{CategoryNode, SavedSearch, SavedSearchId};
use pages_kit::{Answer, Failed, Frame, Speech, Visit};
use platform::{Error, Kind};

pub(crate) use self::{
    manage::{change, remove},
    save::{Saving, save},
    show::show,
};
use crate::Market;

/// Where they are listed.
pub(crate) const PATH: &str = "/pencarian";

/// The page of one.
pub(crate) fn path(id: &SavedSearchId) -> String {
    format!("{PATH}/{id}")
}

/// The id in an address, if there can be one.
fn id_of(text: &str) -> Result<SavedSearchId, Error> {
    let missing = |_| Error::new(Kind::NotFound, "market.no_search", "there is no such saved search");
    platform::id::uuid_text("id", text)
        .map(SavedSearchId::from)
        .map_err(missing)
}

/// More than this is not told exactly: no more is kept.
const MANY: i64 = 99;

/// How much is new, as a mark says it; empty if nothing is.
pub(crate) fn news(count: i64) -> String {
    match count {
        ..=0 => String::new(),
        1..=MANY => count.to_string(),
        _ => format!("{MANY}+"),
    }
}

/// How much is new for whoever looks, in all that they saved.
pub(crate) async fn news_for(market: &Market, actor: Option<&Actor>) -> Result<String, Error> {
    match actor {
        Some(actor) => Ok(news(market.classifieds().count_search_news(actor).await?)),
        None => Ok(String::new()),
    }
}

/// A saved search in the list.
struct Row {
    path: String,
    name: String,
    /// What it asks for, in words.
    about: String,
    news: String,
    told_by_mail: bool,
}

#[derive(Template)]
#[template(path = "market/searches.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rows: Vec<Row>,
}

/// `GET /pencarian`
pub(crate) async fn list(State(market): State<Market>, visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let speech = visit.speech();
        let tree = market.classifieds().show_category_tree().await?;
        let found = market.classifieds().list_saved_searches(actor).await?;
        let row = |search: &SavedSearch| row(speech, &tree, search);
        Answer::page(&Page {
            style: market.style(),
            rows: found.iter().map(row).collect(),
            frame: Frame::of(&visit, speech.say("searches")),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}

fn row(speech: Speech<'_>, tree: &[CategoryNode], search: &SavedSearch) -> Row {
    Row {
        path: path(&search.id),
        name: search.name.clone(),
        about: filters::told(speech, &filters::read(&search.filters, tree), &[]).join(" · "),
        news: news(search.new_count),
        told_by_mail: search.notify_by_email,
    }
}
