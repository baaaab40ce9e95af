//! Filters and flags out of the query.

use accounts::{Administrators, MaybeActor, failures::login_required, role_required};
use platform::{
    Error, Rule,
    db::{containing, exactly},
    http::{Filter, Params, routes::Endpoint},
    id::uuid_text,
    text::{Check, fold},
};
use serde_json::Value;

use crate::{
    Classifieds,
    model::filter::AnyOf,
    rules::{category::STRING, location::key},
};

/// Whether what an object is joined with is wanted.
pub(super) fn joins(params: &Params) -> bool {
    params.flag("getJoins", true)
}

/// Whether deleted objects are asked for (`isActive=false`), which administrators may.
pub(super) fn wants_deleted(params: &Params, caller: &MaybeActor) -> Result<bool, Error> {
    match params.first("isActive") {
        None | Some("true") => Ok(false),
        Some("false") => match &caller.actor {
            None => Err(login_required()),
            Some(actor) if actor.role.is_admin() => Ok(true),
            Some(_) => Err(role_required::<Administrators>()),
        },
        Some(_) => Err(Error::invalid_field("isActive", Rule::Type("a boolean".into()))),
    }
}

/// Where what lies in something that is deleted goes.
pub(super) fn move_to(params: &Params) -> Result<Option<String>, Error> {
    let given = params.first("moveTo").filter(|text| !text.is_empty());
    given.map(|id| uuid_text("moveTo", id)).transpose()
}

/// Says of an endpoint that deleted objects may be asked for, and by whom.
pub(super) fn deleted_too(endpoint: Endpoint<Classifieds>) -> Endpoint<Classifieds> {
    endpoint
        .query_of::<bool>("isActive", "`false`: the deleted ones, for administrators", "true")
        .fails(login_required)
        .fails(role_required::<Administrators>)
}

/// Ids that are matched exactly; an empty one stands for `null`.
pub(super) fn ids(params: &Params, name: &str) -> Result<Option<AnyOf>, Error> {
    let values = params.all(name);
    if values.is_empty() {
        return Ok(None);
    }
    let ids: Result<Vec<String>, Error> = values
        .into_iter()
        .map(|value| match value {
            "null" => Ok(String::new()),
            id => uuid_text(name, id),
        })
        .collect();
    AnyOf::of(name, ids?).map(Some)
}

/// The texts of a filter. Blank ones do not count: a form sends them for what was left open. `null` is no text, and none
/// of the columns that are filtered can be null, so it matches nothing. No column holds a longer text than is taken here,
/// and an engine takes no pattern of any length.
fn texts<'a>(params: &'a Params, name: &str) -> Result<Option<Vec<&'a str>>, Error> {
    let given = params.all(name).into_iter().filter(|value| !value.trim().is_empty());
    let given: Vec<&str> = given.collect();
    let mut check = Check::new();
    for text in &given {
        check.text(name, text, 0, STRING);
    }
    check.finish()?;
    Ok((!given.is_empty()).then(|| given.into_iter().filter(|value| *value != "null").collect()))
}

/// Texts that are found anywhere in a folded column.
pub(super) fn partial(params: &Params, name: &str) -> Result<AnyOf, Error> {
    match texts(params, name)? {
        None => Ok(AnyOf::any()),
        Some(texts) => AnyOf::of(name, texts.into_iter().map(|text| containing(&fold(text)))),
    }
}

/// Texts that are a column, but for case, accents and outer blanks.
pub(super) fn exact(params: &Params, name: &str) -> Result<AnyOf, Error> {
    match texts(params, name)? {
        None => Ok(AnyOf::any()),
        Some(texts) => AnyOf::of(name, texts.into_iter().map(|text| exactly(&key(text)))),
    }
}

/// The filters that were applied, as the envelope tells them.
pub(super) fn applied_filters(params: &Params, names: &[&str]) -> Vec<Filter> {
    let filter = |name: &&str| {
        let values = params.all(name).into_iter().filter(|value| !value.trim().is_empty());
        let mut values: Vec<Value> = values
            .map(|value| match value {
                "null" => Value::Null,
                value => Value::from(value),
            })
            .collect();
        let value = match values.len() {
            0 => return None,
            1 => values.remove(0),
            _ => Value::Array(values),
        };
        Some(Filter {
            name: (*name).to_owned(),
            value,
        })
    };
    names.iter().filter_map(filter).collect()
}
