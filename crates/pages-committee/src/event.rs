//! A sitting at a glance: when and with what it is held, who is there, and the ways to its rooms.

use askama::Template;
use assessment::{Admin, EventEmbedding, EventView, Proctors, Requirement, SittingReaders};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Speech, Visit, form, numbers::decimal};
use papers::Points;
use platform::Error;

use crate::{
    Committee,
    caller::Entered,
    events::{Stage, when},
    frame::{Officer, Room, Tab, address, around, tabs},
    moment::Zone,
    rehearsal,
    steps::{self, Step},
};

#[derive(Template)]
#[template(path = "committee/event.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    steps: Vec<Step>,
    facts: Vec<Fact>,
    counts: Vec<Fact>,
    description: String,
    /// The settings of Safe Exam Browser, where it is needed.
    browser_file: Option<String>,
    /// Changing, copying and deleting it, for those who may.
    plan: Option<Plan>,
}

/// Where a sitting is changed, copied and deleted.
struct Plan {
    edit: String,
    copy: String,
    rehearse: String,
    /// By which a copy that is asked for twice is known again.
    once: (&'static str, String),
    remove: String,
}

impl Plan {
    fn of(event: &EventView) -> Self {
        Self {
            edit: address(event.id, "/ubah"),
            copy: address(event.id, "/salin"),
            rehearse: rehearsal::way(event.id),
            once: (form::ONCE, form::new_key()),
            remove: address(event.id, "/hapus"),
        }
    }
}

/// What stands above every page of a sitting.
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) when: String,
    pub(crate) stage: Stage,
    /// Whether it is a rehearsal, which is removed with all that comes of it.
    pub(crate) is_rehearsal: bool,
    pub(crate) tabs: Vec<Tab>,
}

impl Head {
    /// Of a room, as somebody sees it now.
    pub(crate) fn of(event: &EventView, (visit, admin): (&Visit, &Admin), room: Room) -> Self {
        let speech = visit.speech();
        Self {
            title: event.title.clone(),
            when: when(speech, event),
            stage: Stage::of(event, visit.ctx.now()),
            is_rehearsal: event.rehearsal_of.is_some(),
            tabs: tabs(speech, admin, event, room),
        }
    }
}

struct Fact {
    name: String,
    value: String,
}

/// A number of an address; what is none is nowhere.
pub(crate) fn number(piece: &str) -> Result<i64, Error> {
    let is_plain = !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_plain.then(|| piece.parse().ok()).flatten();
    number.ok_or_else(assessment::failures::nowhere)
}

/// The sitting of an address, with its package.
pub(crate) async fn find(committee: &Committee, piece: &str) -> Result<EventView, Error> {
    let embedded = EventEmbedding::default().with_package();
    committee.assessment().event(number(piece)?, embedded, None).await
}

/// A length of time in hours, where it is so many, or in minutes.
fn length(speech: Speech<'_>, seconds: i64) -> String {
    match seconds {
        3_600.. if seconds % 3_600 == 0 => speech.with("committee-hours", "count", seconds / 3_600),
        _ => speech.with("committee-minutes", "count", seconds / 60),
    }
}

/// What answers are worth, by the example of a question of four points.
fn scoring(event: &EventView, speech: Speech<'_>) -> String {
    let policy = &event.scoring_policy;
    let point = Points::whole(4);
    let said = |points: Points| decimal(speech.language, points.to_string());
    let (right, wrong) = policy.right_and_wrong(point);
    let rest = speech.with_two(
        "committee-scoring-other",
        ("wrong", said(wrong)),
        ("blank", said(policy.blank(point))),
    );
    speech.with_two("committee-scoring-right", ("right", said(right)), ("rest", rest))
}

fn facts(event: &EventView, speech: Speech<'_>) -> Vec<Fact> {
    let fact = |name: &str, value: String| Fact {
        name: speech.say(name),
        value,
    };
    let yes = |is: bool| speech.say(if is { "committee-yes" } else { "committee-no" });
    let zone = Zone::of(&event.time_zone);
    let released = match event.released_at {
        Some(at) => speech.with("committee-released-at", "moment", zone.moment(speech, at)),
        None => speech.say("committee-not-released"),
    };
    let package = event
        .package
        .as_ref()
        .map_or_else(String::new, |package| package.title.clone());
    let package = match event.package_version_id {
        Some(_) => package,
        None => speech.with("committee-unpublished", "title", package),
    };
    vec![
        fact("committee-package", package),
        fact("committee-late-entry", length(speech, event.late_entry_seconds)),
        fact("committee-offline-grace", length(speech, event.offline_grace_seconds)),
        fact("committee-entry-code", yes(event.has_entry_code)),
        fact("committee-video", yes(event.record_video)),
        fact("committee-screen", yes(event.record_screen)),
        fact("committee-safe-browser", yes(event.safe_exam_browser)),
        fact("committee-scoring", scoring(event, speech)),
        fact("committee-release", released),
    ]
}

/// `GET /ujian/{event}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<SittingReaders>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let speech = visit.speech();
        let counts = committee.assessment().event_counts(event.id).await?;
        let count = |name: &str, value: i64| Fact {
            name: speech.say(name),
            value: speech.number(value),
        };
        let (frame, officer) = around(&committee, &visit, &admin, event.title.clone()).await?;
        Answer::page(&Page {
            frame,
            officer,
            head: Head::of(&event, (&visit, &admin), Room::Overview),
            steps: steps::find(&committee, (&visit, &admin), &event, counts).await?,
            plan: Proctors::met(admin.role).then(|| Plan::of(&event)),
            facts: facts(&event, speech),
            counts: vec![
                count("committee-participants", counts.participants),
                count("committee-present", counts.present),
                count("committee-recording", counts.recording),
                count("committee-flagged", counts.flagged),
            ],
            description: event.description.clone(),
            browser_file: event
                .safe_exam_browser
                .then(|| format!("/api/v1/events/{}/safe-exam-browser.seb", event.id)),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
