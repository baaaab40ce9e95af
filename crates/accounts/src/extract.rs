//! Who is asking: extractors that a handler's signature shows.

use std::{marker::PhantomData, sync::Arc, time::Instant};

use axum::extract::{FromRef, FromRequestParts};
use http::request::Parts;
use platform::{
    Clock, Ctx, Error, Kind, Message,
    auth::token,
    http::{
        Fault,
        call::{CallerSlot, Identified, Identify, Spoken, StillThere},
        refuse_unknown,
        routes::{self, Access},
    },
    id::RequestId,
};

use crate::{
    Accounts,
    model::account::{AccountId, Role, SessionId},
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
    /// Whether their real role gives more, but wants a second step first, which is not set up.
    pub needs_factor: bool,
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

impl Admin {
    /// Somebody who is logged in, if they are an administrator: for pages, which find out otherwise who asks.
    pub fn of(actor: &Actor) -> Result<Self, Error> {
        if actor.role.is_admin() {
            Ok(Self(actor.clone()))
        } else {
            Err(not_an_admin())
        }
    }
}

fn ctx(parts: &Parts, clock: &Clock) -> Ctx {
    let request = parts
        .extensions
        .get::<RequestId>()
        .copied()
        .unwrap_or_else(RequestId::random);
    Ctx::new(clock.clone(), request)
}

/// The request's token, from wherever its module's documents let it be.
pub(crate) fn token_of(parts: &Parts) -> Option<String> {
    let spoken = parts.extensions.get::<Spoken>().copied().unwrap_or_default();
    spoken.native.token(&parts.method, &parts.headers, &parts.uri)
}

/// Tells the envelope who calls.
fn note_actor(parts: &Parts, actor: &Actor, since: Instant) {
    if let Some(slot) = parts.extensions.get::<CallerSlot>() {
        slot.note(identify(actor, since));
    }
}

/// A token that is nobody's is no token; a database that cannot say whose it is makes nobody anonymous.
pub(crate) fn unless_nobodys(found: Result<Actor, Error>) -> Result<Option<Actor>, Error> {
    match found {
        Ok(actor) => Ok(Some(actor)),
        Err(error) if error.kind() == Kind::Unauthenticated => Ok(None),
        Err(error) => Err(error),
    }
}

fn identify(actor: &Actor, since: Instant) -> Identified {
    Identified {
        user: actor.id.as_str().into(),
        session: actor.session.as_str().into(),
        took: since.elapsed(),
    }
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
    /// Asks again, once a body has arrived, whether the session still lives.
    fn still_there(&self, actor: &Actor) -> StillThere {
        let (accounts, session) = (self.clone(), actor.session.clone());
        StillThere(Arc::new(move || {
            let (accounts, session) = (accounts.clone(), session.clone());
            Box::pin(async move {
                if accounts.session_lives(&session).await? {
                    Ok(())
                } else {
                    Err(session_ended())
                }
            })
        }))
    }

    /// Finds out who calls where no handler runs: for answers from memory.
    pub fn identify(&self) -> Identify {
        let accounts = self.clone();
        Arc::new(move |token| {
            let accounts = accounts.clone();
            Box::pin(async move {
                let since = Instant::now();
                let ctx = Ctx::background(accounts.0.db.clock().clone());
                let actor = unless_nobodys(accounts.actor(ctx, &token).await)?;
                Ok(actor.map(|actor| identify(&actor, since)))
            })
        })
    }

    /// Who a token belongs to.
    #[platform::boxed]
    pub async fn actor(&self, ctx: Ctx, token: &str) -> Result<Actor, Error> {
        self.actor_for(ctx, token, crate::service::login::AUDIENCE).await
    }

    /// Who a token of an audience belongs to.
    pub(crate) async fn actor_for(&self, ctx: Ctx, token: &str, audience: &'static str) -> Result<Actor, Error> {
        let claims = self.0.tokens.verify(token, audience, token::Kind::Access, ctx.now())?;
        let state = self.session_state(&claims.sid).await?;
        let living = state
            .living
            .as_ref()
            .filter(|living| living.account.as_str() == claims.sub && ctx.now() < living.expires_at);
        let living = living.ok_or_else(session_ended)?;
        let needs_factor = self.0.options.factor_from.is_some_and(|from| living.role >= from) && !living.has_factor;
        Ok(Actor {
            ctx: ctx.by(living.account.as_str()),
            id: living.account.clone(),
            handle: living.handle.clone(),
            role: if needs_factor { Role::User } else { living.role },
            needs_factor,
            session: SessionId::from(claims.sid),
        })
    }
}

impl Accounts {
    /// Who a request comes from, whatever else is wrong with it.
    async fn find_actor(&self, parts: &mut Parts) -> Result<Actor, Error> {
        let ctx = ctx(parts, self.0.db.clock());
        let since = Instant::now();
        let token = token_of(parts).ok_or_else(login_required)?;
        let actor = self.actor(ctx, &token).await?;
        note_actor(parts, &actor, since);
        parts.extensions.insert(self.still_there(&actor));
        Ok(actor)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Actor
where
    Accounts: FromRef<S>,
{
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let actor = Accounts::from_ref(state).find_actor(parts).await?;
        refuse_unknown(parts)?;
        Ok(actor)
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
        let since = Instant::now();
        let actor = match token_of(parts) {
            None => None,
            Some(token) => unless_nobodys(accounts.actor(ctx.clone(), &token).await)?,
        };
        if let Some(actor) = &actor {
            note_actor(parts, actor, since);
        }
        Ok(Self { ctx, actor })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Admin
where
    Accounts: FromRef<S>,
{
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let actor = Accounts::from_ref(state).find_actor(parts).await?;
        if !actor.role.is_admin() {
            return Err(not_an_admin().into());
        }
        refuse_unknown(parts)?;
        Ok(Self(actor))
    }
}

/// Which roles may do something.
pub trait Requirement: Send + Sync + 'static {
    /// The roles, as the documents of the services write them.
    const ROLES: &'static str;
    /// The same for the documents of this server.
    const STAFF: &'static routes::Staff;

    /// Whether a role is among them.
    fn met(role: Role) -> bool;
}

/// Administrators.
#[derive(Debug, Clone, Copy)]
pub struct Administrators;

/// Moderators and above.
#[derive(Debug, Clone, Copy)]
pub struct Moderators;

/// Super administrators.
#[derive(Debug, Clone, Copy)]
pub struct SuperAdministrators;

impl Requirement for Administrators {
    const ROLES: &'static str = "[superAdmin , admin]";
    const STAFF: &'static routes::Staff = &routes::Staff {
        roles: &[2, 3],
        about: "For administrators.",
        refusal: role_required::<Self>,
    };

    fn met(role: Role) -> bool {
        role.is_admin()
    }
}

impl Requirement for Moderators {
    const ROLES: &'static str = "[superAdmin , admin , moderator]";
    const STAFF: &'static routes::Staff = &routes::Staff {
        roles: &[1, 2, 3],
        about: "For moderators and administrators.",
        refusal: role_required::<Self>,
    };

    fn met(role: Role) -> bool {
        role.is_staff()
    }
}

