//! Participants' sessions: `/exam/auth/…`.

use axum::extract::{Extension, FromRequestParts, State};
use http::{HeaderMap, header, request::Parts};
use platform::{
    Ctx, Error, Rule,
    http::{
        Body, Fault, Params, Peer, Reply,
        routes::{Endpoint, get, post},
    },
};
use serde::Serialize;

use super::{
    rules::{SitterLoginIn, SitterRegistrationIn, challenge_refused, choose_event, refused, session_elsewhere},
    service::{BegunSitting, ChallengeView, From, SESSION, SitterView, THROTTLED, is_nobody},
};
use crate::{
    Assessment, Sitter,
    exam::model::Timed,
    extract::{CSRF_COOKIE, ctx},
    failures::{forged, needs_https},
    http::api,
    reach::{cookie_reach, set_cookie},
    sitter::SESSION_COOKIE,
    sitting::registration::rules::{expired, invalid, revoked, used_up},
};

/// An answer that sets cookies.
type WithCookies<T> = Result<(HeaderMap, Reply<Timed<T>>), Fault>;

/// A participant, or nobody: a session that has ended counts as none.
pub(crate) struct Visitor {
    ctx: Ctx,
    sitter: Option<Sitter>,
    headers: HeaderMap,
    /// Where this realm's routes are, as this request came to them.
    base: &'static str,
}

impl FromRequestParts<Assessment> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, assessment: &Assessment) -> Result<Self, Fault> {
        let sitter = match assessment.sitter(parts).await {
            Err(error) if is_nobody(&error) => None,
            found => found?,
        };
        let is_short = parts.uri.path().starts_with("/v1/");
        Ok(Self {
            ctx: ctx(parts, assessment),
            sitter,
            headers: parts.headers.clone(),
            base: if is_short { "/v1/exam" } else { "/api/v1/exam" },
        })
    }
}

impl Visitor {
    fn session(&self) -> Option<&str> {
        self.sitter.as_ref().map(|sitter| sitter.session.as_str())
    }

    /// Cookies of a session that begins, or ends with no seconds. The token against forged requests has a place of its own,
    /// so that somebody who is an administrator in the same browser stays one.
    fn cookies(&self, assessment: &Assessment, session: Option<&str>, csrf: &str) -> Result<HeaderMap, Error> {
        let reach = cookie_reach(&assessment.0.options, &self.headers);
        let lasts = if csrf.is_empty() { 0 } else { SESSION.as_secs() };
        let mut headers = HeaderMap::new();
        if let Some(session) = session {
            headers.append(
                header::SET_COOKIE,
                set_cookie((SESSION_COOKIE, session), "/", lasts, reach)?,
            );
        }
        headers.append(
            header::SET_COOKIE,
            set_cookie((CSRF_COOKIE, csrf), self.base, lasts, reach)?,
        );
        Ok(headers)
    }

    fn from(&self, peer: Peer) -> From {
        let agent = self
            .headers
            .get(header::USER_AGENT)
            .and_then(|agent| agent.to_str().ok());
        From {
            peer,
            agent: agent.unwrap_or_default().to_owned(),
            session: self.session().unwrap_or_default().to_owned(),
        }
    }
}

/// A visitor whose change was not forged.
struct Unforged(Visitor);

impl FromRequestParts<Assessment> for Unforged {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, assessment: &Assessment) -> Result<Self, Fault> {
        let visitor = Visitor::from_request_parts(parts, assessment).await?;
        assessment.not_forged(&parts.headers, visitor.session())?;
        Ok(Self(visitor))
    }
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamCsrf")]
struct CsrfView {
    /// Goes into the header `X-XSRF-TOKEN` of every change.
    csrf_token: String,
}

