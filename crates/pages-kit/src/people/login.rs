//! Logging in and out.

use accounts::{BrowserEntry, BrowserSession};
use axum::extract::RawQuery;
use http::header;
use platform::Error;

use super::{entry::Entry, factor, resend};
use crate::{
    Answer, Failed, Field, Fields, Posted, Visit,
    form::{Form, is_for_form, refused_status},
    guard::local_way,
};

const ENTRY: Entry = Entry {
    title: "login",
    lead: None,
    question: "login-new",
    other_title: "register-do",
    other_path: "/daftar",
};

/// The form that logs in and then leads back.
pub fn form(visit: &Visit, back: &str) -> Form {
    let speech = visit.speech();
    let fields = vec![
        Field::line("username", speech.say("login-name"))
            .required()
            .filled_by("username")
            .at_most(254),
        Field::password("password", speech.say("password"), "current-password"),
    ];
    let mut form = Form::to(visit.entry(), speech.say("login-do"), fields);
    form.hidden.push(("kembali", local_way(back).to_owned()));
    form
}

/// `GET /masuk`
pub(super) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    ENTRY.show(&visit, query, form)
}

/// `POST /masuk`
pub(super) async fn log_in(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let password = fields.get("password").to_owned();
    let accounts = visit.kit.accounts();
    let opened = accounts
        .open_browser_session(&visit.entering(), visit.peer, fields.get("username").trim(), password)
        .await;
    let session = match opened {
        Ok(BrowserEntry::In(session)) => session,
        Ok(BrowserEntry::CodeWanted(half)) => {
            return factor::asked(&visit, &half, &fields, None).map_err(Failed::at(&visit));
        }
        Err(error) if is_for_form(&error) => return refused(&visit, &fields, &error).map_err(Failed::at(&visit)),
        Err(error) => return Err(Failed::at(&visit)(error)),
    };
    entered(&visit, &fields, &session).await
}

/// Where somebody goes on who is in now.
pub(super) async fn entered(visit: &Visit, fields: &Fields, session: &BrowserSession) -> Result<Answer, Failed> {
    let kept = visit.kit.keep(session).map_err(Failed::at(visit))?;
    let accounts = visit.kit.accounts();
    let actor = accounts.browser_actor(visit.ctx.clone(), &session.token).await;
    let needs_factor = actor
        .map_err(Failed::at(visit))?
        .is_some_and(|actor| actor.needs_factor);
    let next = match fields.find(resend::KEPT) {
        // Whoever's role wants a second step sets it up first.
        None if needs_factor => Answer::see("/akun/dua-langkah"),
        // What was typed while a session ended is shown to be sent again, by whoever is logged in now.
        Some(kept_fields) => resend::after_login(visit, &session.token, fields.get("kembali"), kept_fields).await,
        None => Answer::see(local_way(fields.get("kembali"))),
    };
    next.map(|answer| answer.with(header::SET_COOKIE, kept))
        .map_err(Failed::at(visit))
}

fn refused(visit: &Visit, fields: &Fields, error: &Error) -> Result<Answer, Error> {
    let back = fields.get("kembali");
    let status = refused_status(error);
    let answer = match fields.find(resend::KEPT) {
        Some(kept) => resend::page(visit, back, kept, Some(error))?,
        None => ENTRY.page(visit, form(visit, back).holding(fields).faulty(visit, error), back)?,
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
