//! Logging in and out, and who is logged in.

use axum::extract::{Extension, FromRequestParts, State};
use http::{HeaderMap, Method, request::Parts};
use platform::{
    Timestamp,
    http::{
        Body, Fault, Outcome, Peer, Reply,
        call::of_same_origin,
        routes::{Access, Endpoint, get, post},
    },
};
use serde::{Deserialize, Serialize};

use super::{Front, TENANT, cookie};
use crate::{
    AccountId, Actor, MaybeActor, SessionId,
    extract::{login_required, token_of},
    failures,
    model::session::{CurrentSession, SignedIn},
    service_dialect::SERVICE,
};

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct LoginIn {
    /// Username or address.
    #[serde(default)]
    username: Option<String>,
    /// Address or username; heeded if there is no `username`.
    #[serde(default)]
    email: Option<String>,
    /// Not to have one is to have the wrong one.
    #[serde(default)]
    #[schemars(required)]
    password: Option<String>,
    /// The code of an authenticator app, or a recovery code: for accounts with two-step verification.
    #[serde(default)]
    code: Option<String>,
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RenewalIn {
    /// The `refreshToken` of a login or of the renewal before this one.
    refresh_token: String,
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct SessionView {
    session_id: SessionId,
    user_id: AccountId,
    email: String,
    fullname: String,
    /// `user`, `moderator`, `admin` or `superAdmin`.
    role_id: &'static str,
    tenant_id: &'static str,
    /// JWT; goes into `Authorization: Bearer`.
    access_token: String,
    username: String,
    /// Picture's address.
    avatar: Option<String>,
    /// When the session began.
    login_at: Timestamp,
    /// With a new session only: good for one `POST /relogin`, without the password.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

impl SessionView {
    fn of(current: CurrentSession, access_token: String) -> Self {
        let CurrentSession {
            session,
            account,
            login_at,
        } = current;
        Self {
            session_id: session,
            user_id: account.id,
            email: account.email,
            fullname: account.fullname,
            role_id: account.role.name(),
            tenant_id: TENANT,
            access_token,
            username: account.username,
            avatar: account.image,
            login_at,
            refresh_token: None,
        }
    }
}

/// That it was done, as the session routes say it.
#[derive(Serialize, schemars::JsonSchema)]
struct Done {
    status: &'static str,
}

/// Whoever is logged in, with the token that says so.
struct Session {
    actor: Actor,
    token: String,
}

impl FromRequestParts<Front> for Session {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, Fault> {
        let token = token_of(parts).ok_or_else(login_required)?;
        let actor = Actor::from_request_parts(parts, front).await?;
        Ok(Self { actor, token })
    }
}

/// Whoever is logged in and asks for a change by `GET`: a cookie that another site made a browser send is not enough.
struct Changing(Actor);

impl FromRequestParts<Front> for Changing {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, Fault> {
        SERVICE
            .token(&Method::POST, &parts.headers, &parts.uri)
            .ok_or_else(login_required)?;
        Ok(Self(Actor::from_request_parts(parts, front).await?))
    }
}

type WithCookie<T> = Result<(HeaderMap, Reply<T>), Fault>;

/// What somebody who gets in is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    /// The session as `/currentuser` shows it.
    Session,
    /// And the token that renews it.
    RefreshTokenToo,
}

impl Front {
    async fn signed_in(&self, request: &HeaderMap, new: SignedIn, given: Given) -> WithCookie<SessionView> {
        let current = self.accounts.current_session(new.session, &new.account).await?;
        let cookie = cookie::keep(self, request, &new.access_token)?;
        let view = SessionView {
            refresh_token: (given == Given::RefreshTokenToo).then_some(new.refresh_token),
            ..SessionView::of(current, new.access_token)
        };
        Ok((cookie, Reply::ok(view)))
    }
}

/// `GET /currentuser` — the session that the token belongs to.
async fn current_user(State(front): State<Front>, Session { actor, token }: Session) -> Outcome<SessionView> {
    let current = front.accounts.current_session(actor.session, &actor.id).await?;
    Ok(Reply::ok(SessionView::of(current, token)))
}

/// `POST /login`.
async fn login(
    State(front): State<Front>,
    MaybeActor { ctx, .. }: MaybeActor,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Body(input): Body<LoginIn>,
) -> WithCookie<SessionView> {
    let (Some(name), Some(password)) = (input.username.or(input.email), input.password) else {
        return Err(failures::login_refused().into());
    };
    let ctx = ctx.from_program(&headers);
    let new = front
        .accounts
        .sign_in(&ctx, peer, &name, (password, input.code))
        .await?;
    front.signed_in(&headers, new, Given::RefreshTokenToo).await
}

/// `GET /relogin` — a new session and token; the old ones end.
async fn relogin(State(front): State<Front>, Changing(actor): Changing, headers: HeaderMap) -> WithCookie<SessionView> {
    let new = front.accounts.sign_in_again(&actor).await?;
    front.signed_in(&headers, new, Given::Session).await
}

/// `POST /relogin` — the same for a refresh token, whatever became of the access token. Nothing of it comes along by itself,
/// so it may be asked for from anywhere.
async fn renew(
    State(front): State<Front>,
    MaybeActor { ctx, .. }: MaybeActor,
    headers: HeaderMap,
    Body(input): Body<RenewalIn>,
) -> WithCookie<SessionView> {
    let new = front.accounts.renew_session(&ctx, &input.refresh_token).await?;
    front.signed_in(&headers, new, Given::RefreshTokenToo).await
}

/// `POST /logout` — done, whoever asks.
async fn logout(
    State(front): State<Front>,
    MaybeActor { actor, .. }: MaybeActor,
    headers: HeaderMap,
) -> WithCookie<Done> {
    if let Some(actor) = &actor {
        front.accounts.sign_out(actor).await?;
    }
    let ours = actor.is_some() || of_same_origin(&headers);
    let cookie = if ours {
        cookie::forget(&front)?
    } else {
        HeaderMap::new()
    };
    Ok((cookie, Reply::ok(Done { status: "OK" })))
}

const LOGIN: &str = r#"{"email":"user@example.com","password":"123user"}"#;
const RENEWAL: &str = r#"{"refreshToken":"7Ff2…"}"#;
const OPENED: &str = r#"{"sessionId":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","userId":"018f3c1e-7b2a-7c3d-8e4f-ba9876543210","email":"user@example.com","fullname":"John Doe","roleId":"user","tenantId":"balai","accessToken":"eyJ0eXAi…","username":"user","avatar":null,"loginAt":"2023-11-28T13:06:42.530Z","refreshToken":"7Ff2…"}"#;
const SESSION: &str = r#"{"sessionId":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","userId":"018f3c1e-7b2a-7c3d-8e4f-ba9876543210","email":"user@example.com","fullname":"John Doe","roleId":"user","tenantId":"balai","accessToken":"eyJ0eXAi…","username":"user","avatar":null,"loginAt":"2023-11-28T13:06:42.530Z"}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Front>> {
    vec![
        post("/login", login)
.every_time()
            .says("Log in with a username or an address; the token is in the answer and in a cookie")
            .bare()
            .takes::<LoginIn>(LOGIN)
            .gives::<SessionView>(OPENED)
            .fails(failures::login_refused)
            .fails(failures::code_required)
            .fails(failures::code_refused)
            .fails(failures::code_throttled)
            .fails(failures::suspended)
            .fails(failures::login_throttled),
        get("/currentuser", current_user)
            .says("See one's session")
            .access(Access::Account)
            .bare()
            .gives::<SessionView>(SESSION),
        get("/relogin", relogin)
            .says("Get a new session and token; the old ones end")
            .acts()
            .access(Access::Account)
            .bare()
            .gives::<SessionView>(SESSION),
        post("/relogin", renew)
.every_time()
            .says("Get a new session and token for a refresh token, without the password; the old ones end. A refresh token is good once: shown again, it ends the session that came of it")
            .bare()
            .takes::<RenewalIn>(RENEWAL)
            .gives::<SessionView>(OPENED)
            .fails(failures::session_ended),
        post("/logout", logout)
            .says("Log out; done for whoever is not logged in, too")
            .bare()
            .gives::<Done>(r#"{"status":"OK"}"#),
    ]
}
