//! What was typed while a session ended: shown again, to be sent by whoever logs in.

use askama::Template;
use platform::{Error, http::call::of_same_origin};

use crate::{
    Answer, Fields, Frame, Visit, csrf,
    form::{Form, answer},
    guard::local_way,
};

/// The hidden field that keeps what was typed.
pub(crate) const KEPT: &str = "_tersimpan";

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
}

/// The page that asks to send `kept` to `path` again, and to log in first if nobody is.
pub(crate) fn page(visit: &Visit, path: &str, kept: &str, refusal: Option<&Error>) -> Result<Answer, Error> {
    let token = visit.kit.form_token(visit)?;
    let login = visit.actor.is_none().then(|| login(visit, path, kept, refusal));
    shown(visit, login, path, kept, token)
}

/// The page that whoever has just logged in is shown.
pub(super) async fn after_login(visit: &Visit, token: &str, path: &str, kept: &str) -> Result<Answer, Error> {
    debug_assert!(of_same_origin(&visit.headers), "judged before");
    let mut visit = visit.clone();
    visit.actor = visit.kit.accounts().browser_actor(visit.ctx.clone(), token).await?;
    let token = visit.kit.form_token(&visit)?;
    shown(&visit, None, path, kept, token)
}

fn shown(visit: &Visit, login: Option<Form>, path: &str, kept: &str, token: csrf::FormToken) -> Result<Answer, Error> {
    let login = login.map(|mut form| {
        form.token.clone_from(&token.token);
        form
    });
    let page = Page {
        frame: Frame::of(visit, visit.speech().say("resend")).with_form(&token),
        login,
        action: local_way(path),
        token: token.token.clone(),
        fields: Fields::read(kept.as_bytes()),
    };
    answer(Answer::page(&page), token)
}

fn login(visit: &Visit, path: &str, kept: &str, refusal: Option<&Error>) -> Form {
    let mut form = super::login::form(visit, path);
    form.hidden.push((KEPT, kept.to_owned()));
    match refusal {
        Some(error) => form.faulty(visit, error),
        None => form,
    }
}
