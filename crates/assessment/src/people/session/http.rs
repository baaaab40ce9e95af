//! Sessions of administrators (sections 1.1 to 1.5 of the document).

use axum::extract::{Extension, FromRequestParts, State};
use http::{HeaderMap, header, request::Parts};
use platform::{
    Ctx, Error,
    http::{
        Body, Fault, Outcome, Pages, Path, Peer, Reply,
        call::cookie,
        routes::{Endpoint, delete, get, post},
    },
};
use serde::Serialize;

use super::{
    living::{SessionView, no_such_session},
    rules::LoginIn,
    service::{BegunSession, refused, throttled},
};
use crate::{
    Admin, Administrators, AnyStaff, Assessment, SESSION, Staff,
    extract::{CSRF_COOKIE, SESSION_COOKIE, ctx},
    failures::{forged, login_required, needs_https},
    http::{access, api, query::id},
    people::{
        admin::suspension::suspended,
        factor::service::{code_refused, code_required, throttled as code_throttled},
    },
    reach::{Reach, cookie_reach, loses_cookies, reach, set_cookie},
};

/// An answer that sets cookies.
type WithCookies<T> = Result<(HeaderMap, Reply<T>), Fault>;

/// Somebody, or nobody: a session that has ended counts as none.
struct Visitor {
    ctx: Ctx,
    admin: Option<Admin>,
    headers: HeaderMap,
}

impl FromRequestParts<Assessment> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, assessment: &Assessment) -> Result<Self, Fault> {
        let ctx = ctx(parts, assessment);
        Ok(Self {
            admin: assessment.admin_of_page(ctx.clone(), &parts.headers).await?,
            ctx,
            headers: parts.headers.clone(),
        })
    }
}

impl Visitor {
    fn session(&self) -> Option<&str> {
        self.admin.as_ref().map(|admin| admin.session.as_str())
    }
}

/// The cookies of a session that begins (or ends, with no seconds).
fn cookies(
    assessment: &Assessment,
    request: &HeaderMap,
    pairs: &[(&str, &str)],
    seconds: u64,
) -> Result<HeaderMap, Error> {
    let reach = cookie_reach(&assessment.0.options, request);
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(header::SET_COOKIE, set_cookie((name, value), "/", seconds, reach)?);
    }
    Ok(headers)
}

impl Assessment {
    /// The cookies by which a browser keeps a session that was begun.
    pub fn keep_session(&self, request: &HeaderMap, begun: &BegunSession) -> Result<HeaderMap, Error> {
        let csrf = self.0.csrf.of_session(&begun.session);
        let pairs = [(SESSION_COOKIE, begun.token.as_str()), (CSRF_COOKIE, csrf.as_str())];
        cookies(self, request, &pairs, SESSION.as_secs())
    }

    /// The cookies by which a browser forgets its session.
    pub fn forget_session(&self, request: &HeaderMap) -> Result<HeaderMap, Error> {
        cookies(self, request, &[(SESSION_COOKIE, ""), (CSRF_COOKIE, "")], 0)
    }

    /// What is wrong with the way in which a browser came, if it would throw the cookies of a session away.
    pub fn loses_session(&self, request: &HeaderMap) -> Option<Error> {
        loses_cookies(&self.0.options, request).then(needs_https)
    }

