//! Request bodies: bounded in size, time and depth, typed, and refused with the name of the field that is wrong.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::{HeaderMap, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::{
    Deserializer,
    de::{DeserializeOwned, Error as _, IgnoredAny, Visitor, value},
    forward_to_deserialize_any,
};

use super::{
    call::StillThere,
    fault::{self, Fault},
};
use crate::{
    error::{Error, Result, Rule},
    idempotency::Once,
};

/// Deepest nesting of objects and arrays.
const DEEPEST: usize = 32;
/// Longest time that a body may take to arrive.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// How large a request's body may be; set per route by the layer that wraps it.
#[derive(Debug, Clone, Copy)]
pub struct BodyLimit(pub usize);

impl Default for BodyLimit {
    fn default() -> Self {
        Self(256 * 1024)
    }
}

/// The fields that a route's body may have, where its type ignores others.
#[derive(Debug, Clone)]
pub(crate) struct KnownFields(pub(crate) Arc<BTreeSet<String>>);

impl KnownFields {
    /// Refuses an object that has another field at its top.
    fn check(&self, bytes: &[u8]) -> Result<()> {
        let Ok(named) = serde_json::from_slice::<BTreeMap<String, IgnoredAny>>(bytes) else {
            return Ok(());
        };
        let mut unknown = named.into_keys().filter(|name| !self.0.contains(name));
        unknown.next().map_or(Ok(()), |name| {
            let shown: String = name.chars().take(100).collect();
            Err(Error::invalid_field(shown, Rule::Unknown))
        })
    }
}

/// A JSON body. Unknown fields are refused where `T` says so.
pub struct Body<T>(pub T);

/// The JSON body of a POST together with its `Idempotency-Key`, if there is one.
pub struct Posted<T> {
    /// The body.
    pub input: T,
    /// The key and what it stands for.
    pub once: Option<Once>,
}

/// The JSON body of a request that may as well come without one.
pub struct MaybeBody<T>(pub Option<T>);

/// Like [`Posted`] for a POST that may as well come without a body, which then counts as `{}`.
pub struct MaybePosted<T> {
    /// The body.
    pub input: T,
    /// The key and what it stands for.
    pub once: Option<Once>,
}

/// A body that a module reads by itself, because it may come in several formats.
pub struct Raw {
    /// What was sent.
    pub bytes: Bytes,
    /// Its content type in lower case and without parameters; empty if none was named.
    pub media: String,
}

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let media = essence(request.headers()).unwrap_or_default();
        let bytes = read(request).await?;
        Ok(Self { bytes, media })
    }
}

/// A JSON body as it came, before anybody knows its type: what the extractors below have in common, compiled once.
struct Json {
    bytes: Bytes,
    known: Option<KnownFields>,
    once: Option<Once>,
}

/// Whether a request may come without a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Empty {
    Refused,
    Allowed,
}

impl Json {
    /// `posted` says whether a key makes it happen once.
    async fn of(request: Request, empty: Empty, posted: bool) -> Result<Self> {
        let json = is_json(request.headers());
        if !json && empty == Empty::Refused {
            return Err(fault::not_json());
        }
        let once = if posted {
            Once::from_headers(request.headers(), request.uri().path())?
        } else {
            None
        };
        let known = request.extensions().get::<KnownFields>().cloned();
        let bytes = read(request).await?;
        let body = Self { bytes, known, once };
        if !json && !body.is_empty() {
            return Err(fault::not_json());
        }
        Ok(body)
    }

    fn is_empty(&self) -> bool {
        self.bytes.trim_ascii().is_empty()
    }

    fn parse_json<T: DeserializeOwned>(&self) -> Result<T> {
        let value = parse(&self.bytes)?;
        if let Some(known) = &self.known {
            known.check(&self.bytes)?;
        }
        Ok(value)
    }

