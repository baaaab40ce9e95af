//! The list of sittings: those of today with how many are there, and all others.

use askama::Template;
use assessment::{
    AnyStaff, Assessment, EventEmbedding, EventMode, EventView, Order, Proctors, Requirement, SittingReaders,
};
use axum::extract::{RawQuery, State};
use pages_kit::{Answer, Failed, Frame, Paged, Speech};
use platform::{Error, Timestamp, page::Pages, text::fold};

use crate::{
    Committee,
    asked::Asked,
    caller::Entered,
    frame::{Officer, address, around},
    moment::Zone,
    papers,
    schedule::NEW,
};

const PAGED: Paged = Paged { rows: 25, last: 1_000 };
/// Most sittings of a day that are shown.
const TODAY: i64 = 50;
const NEWEST_FIRST: Order = Order { by: "date", down: true };

#[derive(Template)]
#[template(path = "committee/events.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    /// Where a sitting is planned, for those who may.
    plan: Option<&'static str>,
    today: Vec<Row>,
    all: Vec<Row>,
    query: String,
    before: Option<String>,
    after: Option<String>,
}

/// A sitting.
struct Row {
    title: String,
    path: String,
    when: String,
    stage: Stage,
    is_rehearsal: bool,
    /// How many do what, for those of today.
    counts: Option<Counts>,
}

struct Counts {
    participants: String,
    present: String,
    flagged: String,
    is_flagged: bool,
}

/// Whether a sitting is to come, runs, or is over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Coming,
    Running,
    Over,
}

impl Stage {
    pub(crate) fn of(event: &EventView, now: Timestamp) -> Self {
        if now < event.starts_at {
            Self::Coming
        } else if now < event.ends_at {
            Self::Running
        } else {
            Self::Over
        }
    }

    /// The key of its text.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Coming => "committee-state-coming",
            Self::Running => "committee-state-running",
            Self::Over => "committee-state-over",
        }
    }

    /// How it is marked.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Coming | Self::Over => "still",
        }
    }
}

/// Day of a sitting, and its times with its clocks.
pub(crate) fn times(speech: Speech<'_>, event: &EventView) -> (String, String) {
    let zone = Zone::of(&event.time_zone);
    let (from, to) = (zone.time(event.starts_at), zone.time(event.ends_at));
    let times = format!("{from}–{to} ({})", event.time_zone);
    (zone.day(speech, event.starts_at), times)
}

/// The same in one line.
pub(crate) fn when(speech: Speech<'_>, event: &EventView) -> String {
    let (day, times) = times(speech, event);
    format!("{day}, {times}")
}

impl Row {
    fn of(event: &EventView, speech: Speech<'_>, now: Timestamp) -> Self {
        Self {
            title: event.title.clone(),
            path: address(event.id, ""),
            when: when(speech, event),
            stage: Stage::of(event, now),
            is_rehearsal: event.rehearsal_of.is_some(),
            counts: event.counts.map(|counts| Counts {
                participants: speech.number(counts.participants),
                present: speech.number(counts.present),
                flagged: speech.number(counts.flagged),
                is_flagged: counts.flagged > 0,
            }),
        }
    }
}

async fn list(
    assessment: &Assessment,
    search: Option<String>,
    mode: EventMode,
    pages: Pages,
) -> Result<(Vec<EventView>, i64), Error> {
    let embedded = EventEmbedding::default();
    let (events, paging) = assessment
        .list_events(search, mode, NEWEST_FIRST, embedded, pages)
        .await?;
    Ok((events, paging.total))
}

/// `GET /ujian`
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<AnyStaff>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    if !SittingReaders::met(admin.role) {
        // Whoever logs in comes here; those who write questions have their own list.
        return Answer::see(papers::LIST).map_err(Failed::at(&visit));
    }
    let asked = Asked::of(query, &PAGED);
    let shown = async {
        let (assessment, speech, now) = (committee.assessment(), visit.speech(), visit.ctx.now());
        let search = (!asked.query.is_empty()).then(|| fold(&asked.query));
        let is_first = asked.at == 1 && search.is_none();
        let today = if is_first {
            list(assessment, None, EventMode::Proctor, Pages::after(0, TODAY))
                .await?
                .0
        } else {
            Vec::new()
        };
        let (all, total) = list(assessment, search, EventMode::Event, PAGED.pages(asked.at)).await?;
        let (before, after) = PAGED.around(asked.at, total, |page| asked.way("/ujian", page));
        let row = |event: &EventView| Row::of(event, speech, now);
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("committee-events")).await?;
        Answer::page(&Page {
            frame,
            officer,
            plan: Proctors::met(admin.role).then_some(NEW),
            today: today.iter().map(row).collect(),
            all: all.iter().map(row).collect(),
            query: asked.query.clone(),
            before,
            after,
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
