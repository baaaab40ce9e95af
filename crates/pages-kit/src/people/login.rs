//! Logging in and out.

use askama::Template;
use axum::extract::RawQuery;
use http::{StatusCode, header};
use platform::Error;

use super::resend;
use crate::{
    Answer, Failed, Field, Fields, Frame, Posted, Visit,
    form::{Form, answer, is_for_form},
    guard::local_way,
};

#[derive(Template)]
#[template(path = "people/login.html")]
struct Page<'a> {
    frame: Frame<'a>,
    form: Form,
    /// The way to registration, which leads back as well.
    register: String,
}

fn form(visit: &Visit, back: &str) -> Form {
    let speech = visit.speech();
    let fields = vec![
        Field::line("username", speech.say("login-name"))
            .required()
            .filled_by("username")
            .at_most(254),
        Field::password("password", speech.say("password"), "current-password"),
    ];
    let mut form = Form::to("/masuk", speech.say("login-do"), fields);
    form.hidden.push(("kembali", local_way(back).to_owned()));
    form
}

fn page(visit: &Visit, mut form: Form, back: &str) -> Result<Answer, Error> {
    let token = visit.kit.form_token(visit)?;
    form.token.clone_from(&token.token);
    let back: String = form_urlencoded::byte_serialize(local_way(back).as_bytes()).collect();
    let page = Page {
        frame: Frame::of(visit, visit.speech().say("login")).with_form(&token),
        form,
        register: format!("/daftar?kembali={back}"),
    };
    answer(Answer::page(&page), token)
}

/// `GET /masuk`
pub(super) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let back = query.get("kembali");
    if visit.actor.is_some() {
        return Answer::see(local_way(back)).map_err(Failed::at(&visit));
    }
    page(&visit, form(&visit, back), back).map_err(Failed::at(&visit))
}

/// `POST /masuk`
pub(super) async fn log_in(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let password = fields.get("password").to_owned();
    let accounts = visit.kit.accounts();
    let opened = accounts
        .open_browser_session(&visit.ctx, visit.peer, fields.get("username").trim(), password)
        .await;
    let session = match opened {
        Ok(session) => session,
        Err(error) if is_for_form(&error) => return refused(&visit, &fields, &error).map_err(Failed::at(&visit)),
        Err(error) => return Err(Failed::at(&visit)(error)),
    };
    let kept = visit.kit.keep(&session).map_err(Failed::at(&visit))?;
    let next = match fields.find(resend::KEPT) {
        // What was typed while a session ended is shown to be sent again, by whoever is logged in now.
        Some(kept_fields) => resend::after_login(&visit, &session.token, fields.get("kembali"), kept_fields).await,
        None => Answer::see(local_way(fields.get("kembali"))),
    };
    next.map(|answer| answer.with(header::SET_COOKIE, kept))
        .map_err(Failed::at(&visit))
}

fn refused(visit: &Visit, fields: &Fields, error: &Error) -> Result<Answer, Error> {
    let back = fields.get("kembali");
    let status = match error.kind() {
        platform::Kind::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let answer = match fields.find(resend::KEPT) {
        Some(kept) => resend::page(visit, back, kept, Some(error))?,
        None => page(visit, form(visit, back).holding(fields).faulty(visit, error), back)?,
    };
    Ok(answer.status(status))
}

/// `POST /keluar`
pub(super) async fn log_out(Posted { visit, .. }: Posted) -> Result<Answer, Failed> {
    let ended = async {
        if let Some(actor) = &visit.actor {
            visit.kit.accounts().sign_out(actor).await?;
        }
        let answer = Answer::see("/?sudah=keluar")?;
        Ok(answer.with(header::SET_COOKIE, visit.kit.forget()?))
    };
    ended.await.map_err(Failed::at(&visit))
}
