//! Serving a file, whole or in part: byte ranges and conditional requests as in RFC 9110, sections 13 and 14.
//!
//! Invariant: a reply never carries more or other bytes than its headers say, and the browser is told to treat every file
//! as inert: fixed type, no sniffing, no scripts, no plug-ins.

use std::ops::Range;

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{
        ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
        CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, IF_RANGE, LOCATION, RANGE, REFERRER_POLICY, VARY,
        X_CONTENT_TYPE_OPTIONS,
    },
};
use sha2::{Digest as _, Sha256};

use super::etag::{self, Comparison};
use crate::{
    error::{Error, Kind, Message, Result},
    media::{BlobHash, Media, Piece, SignedHeaders},
};

/// How long copies of what everybody may see are good: the content of a hash never changes.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// What is for the eyes of whoever asked alone.
pub const FOR_NOBODY_ELSE: &str = "private, no-store";
/// Files of as many bytes are read by browsers from the store itself, where it lets them.
const LARGE: u64 = 1 << 20;

/// Which bytes a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// All of them: 200.
    Whole,
    /// These, at least one: 206.
    Part(Range<u64>),
    /// None that there are: 416.
    Unsatisfiable,
}

/// What a row knows about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFacts<'a> {
    /// What it was found to be when it was uploaded; never what the uploader said.
    pub content_type: &'static str,
    /// Its length in bytes.
    pub len: u64,
    /// The name under which a browser saves it; empty for none. Any text: it is escaped.
    pub name: &'a str,
    /// Whether a browser may show it (`inline`) or only save it (`attachment`).
    pub inline: bool,
    /// Its `Cache-Control`.
    pub cache: &'static str,
}

/// Which of `len` bytes the headers of a `GET` ask for. `etag` is the file's strong entity tag, in its quotes.
///
/// A `Range` that is malformed, given twice, or in another unit than bytes is ignored, as the RFC demands. A list of
/// several ranges is answered with the whole file, as it permits: nothing that reads images or documents needs
/// `multipart/byteranges`, and overlapping lists are a known way of making servers work. An `If-Range` counts only if it
/// is exactly this strong tag; a date or a weak tag never is, because no `Last-Modified` is ever sent for it to equal.
pub fn select(headers: &HeaderMap, len: u64, etag: &str) -> Selection {
    let mut ranges = headers.get_all(RANGE).iter();
    let (Some(range), None) = (ranges.next(), ranges.next()) else {
        return Selection::Whole;
    };
    if headers
        .get_all(IF_RANGE)
        .iter()
        .any(|wanted| wanted.as_bytes() != etag.as_bytes())
    {
        return Selection::Whole;
    }
    range
        .to_str()
        .ok()
        .and_then(only_range)
        .map_or(Selection::Whole, |range| range.within(len))
}

/// One range as it was written.
enum Spec {
    /// `5-9` or `5-`; both ends are included.
    From(u64, Option<u64>),
    /// `-5`: the last five.
    Last(u64),
}

impl Spec {
    fn within(self, len: u64) -> Selection {
        match self {
            Self::From(first, _) if first >= len => Selection::Unsatisfiable,
            Self::From(first, last) => Selection::Part(first..last.map_or(len, |last| len.min(last.saturating_add(1)))),
            Self::Last(0) => Selection::Unsatisfiable,
            // The last five of no bytes are all of them, and no `Content-Range` can say so.
            Self::Last(_) if len == 0 => Selection::Whole,
            Self::Last(count) => Selection::Part(len.saturating_sub(count)..len),
        }
    }
}