    /// The key, over the body that it stands for.
    fn once(self) -> Option<Once> {
        self.once.map(|once| once.over(&self.bytes))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        Ok(Self(Json::of(request, Empty::Refused, false).await?.parse_json()?))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for MaybeBody<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let body = Json::of(request, Empty::Allowed, false).await?;
        if body.is_empty() {
            return Ok(Self(None));
        }
        Ok(Self(Some(body.parse_json()?)))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Posted<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let body = Json::of(request, Empty::Refused, true).await?;
        Ok(Self {
            input: body.parse_json()?,
            once: body.once(),
        })
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for MaybePosted<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let mut body = Json::of(request, Empty::Allowed, true).await?;
        if body.is_empty() {
            body.bytes = Bytes::from_static(b"{}");
        }
        Ok(Self {
            input: body.parse_json()?,
            once: body.once(),
        })
    }
}

/// JSON, or no type at all: several documented samples send none.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(essence) = essence(headers) else {
        return true;
    };
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// The content type without its parameters, in lower case.
fn essence(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default();
    Some(essence.trim().to_ascii_lowercase())
}

/// Reads the whole body within its limits.
async fn read(request: Request) -> Result<Bytes> {
    let limit = request.extensions().get::<BodyLimit>().copied().unwrap_or_default().0;
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(fault::too_large(limit));
    }
    let still_there = request.extensions().get::<StillThere>().cloned();
    let body = Limited::new(request.into_body(), limit);
    match tokio::time::timeout(PATIENCE, body.collect()).await {
        Ok(Ok(collected)) => {
            if let Some(StillThere(ask)) = still_there {
                ask().await?;
            }
            Ok(collected.to_bytes())
        }
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(fault::too_large(limit)),
        Ok(Err(error)) => Err(fault::cut_body().caused_by(error)),
        Err(_) => Err(fault::slow_body()),
    }
}

/// Parses JSON into a type.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    // Values that a type ignores are not looked at further down.
    if let Err(cause) = std::str::from_utf8(bytes) {
        return Err(fault::broken_json(cause));
    }
    let shape = Shape::of(bytes);
    if shape.depth > DEEPEST {
        return Err(fault::too_deep(DEEPEST));
    }
    if shape.nul {
        return Err(fault::nul());
    }
    if bytes.trim_ascii_start().starts_with(b"[") && wants_object::<T>() {
        return Err(Error::invalid_field("", Rule::Type("an object".into())));
    }
    // The fast way first; only a body that is wrong pays for finding out where.
    serde_json::from_slice(bytes).map_err(|first| explain::<T>(bytes).unwrap_or_else(|| fault::broken_json(first)))
}

/// Whether a type is read from an object. Derived types can also be read from an array, field by field in the order in
/// which they were written down here, which is nobody's business outside.
fn wants_object<T: DeserializeOwned>() -> bool {
    struct Probe;
    impl<'de> Deserializer<'de> for Probe {
        type Error = value::Error;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, value::Error> {
            Err(value::Error::custom("something else"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            _: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, value::Error> {
            Err(value::Error::custom("a struct"))
        }

        forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
            newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }
    T::deserialize(Probe).is_err_and(|asked| asked.to_string() == "a struct")
}

/// What is known of a body before it is parsed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    /// How deeply objects and arrays are nested, strings skipped.
    depth: usize,
    /// Whether a string holds the NUL character, which not every engine can store or even compare.
    nul: bool,
}

impl Shape {
    fn of(bytes: &[u8]) -> Self {
        let (mut shape, mut now, mut inside, mut escaped) = (Self::default(), 0_usize, false, false);
        for (index, byte) in bytes.iter().enumerate() {
            match byte {
                _ if escaped => {
                    escaped = false;
                    shape.nul |= bytes[index..].starts_with(b"u0000");
                }
                b'\\' if inside => escaped = true,
                b'"' => inside = !inside,
                b'{' | b'[' if !inside => {
                    now += 1;
                    shape.depth = shape.depth.max(now);
                }
                b'}' | b']' if !inside => now = now.saturating_sub(1),
                _ => {}
            }
        }
        shape
    }
}

/// Parses again, this time keeping track of where it is, and says which field is wrong.
fn explain<T: DeserializeOwned>(bytes: &[u8]) -> Option<Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let error = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => deserializer.end().err()?,
        Err(error) => {
            let path = error.path().to_string();
            let inner = error.into_inner();
            if inner.is_data() {
                return Some(wrong_field(if path == "." { "" } else { &path }, &inner.to_string()));
            }
            inner
        }
    };
    Some(fault::broken_json(format_args!("{}:{}", error.line(), error.column())))
}

