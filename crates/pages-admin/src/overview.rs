//! How the place is, and the ways to everything that can be done about it.

use askama::Template;
use axum::extract::State;
use pages_kit::{Answer, Failed, Frame, Speech, Visit};
use platform::Timestamp;

use crate::{
    Desk, address,
    amounts::{self, ago},
    place::{JobState, Standing},
    rooms::{Room, rooms},
};

#[derive(Template)]
#[template(path = "manage/overview.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rooms: Vec<Room>,
    warnings: Vec<String>,
    /// What is wrong: its text, and where to look.
    wrong: Vec<Way>,
    /// What waits for somebody who decides.
    waiting: Vec<Way>,
    /// What is known of the server: name and value.
    facts: Vec<(String, String)>,
    counts: Vec<(String, String)>,
    /// The pages of administrators that belong to a product.
    elsewhere: Vec<Way>,
}

/// A text that leads somewhere, if it does.
struct Way {
    text: String,
    path: Option<&'static str>,
    count: String,
}

fn facts(standing: &Standing, now: Timestamp, speech: Speech<'_>) -> Vec<(String, String)> {
    let unknown = || speech.say("manage-unknown");
    let size = |bytes: Option<u64>| bytes.map_or_else(unknown, |bytes| amounts::bytes(speech, bytes));
    let media = standing.media.map_or_else(unknown, |(files, bytes)| {
        let files = i64::try_from(files).unwrap_or(i64::MAX);
        let bytes = amounts::bytes(speech, bytes);
        speech.with_two("manage-files", ("count", speech.number(files)), ("size", bytes))
    });
    let fact = |key: &str, value: String| (speech.say(key), value);
    vec![
        fact("manage-version", standing.version.to_owned()),
        fact("manage-engine", standing.engine.to_owned()),
        fact("manage-started", ago(speech, now, standing.started)),
        fact("manage-disk", size(standing.disk_free)),
        fact("manage-database", size(standing.database)),
        fact("manage-media", media),
        fact("manage-last-backup", last_backup(standing, now, speech)),
    ]
}

/// When the newest backup was made.
fn last_backup(standing: &Standing, now: Timestamp, speech: Speech<'_>) -> String {
    match standing.backup.as_ref().map(|backup| &backup.newest) {
        None => speech.say("manage-backups-off"),
        Some(None) => speech.say("manage-no-backup"),
        Some(Some(newest)) => ago(speech, now, newest.at),
    }
}

/// What is amiss.
fn wrong(standing: &Standing, jobs: &[JobState], speech: Speech<'_>) -> Vec<Way> {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let backup = standing.backup.as_ref();
    let is_late = backup.is_some_and(|backup| backup.is_late);
    let newest = backup.and_then(|backup| backup.newest.as_ref());
    let is_damaged = newest.is_some_and(|newest| newest.fault().is_some());
    let failing = jobs.iter().filter(|job| job.is_failing()).count();
    let all = [
        ("manage-wrong-jobs", failing as u64, address::WORK),
        ("manage-wrong-events", standing.dead.events, address::WORK),
        ("manage-wrong-webhooks", standing.dead.webhooks, address::WORK),
        ("manage-wrong-late", u64::from(is_late), address::BACKUPS),
        ("manage-wrong-backup", u64::from(is_damaged), address::BACKUPS),
    ];
    let some = all.into_iter().filter(|(_, number, _)| *number > 0);
    some.map(|(key, number, path)| Way {
        text: speech.say(key),
        path: Some(path),
        count: speech.number(count(number)),
    })
    .collect()
}

/// `GET /admin`
pub(crate) async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let shown = async {
        let standing = desk.place().standing(&admin).await?;
        let (speech, jobs) = (visit.speech(), desk.place().jobs());
        let waiting = standing.waiting.iter().map(|one| Way {
            text: speech.say(&format!("manage-waiting-{}", one.text)),
            path: one.path,
            count: speech.number(one.count),
        });
        let counts = standing.counts.iter();
        let counts = counts.map(|(text, count)| (speech.say(&format!("manage-count-{text}")), speech.number(*count)));
        let elsewhere = standing.elsewhere.iter().map(|(text, path)| Way {
            text: speech.say(text),
            path: Some(path),
            count: String::new(),
        });
        Answer::page(&Page {
            frame: Frame::of(&visit, speech.say("manage")),
            style: desk.style(),
            rooms: rooms(&desk, &visit, address::OVERVIEW),
            warnings: standing
                .warnings
                .iter()
                .map(|said| said.text(visit.lang()).to_owned())
                .collect(),
            wrong: wrong(&standing, &jobs, speech),
            waiting: waiting.collect(),
            facts: facts(&standing, visit.ctx.now(), speech),
            counts: counts.collect(),
            elsewhere: elsewhere.collect(),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