/// The range of a header that has exactly one. Lists may have empty members (RFC 9110, 5.6.1.2).
fn only_range(header: &str) -> Option<Spec> {
    let (unit, set) = header.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let mut specs = set.split(',').map(str::trim).filter(|spec| !spec.is_empty());
    let (spec, None) = (specs.next()?, specs.next()) else {
        return None;
    };
    let (first, last) = spec.split_once('-')?;
    match (first, last) {
        ("", count) => Some(Spec::Last(position(count)?)),
        (first, "") => Some(Spec::From(position(first)?, None)),
        (first, last) => {
            let (first, last) = (position(first)?, position(last)?);
            (first <= last).then_some(Spec::From(first, Some(last)))
        }
    }
}

/// Digits only; more than fit lie beyond the end of any file.
fn position(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(u64::MAX))
}

/// Answers a `GET` or `HEAD` for a file: 200, 206, 304, 416, a 307 to the store for a browser that may read a large one there, or
/// the errors `media.not_found` and `request.precondition_failed`. The caller has already decided that whoever asks may see it.
pub async fn serve(
    media: &Media,
    hash: &BlobHash,
    file: &FileFacts<'_>,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response> {
    let etag = format!("\"sha256-{hash}\"");
    serve_tagged(media, &[(*hash, file.len)], &etag, file, (method, headers)).await
}

/// Answers a `GET` or `HEAD` for what was made of a file and is in memory: 200 or 304, always as a whole. `made` tells it
/// apart from whatever else was made of the same file.
pub fn serve_made(
    (content, made): (Bytes, &str),
    hash: &BlobHash,
    content_type: &'static str,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response> {
    let tag = format!("\"sha256-{hash}-{made}\"");
    if etag::names(headers.get_all(IF_NONE_MATCH), tag.as_bytes(), Comparison::Weak) {
        return Ok(reply(StatusCode::NOT_MODIFIED, caching(&tag, FOR_EVER)?, Body::empty()));
    }
    let facts = FileFacts {
        content_type,
        len: content.len() as u64,
        name: "",
        inline: true,
        cache: FOR_EVER,
    };
    let mut head = caching(&tag, facts.cache)?;
    describe(&mut head, &facts)?;
    head.remove(ACCEPT_RANGES);
    head.insert(CONTENT_LENGTH, facts.len.into());
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        content.into()
    };
    Ok(reply(StatusCode::OK, head, body))
}

/// The same for a file that is kept as several blobs, whose bytes follow each other. They are opened one after the other,
/// as the answer gets to them, and `file.len` is the sum of their lengths.
pub async fn serve_joined(
    media: &Media,
    pieces: &[Piece],
    file: &FileFacts<'_>,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response> {
    let mut hasher = Sha256::new();
    for (hash, _) in pieces {
        hasher.update(hash.as_bytes());
    }
    let hash = BlobHash::from(<[u8; 32]>::from(hasher.finalize()));
    let etag = format!("\"joined-{hash}\"");
    serve_tagged(media, pieces, &etag, file, (method, headers)).await
}

async fn serve_tagged(
    media: &Media,
    pieces: &[Piece],
    tag: &str,
    file: &FileFacts<'_>,
    (method, headers): (&Method, &HeaderMap),
) -> Result<Response> {
    let names = |condition, comparison| etag::names(headers.get_all(condition), tag.as_bytes(), comparison);
    if headers.contains_key(IF_MATCH) && !names(IF_MATCH, Comparison::Strong) {
        return Err(precondition_failed());
    }
    if names(IF_NONE_MATCH, Comparison::Weak) {
        return Ok(reply(
            StatusCode::NOT_MODIFIED,
            caching(tag, file.cache)?,
            Body::empty(),
        ));
    }
    if *method == Method::GET
        && let Some(elsewhere) = elsewhere(media, pieces, file, headers)
    {
        return read_elsewhere(&elsewhere);
    }
    let mut head = caching(tag, file.cache)?;
    describe(&mut head, file)?;
    if method == Method::HEAD {
        // Ranges are defined for GET alone (RFC 9110, 14.2).
        if let Some((first, _)) = pieces.first() {
            media.len(first).await?.ok_or_else(not_found)?;
        }
        head.insert(CONTENT_LENGTH, file.len.into());
        return Ok(reply(StatusCode::OK, head, Body::empty()));
    }
    let (status, range) = match select(headers, file.len, tag) {
        Selection::Whole => (StatusCode::OK, 0..file.len),
        Selection::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Selection::Unsatisfiable => {
            head.insert(CONTENT_RANGE, value(format!("bytes */{}", file.len))?);
            // No file follows that these would describe.
            head.remove(CONTENT_TYPE);
            head.remove(CONTENT_DISPOSITION);
            return Ok(reply(StatusCode::RANGE_NOT_SATISFIABLE, head, Body::empty()));
        }
    };
    if status == StatusCode::PARTIAL_CONTENT {
        head.insert(
            CONTENT_RANGE,
            value(format!("bytes {}-{}/{}", range.start, range.end - 1, file.len))?,
        );
    }
    head.insert(CONTENT_LENGTH, (range.end - range.start).into());
    Ok(reply(status, head, body(media, pieces, &range).await?))
}