impl Requirement for SuperAdministrators {
    const ROLES: &'static str = "[superAdmin]";
    const STAFF: &'static routes::Staff = &routes::Staff {
        roles: &[3],
        about: "For super administrators.",
        refusal: role_required::<Self>,
    };

    fn met(role: Role) -> bool {
        role == Role::SuperAdmin
    }
}

/// Somebody who is logged in and whose role is yet to be judged, because the documents of the services want parameters
/// judged first. Nothing can be done with it before [`Caller::allowed`].
#[derive(Debug, Clone)]
pub struct Caller<R> {
    actor: Actor,
    required: PhantomData<R>,
}

impl<R: Requirement> Caller<R> {
    /// Who it is, if the role is one that may.
    pub fn allowed(self) -> Result<Actor, Error> {
        if R::met(self.actor.role) {
            Ok(self.actor)
        } else {
            Err(role_required::<R>())
        }
    }
}

impl<R: Requirement, S: Send + Sync> FromRequestParts<S> for Caller<R>
where
    Accounts: FromRef<S>,
{
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        Ok(Self {
            actor: Actor::from_request_parts(parts, state).await?,
            required: PhantomData,
        })
    }
}

/// What the documents say about a requirement.
pub fn access<R: Requirement>() -> Access {
    Access::Staff(R::STAFF)
}

/// The caller has none of the roles that it takes.
pub fn role_required<R: Requirement>() -> Error {
    Error::new(
        Kind::Forbidden,
        "accounts.role_required",
        Message::new(
            "Peran Anda tidak mengizinkan hal ini.",
            "Your role does not allow this.",
        ),
    )
    .keyed(format!("errMsg_UserRoleRequired:{}", R::ROLES))
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
