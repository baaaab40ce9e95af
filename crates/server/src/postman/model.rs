//! The parts of a Postman Collection v2.1 that this program writes, as types.

use serde::Serialize;

/// A Postman collection of version 2.1.
#[derive(Debug, Clone, Serialize)]
pub struct Collection {
    pub(super) info: Info,
    pub(super) auth: Auth,
    /// What runs around every request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) event: Vec<Event>,
    pub(super) variable: Vec<Variable>,
    pub(super) item: Vec<Item>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Info {
    pub(super) name: &'static str,
    pub(super) description: String,
    pub(super) version: &'static str,
    pub(super) schema: &'static str,
}

/// How requests say who sends them.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Auth {
    NoAuth,
    Bearer { bearer: [Attribute; 1] },
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Attribute {
    pub(super) key: &'static str,
    pub(super) value: &'static str,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
}

/// A value that requests refer to by name.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Variable {
    pub(super) key: String,
    pub(super) value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'static str>,
}

/// A folder or a request.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(super) enum Item {
    Folder(Folder),
    Request(Box<RequestItem>),
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Folder {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    pub(super) item: Vec<Item>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct RequestItem {
    pub(super) name: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) event: Vec<Event>,
    pub(super) request: Request,
    pub(super) response: Vec<Response>,
}

/// A script that runs at some moment.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Event {
    pub(super) listen: &'static str,
    pub(super) script: Script,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Script {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) exec: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) header: Vec<Header>,
    /// Absent: as the collection says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) auth: Option<Auth>,
    pub(super) url: Url,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Body>,
    pub(super) description: String,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Header {
    pub(super) key: &'static str,
    pub(super) value: &'static str,
    /// Switched off until somebody wants it.
    pub(super) disabled: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Url {
    pub(super) raw: String,
    pub(super) host: [&'static str; 1],
    pub(super) path: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) query: Vec<Query>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) variable: Vec<Variable>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Query {
    pub(super) key: &'static str,
    pub(super) value: String,
    pub(super) description: &'static str,
    /// Switched off until somebody wants it.
    pub(super) disabled: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "mode", rename_all = "lowercase")]
pub(super) enum Body {
    Raw { raw: String, options: RawOptions },
    FormData { formdata: Vec<FormField> },
    File { file: FileBody },
}

/// Bytes of a file, for whoever sends the request to choose.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FileBody {
    pub(super) src: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct RawOptions {
    pub(super) raw: RawLanguage,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct RawLanguage {
    pub(super) language: &'static str,
}

/// A field of a form, for whoever sends the request to fill in.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum FormField {
    File { key: String, src: Option<String> },
    Text { key: String, value: String },
}

/// What the server answers, for example.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Response {
    pub(super) name: String,
    pub(super) status: &'static str,
    pub(super) code: u16,
    pub(super) header: Vec<Header>,
    pub(super) body: String,
}
