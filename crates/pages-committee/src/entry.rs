//! Logging in and out, with the session of the API.

use askama::Template;
use assessment::{BegunSession, PageLogin};
use axum::extract::{FromRequest, FromRequestParts, RawQuery, Request, State};
use http::{HeaderMap, header, request::Parts};
use pages_kit::{
    Answer, Failed, Fields, Frame, Visit,
    form::{self, Form, answer, is_for_form, refused_status},
    guard::local_way,
    people::{factor, login, resend},
};
use platform::{Error, Kind};

use crate::{
    Committee,
    caller::{ENTRY, visit_of},
    office::way::{self, Way},
};

const HOME: &str = "/ujian";
/// Where the code of the second step is sent.
pub(crate) const CODE: &str = "/ujian/masuk/kode";

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
        .login_on_page(&visit.ctx, visit.peer, fields.get("username").trim(), password)
        .await;
    let begun = match opened {
        Ok(PageLogin::In(begun)) => begun,
        Ok(PageLogin::CodeWanted(half)) => {
            let asked = ask_code(&committee, visit, (&half, &fields), None).await;
            return asked.map_err(Failed::at(visit));
        }
        Err(error) if is_for_form(&error) || error.kind() == Kind::Forbidden => {
            return refused(&committee, visit, &fields, &error)
                .await
                .map_err(Failed::at(visit));
        }
        Err(error) => return Err(Failed::at(visit)(error)),
    };
    enter(&committee, &comer, &fields, &begun).await
}

/// Lets somebody in whose login is complete.
async fn enter(committee: &Committee, comer: &Comer, fields: &Fields, begun: &BegunSession) -> Result<Answer, Failed> {
    let visit = &comer.visit;
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
        begin(committee, comer, begun, next).await
    };
    entered.await.map_err(Failed::at(visit))
}

/// The hidden field that says whose password was right.
const HALF: &str = "_langkah";

/// The page that asks for a code, after the password was right.
async fn ask_code(
    committee: &Committee,
    visit: &Visit,
    (half, sent): (&str, &Fields),
    refusal: Option<&Error>,
) -> Result<Answer, Error> {
    let field = factor::code_field(visit, "committee-code-hint");
    let mut form = Form::to(CODE, visit.speech().say("login-do"), vec![field]);
    form.hidden.push((HALF, half.to_owned()));
    form.hidden.push(("kembali", onward(sent.get("kembali")).to_owned()));
    if let Some(kept) = sent.find(resend::KEPT) {
        form.hidden.push((resend::KEPT, kept.to_owned()));
    }
    let Some(error) = refusal else {
        return page(committee, visit, form).await;
    };
    let shown = page(committee, visit, form.faulty(visit, error)).await?;
    Ok(shown.status(refused_status(error)))
}

/// `POST /ujian/masuk/kode`
pub(crate) async fn enter_code(State(committee): State<Committee>, knock: Knock) -> Result<Answer, Failed> {
    let Knock { comer, fields } = knock;
    let (visit, half) = (&comer.visit, fields.get(HALF));
    let assessment = committee.assessment();
    let opened = assessment
        .finish_login(&visit.ctx, visit.peer, half, fields.get("code"))
        .await;
    match opened {
        Ok(begun) => enter(&committee, &comer, &fields, &begun).await,
        // Whoever took too long begins again.
        Err(error) if error.code() == assessment::failures::session_ended().code() => {
            Answer::see("/ujian/masuk?sudah=terlambat").map_err(Failed::at(visit))
        }
        Err(error) if is_for_form(&error) || error.kind() == Kind::Forbidden => {
            let asked = ask_code(&committee, visit, (half, &fields), Some(&error)).await;
            asked.map_err(Failed::at(visit))
        }
        Err(error) => Err(Failed::at(visit)(error)),
    }
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
    let answer = if let Some(kept) = fields.find(resend::KEPT) {
        resend::page(visit, back, kept, Some(error))?
    } else {
        let form = login::form(visit, back).holding(fields).faulty(visit, error);
        page(committee, visit, form).await?
    };
    Ok(answer.status(refused_status(error)))
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
