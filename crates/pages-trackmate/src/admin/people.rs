//! Accounts: found, suspended, restored; who is an administrator.

use accounts::{Admin, Listed, Role, SearchedAccounts};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Posted, Speech, Visit, form::answer};
use platform::Error;

use super::{Asked, Tab, query_of, role, tabs};
use crate::Shop;

const HERE: &str = "/pengelola/akun";

#[derive(Template)]
#[template(path = "admin/people.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    tabs: Vec<Tab>,
    words: &'a str,
    only_suspended: bool,
    total: String,
    rows: Vec<Row>,
    token: String,
    before: Option<String>,
    after: Option<String>,
}

/// An account.
struct Row {
    name: String,
    email: String,
    handle: String,
    role: String,
    last_login: String,
    /// Since when it is suspended; empty if it is not.
    suspended: String,
    reason: String,
    is_own: bool,
    action: String,
    /// The text of the way to giving or taking the role of an and where it leads; empty if it is not this
    /// administrator's to take.
    role_text: String,
    role_path: String,
}

impl Row {
    fn of(account: Listed, admin: &Admin, speech: Speech<'_>) -> Self {
        let suspended = account.suspended.as_ref();
        let last_login = account
            .last_login_at
            .map(|at| speech.with("admin-last-login", "day", speech.day(at)));
        let is_own = account.id == admin.0.id;
        let role_text = match (account.role.is_admin(), is_own, admin.0.role) {
            (false, ..) => "admin-role-give",
            (true, true, _) => "admin-role-leave",
            (true, false, Role::SuperAdmin) => "admin-role-take",
            (true, false, _) => "",
        };
        Self {
            role_text: if role_text.is_empty() {
                String::new()
            } else {
                speech.say(role_text)
            },
            role_path: role::path_of(&account.handle),
            role: speech.say(&format!("admin-role-{}", account.role.name())),
            last_login: last_login.unwrap_or_else(|| speech.say("admin-never")),
            suspended: suspended.map_or_else(String::new, |one| {
                speech.with("admin-suspended", "day", speech.day(one.since))
            }),
            reason: suspended.map(|one| one.reason.clone()).unwrap_or_default(),
            is_own,
            action: format!("{HERE}/{}", account.handle),
            handle: account.handle,
            name: account.username,
            email: account.email,
        }
    }
}

/// `GET /pengelola/akun`
pub(super) async fn show(State(shop): State<Shop>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let fields = query_of(query);
    page(&shop, &visit, &admin, &fields).await.map_err(Failed::at(&visit))
}

async fn page(shop: &Shop, visit: &Visit, admin: &Admin, fields: &Fields) -> Result<Answer, Error> {
    let (words, only_suspended, asked) = (fields.get("q"), fields.is_ticked("ditangguhkan"), Asked::read(fields));
    let wanted = SearchedAccounts {
        words: words.chars().take(200).collect(),
        suspended: only_suspended,
    };
    let (accounts, paging) = shop.trackmate().search_accounts(admin, wanted, asked.pages()).await?;
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let ticked = if only_suspended { "ya" } else { "" };
    let (before, after) = asked.around(HERE, &[("q", words), ("ditangguhkan", ticked)], paging.total);
    let page = Page {
        frame: Frame::of(visit, speech.say("admin-people")).with_form(&token),
        style: shop.producer_style(),
        tabs: tabs(shop, admin, speech, (HERE, None)).await?,
        words,
        only_suspended,
        total: speech.with("admin-count", "count", paging.total),
        rows: accounts
            .into_iter()
            .map(|account| Row::of(account, admin, speech))
            .collect(),
        token: token.token.clone(),
        before,
        after,
    };
    answer(Answer::page(&page), token)
}

/// Back at an account, with what was done to it.
pub(super) fn done_with(handle: &str, done: &str) -> Result<Answer, Error> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", handle).append_pair("sudah", done);
    Answer::see(&format!("{HERE}?{}", query.finish()))
}

/// `POST /pengelola/akun/{handle}`
pub(super) async fn decide(
    State(shop): State<Shop>,
    Path(handle): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let (suspended, done) = match fields.get("lakukan") {
        "tangguhkan" => (true, "tangguh"),
        _ => (false, "akun-pulih"),
    };
    let decided = async {
        let why = fields.get("alasan");
        shop.trackmate()
            .set_account_suspended(&admin, &handle, suspended, why)
            .await?;
        done_with(&handle, done)
    };
    decided.await.map_err(|error: Error| Failed::at(&visit)(error))
}
