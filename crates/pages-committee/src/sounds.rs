//! The library of sounds: what there is, what it sounds like, where it is played, and deleting what nobody plays.

mod one;

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use assessment::{AudioView, BankReaders, Order};
use axum::extract::{RawQuery, State};
use pages_kit::{Answer, Failed, Frame, Paged, Speech};
use platform::{Error, text::fold};

pub(crate) use self::one::{remove, show as show_one};
use crate::{
    Committee,
    asked::Asked,
    caller::Entered,
    frame::{Officer, around},
    measures::{length, size},
};

/// Where the library is.
pub(crate) const LIST: &str = "/ujian/suara";
const PAGED: Paged = Paged { rows: 25, last: 1_000 };
const BY_FOLDER: Order = Order {
    by: "event",
    down: false,
};

#[derive(Template)]
#[template(path = "committee/sounds.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    rows: Vec<Row>,
    total: String,
    /// How many files there are, what they take, and how many of them nobody plays.
    said: String,
    query: String,
    before: Option<String>,
    after: Option<String>,
}

/// A sound, as the list and its own page show it.
struct Row {
    path: String,
    name: String,
    folder: String,
    /// Where it is played.
    source: String,
    lasts: String,
    size: String,
    used: String,
}

/// Where a sound's own page is.
fn path_of(id: i64, rest: &str) -> String {
    format!("{LIST}/{id}{rest}")
}

impl Row {
    fn of(sound: AudioView, used: i64, speech: Speech<'_>) -> Self {
        Self {
            path: path_of(sound.id, ""),
            source: format!("/api/v1/{}", sound.file_url),
            lasts: length(sound.duration_ms),
            size: size(speech, sound.bytes),
            used: match used {
                0 => speech.say("sounds-unused"),
                used => speech.with("sounds-used", "count", used),
            },
            name: sound.filename,
            folder: sound.event,
        }
    }
}

/// `GET /ujian/suara`
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<BankReaders>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let (assessment, speech) = (committee.assessment(), visit.speech());
        let asked = Asked::of(query, &PAGED);
        let search = (!asked.query.is_empty()).then(|| fold(&asked.query));
        let (sounds, paging) = assessment.list_audio(search, BY_FOLDER, PAGED.pages(asked.at)).await?;
        let ids: BTreeSet<i64> = sounds.iter().map(|sound| sound.id).collect();
        let used: HashMap<i64, i64> = assessment.audio_use_counts(ids).await?;
        let totals = assessment.audio_totals().await?;
        let (before, after) = PAGED.around(asked.at, paging.total, |page| asked.way(LIST, page));
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("sounds")).await?;
        let row = |sound: AudioView| {
            let used = used.get(&sound.id).copied().unwrap_or_default();
            Row::of(sound, used, speech)
        };
        Answer::page(&Page {
            rows: sounds.into_iter().map(row).collect(),
            total: speech.number(paging.total),
            said: speech.with_two(
                "sounds-totals",
                ("size", size(speech, totals.bytes)),
                ("unused", totals.unused),
            ),
            query: asked.query,
            before,
            after,
            frame,
            officer,
        })
    };
    let shown: Result<Answer, Error> = shown.await;
    shown.map_err(Failed::at(&visit))
}
