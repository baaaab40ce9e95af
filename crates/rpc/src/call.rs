//! A documented call by name and parameters, as the request of HTTP that it is.

use axum::body::Body;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderValue, Request, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use platform::{
    error::{Error, Result, Rule},
    http::{
        Dialect,
        routes::{EndpointDoc, Verb},
    },
};
use schemars::SchemaGenerator;
use serde_json::{Map, Value};

/// Parameters of a call by their documented names, wherever HTTP has them.
pub(crate) type Params = Map<String, Value>;

/// The one parameter of calls whose body is a list.
const ROWS: &str = "rows";
/// The parameter in which bytes are sent, as base64.
const FILE: &str = "file";

/// Stands in a path where a part was left out: no name and no id of anything.
const NO_PART: &str = "-";

/// What stays as it is in a part of a path (RFC 3986, section 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where a documented call lives in HTTP, and which of its parameters goes where.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    verb: Verb,
    path: &'static str,
    query: Vec<&'static str>,
    body: Content,
    /// Whether an answer is bytes, and no envelope.
    pub(crate) gives_bytes: bool,
}

/// What the body of a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Nothing,
    Object,
    List,
    Form,
}

impl Content {
    fn of(doc: &EndpointDoc) -> Self {
        let Some(body) = &doc.body else {
            return Self::Nothing;
        };
        if body.media == "multipart/form-data" {
            return Self::Form;
        }
        let schema = (body.schema)(&mut SchemaGenerator::default());
        let is_list = schema.get("type").is_some_and(|kind| kind == "array");
        if is_list { Self::List } else { Self::Object }
    }
}

impl Route {
    pub(crate) fn new(doc: &EndpointDoc, dialect: &dyn Dialect) -> Self {
        let own = doc.queries.iter().map(|query| query.name);
        let common = [dialect.common_parameters(), dialect.page_parameters()].concat();
        Self {
            verb: doc.verb,
            path: doc.path,
            query: own.chain(common).collect(),
            body: Content::of(doc),
            gives_bytes: doc.answer.media.is_some(),
        }
    }

    /// The request of HTTP with these parameters and heads, and what is missing for it to mean anything.
    ///
    /// # Errors
    /// If bytes are no base64.
    pub(crate) fn request(&self, mut params: Params, headers: HeaderMap) -> Result<(Request<Body>, Option<Error>)> {
        let (mut uri, missing) = self.fill_path(&mut params);
        let asked = self.take_query(&mut params);
        if !asked.is_empty() {
            uri.push('?');
            uri.push_str(&asked);
        }
        let (kind, bytes) = self.body(params)?;
        let mut request = Request::builder()
            .method(self.verb.name())
            .uri(uri)
            .body(Body::from(bytes))
            .map_err(Error::internal)?;
        *request.headers_mut() = headers;
        if let Some(kind) = kind {
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        Ok((request, missing))
    }

    /// The path with its parts. HTTP cannot leave one out; here, what is left out is [`NO_PART`], and what is wrong.
    fn fill_path(&self, params: &mut Params) -> (String, Option<Error>) {
        let mut path = String::with_capacity(self.path.len() + 36);
        let mut missing = None;
        for (index, piece) in self.path.split('/').enumerate() {
            if index > 0 {
                path.push('/');
            }
            let Some(name) = piece.strip_prefix('{').and_then(|piece| piece.strip_suffix('}')) else {
                path.push_str(piece);
                continue;
            };
            let given = params.remove(name).filter(|value| !value.is_null());
            let mut given = given.and_then(|value| text_of(&value)).unwrap_or_default();
            if given.is_empty() {
                missing = missing.or_else(|| Some(Error::invalid_field(name, Rule::Required)));
                NO_PART.clone_into(&mut given);
            }
            path.extend(utf8_percent_encode(&given, UNRESERVED));
        }
        (path, missing)
    }

    /// The parameters that HTTP has in the query; without a body, all that are left.
    fn take_query(&self, params: &mut Params) -> String {
        let is_asked = |name: &str| self.body == Content::Nothing || self.query.contains(&name);
        let names: Vec<String> = params.keys().filter(|name| is_asked(name)).cloned().collect();
        let mut query = form_urlencoded::Serializer::new(String::new());
        for name in names {
            match params.remove(&name) {
                Some(Value::Array(values)) => {
                    for value in values.iter().filter_map(text_of) {
                        query.append_pair(&name, &value);
                    }
                }
                Some(value) => {
                    if let Some(value) = text_of(&value) {
                        query.append_pair(&name, &value);
                    }
                }
                None => {}
            }
        }
        query.finish()
    }

    fn body(&self, mut params: Params) -> Result<(Option<HeaderValue>, Vec<u8>)> {
        let json = Some(HeaderValue::from_static("application/json"));
        match self.body {
            Content::Nothing => Ok((None, Vec::new())),
            Content::Object => Ok((json, to_json(&Value::Object(params))?)),
            Content::List => Ok((json, to_json(&params.remove(ROWS).unwrap_or(Value::Array(Vec::new())))?)),
            Content::Form => form(params),
        }
    }
}

fn to_json(value: &Value) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(Error::internal)
}

/// A value as it stands in an address; an object or a list in a list is none.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some("null".to_owned()),
        Value::Bool(yes) => Some(yes.to_string()),
        // A whole number is written like one, whichever type its field has.
        Value::Number(number) => Some(number.to_string().trim_end_matches(".0").to_owned()),
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// A form with texts and one file.
fn form(mut params: Params) -> Result<(Option<HeaderValue>, Vec<u8>)> {
    let file = match params.remove(FILE) {
        Some(Value::String(text)) => {
            let bytes = BASE64_STANDARD.decode(text);
            Some(bytes.map_err(|_| Error::invalid_field(FILE, Rule::Type("base64".into())))?)
        }
        Some(Value::Null) | None => None,
        Some(_) => return Err(Error::invalid_field(FILE, Rule::Type("base64".into()))),
    };
    let boundary = format!("balai-{:032x}", fastrand::u128(..));
    let mut out = Vec::new();
    for (name, value) in &params {
        if let Some(value) = text_of(value).filter(|_| is_plain(name)) {
            let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            out.extend_from_slice(head.as_bytes());
        }
    }
    if let Some(file) = file {
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{FILE}\"; filename=\"{FILE}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        out.extend_from_slice(head.as_bytes());
        out.extend_from_slice(&file);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={boundary}");
    Ok((HeaderValue::from_str(&kind).ok(), out))
}

/// Whether a name may stand between quotes in a head.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests;