    /// What works in a browser that came like this.
    pub fn reach(&self, request: &HeaderMap) -> Reach {
        reach(&self.0.options, request)
    }
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct CsrfView {
    /// Goes into the header `X-XSRF-TOKEN` of every change.
    csrf_token: String,
}

/// `GET /auth/csrf-token`: bound to the session; before a login, to the cookie that comes with it.
async fn csrf_token(State(assessment): State<Assessment>, visitor: Visitor) -> WithCookies<CsrfView> {
    let csrf_token = assessment.csrf_token(&visitor.headers, visitor.session());
    let pairs = [(CSRF_COOKIE, csrf_token.as_str())];
    let headers = cookies(&assessment, &visitor.headers, &pairs, SESSION.as_secs())?;
    Ok((headers, Reply::ok(CsrfView { csrf_token })))
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct CheckView {
    is_authenticated: bool,
}

/// `GET /auth/check`: never fails for want of a session.
async fn check(visitor: Visitor) -> Reply<CheckView> {
    Reply::ok(CheckView {
        is_authenticated: visitor.admin.is_some(),
    })
}

#[derive(Serialize, schemars::JsonSchema)]
struct LoginView {
    id: i64,
    username: String,
    /// `administrator`, `author`, `proctor` or `rater`.
    role: &'static str,
}

/// `POST /auth/login`. A session that the browser had before ends.
async fn login(
    State(assessment): State<Assessment>,
    Extension(peer): Extension<Peer>,
    visitor: Unforged,
    Body(input): Body<LoginIn>,
) -> WithCookies<LoginView> {
    let Unforged(visitor) = visitor;
    let began = assessment
        .login(
            &visitor.ctx,
            peer,
            (&input.username, input.password),
            input.code.as_deref(),
        )
        .await?;
    if let Some(session) = visitor.session() {
        assessment.logout(session).await?;
    }
    let headers = assessment.keep_session(&visitor.headers, &began)?;
    let view = LoginView {
        id: began.admin.id,
        username: began.admin.username,
        role: began.admin.role.name(),
    };
    Ok((headers, Reply::ok(view)))
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
struct TokenView {
    /// The JWT of the cookie `adm-token`.
    token: String,
}

/// `GET /auth/token`: for pages of this server alone, because it shows what the cookie hides from scripts.
async fn token(
    State(assessment): State<Assessment>,
    _admin: Admin,
    headers: HeaderMap,
) -> Result<Reply<TokenView>, Fault> {
    if !assessment.is_own_origin(&headers) {
        return Err(forged().into());
    }
    let token = cookie(&headers, SESSION_COOKIE).ok_or_else(login_required)?;
    Ok(Reply::ok(TokenView {
        token: token.to_owned(),
    }))
}

/// `GET /auth/logout`: the cookie does not come along with what another site asks for.
async fn logout(State(assessment): State<Assessment>, visitor: Visitor) -> WithCookies<()> {
    if !assessment.is_own_origin(&visitor.headers) {
        return Err(forged().into());
    }
    leave(&assessment, &visitor).await
}

/// `POST /auth/logout`.
async fn post_logout(State(assessment): State<Assessment>, visitor: Visitor) -> WithCookies<()> {
    if visitor.admin.is_some() {
        assessment.not_forged(&visitor.headers, visitor.session())?;
    }
    leave(&assessment, &visitor).await
}

async fn leave(assessment: &Assessment, visitor: &Visitor) -> WithCookies<()> {
    if let Some(session) = visitor.session() {
        assessment.logout(session).await?;
    }
    let headers = assessment.forget_session(&visitor.headers)?;
    Ok((headers, Reply::done(LOGGED_OUT)))
}

/// `GET /admins/sessions`.
async fn list(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    pages: Pages,
) -> Outcome<Vec<SessionView>> {
    let (rows, paging) = assessment.list_sessions(&staff.admin, pages).await?;
    Ok(Reply::list("sessions", rows, paging))
}

const ENDED: &str = "Session ended";

/// `DELETE /admins/sessions/{session}`.
async fn end(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(session): Path<String>,
) -> Outcome<()> {
    assessment.end_session(&staff.admin, &session).await?;
    Ok(Reply::done(ENDED))
}

const ALL_ENDED: &str = "Sessions ended";

/// `DELETE /admins/{id}/sessions`.
async fn end_all(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(admin): Path<String>,
) -> Outcome<()> {
    assessment.end_sessions_of(&staff.admin, id("id", &admin)?).await?;
    Ok(Reply::done(ALL_ENDED))
}

const LIVING: &str = r#"{"id":"c2Vzc2lvbg","adminId":1,"username":"JohnDoe","roleId":1,"address":"192.0.2.7","createdAt":"2023-09-14T12:00:00.000Z","expiresAt":"2023-09-14T20:00:00.000Z","isOwn":true}"#;
const LOGGED_OUT: &str = "Logout successful";
const LOGIN: &str = r#"{"username":"adminuser","password":"adminpassword"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/auth/csrf-token"), csrf_token)
            .says("Get the token that changes must show; it changes at the login")
            .gives::<CsrfView>(r#"{"csrfToken":"value"}"#),
        get(api!("/auth/check"), check)
            .says("Whether somebody is logged in")
            .gives::<CheckView>(r#"{"isAuthenticated":true}"#),
        post(api!("/auth/login"), login)
            .every_time()
            .says("Log in; the header `X-XSRF-TOKEN` shows the token of the cookie `x-xsrf-token`")
            .takes::<LoginIn>(LOGIN)
            .gives::<LoginView>(r#"{"id":1,"username":"adminuser","role":"administrator"}"#)
            .fails(refused)
            .fails(suspended)
            .fails(throttled)
            .fails(code_required)
            .fails(code_refused)
            .fails(code_throttled)
            .fails(forged)
            .fails(needs_https),
        get(api!("/auth/token"), token)
            .says("See the session's token")
            .access(access::<AnyStaff>())
            .gives::<TokenView>(r#"{"token":"your_auth_token"}"#),
        get(api!("/auth/logout"), logout)
            .says("Log out")
            .acts()
            .message(LOGGED_OUT)
            .fails(forged),
        post(api!("/auth/logout"), post_logout)
            .says("Log out, by a change")
            .message(LOGGED_OUT)
            .fails(forged),
        get(api!("/admins/sessions"), list)
            .says("List the sessions that live, the latest first")
            .access(access::<Administrators>())
            .gives_list::<SessionView>("sessions", LIVING),
        delete(api!("/admins/sessions/{session}"), end)
            .says("End a session at once")
            .part::<String>("session", "Its name, as the list has it", "c2Vzc2lvbg")
            .access(access::<Administrators>())
            .message(ENDED)
            .fails(no_such_session),
        delete(api!("/admins/{id}/sessions"), end_all)
            .says("End every session of an administrator but one's own, at once")
            .part::<i64>("id", "The administrator", "1")
            .access(access::<Administrators>())
            .message(ALL_ENDED),
    ]
}