/// Turns serde's own sentence into a rule. The sentences are part of serde's interface for format authors; a test holds
/// each of them.
fn wrong_field(path: &str, said: &str) -> Error {
    let said = said.split(" at line ").next().unwrap_or(said);
    let quoted = |text: &str| text.split('`').nth(1).unwrap_or_default().to_owned();
    let below = |name: String| {
        if path.is_empty() {
            name
        } else {
            format!("{path}.{name}")
        }
    };
    let parent = |name: String| match path.rsplit_once('.') {
        Some((parent, last)) if last == name => format!("{parent}.{name}"),
        _ if path == name => name,
        _ => below(name),
    };
    if said.starts_with("missing field") {
        Error::invalid_field(below(quoted(said)), Rule::Required)
    } else if said.starts_with("unknown field") {
        Error::invalid_field(parent(quoted(said)), Rule::Unknown)
    } else if said.starts_with("duplicate field") {
        let twice = crate::error::Message::new("tertulis dua kali", "is given twice");
        Error::invalid_field(parent(quoted(said)), Rule::Other(twice))
    } else if said.starts_with("invalid type: null") {
        Error::invalid_field(path, Rule::Required)
    } else if let Some((_, expected)) = said.split_once(", expected ") {
        Error::invalid_field(path, Rule::Type(json_type(expected).to_owned().into()))
    } else {
        Error::invalid_field(path, Rule::Other(said.to_owned().into()))
    }
}

