//! The cookie that carries an access token.

use http::{HeaderMap, HeaderValue, header};
use platform::{Error, http::call::of_same_origin};

use super::Front;
use crate::service_dialect::TOKEN;

/// Tells a browser to keep a token as long as it is good.
///
/// A page of another origin gets no cookie set: it could log somebody in as somebody else without their noticing. It has
/// the token in the answer.
pub(super) fn keep(front: &Front, request: &HeaderMap, token: &str) -> Result<HeaderMap, Error> {
    if !of_same_origin(request) {
        return Ok(HeaderMap::new());
    }
    set(front, token, front.accounts.0.options.access.as_secs())
}

/// Tells a browser to forget the token.
pub(super) fn forget(front: &Front) -> Result<HeaderMap, Error> {
    set(front, "", 0)
}

fn set(front: &Front, token: &str, seconds: u64) -> Result<HeaderMap, Error> {
    // Browsers take `SameSite=None` only along with `Secure`, and `Secure` only over https.
    let reach = if front.https {
        "Secure; SameSite=None"
    } else {
        "SameSite=Lax"
    };
    let line = format!("{TOKEN}={token}; Path=/; Max-Age={seconds}; HttpOnly; {reach}");
    let value = HeaderValue::from_str(&line).map_err(Error::internal)?;
    Ok(HeaderMap::from_iter([(header::SET_COOKIE, value)]))
}
