//! The room that files take: module by module, and the largest.

use askama::Template;
use axum::extract::State;
use pages_kit::{Answer, Failed, Frame, Speech, Visit, chart::Chart};

use crate::{
    Desk, address,
    amounts::bytes,
    place::Storage,
    rooms::{Room, rooms},
};

#[derive(Template)]
#[template(path = "manage/storage.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rooms: Vec<Room>,
    facts: Vec<(String, String)>,
    /// `None` as long as nobody has counted.
    chart: Option<Chart>,
    modules: Vec<[String; 3]>,
    largest: Vec<[String; 3]>,
}

/// What a part of the program is called.
fn name_of(module: &str, speech: Speech<'_>) -> String {
    speech.say(&format!("module-{module}-name"))
}

fn modules(storage: &Storage, speech: Speech<'_>) -> Vec<[String; 3]> {
    let row = |(module, files, size): &(&str, u64, u64)| {
        let files = i64::try_from(*files).unwrap_or(i64::MAX);
        [name_of(module, speech), speech.number(files), bytes(speech, *size)]
    };
    storage.modules.iter().map(row).collect()
}

/// `GET /admin/penyimpanan`
pub(crate) async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let shown = async {
        let standing = desk.place().standing(&admin).await?;
        let (speech, storage) = (visit.speech(), desk.place().storage());
        let size = |size: Option<u64>| size.map_or_else(|| speech.say("manage-unknown"), |size| bytes(speech, size));
        let storage = storage.as_ref();
        let bars = |storage: &Storage| {
            let bar = |(module, _, size): &(&str, u64, u64)| (name_of(module, speech), bytes(speech, *size), *size);
            Chart::bars(speech.say("manage-room-of-modules"), storage.modules.iter().map(bar))
        };
        let large =
            |(module, name, size): &(&str, String, u64)| [name.clone(), name_of(module, speech), bytes(speech, *size)];
        Answer::page(&Page {
            frame: Frame::of(&visit, speech.say("manage-room-storage")),
            style: desk.style(),
            rooms: rooms(&desk, &visit, address::STORAGE),
            facts: vec![
                (speech.say("manage-disk"), size(standing.disk_free)),
                (speech.say("manage-database"), size(standing.database)),
            ],
            chart: storage.map(bars),
            modules: storage.map_or_else(Vec::new, |storage| modules(storage, speech)),
            largest: storage.map_or_else(Vec::new, |storage| storage.largest.iter().map(large).collect()),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
