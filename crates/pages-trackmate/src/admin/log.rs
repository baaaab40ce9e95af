//! The log: who did what, to what, when and why.

use askama::Template;
use axum::extract::{RawQuery, State};
use pages_kit::{Answer, Failed, Frame, Speech, Visit};
use platform::Timestamp;
use trackmate::api::{StaffAction, StaffNote};

use super::{Asked, Tab, query_of, tabs};
use crate::Shop;

const HERE: &str = "/pengelola/catatan";

#[derive(Template)]
#[template(path = "admin/log.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    tabs: Vec<Tab>,
    /// Each action: its name, its text, and whether it is the one.
    actions: Vec<(&'static str, String, bool)>,
    total: String,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
}

/// Something that was done.
struct Row {
    when: String,
    who: String,
    what: String,
    subject: String,
    subject_id: String,
    why: String,
}

fn text_of(action: StaffAction, speech: Speech<'_>) -> String {
    speech.say(&format!("admin-action-{}", action.name()))
}

/// `29 November 2026, 13:05`
fn moment(at: Timestamp, speech: Speech<'_>) -> String {
    let minutes = at.seconds().div_euclid(60).rem_euclid(24 * 60);
    format!("{}, {:02}:{:02}", speech.day(at), minutes / 60, minutes % 60)
}

impl Row {
    fn of(note: StaffNote, speech: Speech<'_>) -> Self {
        Self {
            when: moment(note.at, speech),
            who: if note.actor.is_empty() {
                speech.say("admin-gone")
            } else {
                note.actor
            },
            what: text_of(note.action, speech),
            subject: note.subject_name,
            subject_id: note.subject,
            why: note.reason,
        }
    }
}

/// `GET /pengelola/catatan`
pub(super) async fn show(State(shop): State<Shop>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let fields = query_of(query);
    let (action, asked) = (StaffAction::of_name(fields.get("tindakan")), Asked::read(&fields));
    let shown = async {
        let (notes, paging) = shop.trackmate().list_staff_notes(&admin, action, asked.pages()).await?;
        let speech = visit.speech();
        let name = action.map(StaffAction::name).unwrap_or_default();
        let (before, after) = asked.around(HERE, &[("tindakan", name)], paging.total);
        let choice = |one: StaffAction| (one.name(), text_of(one, speech), Some(one) == action);
        let page = Page {
            frame: Frame::of(&visit, speech.say("admin-log")),
            style: shop.producer_style(),
            tabs: tabs(&shop, &admin, speech, (HERE, None)).await?,
            actions: StaffAction::ALL.into_iter().map(choice).collect(),
            total: speech.with("admin-count", "count", paging.total),
            rows: notes.into_iter().map(|note| Row::of(note, speech)).collect(),
            before,
            after,
        };
        Answer::page(&page)
    };
    shown.await.map_err(Failed::at(&visit))
}
