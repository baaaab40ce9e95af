//! Logging in and out, with the session of the API.

use askama::Template;
use assessment::BegunSession;
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
    office::way::{self, Way},
};

const HOME: &str = "/ujian";

#[derive(Template)]
#[template(path = "committee/entry.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    own_style: &'a str,
    /// What does not work in a browser that came like this.
    way: Option<Way>,
    /// Whether nobody can log in yet, because the first administrator is still to be made.
    awaits_setup: bool,
    form: Form,
}

/// Somebody at the door, who may be in already.
pub(crate) struct Comer {
    pub(crate) visit: Visit,
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
    pub(crate) comer: Comer,
    pub(crate) fields: Fields,
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
fn onward(back: &str) -> &str {
    match local_way(back) {
        "/" => HOME,
        way => way,
    }
}

async fn page(committee: &Committee, visit: &Visit, mut form: Form) -> Result<Answer, Error> {
    let awaits_setup = committee.assessment().awaits_setup().await?;
    let token = visit.kit.form_token(visit)?;
    form.token.clone_from(&token.token);
    let page = Page {
        frame: Frame::of(visit, visit.speech().say("committee-login")).with_form(&token),
        style: committee.style(),
        own_style: &committee.office().style.path,
        way: way::told(committee, visit),
        awaits_setup,
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
    let back = onward(query.get("kembali"));
    let shown = if session.is_some() {
        Answer::see(back)
    } else {
        page(&committee, &visit, login::form(&visit, back)).await
    };
    shown.map_err(Failed::at(&visit))
}

/// `POST /ujian/masuk`. A session that the browser had before ends.
pub(crate) async fn log_in(State(committee): State<Committee>, knock: Knock) -> Result<Answer, Failed> {
    let Knock { comer, fields } = knock;
    let (visit, assessment) = (&comer.visit, committee.assessment());
    if let Some(error) = assessment.loses_session(&visit.headers) {
        return refused(&committee, visit, &fields, &error)
            .await
            .map_err(Failed::at(visit));
    }
    let password = fields.get("password").to_owned();
    let opened = assessment
        .login(&visit.ctx, visit.peer, fields.get("username").trim(), password)
        .await;
    let begun = match opened {
        Ok(begun) => begun,
        Err(error) if is_for_form(&error) || error.kind() == Kind::Forbidden => {
            return refused(&committee, visit, &fields, &error)
                .await
                .map_err(Failed::at(visit));
        }
        Err(error) => return Err(Failed::at(visit)(error)),
    };
    let entered = async {
        let back = onward(fields.get("kembali"));
        let next = match fields.find(resend::KEPT) {
            // What was typed while a session ended is shown to be sent again, by whoever is logged in now.
            Some(kept) => {
                let session = begun.admin(&visit.ctx).session;
                resend::again(&visit.clone().within(ENTRY, Some(session)), back, kept)?
            }
            None => Answer::see(back)?,
        };
        begin(&committee, &comer, &begun, next).await
    };
    entered.await.map_err(Failed::at(visit))
}

/// An answer by which a browser keeps a session that was begun; one that it had before ends.
pub(crate) async fn begin(
    committee: &Committee,
    comer: &Comer,
    begun: &BegunSession,
    next: Answer,
) -> Result<Answer, Error> {
    let assessment = committee.assessment();
    if let Some(session) = &comer.session {
        assessment.logout(session).await?;
    }
    let cookies = assessment.keep_session(&comer.visit.headers, begun)?;
    Ok(with_cookies(next, &cookies))
}

fn with_cookies(answer: Answer, cookies: &HeaderMap) -> Answer {
    let lines = cookies.get_all(header::SET_COOKIE).iter();
    lines.fold(answer, |answer, line| answer.with(header::SET_COOKIE, line.clone()))
}

async fn refused(committee: &Committee, visit: &Visit, fields: &Fields, error: &Error) -> Result<Answer, Error> {
    let back = onward(fields.get("kembali"));
    let status = match error.kind() {
        Kind::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let answer = if let Some(kept) = fields.find(resend::KEPT) {
        resend::page(visit, back, kept, Some(error))?
    } else {
        let form = login::form(visit, back).holding(fields).faulty(visit, error);
        page(committee, visit, form).await?
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