/// `GET /exam/auth/csrf-token`.
async fn csrf_token(State(assessment): State<Assessment>, visitor: Visitor) -> WithCookies<CsrfView> {
    let csrf_token = assessment.csrf_token(&visitor.headers, visitor.session());
    let headers = visitor.cookies(&assessment, None, &csrf_token)?;
    Ok((
        headers,
        Reply::ok(Timed::at(visitor.ctx.now(), CsrfView { csrf_token })),
    ))
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamCheck")]
struct CheckView {
    is_authenticated: bool,
}

/// `GET /exam/auth/check`: never fails for want of a session.
async fn check(visitor: Visitor) -> Reply<Timed<CheckView>> {
    let is_authenticated = visitor.sitter.is_some();
    Reply::ok(Timed::at(visitor.ctx.now(), CheckView { is_authenticated }))
}

fn begun(assessment: &Assessment, visitor: &Visitor, begun: &BegunSitting) -> Result<HeaderMap, Error> {
    let csrf = assessment.0.csrf.of_session(&begun.session);
    visitor.cookies(assessment, Some(&begun.token), &csrf)
}

/// `POST /exam/auth/login`.
async fn login(
    State(assessment): State<Assessment>,
    Extension(peer): Extension<Peer>,
    Unforged(visitor): Unforged,
    Body(input): Body<SitterLoginIn>,
) -> WithCookies<SitterView> {
    let made = assessment
        .log_sitter_in(&visitor.ctx, &visitor.from(peer), input)
        .await?;
    let headers = begun(&assessment, &visitor, &made)?;
    Ok((headers, Reply::ok(Timed::at(visitor.ctx.now(), made.view))))
}

/// The token of a registration link.
fn link_of(params: &Params) -> Result<&str, Error> {
    let link = params.first("token").filter(|link| !link.is_empty());
    link.ok_or_else(|| Error::invalid_field("token", Rule::Required))
}

/// `GET /exam/auth/challenge`.
async fn challenge(
    State(assessment): State<Assessment>,
    visitor: Visitor,
    params: Params,
) -> Result<Reply<Timed<ChallengeView>>, Fault> {
    let challenge = assessment.challenge(&visitor.ctx, link_of(&params)?).await?;
    Ok(Reply::ok(Timed::at(visitor.ctx.now(), challenge)))
}

/// `POST /exam/auth/register`.
async fn register(
    State(assessment): State<Assessment>,
    Extension(peer): Extension<Peer>,
    Unforged(visitor): Unforged,
    params: Params,
    Body(input): Body<SitterRegistrationIn>,
) -> WithCookies<SitterView> {
    let made = assessment
        .register_sitter(&visitor.ctx, &visitor.from(peer), link_of(&params)?, input)
        .await?;
    let headers = begun(&assessment, &visitor, &made)?;
    Ok((headers, Reply::created(Timed::at(visitor.ctx.now(), made.view))))
}

#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExamLogout")]
struct LoggedOut {
    /// Says that it was done.
    message: &'static str,
}

/// `POST /exam/auth/logout`.
async fn logout(State(assessment): State<Assessment>, visitor: Visitor) -> WithCookies<LoggedOut> {
    if let Some(session) = visitor.session() {
        assessment.not_forged(&visitor.headers, Some(session))?;
        assessment.log_sitter_out(session).await?;
    }
    let headers = visitor.cookies(&assessment, Some(""), "")?;
    let said = LoggedOut { message: LOGGED_OUT };
    Ok((headers, Reply::ok(Timed::at(visitor.ctx.now(), said))))
}

fn throttled() -> Error {
    Error::too_many(THROTTLED, std::time::Duration::from_secs(60))
}

const LOGGED_OUT: &str = "Logout successful";
const LOGIN: &str = r#"{"name":"Ani Lestari","registeredNumber":"198503122006041001"}"#;
const SESSION_SAMPLE: &str = r#"{"id":1,"name":"Ani Lestari","eventId":1,"eventTitle":"Ujian Bahasa Inggris","eventSlug":"ujian-bahasa-inggris","examRegisteredNumber":"20240000000017","state":"registered","serverNow":"2024-07-12T03:00:00.000Z"}"#;
const REGISTRATION: &str =
    r#"{"name":"Ani Lestari","registeredNumber":"198503122006041001","challenge":"eyJhbGciOi.e30.c2ln:48231"}"#;
const CHALLENGE: &str = r#"{"challenge":"eyJhbGciOi.e30.c2ln","difficulty":16,"eventTitle":"Ujian Bahasa Inggris","fields":["name","registeredNumber","rankId"],"choices":{"rankId":[{"id":2,"title":"Brigadir"},{"id":1,"title":"Inspektur"}],"unitId":[],"positionId":[]},"serverNow":"2024-07-12T03:00:00.000Z"}"#;

/// What every link may be refused for.
fn of_link(endpoint: Endpoint<Assessment>) -> Endpoint<Assessment> {
    endpoint
        .needs_query::<String>("token", "The link's token", "abcd1234")
        .fails(invalid)
        .fails(expired)
        .fails(revoked)
        .fails(used_up)
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/exam/auth/csrf-token"), csrf_token)
            .says("Get the token that a participant's changes must show; it changes at the login")
            .gives::<Timed<CsrfView>>(r#"{"csrfToken":"value","serverNow":"2024-07-12T03:00:00.000Z"}"#),
        get(api!("/exam/auth/check"), check)
            .says("Whether a participant is logged in")
            .gives::<Timed<CheckView>>(r#"{"isAuthenticated":true,"serverNow":"2024-07-12T03:00:00.000Z"}"#),
        post(api!("/exam/auth/login"), login)
            .every_time()
            .says(
                "Log a participant in, by name and number. Whoever is registered for several open events is asked which (409 \
                 `choose_event` with `events`); whoever is logged in elsewhere, whether to end that session (409 \
                 `session_elsewhere`; `takeOver` does)",
            )
            .takes::<SitterLoginIn>(LOGIN)
            .gives::<Timed<SitterView>>(SESSION_SAMPLE)
            .fails(refused)
            .fails(|| choose_event(&[]))
            .fails(session_elsewhere)
            .fails(throttled)
            .fails(forged)
            .fails(needs_https),
        of_link(get(api!("/exam/auth/challenge"), challenge))
            .says("Get what registering by a link costs a program: a text to find, of which a browser needs a second")
            .gives::<Timed<ChallengeView>>(CHALLENGE),
        of_link(post(api!("/exam/auth/register"), register))
            .every_time()
            .says("Register by a link and log in; the challenge is answered by work, once")
            .takes::<SitterRegistrationIn>(REGISTRATION)
            .gives::<Timed<SitterView>>(SESSION_SAMPLE)
            .creates()
            .fails(challenge_refused)
            .fails(forged),
        post(api!("/exam/auth/logout"), logout)
            .every_time()
            .says("Log a participant out")
            .gives::<Timed<LoggedOut>>(r#"{"message":"Logout successful","serverNow":"2024-07-12T03:00:00.000Z"}"#)
            .fails(forged),
    ]
}
