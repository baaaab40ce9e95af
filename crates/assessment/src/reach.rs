//! How a browser reaches the server, and what its cookies may be like there.
//!
//! Invariant: a cookie is `Secure` unless the request came over plain HTTP, and then only on this very machine or where the
//! settings give it up for a classroom without certificates.

use std::net::Ipv4Addr;

use http::{HeaderMap, HeaderValue, header};
use platform::{Error, http::origins::of_allowed_origin};

use crate::Options;

/// The text of a header; empty if there is none.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

/// Whether the server was asked as this machine: browsers count that as safe, whatever the connection is.
fn is_local(headers: &HeaderMap) -> bool {
    let host = text(headers, "host");
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        // The colons of a bare IPv6 address separate no port.
        if port.ends_with(']') { host } else { name }
    });
    let is_loopback = |name: &str| name.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback());
    name.eq_ignore_ascii_case("localhost") || name == "[::1]" || is_loopback(name)
}

fn is_https(options: &Options, headers: &HeaderMap) -> bool {
    options.public_url.starts_with("https:") || text(headers, "x-forwarded-proto") == "https"
}

/// The attributes of a cookie that say where a browser may send it.
///
/// `Strict` keeps it from whatever another site asks for. A page of an allowed origin on another site needs `None`, which
/// browsers take along with `Secure` alone; its changes still have to show the token against forged requests.
pub(crate) fn cookie_reach(options: &Options, headers: &HeaderMap) -> &'static str {
    let https = is_https(options, headers);
    let same_site = matches!(text(headers, "sec-fetch-site"), "same-origin" | "same-site");
    if of_allowed_origin(headers) && !same_site && https {
        "SameSite=None; Secure"
    } else if https || !(is_local(headers) || options.insecure_lan) {
        "SameSite=Strict; Secure"
    } else {
        "SameSite=Strict"
    }
}

/// The line that sets a cookie below a path, for so many seconds; with none it is forgotten.
pub(crate) fn set_cookie(
    (name, value): (&str, &str),
    path: &str,
    seconds: u64,
    reach: &str,
) -> Result<HeaderValue, Error> {
    let line = format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; {reach}");
    HeaderValue::from_str(&line).map_err(Error::internal)
}

/// What works in a browser that comes to a page in some way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everything.
    Whole,
    /// Sessions are kept, over plain HTTP, and browsers give such pages no microphone, camera or screen.
    WithoutDevices,
    /// Browsers throw the cookies of sessions away: nobody can log in, and there are no devices either.
    WithoutSessions,
}

/// How far a browser that sent this gets.
pub(crate) fn reach(options: &Options, headers: &HeaderMap) -> Reach {
    let plain = match text(headers, header::ORIGIN.as_str()) {
        "" => !is_https(options, headers),
        page => page.starts_with("http:") && text(headers, "x-forwarded-proto") != "https",
    };
    // Whoever names no host is no browser.
    let away = headers.contains_key(header::HOST) && !is_local(headers);
    if !(plain && away) {
        Reach::Whole
    } else if cookie_reach(options, headers).ends_with("Secure") {
        Reach::WithoutSessions
    } else {
        Reach::WithoutDevices
    }
}

/// Whether a browser has thrown away the cookies that it got: `Secure` ones, on a page that came over plain HTTP.
pub(crate) fn loses_cookies(options: &Options, headers: &HeaderMap) -> bool {
    reach(options, headers) == Reach::WithoutSessions
}
