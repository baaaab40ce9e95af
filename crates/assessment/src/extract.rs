//! Who calls: administrators by their cookie, and the proof that a change was not forged.
//!
//! Order, everywhere: who (401), not forged (403), may they (403), and only then what they sent.

use std::{marker::PhantomData, sync::Arc};

use axum::extract::{FromRef, FromRequestParts};
use http::{HeaderMap, request::Parts};
use platform::{
    Ctx, Error, Kind,
    auth::csrf,
    http::{
        Fault,
        call::{StillThere, cookie, of_same_origin},
        refuse_unknown,
    },
    id::RequestId,
};

use crate::{
    Assessment,
    failures::{forged, login_required, needs_https, role_required},
    reach::loses_cookies,
    role::{Requirement, Role},
};

/// The cookie of a session.
pub(crate) const SESSION_COOKIE: &str = "adm-token";
/// The cookie of the token against forged requests.
pub(crate) const CSRF_COOKIE: &str = "x-xsrf-token";
/// The header that a change shows it in.
pub(crate) const CSRF_HEADER: &str = "x-xsrf-token";

/// An administrator of exams.
#[derive(Debug, Clone)]
pub struct Admin {
    /// The call.
    pub ctx: Ctx,
    /// Who.
    pub id: i64,
    /// What they may do.
    pub role: Role,
    /// The session's id.
    pub session: String,
}

impl Admin {
    /// Refuses an administrator whose role does not meet `R`.
    pub fn require<R: Requirement>(&self) -> Result<(), Error> {
        if R::met(self.role) {
            Ok(())
        } else {
            Err(role_required())
        }
    }
}

/// An administrator whose role meets `R`, and whose change was not forged.
#[derive(Debug, Clone)]
pub struct Staff<R> {
    /// Who.
    pub admin: Admin,
    required: PhantomData<R>,
}

/// The context of a request.
pub(crate) fn ctx(parts: &Parts, assessment: &Assessment) -> Ctx {
    let request = parts.extensions.get::<RequestId>().copied();
    Ctx::new(
        assessment.0.db.clock().clone(),
        request.unwrap_or_else(RequestId::random),
    )
}

impl Assessment {
    /// Who a request comes from; `None` if nobody is logged in.
    pub(crate) async fn caller(&self, parts: &Parts) -> Result<Option<Admin>, Error> {
        let Some(token) = cookie(&parts.headers, SESSION_COOKIE).filter(|token| !token.is_empty()) else {
            return Ok(None);
        };
        self.admin_of_token(ctx(parts, self), token).await.map(Some)
    }

    /// Who a page is shown to, by the cookie of a living session; one that has ended counts as none. Whether a change was
    /// forged is for the page's own forms to find out.
    #[platform::boxed]
    pub async fn admin_of_page(&self, ctx: Ctx, headers: &HeaderMap) -> Result<Option<Admin>, Error> {
        let Some(token) = cookie(headers, SESSION_COOKIE).filter(|token| !token.is_empty()) else {
            return Ok(None);
        };
        match self.admin_of_token(ctx, token).await {
            Err(error) if error.kind() == Kind::Unauthenticated => Ok(None),
            found => found.map(Some),
        }
    }

    /// Who a request comes from, whose change was not forged; whatever else is wrong with it.
    async fn identify_admin(&self, parts: &mut Parts) -> Result<Admin, Error> {
        let admin = self.caller(parts).await?.ok_or_else(login_required)?;
        if !parts.method.is_safe() {
            self.not_forged(&parts.headers, Some(&admin.session))?;
        }
        parts.extensions.insert(self.still_there(&admin));
        Ok(admin)
    }

    /// The token that changes must show: of the session; before there is one, the one that the visitor's cookie has.
    pub(crate) fn csrf_token(&self, headers: &HeaderMap, session: Option<&str>) -> String {
        let csrf = &self.0.csrf;
        match session {
            Some(session) => csrf.of_session(session),
            None => cookie(headers, CSRF_COOKIE)
                .filter(|kept| csrf.is_of_nobody(kept))
                .map_or_else(|| csrf.of_nobody(), str::to_owned),
        }
    }

    /// Refuses a change that may have been forged. `session` is the caller's, if there is one.
    pub(crate) fn not_forged(&self, headers: &HeaderMap, session: Option<&str>) -> Result<(), Error> {
        let shown = headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok());
        let shown = shown.ok_or_else(forged)?;
        let kept = cookie(headers, CSRF_COOKIE);
        let good = match session {
            // The token is bound to the session, so a client that keeps no second cookie is as safe.
            Some(session) => {
                self.0.csrf.is_of_session(shown, session) && kept.is_none_or(|kept| csrf::same(kept, shown))
            }
            None => self.0.csrf.is_of_nobody(shown) && kept.is_some_and(|kept| csrf::same(kept, shown)),
        };
        if good && self.is_own_origin(headers) {
            return Ok(());
        }
        let before_login = session.is_none() && kept.is_none() && self.0.csrf.is_of_nobody(shown);
        if before_login && loses_cookies(&self.0.options, headers) {
            return Err(needs_https());
        }
        Err(forged())
    }

    /// Whether a request names no origin but ours, or one that the settings allow.
    pub(crate) fn is_own_origin(&self, headers: &HeaderMap) -> bool {
        let public = || {
            let origin = headers
                .get(http::header::ORIGIN)
                .and_then(|origin| origin.to_str().ok());
            origin.is_some_and(|origin| origin.eq_ignore_ascii_case(&self.0.options.public_origin()))
        };
        of_same_origin(headers) && (platform::http::call::names_no_other_origin(headers) || public())
    }

    /// Asks again, once a body has arrived, whether the session still lives.
    fn still_there(&self, admin: &Admin) -> StillThere {
        let (assessment, admin) = (self.clone(), admin.clone());
        StillThere(Arc::new(move || {
            let (assessment, admin) = (assessment.clone(), admin.clone());
            Box::pin(async move { assessment.session_lives(&admin).await })
        }))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Admin
where
    Assessment: FromRef<S>,
{
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let admin = Assessment::from_ref(state).identify_admin(parts).await?;
        refuse_unknown(parts)?;
        Ok(admin)
    }
}

impl<R: Requirement, S: Send + Sync> FromRequestParts<S> for Staff<R>
where
    Assessment: FromRef<S>,
{
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let admin = Assessment::from_ref(state).identify_admin(parts).await?;
        admin.require::<R>()?;
        refuse_unknown(parts)?;
        Ok(Self {
            admin,
            required: PhantomData,
        })
    }
}
