//! The library of sounds: what there is, what it sounds like, where it is played, and deleting what nobody plays.

mod one;

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use assessment::{AudioView, BankReaders, Order};
use axum::extract::{RawQuery, State};
use pages_kit::{Answer, Failed, Frame, Paged, Speech, numbers};
use platform::{Error, text::fold};

pub(crate) use self::one::{remove, show as show_one};
use crate::{
    Committee,
    asked::Asked,
    caller::Entered,
    frame::{Officer, around},
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

/// Minutes and seconds: `1:05`.
pub(crate) fn length(milliseconds: i64) -> String {
    let seconds = (milliseconds + 500) / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Bytes, as people say how large a file is: `1,4 MB`.
pub(crate) fn size(speech: Speech<'_>, bytes: i64) -> String {
    let tenths = (bytes + 50_000) / 100_000;
    if bytes < 1_000_000 {
        return format!("{} kB", speech.number((bytes + 999) / 1_000));
    }
    let text = format!("{}.{}", tenths / 10, tenths % 10);
    format!("{} MB", numbers::decimal(speech.language, text))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_minutes_and_seconds() {
        let said = [0, 499, 500, 59_499, 59_500, 3_600_000].map(length);
        assert_eq!(said, ["0:00", "0:00", "0:01", "0:59", "1:00", "60:00"]);
    }
}
