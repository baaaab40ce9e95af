//! What a handler answers: data, not bytes. The dialect layer turns it into an envelope, once.

use std::{borrow::Cow, sync::Arc};

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value, value::RawValue};

use super::{
    fault::Fault,
    page::{Filter, Paging},
};
use crate::{cache::Tags, version::Versioned};

/// What handlers return.
pub type Outcome<T> = Result<Reply<T>, Fault>;

/// A successful answer, whatever envelope it will travel in.
pub struct Reply<T> {
    pub(crate) value: Option<T>,
    pub(crate) parts: Parts,
}

/// Values before and after an update.
pub type Changed = (Map<String, Value>, Map<String, Value>);

/// The value-free half of a reply.
#[derive(Debug, Default)]
pub struct Parts {
    pub status: StatusCode,
    /// The message for people.
    pub message: Option<Cow<'static, str>>,
    /// The name under which the envelope shows the value; `None` where the value is the whole payload.
    pub name: Option<&'static str>,
    /// Which page of a list it is.
    pub paging: Option<Paging>,
    /// The version of what is shown.
    pub version: Option<i64>,
    /// Entries of a list that are in this answer.
    pub rows: Option<usize>,
    /// The filters that were applied to a list.
    pub filters: Vec<Filter>,
    /// What an update changed: the values before and after.
    pub changed: Option<Box<Changed>>,
    /// Further members, where the envelope has room for them.
    pub more: Vec<(&'static str, Box<RawValue>)>,
    /// What its being kept in memory depends on, if it may be.
    pub keep: Option<Tags>,
}

impl<T> Reply<T> {
    fn new(status: StatusCode, name: Option<&'static str>, value: T) -> Self {
        Self {
            value: Some(value),
            parts: Parts {
                status,
                name,
                ..Parts::default()
            },
        }
    }

    /// 200 with an object that is the whole payload.
    pub fn ok(value: T) -> Self {
        Self::new(StatusCode::OK, None, value)
    }

    /// 200 with an object that is the whole payload, and its version.
    pub fn shown(value: T) -> Self
    where
        T: Versioned,
    {
        let version = value.version();
        Self::ok(value).version(version)
    }

    /// 201 with an object that is the whole payload.
    pub fn created(value: T) -> Self {
        Self::new(StatusCode::CREATED, None, value)
    }

    /// 202 with an object that is the whole payload.
    pub fn accepted(value: T) -> Self {
        Self::new(StatusCode::ACCEPTED, None, value)
    }

    /// 200 with one thing, under its name.
    pub fn item(name: &'static str, value: T) -> Self {
        Self::new(StatusCode::OK, Some(name), value)
    }

    /// 200 with one thing under its name, and its version.
    pub fn shown_item(name: &'static str, value: T) -> Self
    where
        T: Versioned,
    {
        let version = value.version();
        Self::item(name, value).version(version)
    }

    /// 201 with one thing, under its name.
    pub fn created_item(name: &'static str, value: T) -> Self {
        Self::new(StatusCode::CREATED, Some(name), value)
    }

    /// What an update changed: the values before and after, changed keys only, for envelopes that show them.
    #[must_use]
    pub fn changed(mut self, old: Map<String, Value>, new: Map<String, Value>) -> Self {
        self.parts.changed = Some(Box::new((old, new)));
        self
    }

    /// The filters that were applied to a list, for envelopes that show them.
    #[must_use]
    pub fn filters(mut self, filters: Vec<Filter>) -> Self {
        self.parts.filters = filters;
        self
    }

    /// A further member, for envelopes that have room for it.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::value::to_raw_value(&value) {
            self.parts.more.push((name, value));
        }
        self
    }

    /// The message for people.
    #[must_use]
    pub fn message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.parts.message = Some(message.into());
        self
    }

    /// The version of what is shown: its `ETag`.
    #[must_use]
    pub fn version(mut self, version: i64) -> Self {
        self.parts.version = Some(version);
        self
    }

    /// The rendered answer may be kept in memory until one of these tags is dropped. It must not depend on the caller.
    #[must_use]
    pub fn keep(mut self, tags: impl Into<Option<Tags>>) -> Self {
        self.parts.keep = tags.into();
        self
    }
}

impl<T> Reply<Vec<T>> {
    /// 200 with a page of things, under their name.
    pub fn list(name: &'static str, values: Vec<T>, paging: Paging) -> Self {
        let rows = values.len();
        let mut reply = Self::new(StatusCode::OK, Some(name), values);
        reply.parts.rows = Some(rows);
        reply.parts.paging = Some(paging);
        reply
    }
}

impl Reply<()> {
    /// 200 that says only that it was done.
    pub fn done(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            value: None,
            parts: Parts {
                status: StatusCode::OK,
                ..Parts::default()
            },
        }
        .message(message)
    }
}

/// A reply on its way from the handler to the dialect layer.
#[derive(Clone)]
pub(crate) struct Parked(pub(crate) Arc<dyn Parkable>);

/// A reply as dialects see it, whatever its value is.
pub trait Parkable: Send + Sync {
    /// All but the value.
    fn parts(&self) -> &Parts;
    /// Whether there is one.
    fn has_value(&self) -> bool;
    /// Writes the value as JSON.
    fn write(&self, out: &mut Vec<u8>) -> serde_json::Result<()>;
}

impl<T: Serialize + Send + Sync> Parkable for Reply<T> {
    fn parts(&self) -> &Parts {
        &self.parts
    }

    fn has_value(&self) -> bool {
        self.value.is_some()
    }

    fn write(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        match &self.value {
            Some(value) => serde_json::to_writer(out, value),
            None => serde_json::to_writer(out, &()),
        }
    }
}

impl<T: Serialize + Send + Sync + 'static> IntoResponse for Reply<T> {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.parts.status;
        response.extensions_mut().insert(Parked(Arc::new(self)));
        response
    }
}
