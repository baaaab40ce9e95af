//! Pages of other origins: which of them may call with cookies, and what browsers are told about it.
//!
//! Every origin may call without credentials, as the documented APIs say: tokens travel in a header. An origin that the
//! settings name may bring cookies along and counts as one of this server's own. Invariants: credentials are allowed to an
//! origin by its name, never by `*`, and as soon as one is allowed, every answer says that it varies by `Origin`.

use std::{fmt, net::Ipv6Addr, str::FromStr, sync::Arc};

use axum::extract::Request;
use http::{HeaderMap, HeaderName, HeaderValue, header, uri::Authority};
use serde::Serialize;

/// What stands in the head of a request whose origin is allowed. Extractors and dialects see nothing of a request but its
/// head, so it is said there; what a client wrote under this name is taken away first.
const ALLOWED: HeaderName = HeaderName::from_static("x-balai-allowed-origin");

/// Scheme, host and port of a page, written as browsers write them in `Origin`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin(String);

impl Origin {
    /// Whether its pages come over a connection that others can change on its way.
    pub fn is_plain(&self) -> bool {
        self.0.starts_with("http:")
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse_origin(text).map(Self).ok_or_else(|| {
            format!(
                "\"{text}\" is no origin: it must look like https://app.example.org or http://localhost:3000, with \
                 neither path nor wildcard"
            )
        })
    }
}

/// Browsers write scheme and host in lower case, and leave out the port that a scheme has anyway.
fn parse_origin(text: &str) -> Option<String> {
    let (scheme, authority) = text.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let usual = match &*scheme {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    let parsed: Authority = authority.parse().ok()?;
    let host = parse_host(parsed.host())?;
    let port = match authority.get(parsed.host().len()..)? {
        "" => usual,
        port => port.strip_prefix(':')?.parse::<u16>().ok()?,
    };
    let port = if port == usual {
        String::new()
    } else {
        format!(":{port}")
    };
    Some(format!("{scheme}://{host}{port}"))
}

fn parse_host(host: &str) -> Option<String> {
    if let Some(bracketed) = host.strip_prefix('[') {
        let ip: Ipv6Addr = bracketed.strip_suffix(']')?.parse().ok()?;
        return Some(format!("[{ip}]"));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    (!host.is_empty() && host.chars().all(plain)).then(|| host.to_ascii_lowercase())
}

/// The origins whose pages may bring cookies along; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Origins(Arc<[HeaderValue]>);

impl FromIterator<Origin> for Origins {
    fn from_iter<I: IntoIterator<Item = Origin>>(origins: I) -> Self {
        let values = origins.into_iter();
        Self(
            values
                .filter_map(|origin| HeaderValue::from_str(&origin.0).ok())
                .collect(),
        )
    }
}

impl Origins {
    /// Judges where a request comes from, and leaves that in its head.
    pub(super) fn judge(&self, request: &mut Request) -> Cors {
        let headers = request.headers_mut();
        headers.remove(ALLOWED);
        let named = headers.get(header::ORIGIN);
        let allowed = self.0.iter().find(|origin| named == Some(*origin)).cloned();
        if allowed.is_some() {
            headers.insert(ALLOWED, HeaderValue::from_static("1"));
        }
        Cors {
            allowed,
            varies: !self.0.is_empty(),
        }
    }
}

/// Whether a request comes from a page of an origin that the settings allow.
pub fn of_allowed_origin(headers: &HeaderMap) -> bool {
    headers.contains_key(ALLOWED)
}

/// Marks an answer that is for pages of this place alone, which says nothing about other origins.
#[derive(Debug, Clone, Copy)]
pub struct OwnPagesOnly;

/// What one answer says about origins.
pub(super) struct Cors {
    allowed: Option<HeaderValue>,
    varies: bool,
}

impl Cors {
    /// Whether it says what it says to everybody.
    pub(super) fn is_for_anybody(&self) -> bool {
        self.allowed.is_none()
    }

    pub(super) fn write(&self, headers: &mut HeaderMap) {
        let any = HeaderValue::from_static("*");
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, self.allowed.clone().unwrap_or(any));
        if self.allowed.is_some() {
            let yes = HeaderValue::from_static("true");
            headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
        }
        if self.varies {
            headers.append(header::VARY, HeaderValue::from_static("origin"));
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn origins_are_read_as_browsers_write_them() {
        for (written, read) in [
            ("https://app.example.org", "https://app.example.org"),
            ("HTTPS://App.Example.org:443", "https://app.example.org"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://localhost:80", "http://localhost"),
            ("http://[2001:DB8:0::1]:8080", "http://[2001:db8::1]:8080"),
        ] {
            assert_eq!(written.parse::<Origin>().unwrap().to_string(), read);
        }
        for wrong in [
            "",
            "*",
            "null",
            "app.example.org",
            "https://*.example.org",
            "https://app.example.org/",
            "https://app.example.org/path",
            "https://somebody@app.example.org",
            "https://app.example.org:99999",
            "https://app.example.org:",
            "https://bücher.example",
            "ftp://app.example.org",
            "https://a.example,https://b.example",
        ] {
            let refused = wrong.parse::<Origin>().unwrap_err();
            assert!(refused.contains("https://app.example.org"), "{refused}");
        }
    }

    fn judged(origins: &Origins, head: &[(&'static str, &str)]) -> (bool, HeaderMap) {
        let mut request = Request::new(Body::empty());
        for (name, value) in head {
            request
                .headers_mut()
                .append(*name, HeaderValue::from_str(value).unwrap());
        }
        let cors = origins.judge(&mut request);
        let mut said = HeaderMap::new();
        said.insert(header::VARY, HeaderValue::from_static("accept"));
        cors.write(&mut said);
        (of_allowed_origin(request.headers()), said)
    }

    #[test]
    fn credentials_are_allowed_to_a_name_and_never_to_everybody() {
        let origins: Origins = ["https://app.example.org".parse().unwrap()].into_iter().collect();
        let (allowed, said) = judged(&origins, &[("origin", "https://app.example.org")]);
        assert!(allowed);
        assert_eq!(said["access-control-allow-origin"], "https://app.example.org");
        assert_eq!(said["access-control-allow-credentials"], "true");
        let vary: Vec<_> = said.get_all("vary").iter().collect();
        assert_eq!(vary, ["accept", "origin"]);
        for other in [
            "https://app.example.org.evil.example",
            "http://app.example.org",
            "https://app.example.org:8443",
            "null",
        ] {
            let (allowed, said) = judged(&origins, &[("origin", other), ("x-balai-allowed-origin", "1")]);
            assert!(!allowed, "{other}");
            assert_eq!(said["access-control-allow-origin"], "*");
            assert!(!said.contains_key("access-control-allow-credentials"));
            assert_eq!(said.get_all("vary").iter().count(), 2);
        }
    }

    #[test]
    fn without_allowed_origins_answers_are_the_same_for_all() {
        let (allowed, said) = judged(&Origins::default(), &[("origin", "https://app.example.org")]);
        assert!(!allowed);
        assert_eq!(said["access-control-allow-origin"], "*");
        assert_eq!(said.get_all("vary").iter().count(), 1);
    }
}
