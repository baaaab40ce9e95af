//! Everything that was recorded at a sitting: of whom, how long, how large, and where it is watched.

use askama::Template;
use assessment::{Proctors, VideoView};
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Frame, Paged, Speech};

use super::{page_of, told};
use crate::{
    Committee,
    asked::Asked,
    caller::Entered,
    event::{Head, find},
    frame::{Officer, Room, address, around},
    measures::{length, size},
    moment::Zone,
};

const PAGED: Paged = Paged { rows: 50, last: 1_000 };

#[derive(Template)]
#[template(path = "supervise/recordings.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    rows: Vec<Row>,
    said: String,
    before: Option<String>,
    after: Option<String>,
}

struct Row {
    name: String,
    /// Where it is watched, beside what else happened.
    path: String,
    stream: String,
    begun: String,
    lasts: String,
    size: String,
    state: String,
    is_running: bool,
    download: String,
}

impl Row {
    fn of((video, name): (VideoView, String), speech: Speech<'_>, zone: Zone) -> Self {
        let page = page_of(video.event_id, video.participant_id);
        Self {
            path: format!("{page}#rekaman-{}", video.id),
            stream: told::stream(speech, &video.stream),
            begun: zone.moment(speech, video.created_at),
            lasts: video.duration_ms.map(length).unwrap_or_default(),
            size: size(speech, video.final_bytes.unwrap_or(video.bytes)),
            state: speech.say(&format!("supervise-video-{}", video.status)),
            is_running: video.status == "recording",
            download: video.final_url.unwrap_or(video.raw_url),
            name,
        }
    }
}

/// `GET /ujian/{event}/rekaman`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Proctors>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let (speech, zone) = (visit.speech(), Zone::of(&event.time_zone));
        let asked = Asked::of(query, &PAGED);
        let assessment = committee.assessment();
        let found = assessment.recordings_of_event(event.id, PAGED.pages(asked.at)).await?;
        let list = address(event.id, "/rekaman");
        let (before, after) = PAGED.around(asked.at, found.paging.total, |page| asked.way(&list, page));
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("supervise-recordings")).await?;
        Answer::page(&Page {
            head: Head::of(&event, (&visit, &admin), Room::Supervise),
            said: speech.with_two(
                "supervise-recordings-said",
                ("count", found.paging.total),
                ("size", size(speech, found.bytes)),
            ),
            rows: found.rows.into_iter().map(|row| Row::of(row, speech, zone)).collect(),
            before,
            after,
            frame,
            officer,
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
