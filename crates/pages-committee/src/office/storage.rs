//! What lies on the disk, and whether there is room for more.

use askama::Template;
use assessment::{Administrators, StorageView};
use axum::extract::State;
use pages_kit::{Answer, Failed, Frame, Speech};

use super::{Part, parts, way};
use crate::{
    Committee,
    caller::Entered,
    frame::{Officer, around},
    measures::size,
};

/// Where it is.
pub(crate) const PATH: &str = "/ujian/kelola/ruang";
/// With less room than so many times what is reserved, somebody should look.
const NARROW: u64 = 4;

#[derive(Template)]
#[template(path = "office/storage.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    parts: Vec<Part>,
    way: Option<way::Way>,
    /// What somebody should do something about.
    warning: Option<String>,
    facts: Vec<(String, String)>,
    rows: Vec<Row>,
}

struct Row {
    text: String,
    count: String,
    size: String,
}

fn whole(speech: Speech<'_>, bytes: u64) -> String {
    size(speech, i64::try_from(bytes).unwrap_or(i64::MAX / 2))
}

fn warning(speech: Speech<'_>, storage: &StorageView) -> Option<String> {
    let free = storage.free_bytes?;
    if free < storage.reserved_bytes {
        Some(speech.say("office-storage-full"))
    } else if free < storage.reserved_bytes.saturating_mul(NARROW) {
        Some(speech.say("office-storage-narrow"))
    } else {
        None
    }
}

/// `GET /ujian/kelola/ruang`
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<Administrators>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let speech = visit.speech();
        let storage = committee.assessment().storage().await?;
        let kinds = [
            ("office-storage-audio", storage.audio),
            ("office-storage-pictures", storage.pictures),
            ("office-storage-spoken", storage.spoken_answers),
            ("office-storage-recordings", storage.recordings),
        ];
        let free = storage
            .free_bytes
            .map_or_else(|| "–".to_owned(), |free| whole(speech, free));
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("office-storage")).await?;
        Answer::page(&Page {
            own_style: &committee.office().style.path,
            parts: parts(speech, PATH),
            way: way::told(&committee, &visit),
            warning: warning(speech, &storage),
            facts: vec![
                (speech.say("office-storage-free"), free),
                (
                    speech.say("office-storage-database"),
                    whole(speech, storage.database_bytes),
                ),
                (
                    speech.say("office-storage-reserved"),
                    whole(speech, storage.reserved_bytes),
                ),
            ],
            rows: kinds
                .into_iter()
                .map(|(text, kept)| Row {
                    text: speech.say(text),
                    count: speech.number(kept.count),
                    size: size(speech, kept.bytes),
                })
                .collect(),
            frame,
            officer,
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