/// The JSON word for what serde expected.
fn json_type(expected: &str) -> &str {
    match expected {
        "a string" | "a borrowed string" | "string" => "a string",
        "a boolean" => "a boolean",
        "a sequence" => "an array",
        "f64" | "f32" => "a number",
        other if other.starts_with("struct ") || other == "a map" => "an object",
        other if other.len() <= 5 && other.starts_with(['i', 'u']) => "an integer",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only parsed")]
        name: String,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code, reason = "only parsed")]
        price: f64,
        #[expect(dead_code, reason = "only parsed")]
        count: Option<i64>,
        #[serde(default)]
        #[expect(dead_code, reason = "only parsed")]
        steps: Vec<Inner>,
    }

    fn refused(json: &str) -> String {
        parse::<Outer>(json.as_bytes())
            .unwrap_err()
            .message()
            .text(crate::Lang::En)
            .to_owned()
    }

    #[test]
    fn a_wrong_field_is_named_with_its_path() {
        assert_eq!(refused("{}"), "The input is not valid: price is required");
        assert_eq!(
            refused(r#"{"price":"NaN"}"#),
            "The input is not valid: price must be a number"
        );
        assert_eq!(
            refused(r#"{"price":null}"#),
            "The input is not valid: price is required"
        );
        assert_eq!(
            refused(r#"{"price":1,"count":1.5}"#),
            "The input is not valid: count must be an integer"
        );
        assert_eq!(
            refused(r#"{"price":1,"colour":2}"#),
            "The input is not valid: colour is not a known field"
        );
        assert_eq!(
            refused(r#"{"price":1,"price":2}"#),
            "The input is not valid: price is given twice"
        );
        assert_eq!(
            refused(r#"{"price":1,"steps":{}}"#),
            "The input is not valid: steps must be an array"
        );
        assert_eq!(
            refused(r#"{"price":1,"steps":[{}]}"#),
            "The input is not valid: steps[0].name is required"
        );
        assert_eq!(
            refused(r#"{"price":1,"steps":[{"name":1}]}"#),
            "The input is not valid: steps[0].name must be a string"
        );
        assert_eq!(
            refused(r#"{"price":1,"steps":[{"name":"a","x":1}]}"#),
            "The input is not valid: steps[0].x is not a known field"
        );
    }

    #[test]
    fn an_object_is_not_read_from_an_array() {
        for array in ["[1]", " [1, 2, []]", "[]"] {
            assert_eq!(refused(array), "The input is not valid: must be an object");
        }
        assert_eq!(parse::<Vec<u8>>(b" [1]").unwrap(), [1]);
        assert_eq!(parse::<serde_json::Value>(b"[1]").unwrap(), serde_json::json!([1]));
    }

    #[test]
    fn broken_json_is_refused_with_its_place() {
        assert_eq!(refused("{\"price\":1"), "The request's body is not valid JSON (1:10).");
        assert!(refused("{\"price\":1} x").starts_with("The request's body is not valid JSON"));
        assert!(refused("").starts_with("The request's body is not valid JSON"));
        let bad_utf8 = [b'{', b'"', 0xff, b'"', b':', b'1', b'}'];
        assert_eq!(parse::<Outer>(&bad_utf8).unwrap_err().code(), "request.broken_json");
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Note {
        text: Option<String>,
    }

    fn sent(media: &str, body: &'static str) -> Request {
        let request = Request::post("/notes")
            .header(header::CONTENT_TYPE, media)
            .header("idempotency-key", "k");
        request.body(axum::body::Body::from(body)).unwrap()
    }

    async fn code<B: FromRequest<(), Rejection = Fault>>(media: &str, body: &'static str) -> Option<&'static str> {
        let taken = B::from_request(sent(media, body), &()).await;
        taken.err().map(|Fault(error)| error.code())
    }

    #[tokio::test]
    async fn only_what_may_be_left_out_can_come_without_a_type() {
        let not_json = Some("request.not_json");
        for body in ["", "{}"] {
            assert_eq!(code::<Body<Note>>("text/plain", body).await, not_json);
            assert_eq!(code::<Posted<Note>>("text/plain", body).await, not_json);
        }
        assert_eq!(code::<MaybeBody<Note>>("text/plain", " ").await, None);
        assert_eq!(code::<MaybePosted<Note>>("text/plain", " ").await, None);
        assert_eq!(code::<MaybeBody<Note>>("text/plain", "{}").await, not_json);
        assert_eq!(code::<MaybePosted<Note>>("text/plain", "{}").await, not_json);
        assert_eq!(
            code::<Body<Note>>("application/json", "").await,
            Some("request.broken_json")
        );
    }

    #[tokio::test]
    async fn a_body_that_was_left_out_stands_for_an_empty_object() {
        let blank = sent("application/json", "\n");
        let MaybePosted { input, once } = MaybePosted::<Note>::from_request(blank, &()).await.unwrap();
        let empty = sent("application/json", "{}");
        let same = Posted::<Note>::from_request(empty, &()).await.unwrap();
        assert_eq!((&input, &Note::default()), (&same.input, &input));
        assert_eq!(format!("{once:?}"), format!("{:?}", same.once));
        assert!(once.is_some());
        let MaybeBody(left_out) = MaybeBody::<Note>::from_request(sent("application/json", " "), &())
            .await
            .unwrap();
        assert_eq!(left_out, None);
    }

    #[test]
    fn ten_thousand_levels_are_refused_without_recursion() {
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(parse::<Outer>(deep.as_bytes()).unwrap_err().code(), "request.too_deep");
        assert_eq!(Shape::of(br#"{"a":"[[[[\"[["}"#), Shape { depth: 1, nul: false });
    }

    #[test]
    fn nul_is_refused_wherever_it_stands_and_only_there() {
        assert_eq!(
            parse::<Outer>(br#"{"price":1,"x\u0000":1}"#).unwrap_err().code(),
            "request.nul"
        );
        assert!(Shape::of(br#"{"a":["b\u0000"]}"#).nul);
        assert!(!Shape::of(br#"{"a":"\\u0000","b":"u0000"}"#).nul);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let _ = parse::<Outer>(&bytes);
        }
    }
}
