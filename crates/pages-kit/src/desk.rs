//! All that waits for whoever judges, from every module in one list: the most reported first, then what waits longest. Each entry
//! leads to the room in which it is judged.

use std::{cmp::Reverse, sync::Arc};

use askama::Template;
use axum::{Extension, Router, extract::FromRef, routing::get};
use futures_util::future::BoxFuture;
use platform::{Error, Timestamp};

use crate::{Answer, Failed, Frame, Kit, Visit};

/// Where it is.
pub const PATH: &str = "/moderasi/semua";
/// Entries that are shown.
const MOST: usize = 50;

/// Something that waits.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is called.
    pub title: String,
    /// Where it is judged.
    pub path: String,
    /// Since when it waits, if that is known.
    pub since: Option<Timestamp>,
    /// How many people reported it.
    pub reports: i64,
}

/// A room in which things of a kind are judged.
#[derive(Debug, Clone)]
pub struct Room {
    /// What waits there, in words.
    pub text: String,
    pub path: &'static str,
    /// How much waits in all.
    pub count: i64,
    /// What comes first.
    pub first: Vec<Entry>,
}

/// A module with rooms.
pub trait Desk: Send + Sync {
    /// The rooms that somebody may enter, with what waits in them: of each the first `most`, the most reported first, then what waits
    /// longest.
    fn rooms<'a>(&'a self, visit: &'a Visit, most: usize) -> BoxFuture<'a, Result<Vec<Room>, Error>>;
}

/// An entry as it is shown.
struct Row {
    kind: String,
    title: String,
    path: String,
    since: String,
    reports: String,
}

/// A way to a room.
struct Way {
    text: String,
    path: &'static str,
    count: String,
}

#[derive(Template)]
#[template(path = "kit/desk.html")]
struct Page<'a> {
    frame: Frame<'a>,
    ways: Vec<Way>,
    rows: Vec<Row>,
    /// How much waits beyond what is shown; empty if nothing does.
    more: String,
}

/// The page, over whichever modules are there.
pub fn router<S>(desks: Vec<Arc<dyn Desk>>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Kit: FromRef<S>,
{
    Router::new()
        .route(PATH, get(show))
        .layer(Extension(Desks(desks.into())))
}

#[derive(Clone)]
struct Desks(Arc<[Arc<dyn Desk>]>);

/// `GET /moderasi/semua`
async fn show(Extension(desks): Extension<Desks>, visit: Visit) -> Result<Answer, Failed> {
    visit.moderator()?;
    page(&desks, &visit).await.map_err(Failed::at(&visit))
}

async fn page(desks: &Desks, visit: &Visit) -> Result<Answer, Error> {
    let speech = visit.speech();
    let mut rooms = Vec::new();
    for desk in desks.0.iter() {
        rooms.extend(desk.rooms(visit, MOST).await?);
    }
    let total: i64 = rooms.iter().map(|room| room.count).sum();
    let entries = in_order(&rooms);
    let hidden = total - i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let rows = entries.into_iter().map(|(kind, entry)| Row {
        kind: kind.to_owned(),
        title: entry.title.clone(),
        path: entry.path.clone(),
        since: entry
            .since
            .map(|since| speech.with("desk-since", "day", speech.day(since)))
            .unwrap_or_default(),
        reports: if entry.reports > 0 {
            speech.with("desk-reports", "count", entry.reports)
        } else {
            String::new()
        },
    });
    Answer::page(&Page {
        rows: rows.collect(),
        ways: rooms
            .iter()
            .map(|room| Way {
                text: room.text.clone(),
                path: room.path,
                count: if room.count > 0 {
                    speech.number(room.count)
                } else {
                    String::new()
                },
            })
            .collect(),
        more: if hidden > 0 {
            speech.with("desk-more", "count", hidden)
        } else {
            String::new()
        },
        frame: Frame::of(visit, speech.say("desk")),
    })
}

/// The entries of all rooms, each with what its room is called, as far as they are shown.
fn in_order(rooms: &[Room]) -> Vec<(&str, &Entry)> {
    let mut entries: Vec<_> = rooms
        .iter()
        .flat_map(|room| room.first.iter().map(|entry| (room.text.as_str(), entry)))
        .collect();
    // What does not say since when it waits comes after those that do.
    let place = |entry: &Entry| (Reverse(entry.reports), entry.since.is_none(), entry.since);
    entries.sort_by_key(|(_, entry)| place(entry));
    entries.truncate(MOST);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, since: Option<i64>, reports: i64) -> Entry {
        Entry {
            title: title.to_owned(),
            path: String::new(),
            since: since.map(Timestamp),
            reports,
        }
    }

    #[test]
    fn the_most_reported_comes_first_and_then_what_waits_longest() {
        let room = |text: &str, first: Vec<Entry>| Room {
            text: text.to_owned(),
            path: "/x",
            count: 0,
            first,
        };
        let rooms = [
            room("a", vec![entry("twice", Some(9), 2), entry("new", Some(8), 0)]),
            room(
                "b",
                vec![
                    entry("unknown", None, 0),
                    entry("old", Some(1), 0),
                    entry("once", Some(1), 1),
                ],
            ),
        ];
        let titles: Vec<_> = in_order(&rooms).iter().map(|(_, entry)| entry.title.as_str()).collect();
        assert_eq!(titles, ["twice", "once", "old", "new", "unknown"]);
        let many = [room("a", vec![entry("x", None, 0); MOST + 5])];
        assert_eq!(in_order(&many).len(), MOST);
    }
}
