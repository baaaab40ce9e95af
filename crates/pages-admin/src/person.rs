//! One person: what is known of them, their sessions, and what was done about them.

use accounts::{Admin, NotedDeed, Person, SessionId, Suspension, WantedDeeds, failures::no_such_user};
use askama::Template;
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Posted, Speech, Visit, form::answer};
use platform::{Error, page::Pages};

use crate::{
    Desk, address,
    amounts::moment,
    deed::{Deed, offered},
    log,
    people::{last_login, name_of},
};

/// What was done about somebody lately.
const LATELY: i64 = 10;

#[derive(Template)]
#[template(path = "manage/person.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    name: &'a str,
    is_own: bool,
    /// Until when they are suspended and why; empty if they are not.
    suspended: String,
    reason: String,
    facts: Vec<(String, String)>,
    /// What can be done about them: text and way.
    deeds: Vec<(String, String)>,
    sessions: Vec<Session>,
    lately: Vec<log::Row>,
    /// Where all that was done about them is.
    log: String,
    token: String,
}

struct Session {
    since: String,
    until: String,
    /// Where it is ended.
    end: String,
}

fn facts(person: &Person, speech: Speech<'_>) -> Vec<(String, String)> {
    let account = &person.account;
    let fact = |key: &str, value: String| (speech.say(key), value);
    vec![
        fact("manage-fullname", account.fullname.clone()),
        fact("manage-email", account.email.clone()),
        fact("manage-role", name_of(account.role, speech)),
        fact("manage-joined", speech.day(account.created_at)),
        fact("manage-last-login", last_login(account.last_login_at, speech)),
        fact("manage-handle", account.handle.clone()),
    ]
}

fn told(suspension: &Suspension, speech: Speech<'_>) -> String {
    let since = speech.with("manage-suspended", "day", speech.day(suspension.since));
    match suspension.until {
        None => since,
        Some(until) => format!(
            "{since} {}",
            speech.with("manage-suspended-until", "at", moment(speech, until))
        ),
    }
}

/// `GET /admin/orang/{handle}`
pub(crate) async fn show(State(desk): State<Desk>, Path(handle): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let shown = async {
        let person = desk.accounts().person(&admin, &handle).await?;
        let wanted = WantedDeeds {
            subject: person.account.handle.clone(),
            ..WantedDeeds::default()
        };
        let (deeds, _) = desk
            .accounts()
            .list_deeds(&admin, wanted, Pages::after(0, LATELY))
            .await?;
        page(&desk, &visit, &admin, &person, deeds)
    };
    shown.await.map_err(Failed::at(&visit))
}

fn page(desk: &Desk, visit: &Visit, admin: &Admin, person: &Person, deeds: Vec<NotedDeed>) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let path = address::person(&person.account.handle);
    let sessions = person.sessions.iter().map(|session| Session {
        since: moment(speech, session.since),
        until: moment(speech, session.until),
        end: format!("{path}/sesi/{}", session.id),
    });
    let way = |deed: Deed| (speech.say(deed.text()), format!("{path}/{}", deed.slug()));
    let suspended = person.suspended.as_ref();
    let page = Page {
        frame: Frame::of(visit, person.account.username.clone()).with_form(&token),
        style: desk.style(),
        name: &person.account.username,
        is_own: person.account.id == admin.0.id,
        suspended: suspended.map_or_else(String::new, |one| told(one, speech)),
        reason: suspended.map_or_else(String::new, |one| one.reason.clone()),
        facts: facts(person, speech),
        deeds: offered(admin, person).into_iter().map(way).collect(),
        sessions: sessions.collect(),
        lately: deeds.into_iter().map(|deed| log::Row::of(deed, speech)).collect(),
        log: format!("{}?orang={}", address::LOG, person.account.handle),
        token: token.token.clone(),
    };
    answer(Answer::page(&page), token)
}

/// `POST /admin/orang/{handle}/sesi/{session}`
pub(crate) async fn end_session(
    State(desk): State<Desk>,
    Path((handle, session)): Path<(String, String)>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let ended = async {
        let session = platform::id::uuid_text("session", &session).map_err(|_| no_such_user())?;
        let session = Some(SessionId::from(session));
        desk.accounts().end_sessions_of(&admin, &handle, session, "").await?;
        Answer::see(&address::done(&address::person(&handle), "sesi"))
    };
    ended.await.map_err(Failed::at(&visit))
}

/// `GET /pengelola/akun/{handle}/peran`: where roles were given before.
pub(crate) async fn moved(Path(handle): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    let handle: String = form_urlencoded::byte_serialize(handle.as_bytes()).collect();
    Answer::moved(&format!("{}/peran", address::person(&handle))).map_err(Failed::at(&visit))
}
