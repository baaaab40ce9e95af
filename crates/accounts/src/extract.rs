//! Who is asking: extractors that a handler's signature shows.

use axum::extract::{FromRef, FromRequestParts};
use http::{header, request::Parts};
use platform::{Clock, Ctx, Error, Kind, Message, auth::token, http::Fault, id::RequestId};

use crate::{
    Accounts,
    account::{AccountId, Role, SessionId},
};

/// Somebody who is logged in.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The call.
    pub ctx: Ctx,
    /// Whose account.
    pub id: AccountId,
    /// `user-` and 16 characters.
    pub handle: String,
    /// What they may do.
    pub role: Role,
    /// The session that the token belongs to.
    pub session: SessionId,
}

/// Somebody, or nobody: a bad token counts as none.
#[derive(Debug, Clone)]
pub struct MaybeActor {
    /// The call.
    pub ctx: Ctx,
    /// Who, if a good token came with the request.
    pub actor: Option<Actor>,
}

/// An administrator.
#[derive(Debug, Clone)]
pub struct Admin(pub Actor);

fn ctx(parts: &Parts, clock: &Clock) -> Ctx {
    let request = parts
        .extensions
        .get::<RequestId>()
        .copied()
        .unwrap_or_else(RequestId::random);
    Ctx::new(clock.clone(), request)
}

/// The token of `Authorization: Bearer …`, in any case.
fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim())
        .filter(|token| !token.is_empty())
}

/// Nobody is logged in.
pub fn login_required() -> Error {
    Error::new(
        Kind::Unauthenticated,
        "accounts.login_required",
        Message::new("Silakan login terlebih dahulu.", "Log in first."),
    )
}

/// The session was revoked, or its account deleted.
pub fn session_ended() -> Error {
    Error::new(
        Kind::Unauthenticated,
        "accounts.session.ended",
        Message::new(
            "Sesi sudah berakhir. Silakan login kembali.",
            "The session has ended. Log in again.",
        ),
    )
}

impl Accounts {
    /// Who a token belongs to.
    pub async fn actor(&self, ctx: Ctx, token: &str) -> Result<Actor, Error> {
        let claims = self
            .0
            .tokens
            .verify(token, crate::service::login::AUDIENCE, token::Kind::Access, ctx.now())?;
        let state = self.session_state(&claims.sid).await?;
        let living = state
            .living
            .as_ref()
            .filter(|living| living.account.as_str() == claims.sub && ctx.now() < living.expires_at);
        let living = living.ok_or_else(session_ended)?;
        Ok(Actor {
            ctx: ctx.by(living.account.as_str()),
            id: living.account.clone(),
            handle: living.handle.clone(),
            role: living.role,
            session: SessionId::from(claims.sid),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Actor
where
    Accounts: FromRef<S>,
{
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let accounts = Accounts::from_ref(state);
        let ctx = ctx(parts, accounts.0.db.clock());
        let token = bearer(parts).ok_or_else(login_required)?;
        Ok(accounts.actor(ctx, token).await?)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for MaybeActor
where
    Accounts: FromRef<S>,
{
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let accounts = Accounts::from_ref(state);
        let ctx = ctx(parts, accounts.0.db.clock());
        let actor = match bearer(parts) {
            None => None,
            Some(token) => match accounts.actor(ctx.clone(), token).await {
                Ok(actor) => Some(actor),
                Err(error) if error.kind() == Kind::Unauthenticated => None,
                Err(error) => return Err(error.into()),
            },
        };
        Ok(Self { ctx, actor })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Admin
where
    Accounts: FromRef<S>,
{
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let actor = Actor::from_request_parts(parts, state).await?;
        if actor.role.is_admin() {
            Ok(Self(actor))
        } else {
            Err(not_an_admin().into())
        }
    }
}

/// The caller is no administrator.
pub fn not_an_admin() -> Error {
    Error::new(
        Kind::Forbidden,
        "accounts.admin_required",
        Message::new(
            "Anda tidak berhak mengakses resource ini",
            "Only an administrator may do this.",
        ),
    )
}