/// Where a browser that shows or saves a large file reads it from the store itself. Scripts and other programs do not: they
/// would need the store's leave for their origin, or carry our token there.
fn elsewhere(media: &Media, pieces: &[Piece], file: &FileFacts<'_>, headers: &HeaderMap) -> Option<String> {
    let mode = headers.get("sec-fetch-mode")?.as_bytes();
    let [(hash, LARGE..)] = pieces else { return None };
    if mode != b"no-cors" && mode != b"navigate" {
        return None;
    }
    let signed = SignedHeaders {
        content_type: file.content_type,
        content_disposition: &disposition(file.name, file.inline),
        cache_control: file.cache,
    };
    media.address(hash, &signed)
}

/// Sends a browser there. The way is asked for anew each time: whoever may no longer see the file gets none.
fn read_elsewhere(address: &str) -> Result<Response> {
    let headers = [
        (LOCATION, value(address)?),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (VARY, HeaderValue::from_static("Sec-Fetch-Mode")),
        // What signs is in the address.
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    let headers = headers.into_iter().collect();
    Ok(reply(StatusCode::TEMPORARY_REDIRECT, headers, Body::empty()))
}

/// The bytes of a range. The first blob is opened before anything is answered, so that a missing one is told as such.
async fn body(media: &Media, pieces: &[Piece], range: &Range<u64>) -> Result<Body> {
    let mut parts = within(pieces, range).into_iter();
    let Some((hash, part)) = parts.next() else {
        return Ok(Body::empty());
    };
    let first = media.open(&hash, Some(part)).await?.ok_or_else(not_found)?;
    if parts.len() == 0 {
        return Ok(Body::from_stream(first));
    }
    let media = media.clone();
    let rest = stream::iter(parts)
        .then(move |(hash, part)| {
            let media = media.clone();
            async move { media.open(&hash, Some(part)).await?.ok_or_else(not_found) }
        })
        .try_flatten();
    Ok(Body::from_stream(first.chain(rest)))
}

/// Which bytes of which blobs a range of their sequence is.
fn within(pieces: &[Piece], range: &Range<u64>) -> Vec<(BlobHash, Range<u64>)> {
    let (mut start, mut parts) = (0, Vec::new());
    for (hash, len) in pieces {
        let end = start + len;
        let part = range.start.max(start)..range.end.min(end);
        if part.start < part.end {
            parts.push((*hash, part.start - start..part.end - start));
        }
        start = end;
    }
    parts
}

fn reply(status: StatusCode, headers: HeaderMap, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn caching(etag: &str, cache: &'static str) -> Result<HeaderMap> {
    let mut headers = HeaderMap::with_capacity(10);
    headers.insert(ETAG, value(etag)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    Ok(headers)
}

fn describe(headers: &mut HeaderMap, file: &FileFacts<'_>) -> Result<()> {
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.content_type));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox"),
    );
    headers.insert(CONTENT_DISPOSITION, value(disposition(file.name, file.inline))?);
    Ok(())
}

