//! What administrators did, to what, when and why.

use accounts::{NotedDeed, WantedDeeds};
use askama::Template;
use axum::extract::{RawQuery, State};
use pages_kit::{Answer, Failed, Frame, Speech, Visit};

use crate::{
    Desk, address,
    amounts::moment,
    listed::{Asked, query_of},
    rooms::{Room, rooms},
};

/// Every action, as it is stored.
const ACTIONS: [&str; 28] = [
    "role-user",
    "role-moderator",
    "role-admin",
    "role-super",
    "person-suspend",
    "person-lift",
    "session-end",
    "sessions-end",
    "person-export",
    "person-delete",
    "event-resend",
    "webhook-resend",
    "backup-make",
    "backup-prove",
    "grant-give",
    "grant-take",
    "webhook-make",
    "webhook-rotate",
    "webhook-enable",
    "webhook-disable",
    "webhook-delete",
    "category-make",
    "category-edit",
    "category-move",
    "category-order",
    "category-merge",
    "category-delete",
    "category-undo",
];

#[derive(Template)]
#[template(path = "manage/log.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rooms: Vec<Room>,
    /// Each action: its name, its text, and whether it is the one.
    actions: Vec<(&'static str, String, bool)>,
    /// To whom it was done, if that is asked for.
    subject: &'a str,
    total: String,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
}

/// Something that was done.
pub(crate) struct Row {
    pub(crate) when: String,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) subject: String,
    pub(crate) subject_id: String,
    pub(crate) why: String,
}

impl Row {
    pub(crate) fn of(deed: NotedDeed, speech: Speech<'_>) -> Self {
        Self {
            when: moment(speech, deed.at),
            who: if deed.actor.is_empty() {
                speech.say("manage-gone")
            } else {
                deed.actor
            },
            what: speech.say(&format!("manage-deed-{}", deed.action)),
            subject: deed.subject_name,
            subject_id: deed.subject,
            why: deed.reason,
        }
    }
}

/// `GET /admin/catatan`
pub(crate) async fn show(State(desk): State<Desk>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let fields = query_of(query);
    let asked = Asked::read(&fields);
    let action = ACTIONS.into_iter().find(|known| *known == fields.get("tindakan"));
    let subject: String = fields.get("orang").chars().take(100).collect();
    let wanted = WantedDeeds {
        action: action.unwrap_or_default().to_owned(),
        subject: subject.clone(),
    };
    let shown = async {
        let (deeds, paging) = desk.accounts().list_deeds(&admin, wanted, asked.pages()).await?;
        let speech = visit.speech();
        let query = [("tindakan", action.unwrap_or_default()), ("orang", &*subject)];
        let (before, after) = asked.around(address::LOG, &query, paging.total);
        let choice = |one: &'static str| {
            let text = speech.say(&format!("manage-deed-{one}"));
            (one, text, Some(one) == action)
        };
        Answer::page(&Page {
            frame: Frame::of(&visit, speech.say("manage-room-log")),
            style: desk.style(),
            rooms: rooms(&desk, &visit, address::LOG),
            actions: ACTIONS.map(choice).into(),
            subject: &subject,
            total: speech.with("manage-found", "count", paging.total),
            rows: deeds.into_iter().map(|deed| Row::of(deed, speech)).collect(),
            before,
            after,
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
