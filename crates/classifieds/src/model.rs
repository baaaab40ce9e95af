//! Categories, locations and listings, as they are stored and as they are shown.

pub(crate) mod attribute;
pub(crate) mod category;
pub(crate) mod facets;
pub(crate) mod filter;
pub(crate) mod image;
pub(crate) mod listing;
pub(crate) mod listing_list;
pub(crate) mod location;
pub(crate) mod moderation;
pub(crate) mod near;
pub(crate) mod profile;
pub(crate) mod saved_search;
pub(crate) mod selling;

use platform::{Error, version::Versioned};
use serde::Serialize;
use serde_json::{Map, Value};

/// An object with what it is joined with, unless joins were not wanted.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "{T}With{J}")]
pub struct With<T, J> {
    #[serde(flatten)]
    pub object: T,
    #[serde(flatten)]
    pub joins: Option<J>,
}

impl<T: Versioned, J> Versioned for With<T, J> {
    fn version(&self) -> i64 {
        self.object.version()
    }
}

/// What a change did: the object as it is now, and what differs.
#[derive(Debug)]
pub struct Changed<T> {
    /// The thing itself.
    pub object: T,
    /// What differed before, by name.
    pub old: Map<String, Value>,
    /// What differs now, by name.
    pub new: Map<String, Value>,
}

impl<T: Serialize> Changed<T> {
    /// From what it was to what it is.
    pub(crate) fn between(before: &T, after: T) -> Result<Self, Error> {
        let (mut old, mut new) = (object(before)?, object(&after)?);
        for name in same(&old, &new) {
            old.remove(&name);
            new.remove(&name);
        }
        Ok(Self {
            object: after,
            old,
            new,
        })
    }
}

/// The fields that do not differ. That an object has another version says only that it differs.
fn same(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<String> {
    let same =
        |name: &str, value: &Value| new.get(name) == Some(value) || ["recordVersion", "updatedAt"].contains(&name);
    let same = old.iter().filter(|(name, value)| same(name, value));
    same.map(|(name, _)| name.clone()).collect()
}

fn object<T: Serialize>(value: &T) -> Result<Map<String, Value>, Error> {
    match serde_json::to_value(value).map_err(Error::internal)? {
        Value::Object(object) => Ok(object),
        _ => Err(Error::internal("what changed is no object")),
    }
}
