//! The parts of an `OpenAPI` 3.1 document that this program writes, as types: what is not here cannot be misspelt.
//!
//! Maps that a reader sees keep the order in which they were filled; examples stay as they were rendered.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::{Value, value::RawValue};

/// A JSON object in the order in which it was filled.
#[derive(Debug, Clone)]
pub struct Ordered<V>(Vec<(String, V)>);

impl<V> Default for Ordered<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> Ordered<V> {
    /// Adds an entry at the end.
    pub fn push(&mut self, key: impl Into<String>, value: V) {
        self.0.push((key.into(), value));
    }

    /// The entry under a key, made at the end if there is none yet.
    pub fn entry(&mut self, key: &str) -> &mut V
    where
        V: Default,
    {
        let index = self.0.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
            self.0.push((key.to_owned(), V::default()));
            self.0.len() - 1
        });
        &mut self.0[index].1
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many entries have a key that starts like this.
    pub fn starting_with(&self, start: &str) -> usize {
        self.0.iter().filter(|(key, _)| key.starts_with(start)).count()
    }
}

impl<V: Serialize> Serialize for Ordered<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// Something, or where it stands.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum OrRef<T> {
    /// Where it stands.
    Ref {
        /// `#/components/…`
        #[serde(rename = "$ref")]
        at: String,
    },
    /// The thing itself.
    Here(T),
}

impl<T> OrRef<T> {
    /// A reference to `#/components/<kind>/<name>`.
    pub fn to(kind: &str, name: &str) -> Self {
        Self::Ref {
            at: format!("#/components/{kind}/{name}"),
        }
    }
}

/// An `OpenAPI` 3.1 document, as far as it is used here.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// Version of the format.
    pub openapi: &'static str,
    /// What is described.
    pub info: Info,
    /// Where it is served.
    pub servers: Vec<Server>,
    /// Groups of operations.
    pub tags: Vec<Tag>,
    /// Path, then method in lower case.
    pub paths: Ordered<Ordered<Operation>>,
    /// What is referred to.
    pub components: Components,
}

/// What is described.
#[derive(Debug, Clone, Serialize)]
pub struct Info {
    pub title: &'static str,
    pub version: &'static str,
    pub summary: &'static str,
    pub description: String,
    pub license: License,
}

/// An SPDX expression.
#[derive(Debug, Clone, Serialize)]
pub struct License {
    pub name: &'static str,
    pub identifier: &'static str,
}

/// Where it is served.
#[derive(Debug, Clone, Serialize)]
pub struct Server {
    pub url: String,
    pub description: &'static str,
}

/// A group of operations.
#[derive(Debug, Clone, Serialize)]
pub struct Tag {
    pub name: String,
}

/// One method on one path.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    pub operation_id: String,
    pub summary: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<BTreeMap<&'static str, [&'static str; 0]>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<OrRef<Parameter>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_body: Option<RequestBody>,
    pub responses: BTreeMap<String, OrRef<Response>>,
}

/// A path part, query parameter or header.
#[derive(Debug, Clone, Serialize)]
pub struct Parameter {
    pub name: &'static str,
    #[serde(rename = "in")]
    pub place: &'static str,
    pub description: Cow<'static, str>,
    pub required: bool,
    /// Whether each value of a list is a parameter of its own; stated for lists alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explode: Option<bool>,
    pub schema: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
}

/// What a call takes, by media type.
#[derive(Debug, Clone, Serialize)]
pub struct RequestBody {
    pub required: bool,
    pub content: Ordered<Content>,
}

/// What a body or an answer holds.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Content {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub examples: Ordered<Example>,
}

/// A named sample.
#[derive(Debug, Clone, Serialize)]
pub struct Example {
    pub summary: String,
    pub value: Box<RawValue>,
}

/// An answer.
#[derive(Debug, Clone, Serialize)]
pub struct Response {
    pub description: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<&'static str, OrRef<Header>>,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub content: Ordered<Content>,
}

/// A header of an answer.
#[derive(Debug, Clone, Serialize)]
pub struct Header {
    pub description: &'static str,
    pub schema: Value,
}

/// What is referred to.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Components {
    pub schemas: BTreeMap<Cow<'static, str>, Value>,
    pub parameters: BTreeMap<&'static str, Parameter>,
    pub headers: BTreeMap<&'static str, Header>,
    pub responses: BTreeMap<String, Response>,
    pub security_schemes: BTreeMap<&'static str, Value>,
}