fn value(text: impl AsRef<str>) -> Result<HeaderValue> {
    HeaderValue::from_str(text.as_ref()).map_err(Error::internal)
}

fn not_found() -> Error {
    Error::new(
        Kind::NotFound,
        "media.not_found",
        Message::new("Berkas tidak ditemukan.", "The file was not found."),
    )
}

pub(crate) fn precondition_failed() -> Error {
    Error::new(
        Kind::PreconditionFailed,
        "request.precondition_failed",
        Message::new(
            "Berkas ini bukan versi yang diminta.",
            "This is not the version of the file that was asked for.",
        ),
    )
}

/// `inline; filename="foto_.jpg"; filename*=UTF-8''foto%C3%A9.jpg` (RFC 6266): the first name for old clients, in plain
/// ASCII; the second, if it says more, for all others.
pub(super) fn disposition(name: &str, inline: bool) -> String {
    let name: String = name
        .chars()
        .filter(|c| !misleading(*c))
        .map(|c| if matches!(c, '/' | '\\') { '_' } else { c })
        .collect();
    let name = name.trim();
    let mut text = if inline { "inline" } else { "attachment" }.to_owned();
    if name.is_empty() {
        return text;
    }
    // A percent sign or a quote in the plain name is read differently from browser to browser (RFC 6266, appendix D).
    let safe = |c: char| {
        if (c == ' ' || c.is_ascii_graphic()) && !matches!(c, '"' | '%') {
            c
        } else {
            '_'
        }
    };
    let plain: String = name.chars().map(safe).collect();
    text.push_str("; filename=\"");
    text.push_str(&plain);
    text.push('"');
    if plain != name {
        text.push_str("; filename*=UTF-8''");
        name.bytes().for_each(|byte| push_escaped(&mut text, byte));
    }
    text
}

