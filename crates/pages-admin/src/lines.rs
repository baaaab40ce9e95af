//! The newest lines of the server's log.

use askama::Template;
use axum::extract::{RawQuery, State};
use pages_kit::{Answer, Failed, Frame, Visit};

use crate::{
    Desk, address,
    listed::query_of,
    place::WantedLines,
    rooms::{Room, rooms},
};

/// Lines that are shown at once.
const SHOWN: usize = 200;
const LEVELS: [&str; 5] = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"];

#[derive(Template)]
#[template(path = "manage/lines.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rooms: Vec<Room>,
    words: &'a str,
    path: &'a str,
    /// Each level, and whether it is the one.
    levels: Vec<(&'static str, bool)>,
    lines: Vec<String>,
}

/// `GET /admin/log`
pub(crate) async fn show(State(desk): State<Desk>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    visit.administrator()?;
    let fields = query_of(query);
    let typed = |name: &str| fields.get(name).trim().chars().take(200).collect::<String>();
    let level = LEVELS.into_iter().find(|level| *level == fields.get("tingkat"));
    let wanted = WantedLines {
        words: typed("q"),
        path: typed("jalur"),
        level: level.unwrap_or_default().to_owned(),
    };
    let speech = visit.speech();
    let page = Page {
        frame: Frame::of(&visit, speech.say("manage-room-lines")),
        style: desk.style(),
        rooms: rooms(&desk, &visit, address::LINES),
        lines: desk.place().lines(&wanted, SHOWN),
        words: &wanted.words,
        path: &wanted.path,
        levels: LEVELS.map(|one| (one, Some(one) == level)).into(),
    };
    Answer::page(&page).map_err(Failed::at(&visit))
}
