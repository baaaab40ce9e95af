//! Logging in and out, with the session of the API.

use askama::Template;
use axum::extract::{FromRequest, FromRequestParts, RawQuery, Request, State};
use http::{HeaderMap, StatusCode, header, request::Parts};
use pages_kit::{
    Answer, Failed, Fields, Frame, Visit,
    form::{self, Form, answer, is_for_form},
    guard::local_way,
    people::{login, resend},
};
use platform::{Error, Kind};

use crate::{
    Committee,
    caller::{ENTRY, visit_of},
};

const HOME: &str = "/ujian";

#[derive(Template)]
#[template(path = "committee/entry.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    form: Form,
}

/// Somebody at the door, who may be in already.
pub(crate) struct Comer {
    visit: Visit,
    session: Option<String>,
}

impl FromRequestParts<Committee> for Comer {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, committee: &Committee) -> Result<Self, Failed> {
        let (visit, admin) = visit_of(parts, committee).await?;
        let session = admin.map(|admin| admin.session);
        Ok(Self { visit, session })
    }
}

/// A form of somebody at the door.
pub(crate) struct Knock {
    comer: Comer,
    fields: Fields,
}

impl FromRequest<Committee> for Knock {
    type Rejection = Failed;

    async fn from_request(request: Request, committee: &Committee) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let comer = Comer::from_request_parts(&mut parts, committee).await?;
        let fields = form::read_own(&comer.visit, &parts, body).await?;
        Ok(Self { comer, fields })
    }
}

/// Where a login leads: back, or to the list of sittings.
fn way(back: &str) -> &str {
    match local_way(back) {
        "/" => HOME,
        way => way,
    }
}

fn page(committee: &Committee, visit: &Visit, mut form: Form) -> Result<Answer, Error> {
    let token = visit.kit.form_token(visit)?;
    form.token.clone_from(&token.token);
    let page = Page {
        frame: Frame::of(visit, visit.speech().say("committee-login")).with_form(&token),
        style: committee.style(),
        form,
    };
    answer(Answer::page(&page), token)
}

/// `GET /ujian/masuk`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Comer { visit, session }: Comer,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let back = way(query.get("kembali"));
    let shown = if session.is_some() {
        Answer::see(back)
    } else {
        page(&committee, &visit, login::form(&visit, back))
    };
    shown.map_err(Failed::at(&visit))
}

/// `POST /ujian/masuk`. A session that the browser had before ends.
pub(crate) async fn log_in(State(committee): State<Committee>, knock: Knock) -> Result<Answer, Failed> {
    let Knock { comer, fields } = knock;
    let (visit, assessment) = (comer.visit, committee.assessment());
    if let Some(error) = assessment.loses_session(&visit.headers) {
        return refused(&committee, &visit, &fields, &error).map_err(Failed::at(&visit));
    }
    let password = fields.get("password").to_owned();
    let opened = assessment
        .login(&visit.ctx, visit.peer, fields.get("username").trim(), password)
        .await;
    let begun = match opened {
        Ok(begun) => begun,
        Err(error) if is_for_form(&error) || error.kind() == Kind::Forbidden => {
            return refused(&committee, &visit, &fields, &error).map_err(Failed::at(&visit));
        }
        Err(error) => return Err(Failed::at(&visit)(error)),
    };
    let entered = async {
        if let Some(session) = &comer.session {
            assessment.logout(session).await?;
        }
        let cookies = assessment.keep_session(&visit.headers, &begun)?;
        let back = way(fields.get("kembali"));
        let next = match fields.find(resend::KEPT) {
            // What was typed while a session ended is shown to be sent again, by whoever is logged in now.
            Some(kept) => {
                let session = begun.admin(&visit.ctx).session;
                resend::again(&visit.clone().within(ENTRY, Some(session)), back, kept)?
            }
            None => Answer::see(back)?,
        };
        Ok(with_cookies(next, &cookies))
    };
    entered.await.map_err(Failed::at(&visit))
}

fn with_cookies(answer: Answer, cookies: &HeaderMap) -> Answer {
    let lines = cookies.get_all(header::SET_COOKIE).iter();
    lines.fold(answer, |answer, line| answer.with(header::SET_COOKIE, line.clone()))
}

fn refused(committee: &Committee, visit: &Visit, fields: &Fields, error: &Error) -> Result<Answer, Error> {
    let back = way(fields.get("kembali"));
    let status = match error.kind() {
        Kind::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let answer = match fields.find(resend::KEPT) {
        Some(kept) => resend::page(visit, back, kept, Some(error))?,
        None => page(
            committee,
            visit,
            login::form(visit, back).holding(fields).faulty(visit, error),
        )?,
    };
    Ok(answer.status(status))
}

/// `POST /ujian/keluar`
pub(crate) async fn log_out(State(committee): State<Committee>, knock: Knock) -> Result<Answer, Failed> {
    let Comer { visit, session } = knock.comer;
    let ended = async {
        if let Some(session) = &session {
            committee.assessment().logout(session).await?;
        }
        let cookies = committee.assessment().forget_session(&visit.headers)?;
        Ok(with_cookies(Answer::see("/ujian/masuk?sudah=keluar")?, &cookies))
    };
    ended.await.map_err(Failed::at(&visit))
}
