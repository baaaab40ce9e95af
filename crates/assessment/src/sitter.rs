//! Who sits: participants by their cookie, and the proof that a change was not forged.
//!
//! Order, everywhere: who (401), not forged (403), in the browser that the event asks for (403), and only then what they sent.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use http::request::Parts;
use platform::{
    Ctx, Error,
    http::{
        Fault,
        call::{StillThere, cookie},
        refuse_unknown,
    },
};

use crate::{Assessment, extract::ctx, failures::login_required};

/// The cookie of a participant's session.
pub(crate) const SESSION_COOKIE: &str = "sl_token";

/// What Safe Exam Browser sends with each request.
const CONFIG_KEY_HASH: &str = "x-safeexambrowser-configkeyhash";

/// Somebody who sits an exam, by a session that lives.
#[derive(Debug, Clone)]
pub struct Sitter {
    /// The call.
    pub ctx: Ctx,
    /// Who.
    pub participant: i64,
    /// At which event.
    pub event: i64,
    /// The session's id.
    pub session: String,
    /// The slug of the event, if it is sat in Safe Exam Browser alone.
    pub(crate) safe_browser_of: Option<String>,
}

impl Assessment {
    /// Which participant a request comes from; `None` if nobody is logged in.
    pub(crate) async fn sitter(&self, parts: &Parts) -> Result<Option<Sitter>, Error> {
        let Some(token) = cookie(&parts.headers, SESSION_COOKIE).filter(|token| !token.is_empty()) else {
            return Ok(None);
        };
        self.sitter_of_token(ctx(parts, self), token).await.map(Some)
    }

    /// Asks again, once a body has arrived, whether the session still lives.
    fn still_sits(&self, sitter: &Sitter) -> StillThere {
        let (assessment, sitter) = (self.clone(), sitter.clone());
        StillThere(Arc::new(move || {
            let (assessment, sitter) = (assessment.clone(), sitter.clone());
            Box::pin(async move { assessment.sitter_lives(&sitter).await })
        }))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Sitter
where
    Assessment: FromRef<S>,
{
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let assessment = Assessment::from_ref(state);
        let sitter = assessment.sitter(parts).await?.ok_or_else(login_required)?;
        assessment.0.presence.note(sitter.participant, sitter.ctx.now());
        if !parts.method.is_safe() {
            assessment.not_forged(&parts.headers, Some(&sitter.session))?;
        }
        let place = parts.uri.path_and_query().map_or("/", |place| place.as_str());
        let shown = parts.headers.get(CONFIG_KEY_HASH).and_then(|shown| shown.to_str().ok());
        assessment.is_in_safe_browser(&sitter, place, shown)?;
        parts.extensions.insert(assessment.still_sits(&sitter));
        refuse_unknown(parts)?;
        Ok(sitter)
    }
}
