//! Answering bytes that are kept compressed, to each client as it takes them.
//!
//! Invariant: whatever encoding they come in, they are told under one tag, which is a strong one for the bytes as they are and a
//! weak one ("means the same") for those that are compressed (RFC 9110, section 8.8.1); the answer always says that it depends on
//! `Accept-Encoding`.

use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::etag;
use crate::encoded::Encoded;

/// Marks an answer, as an extension of it, whose bytes no compression makes fewer.
#[derive(Debug, Clone, Copy)]
pub struct Dense;

impl Encoded {
    /// Answers a request with these headers: the bytes in the encoding that it takes best, or that it has them.
    pub fn answer(&self, asked: &HeaderMap, content_type: &'static str, cache: &'static str) -> Response {
        let (encoding, bytes) = self.choose(asked);
        let is_known = etag::is_known(asked, &self.tag);
        let mut response = Response::new(if is_known { Body::empty() } else { bytes.clone().into() });
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.tag_of(encoding));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if let (Some(encoding), false) = (encoding, is_known) {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    }

    fn choose(&self, asked: &HeaderMap) -> (Option<&'static str>, &Bytes) {
        let weights = Weights::of(asked);
        let ours = [("gzip", &self.gzip), ("br", &self.brotli)];
        let ours = ours
            .into_iter()
            .filter_map(|(name, bytes)| Some((weights.of_name(name), name, bytes.as_ref()?)))
            .filter(|(weight, ..)| *weight > 0 && *weight >= weights.identity());
        // Of two that are as welcome, the last one: it is the smallest.
        let best = ours.max_by_key(|(weight, ..)| *weight);
        best.map_or((None, &self.plain), |(_, name, bytes)| (Some(name), bytes))
    }

    fn tag_of(&self, encoding: Option<&str>) -> HeaderValue {
        let weak = || HeaderValue::from_bytes(&[b"W/", self.tag.as_bytes()].concat()).ok();
        encoding.and_then(|_| weak()).unwrap_or_else(|| self.tag.clone())
    }
}

/// What `Accept-Encoding` says (RFC 9110, section 12.5.3): names with their weights in thousandths.
struct Weights(Vec<(String, u16)>);

impl Weights {
    fn of(asked: &HeaderMap) -> Self {
        let lines = asked.get_all(header::ACCEPT_ENCODING).into_iter();
        let entries = lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','));
        Self(entries.filter_map(weighed).collect())
    }

    fn find(&self, name: &str) -> Option<u16> {
        self.0.iter().find(|(said, _)| said == name).map(|(_, weight)| *weight)
    }

    /// What is not named is not taken, unless everything is.
    fn of_name(&self, name: &str) -> u16 {
        self.find(name).or_else(|| self.find("*")).unwrap_or(0)
    }

    /// Bytes as they are are taken by everybody, but never before what was asked for.
    fn identity(&self) -> u16 {
        self.find("identity").unwrap_or(0)
    }
}

/// An entry, if it can be read.
fn weighed(entry: &str) -> Option<(String, u16)> {
    let mut parts = entry.split(';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    let name = if name == "x-gzip" { "gzip".to_owned() } else { name };
    let weight = match parts.next() {
        None => 1000,
        Some(said) => thousandths(said.strip_prefix("q=").or_else(|| said.strip_prefix("Q="))?)?,
    };
    (!name.is_empty()).then_some((name, weight))
}

/// A weight from 0 to 1 with at most three decimals.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let decimals: u16 = format!("{decimals:0<3}").parse().ok()?;
    match (whole, decimals) {
        ("0", decimals) => Some(decimals),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;
    use http_body_util::BodyExt as _;

    use super::*;

    fn asking(headers: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        let all = headers.iter();
        all.map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect()
    }

    fn text() -> Bytes {
        "Pernyataan mana yang benar tentang bacaan di atas? ".repeat(200).into()
    }

    fn encoding(taken: &'static str) -> Option<&'static str> {
        let all = Encoded::compressed(text(), "0a").unwrap();
        all.choose(&asking(&[(header::ACCEPT_ENCODING, taken)])).0
    }

    #[test]
    fn each_client_gets_what_it_takes_best() {
        for (taken, expected) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("gzip", Some("gzip")),
            ("X-GZIP", Some("gzip")),
            ("br;q=0.5, gzip;q=0.8", Some("gzip")),
            ("br;q=0, gzip", Some("gzip")),
            ("*", Some("br")),
            ("*;q=0.1, br;q=0", Some("gzip")),
            ("identity, gzip;q=0.5", None),
            ("gzip;q=0", None),
            ("gzip;q=2, br;q=x", None),
            ("deflate", None),
            ("", None),
        ] {
            assert_eq!(encoding(taken), expected, "{taken}");
        }
    }

    #[tokio::test]
    async fn compressed_bytes_mean_the_same_and_their_tag_says_no_more() {
        let all = Encoded::compressed(text(), "0a").unwrap();
        let answer =
            |headers: &[(header::HeaderName, &'static str)]| all.answer(&asking(headers), "text/plain", "private");
        let plain = answer(&[]);
        assert_eq!(
            (&plain.headers()[header::ETAG], &plain.headers()[header::VARY]),
            (
                &HeaderValue::from_static("\"0a\""),
                &HeaderValue::from_static("accept-encoding"),
            )
        );
        assert_eq!(plain.into_body().collect().await.unwrap().to_bytes(), text());
        let gzip = answer(&[(header::ACCEPT_ENCODING, "gzip")]);
        assert_eq!(gzip.headers()[header::ETAG], "W/\"0a\"");
        assert_eq!(gzip.headers()[header::CONTENT_ENCODING], "gzip");
        let bytes = gzip.into_body().collect().await.unwrap().to_bytes();
        let mut opened = Vec::new();
        GzDecoder::new(&bytes[..]).read_to_end(&mut opened).unwrap();
        assert!(opened == text() && bytes.len() < opened.len() / 5);
        for known in ["\"0a\"", "W/\"0a\"", "*"] {
            let same = answer(&[(header::ACCEPT_ENCODING, "br"), (header::IF_NONE_MATCH, known)]);
            assert_eq!(same.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!(same.headers()[header::ETAG], "W/\"0a\"");
            assert!(!same.headers().contains_key(header::CONTENT_ENCODING));
        }
    }
}
