//! The cookie of somebody who is logged in, and who it is.

use std::time::Duration;

use accounts::{Actor, BrowserSession};
use http::{HeaderMap, HeaderValue};
use platform::{Ctx, Error, http::call::cookie};

use crate::Kit;

/// With HTTPS, browsers keep it from every other host and from plain HTTP.
const SECURE: &str = "__Host-balai";
const PLAIN: &str = "balai";

/// What the session cookie is called.
pub fn cookie_name(https: bool) -> &'static str {
    if https { SECURE } else { PLAIN }
}

/// A line of `Set-Cookie` for a cookie of the pages: scripts cannot read it, and other sites' forms do not send it.
pub fn set_cookie(https: bool, name: &str, value: &str, lasts: Duration) -> Result<HeaderValue, Error> {
    let secure = if https { "; Secure" } else { "" };
    let seconds = lasts.as_secs();
    let line = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&line).map_err(Error::internal)
}

impl Kit {
    /// Who sends a request, if a living session's cookie is with it.
    pub async fn actor_of(&self, ctx: Ctx, headers: &HeaderMap) -> Result<Option<Actor>, Error> {
        match cookie(headers, cookie_name(self.0.https)) {
            Some(token) if !token.is_empty() => self.0.accounts.browser_actor(ctx, token).await,
            _ => Ok(None),
        }
    }

    /// Lets a browser keep a session.
    pub fn keep(&self, session: &BrowserSession) -> Result<HeaderValue, Error> {
        set_cookie(self.0.https, cookie_name(self.0.https), &session.token, session.lasts)
    }

    /// Lets a browser forget its session.
    pub fn forget(&self) -> Result<HeaderValue, Error> {
        set_cookie(self.0.https, cookie_name(self.0.https), "", Duration::ZERO)
    }

    /// Whether people come by HTTPS.
    pub fn is_https(&self) -> bool {
        self.0.https
    }
}
