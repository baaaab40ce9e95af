//! The documented HTTP API, and what every messenger has beyond it.

mod attachment;
mod block;
mod edit;
mod keep;
mod message;
mod report;
pub(crate) mod samples;
mod socket;
mod staff;
mod stream;
mod thread;

pub use attachment::serve_attachment;
use platform::{
    Result,
    http::{Filter, Params, routes::Endpoint},
    id::uuid_text,
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Conversations, model::thread::WantedJoins};

/// Every endpoint of the module.
pub(crate) fn endpoints() -> Vec<Endpoint<Conversations>> {
    let groups = [
        ("threads", thread::endpoints()),
        ("threads", keep::endpoints()),
        ("messages", message::endpoints()),
        ("messages", edit::endpoints()),
        ("messages", attachment::endpoints()),
        ("live", stream::endpoints()),
        ("live", socket::endpoints()),
        ("blocks", block::endpoints()),
        ("moderation", report::endpoints()),
        ("moderation", staff::endpoints()),
    ];
    let all = groups
        .into_iter()
        .flat_map(|(group, endpoints)| endpoints.into_iter().map(|endpoint| endpoint.within(group)));
    all.collect()
}

/// Whether the caller wants what belongs to others along with the answer.
fn wants_joins(params: &Params) -> bool {
    wanted_joins(params) == WantedJoins::All
}

/// Which joins a caller wants.
fn wanted_joins(params: &Params) -> WantedJoins {
    match params.flag("getJoins", true) {
        false => WantedJoins::None,
        true if params.flag("excludeCQRS", false) || params.flag("excludeCqrs", false) => WantedJoins::Own,
        true => WantedJoins::All,
    }
}

/// How many entries a list by cursor may have; nonsense counts as the default.
fn limit(params: &Params) -> i64 {
    let asked = params.first("limit").and_then(|text| text.parse::<i64>().ok());
    asked.filter(|number| *number > 0).unwrap_or(25).min(500)
}

/// The IDs that a parameter names, in their usual form; and that they were asked for.
fn ids(params: &Params, name: &str, filters: &mut Vec<Filter>) -> Result<Vec<String>> {
    let given = params.all(name);
    let ids: Result<Vec<_>> = given.iter().map(|text| uuid_text(name, text)).collect();
    let ids = ids?;
    if !ids.is_empty() {
        note(filters, name, &ids);
    }
    Ok(ids)
}

/// The one ID that a parameter names.
fn id(params: &Params, name: &str, filters: &mut Vec<Filter>) -> Result<Option<String>> {
    let id = params.first(name).map(|text| uuid_text(name, text)).transpose()?;
    if let Some(id) = &id {
        note(filters, name, std::slice::from_ref(id));
    }
    Ok(id)
}

/// Notes that a filter was applied.
fn note(filters: &mut Vec<Filter>, name: &str, values: &[String]) {
    let value = match values {
        [one] => Value::from(one.as_str()),
        many => Value::from(many),
    };
    filters.push(Filter {
        name: name.to_owned(),
        value,
    });
}

/// What differs between two states of a thing.
fn changes(before: &impl Serialize, after: &impl Serialize) -> (Map<String, Value>, Map<String, Value>) {
    let object = |state: Result<Value, serde_json::Error>| match state {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    };
    let (mut old, mut new) = (
        object(serde_json::to_value(before)),
        object(serde_json::to_value(after)),
    );
    let same: Vec<String> = new
        .iter()
        .filter(|(key, value)| old.get(*key) == Some(value))
        .map(|(key, _)| key.clone())
        .collect();
    for key in same {
        old.remove(&key);
        new.remove(&key);
    }
    (old, new)
}
