//! Forms that only a page of this place can send: each holds the token of its session, or, before there is one, that of a
//! cookie that came with the page.

use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use platform::{Error, auth::csrf, http::call::cookie};

use crate::{Kit, session::set_cookie, visit::Visit};

/// The hidden field.
pub const FIELD: &str = "_token";
/// The cookie of somebody who has no session and was shown a form.
const SECURE: &str = "__Host-formulir";
const PLAIN: &str = "formulir";
/// How long such a form can be sent.
const LASTS: Duration = Duration::from_secs(12 * 60 * 60);

/// The token of a form, and the cookie that has to come with it if there was none.
pub struct FormToken {
    pub token: String,
    pub cookie: Option<HeaderValue>,
}

fn cookie_name(https: bool) -> &'static str {
    if https { SECURE } else { PLAIN }
}

impl Kit {
    /// The token for a form on a page that somebody is shown.
    pub fn form_token(&self, visit: &Visit) -> Result<FormToken, Error> {
        if let Some(session) = visit.session() {
            return Ok(FormToken {
                token: self.0.csrf.of_session(session),
                cookie: None,
            });
        }
        if let Some(token) = &visit.form_cookie {
            return Ok(FormToken {
                token: token.clone(),
                cookie: None,
            });
        }
        let token = self.0.csrf.of_nobody();
        let cookie = set_cookie(self.0.https, cookie_name(self.0.https), &token, LASTS)?;
        Ok(FormToken {
            token,
            cookie: Some(cookie),
        })
    }

    /// The good token of a cookie that a form without a session came with.
    pub(crate) fn form_cookie(&self, headers: &HeaderMap) -> Option<String> {
        let token = cookie(headers, cookie_name(self.0.https))?;
        self.0.csrf.is_of_nobody(token).then(|| token.to_owned())
    }

    /// Whether a form was sent by a page of this place, for whoever sends it.
    pub(crate) fn is_own_form(&self, visit: &Visit, token: &str) -> bool {
        match (visit.session(), &visit.form_cookie) {
            (Some(session), _) => self.0.csrf.is_of_session(token, session),
            (None, Some(cookie)) => csrf::same(cookie, token),
            (None, None) => false,
        }
    }
}
