//! Finding people.

use accounts::{Listed, Role, SearchedAccounts};
use askama::Template;
use axum::extract::{RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Speech, Visit};
use platform::Error;

use crate::{
    Desk, address,
    listed::{Asked, query_of},
    rooms::{Room, rooms},
};

#[derive(Template)]
#[template(path = "manage/people.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rooms: Vec<Room>,
    words: &'a str,
    only_suspended: bool,
    /// Each role: its name, its text, and whether it is the one.
    roles: Vec<(&'static str, String, bool)>,
    total: String,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
}

/// An account.
struct Row {
    name: String,
    email: String,
    path: String,
    role: String,
    last_login: String,
    /// Since when it is suspended; empty if it is not.
    suspended: String,
}

/// Every role, from the one that most have.
pub(crate) const ROLES: [Role; 4] = [Role::User, Role::Moderator, Role::Admin, Role::SuperAdmin];

/// What a role is called.
pub(crate) fn name_of(role: Role, speech: Speech<'_>) -> String {
    speech.say(&format!("manage-role-{}", role.name()))
}

/// When somebody last logged in.
pub(crate) fn last_login(at: Option<platform::Timestamp>, speech: Speech<'_>) -> String {
    at.map_or_else(|| speech.say("manage-never"), |at| speech.day(at))
}

impl Row {
    fn of(account: Listed, speech: Speech<'_>) -> Self {
        Self {
            path: address::person(&account.handle),
            role: name_of(account.role, speech),
            last_login: last_login(account.last_login_at, speech),
            suspended: account.suspended.map_or_else(String::new, |one| {
                speech.with("manage-suspended", "day", speech.day(one.since))
            }),
            name: account.username,
            email: account.email,
        }
    }
}

/// `GET /admin/orang`
pub(crate) async fn show(State(desk): State<Desk>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let fields = query_of(query);
    let admin = visit.administrator()?;
    let role = fields.get("peran").parse::<Role>().ok();
    let (words, asked) = (fields.get("q"), Asked::read(&fields));
    let wanted = SearchedAccounts {
        words: words.chars().take(200).collect(),
        suspended: fields.is_ticked("ditangguhkan"),
        role,
    };
    let shown = async {
        let found = desk.accounts().search_people(&admin, wanted, asked.pages()).await?;
        page(&desk, &visit, &fields, (role, asked), found)
    };
    shown.await.map_err(Failed::at(&visit))
}

fn page(
    desk: &Desk,
    visit: &Visit,
    fields: &Fields,
    (role, asked): (Option<Role>, Asked),
    (accounts, paging): (Vec<Listed>, platform::page::Paging),
) -> Result<Answer, Error> {
    let (speech, words) = (visit.speech(), fields.get("q"));
    let only_suspended = fields.is_ticked("ditangguhkan");
    let query = [
        ("q", words),
        ("peran", role.map_or("", Role::name)),
        ("ditangguhkan", if only_suspended { "ya" } else { "" }),
    ];
    let (before, after) = asked.around(address::PEOPLE, &query, paging.total);
    let choice = |one: Role| (one.name(), name_of(one, speech), Some(one) == role);
    Answer::page(&Page {
        frame: Frame::of(visit, speech.say("manage-room-people")),
        style: desk.style(),
        rooms: rooms(desk, visit, address::PEOPLE),
        words,
        only_suspended,
        roles: ROLES.map(choice).into(),
        total: speech.with("manage-found", "count", paging.total),
        rows: accounts.into_iter().map(|account| Row::of(account, speech)).collect(),
        before,
        after,
    })
}

/// `GET /pengelola/akun`: where accounts were looked after before.
pub(crate) async fn moved(visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    Answer::moved(&format!("{}{query}", address::PEOPLE)).map_err(Failed::at(&visit))
}