/// Control characters, and those that turn the writing direction so that `gpj.exe` reads `exe.jpg`.
fn misleading(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A byte of an `ext-value` (RFC 8187, 3.2.1): itself if it is an `attr-char`, else in per cent form.
fn push_escaped(text: &mut String, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
        text.push(char::from(byte));
    } else {
        let digits = [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
        text.push('%');
        text.extend(digits.map(char::from));
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::stream;
    use http_body_util::BodyExt;
    use proptest::prelude::*;
    use tempfile::TempDir;

    use http::HeaderName;

    use super::*;

    const TAG: &str = "\"sha256-abc\"";

    fn with(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_bytes(value.as_bytes()).unwrap()))
            .collect()
    }

    fn select_range(range: &str) -> Selection {
        select(&with(&[(RANGE, range)]), 10, TAG)
    }

    #[test]
    fn one_range_selects_its_bytes() {
        for (range, bytes) in [
            ("bytes=0-0", 0..1),
            ("bytes=2-5", 2..6),
            ("bytes=2-", 2..10),
            ("bytes=-3", 7..10),
            ("bytes=-99", 0..10),
            ("bytes=5-99", 5..10),
            ("BYTES=5-18446744073709551615", 5..10),
            ("bytes=5-99999999999999999999999", 5..10),
            ("bytes= , 2-5 ,", 2..6),
        ] {
            assert_eq!(select_range(range), Selection::Part(bytes), "{range}");
        }
    }

    #[test]
    fn a_range_beyond_the_end_cannot_be_satisfied() {
        for range in ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(select_range(range), Selection::Unsatisfiable, "{range}");
        }
        assert_eq!(select(&with(&[(RANGE, "bytes=0-")]), 0, TAG), Selection::Unsatisfiable);
        assert_eq!(select(&with(&[(RANGE, "bytes=-5")]), 0, TAG), Selection::Whole);
    }

    #[test]
    fn what_is_no_byte_range_is_ignored() {
        for range in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=,",
            "bytes=5-2",
            "bytes=a-b",
            "bytes=+1-2",
            "bytes=1 - 2",
            "bytes=0x1-2",
            "bytes=1-2-3",
            "bytes=--1",
            "items=0-1",
            "bytes 0-1",
            "bytes=٣-٤",
        ] {
            assert_eq!(select_range(range), Selection::Whole, "{range:?}");
        }
        assert_eq!(select(&HeaderMap::new(), 10, TAG), Selection::Whole);
    }

    #[test]
    fn several_ranges_are_answered_with_the_whole_file() {
        assert_eq!(select_range("bytes=0-1,3-4"), Selection::Whole);
        assert_eq!(select_range("bytes=0-,0-,0-"), Selection::Whole);
        let twice = with(&[(RANGE, "bytes=0-1"), (RANGE, "bytes=3-4")]);
        assert_eq!(select(&twice, 10, TAG), Selection::Whole);
    }

    #[test]
    fn a_part_of_another_version_is_never_sent() {
        let if_range = |tag| select(&with(&[(RANGE, "bytes=0-1"), (IF_RANGE, tag)]), 10, TAG);
        assert_eq!(if_range(TAG), Selection::Part(0..2));
        for other in [
            "\"sha256-def\"",
            "W/\"sha256-abc\"",
            "sha256-abc",
            "*",
            "",
            "Wed, 22 Nov 2023 06:58:51 GMT",
        ] {
            assert_eq!(if_range(other), Selection::Whole, "{other}");
        }
    }

    #[test]
    fn a_name_reaches_the_browser_whatever_is_in_it() {
        for (name, expected) in [
            ("", "inline"),
            ("\r\n", "inline"),
            ("foto.jpg", "inline; filename=\"foto.jpg\""),
            ("my photo.jpg", "inline; filename=\"my photo.jpg\""),
            ("é.jpg", "inline; filename=\"_.jpg\"; filename*=UTF-8''%C3%A9.jpg"),
            (
                "a\"b;c%20.jpg",
                "inline; filename=\"a_b;c_20.jpg\"; filename*=UTF-8''a%22b%3Bc%2520.jpg",
            ),
            ("../../etc/passwd", "inline; filename=\".._.._etc_passwd\""),
            ("a\r\nSet-Cookie: x=1", "inline; filename=\"aSet-Cookie: x=1\""),
            ("exe.\u{202e}gpj", "inline; filename=\"exe.gpj\""),
        ] {
            assert_eq!(disposition(name, true), expected, "{name:?}");
        }
        assert_eq!(disposition("a.pdf", false), "attachment; filename=\"a.pdf\"");
    }

    async fn start(content: &'static [u8]) -> (TempDir, Media, BlobHash) {
        let dir = tempfile::tempdir().unwrap();
        let media = Media::on_disk(dir.path()).unwrap();
        let received = media
            .receive(stream::iter([Ok(Bytes::from_static(content))]), 1 << 20)
            .await
            .unwrap();
        let hash = media.keep(received).await.unwrap();
        (dir, media, hash)
    }

    const FACTS: FileFacts<'static> = FileFacts {
        content_type: "image/png",
        len: 10,
        name: "a.png",
        inline: true,
        cache: FOR_EVER,
    };

    struct Seen {
        status: u16,
        headers: Vec<String>,
        body: Bytes,
    }

    async fn ask(media: &Media, hash: &BlobHash, method: Method, headers: &[(HeaderName, &str)]) -> Result<Seen> {
        let response = serve(media, hash, &FACTS, &method, &with(headers)).await?;
        let (head, body) = response.into_parts();
        let header = |(name, value): (&HeaderName, &HeaderValue)| format!("{name}: {}", value.to_str().unwrap());
        let mut headers: Vec<_> = head.headers.iter().map(header).collect();
        headers.sort();
        let body = body.collect().await.unwrap().to_bytes();
        Ok(Seen {
            status: head.status.as_u16(),
            headers,
            body,
        })
    }

    #[tokio::test]
    async fn a_whole_file_comes_with_all_that_keeps_it_inert_and_cached() {
        let (_dir, media, hash) = start(b"0123456789").await;
        let seen = ask(&media, &hash, Method::GET, &[]).await.unwrap();
        assert_eq!((seen.status, &seen.body[..]), (200, &b"0123456789"[..]));
        insta::assert_debug_snapshot!(seen.headers, @r#"
        [
            "accept-ranges: bytes",
            "cache-control: public, max-age=31536000, immutable",
            "content-disposition: inline; filename=\"a.png\"",
            "content-length: 10",
            "content-security-policy: default-src 'none'; sandbox",
            "content-type: image/png",
            "etag: \"sha256-84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\"",
            "x-content-type-options: nosniff",
        ]
        "#);
        let head = ask(&media, &hash, Method::HEAD, &[(RANGE, "bytes=2-5")]).await.unwrap();
        assert_eq!((head.status, head.headers, head.body.len()), (200, seen.headers, 0));
    }

    #[tokio::test]
    async fn a_part_says_which_part_it_is() {
        let (_dir, media, hash) = start(b"0123456789").await;
        let seen = ask(&media, &hash, Method::GET, &[(RANGE, "bytes=-4")]).await.unwrap();
        assert_eq!((seen.status, &seen.body[..]), (206, &b"6789"[..]));
        assert!(seen.headers.contains(&"content-range: bytes 6-9/10".to_owned()));
        assert!(seen.headers.contains(&"content-length: 4".to_owned()));
    }

    #[tokio::test]
    async fn a_file_of_several_blobs_is_served_as_one() {
        let dir = tempfile::tempdir().unwrap();
        let media = Media::on_disk(dir.path()).unwrap();
        let mut pieces = Vec::new();
        for content in ["012", "3", "456789"] {
            let content = stream::iter([Ok(Bytes::from_static(content.as_bytes()))]);
            let received = media.receive(content, 10).await.unwrap();
            pieces.push((received.hash, received.len));
            media.keep(received).await.unwrap();
        }
        let get = async |pieces: &[Piece], range: String| {
            let headers = with(&[(RANGE, &range)]);
            let response = serve_joined(&media, pieces, &FACTS, &Method::GET, &headers).await?;
            let (head, body) = response.into_parts();
            Ok::<_, Error>((
                head.status.as_u16(),
                body.collect().await.unwrap().to_bytes(),
                head.headers[ETAG].clone(),
            ))
        };
        for first in 0..10 {
            for last in first..10 {
                let (status, body, _) = get(&pieces, format!("bytes={first}-{last}")).await.unwrap();
                assert_eq!((status, &body[..]), (206, &b"0123456789"[first..=last]));
            }
        }
        let (status, body, tag) = get(&pieces, String::new()).await.unwrap();
        assert_eq!((status, &body[..]), (200, &b"0123456789"[..]));
        let (_, _, longer) = get(&[pieces.as_slice(), &pieces].concat(), String::new())
            .await
            .unwrap();
        assert_ne!(tag, longer);
        media.delete(&pieces[0].0).await.unwrap();
        assert_eq!(get(&pieces, String::new()).await.unwrap_err().code(), "media.not_found");
        let (_, body, _) = get(&pieces, "bytes=3-".to_owned()).await.unwrap();
        assert_eq!(&body[..], b"3456789");
    }

    #[tokio::test]
    async fn a_part_that_does_not_exist_is_refused_with_the_length() {
        let (_dir, media, hash) = start(b"0123456789").await;
        let seen = ask(&media, &hash, Method::GET, &[(RANGE, "bytes=10-")]).await.unwrap();
        assert_eq!((seen.status, seen.body.len()), (416, 0));
        assert!(seen.headers.contains(&"content-range: bytes */10".to_owned()));
    }

    #[tokio::test]
    async fn a_copy_that_is_still_good_is_not_sent_again() {
        let (_dir, media, hash) = start(b"0123456789").await;
        let tag = format!("\"sha256-{hash}\"");
        for condition in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"a, b\", {tag}"),
            "*".to_owned(),
        ] {
            let asked = [(IF_NONE_MATCH, condition.as_str()), (RANGE, "bytes=0-1")];
            let seen = ask(&media, &hash, Method::GET, &asked).await.unwrap();
            assert_eq!(
                (seen.status, seen.body.len(), seen.headers.len()),
                (304, 0, 2),
                "{condition}"
            );
        }
        for condition in ["\"other\"", "sha256", "\"a\", W/", "\"unclosed"] {
            assert_eq!(
                ask(&media, &hash, Method::GET, &[(IF_NONE_MATCH, condition)])
                    .await
                    .unwrap()
                    .status,
                200
            );
        }
    }

    #[tokio::test]
    async fn whoever_insists_on_another_version_gets_none() {
        let (_dir, media, hash) = start(b"0123456789").await;
        let tag = format!("\"sha256-{hash}\"");
        assert_eq!(
            ask(&media, &hash, Method::GET, &[(IF_MATCH, &tag)])
                .await
                .unwrap()
                .status,
            200
        );
        for condition in [format!("W/{tag}"), "\"other\"".to_owned()] {
            let error = ask(&media, &hash, Method::GET, &[(IF_MATCH, &condition)])
                .await
                .err()
                .unwrap();
            assert_eq!(error.kind(), Kind::PreconditionFailed);
        }
    }

    #[tokio::test]
    async fn a_blob_that_is_gone_is_not_found() {
        let (_dir, media, hash) = start(b"0123456789").await;
        media.delete(&hash).await.unwrap();
        for method in [Method::GET, Method::HEAD] {
            let error = ask(&media, &hash, method, &[]).await.err().unwrap();
            assert_eq!((error.kind(), error.code()), (Kind::NotFound, "media.not_found"));
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_it_panic_or_leave_the_file(
            range in "(bytes=)?[-0-9, a]{0,30}|.{0,30}", condition in ".{0,30}", len in prop_oneof![0_u64..20, any::<u64>()],
        ) {
            let header = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(TAG));
            let mut headers = HeaderMap::new();
            headers.insert(RANGE, header(&range));
            if let Selection::Part(part) = select(&headers, len, TAG) {
                prop_assert!(part.start < part.end && part.end <= len);
            }
            headers.insert(IF_RANGE, header(&condition));
            headers.insert(IF_NONE_MATCH, header(&condition));
            let _ = (select(&headers, len, TAG), etag::names(headers.get_all(IF_NONE_MATCH), TAG.as_bytes(), Comparison::Weak));
        }

        #[test]
        fn a_range_selects_what_its_words_say(first: u64, more: u64, len in 1_u64..) {
            let last = first.saturating_add(more);
            let expected = |bytes: Range<u64>| {
                if bytes.is_empty() { Selection::Unsatisfiable } else { Selection::Part(bytes) }
            };
            let select = |range: String| select(&with(&[(RANGE, &range)]), len, TAG);
            prop_assert_eq!(select(format!("bytes={first}-{last}")), expected(first..len.min(last.saturating_add(1))));
            prop_assert_eq!(select(format!("bytes={first}-")), expected(first..len));
            prop_assert_eq!(select(format!("bytes=-{first}")), expected(len.saturating_sub(first)..len));
        }

        #[test]
        fn any_name_makes_a_header_value_that_cannot_break_out(name in ".{0,40}|[\"%;\\\\é /]{0,20}") {
            let text = disposition(&name, true);
            prop_assert!(HeaderValue::from_str(&text).is_ok() && text.is_ascii());
            prop_assert!(matches!(text.matches('"').count(), 0 | 2), "{text}");
        }
    }
}
