//! Making somebody an and taking that back, after asking.

use accounts::{Account, Admin};
use askama::Template;
use axum::extract::{Path, State};
use pages_kit::{
    Answer, Failed, Field, Frame, Posted, Visit,
    form::{Form, answer},
};
use platform::Error;

use super::people::done_with;
use crate::Shop;

#[derive(Template)]
#[template(path = "admin/role.html")]
struct Page<'a> {
    frame: Frame<'a>,
    title: String,
    /// What follows, around the name of whom it is about.
    lead: (String, String),
    name: &'a str,
    form: Form,
}

/// Where it is asked for, by a handle.
pub(super) fn path_of(handle: &str) -> String {
    format!("/pengelola/akun/{handle}/peran")
}

/// `GET /pengelola/akun/{handle}/peran`
pub(super) async fn ask(State(shop): State<Shop>, Path(handle): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let shown = async {
        let account = shop.trackmate().find_account(&admin, &handle).await?;
        page(&visit, &admin, &account)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// What is asked: to give the role, to take it, or to give up one's own.
fn question(account: &Account, admin: &Admin) -> &'static str {
    match (account.role.is_admin(), account.id == admin.0.id) {
        (false, _) => "admin-role-give",
        (true, false) => "admin-role-take",
        (true, true) => "admin-role-leave",
    }
}

fn page(visit: &Visit, admin: &Admin, account: &Account) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let asked = question(account, admin);
    let reason = Field::line("alasan", speech.say("admin-reason")).at_most(500);
    let mut form = Form::to(path_of(&account.handle), speech.say(asked), vec![reason]);
    form.is_grave = account.role.is_admin();
    let wanted = if account.role.is_admin() { "tidak" } else { "ya" };
    form.hidden.push(("pengelola", wanted.to_owned()));
    form.token.clone_from(&token.token);
    let page = Page {
        frame: Frame::of(visit, speech.say(asked)).with_form(&token),
        title: speech.say(asked),
        lead: speech.around(&format!("{asked}-lead"), "name"),
        name: &account.username,
        form,
    };
    answer(Answer::page(&page), token)
}

/// `POST /pengelola/akun/{handle}/peran`
pub(super) async fn decide(
    State(shop): State<Shop>,
    Path(handle): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    // A form that asks for nothing takes nothing.
    let is_one = fields.get("pengelola") != "tidak";
    let decided = async {
        let why = fields.get("alasan");
        shop.trackmate().set_administrator(&admin, &handle, is_one, why).await?;
        if !is_one && handle == admin.0.handle {
            // These pages are not for them any more.
            return Answer::see("/akun?sudah=peran-lepas");
        }
        done_with(&handle, if is_one { "peran-beri" } else { "peran-cabut" })
    };
    decided.await.map_err(|error: Error| Failed::at(&visit)(error))
}
