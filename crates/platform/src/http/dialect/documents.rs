//! What the documents say about a dialect: schemas of its envelopes, its parameters, how callers show who they are.
//!
//! Invariant: tests hold the samples, which the dialects themselves render, against these schemas.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::{
    error::Error,
    http::routes::{Access, EndpointDoc},
};

/// Name of the security scheme that most dialects have: a token in `Authorization`.
pub const BEARER: &str = "accessToken";

/// Schemas of what an endpoint gives.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Of the value: of the whole list, if it is one.
    pub value: Option<Value>,
    /// Of members that may come with it, by name.
    pub more: Vec<(&'static str, Value)>,
}

/// The description of a dialect.
pub trait Documents {
    /// Schema of success, around what the endpoint gives.
    fn success_schema(&self, doc: &EndpointDoc, given: Given) -> Value;

    /// The schemas of failures, by name.
    fn failure_schemas(&self) -> Vec<(&'static str, Value)>;

    /// Name of the schema that a failure of an endpoint has.
    fn failure_name(&self, doc: &EndpointDoc, status: StatusCode) -> &'static str;

    /// The query parameters that routes of this dialect have by themselves; each may be left out.
    fn parameters(&self) -> Vec<ParameterDoc> {
        Vec::new()
    }

    /// Which of them an endpoint heeds, beside those by which it is paged.
    fn parameters_of(&self, _doc: &EndpointDoc) -> Vec<&'static str> {
        Vec::new()
    }

    /// The parameters that name a page from 1, and how many rows it has.
    fn numbered_page(&self) -> [&'static str; 2] {
        ["page", "per_page"]
    }

    /// How callers can show who they are, by name.
    fn security_schemes(&self) -> Vec<(&'static str, Value)> {
        vec![(BEARER, bearer())]
    }

    /// What of it an endpoint needs, all together.
    fn security(&self, doc: &EndpointDoc) -> Vec<&'static str> {
        match doc.access {
            Access::Anyone => Vec::new(),
            Access::Account | Access::Staff(_) => vec![BEARER],
        }
    }

    /// What an endpoint answers because of the ids in its path and the filters in its query, as the dialect reads them.
    fn implied(&self, _doc: &EndpointDoc) -> Vec<Error> {
        Vec::new()
    }

    /// What an endpoint answers to whoever may not call it.
    fn refusals(&self, _doc: &EndpointDoc) -> Vec<Error> {
        Vec::new()
    }
}

/// A query parameter of a dialect.
#[derive(Debug, Clone)]
pub struct ParameterDoc {
    pub name: &'static str,
    /// What it does, in a line.
    pub about: &'static str,
    pub schema: Value,
}

fn bearer() -> Value {
    json!({
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token that a login answers. It is good for 15 minutes unless the server is set up otherwise; the refresh token gets a new one.",
    })
}

/// An object whose every property is there.
pub fn object(properties: Map<String, Value>) -> Value {
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({"type": "object", "properties": properties, "required": required})
}

/// A text that is always this one.
pub fn word(word: &str) -> Value {
    json!({"type": "string", "const": word})
}

/// What is always `null`. A type of its own for that, which JSON Schema has, is more than generators of clients take.
pub fn nothing() -> Value {
    json!({"type": ["string", "null"], "maxLength": 0, "description": "Always `null`"})
}

/// A number of things.
pub fn count(about: &str) -> Value {
    json!({"type": "integer", "minimum": 0, "description": about})
}

/// The schema of a text, with what it is about.
pub fn text(about: &str) -> Value {
    json!({"type": "string", "description": about})
}

/// Adds the message of an endpoint that has one.
pub fn with_message(properties: &mut Map<String, Value>, doc: &EndpointDoc) {
    if doc.answer.message.is_some() {
        properties.insert("message".to_owned(), text("What was done, for people"));
    }
}

/// What [`super::write::attributes`] makes.
pub fn attributes() -> Value {
    let attribute = Map::from_iter([
        (
            "attribute_name".to_owned(),
            text("Path of the field, as in `resources[2].name`"),
        ),
        (
            "messages".to_owned(),
            json!({"type": "array", "items": {"type": "string"}}),
        ),
    ]);
    json!({"type": "array", "items": object(attribute), "description": "What is wrong, field by field"})
}
