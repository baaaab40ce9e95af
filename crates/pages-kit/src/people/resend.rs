//! What was typed while a session ended: shown again, to be sent by whoever logs in.

use askama::Template;
use platform::{Error, http::call::of_same_origin};

use crate::{
    Answer, Fields, Frame, Visit, csrf,
    field::TICKED,
    form::{Form, answer},
    guard::local_way,
};

/// The hidden field that keeps what was typed.
pub const KEPT: &str = "_tersimpan";

#[derive(Template)]
#[template(path = "people/resend.html")]
struct Page<'a> {
    frame: Frame<'a>,
    /// Logs in first, if nobody is logged in.
    login: Option<Form>,
    /// Sends again.
    action: &'a str,
    token: String,
    fields: Fields,
    /// What people typed of them. What fields are called in a form is for programs.
    typed: Vec<String>,
}

/// The page that asks to send `kept` to `path` again, and to log in first if nobody is.
pub fn page(visit: &Visit, path: &str, kept: &str, refusal: Option<&Error>) -> Result<Answer, Error> {
    let token = visit.kit.form_token(visit)?;
    let login = visit.session().is_none().then(|| login(visit, path, kept, refusal));
    shown(visit, login, path, kept, token)
}

/// The page that whoever has just logged in with an account is shown.
pub(super) async fn after_login(visit: &Visit, token: &str, path: &str, kept: &str) -> Result<Answer, Error> {
    let mut visit = visit.clone();
    visit.actor = visit.kit.accounts().browser_actor(visit.ctx.clone(), token).await?;
    again(&visit, path, kept)
}

/// The page that whoever is logged in again is shown: `kept` is sent to `path` by its button.
pub fn again(visit: &Visit, path: &str, kept: &str) -> Result<Answer, Error> {
    debug_assert!(of_same_origin(&visit.headers), "judged before");
    let token = visit.kit.form_token(visit)?;
    shown(visit, None, path, kept, token)
}

fn shown(visit: &Visit, login: Option<Form>, path: &str, kept: &str, token: csrf::FormToken) -> Result<Answer, Error> {
    let login = login.map(|mut form| {
        form.token.clone_from(&token.token);
        form
    });
    let fields = Fields::read(kept.as_bytes());
    let page = Page {
        frame: Frame::of(visit, visit.speech().say("resend")).with_form(&token),
        login,
        action: local_way(path),
        token: token.token.clone(),
        typed: typed(&fields),
        fields,
    };
    answer(Answer::page(&page), token)
}

/// Hidden fields, boxes that were ticked and ids of parts are sent again and not shown.
pub(crate) fn typed(fields: &Fields) -> Vec<String> {
    let is_typed = |name: &str, value: &str| {
        let is_id = name.rsplit('.').next() == Some("id");
        !name.starts_with('_') && name != "kembali" && !is_id && value.trim() != TICKED && !value.trim().is_empty()
    };
    let typed = fields.iter().filter(|(name, value)| is_typed(name, value));
    typed.map(|(_, value)| value.to_owned()).collect()
}

fn login(visit: &Visit, path: &str, kept: &str, refusal: Option<&Error>) -> Form {
    let mut form = super::login::form(visit, path);
    form.hidden.push((KEPT, kept.to_owned()));
    match refusal {
        Some(error) => form.faulty(visit, error),
        None => form,
    }
}
