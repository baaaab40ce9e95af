//! The types that bodies and answers are made of.
//!
//! One type may be read and written by different rules: what may be left out of a body is always there in an answer.
//! So bodies and answers have a generator each, and a type whose two schemas differ gets a name for each:
//! `Place` as it is shown, `PlaceIn` as it is sent, or `PlaceSent` where another type is called `PlaceIn` already.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use platform::http::routes::{EndpointDoc, SchemaOf};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

use super::plain::simplify;

const HOME: &str = "#/components/schemas/";

pub(super) struct Schemas {
    sent: SchemaGenerator,
    shown: SchemaGenerator,
    /// What bodies call the types whose names stand for different things in bodies and answers.
    renamed: Renamed,
}

/// New names by old ones.
type Renamed = BTreeMap<String, String>;

impl Schemas {
    /// Over everything that these endpoints take and give.
    pub(super) fn of<'a>(endpoints: impl Iterator<Item = &'a EndpointDoc>) -> Self {
        let settings =
            || SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/components/schemas".into());
        let mut schemas = Self {
            sent: settings().for_deserialize().into_generator(),
            shown: settings().for_serialize().into_generator(),
            renamed: Renamed::new(),
        };
        for endpoint in endpoints {
            for part in &endpoint.parts {
                (part.schema)(&mut schemas.sent);
            }
            if let Some(body) = &endpoint.body {
                (body.schema)(&mut schemas.sent);
            }
            for query in &endpoint.queries {
                (query.schema)(&mut schemas.sent);
            }
            let more = endpoint.answer.more.iter().map(|more| more.schema);
            for answer in endpoint.answer.schema.into_iter().chain(more) {
                answer(&mut schemas.shown);
            }
        }
        schemas.renamed = name_twofold(schemas.sent.definitions(), schemas.shown.definitions());
        schemas
    }

    /// Schema of something that clients send.
    pub(super) fn sent(&mut self, of: SchemaOf) -> Value {
        let mut schema = of(&mut self.sent).to_value();
        rename(&mut schema, &self.renamed);
        simplify(&mut schema);
        schema
    }

    /// Schema of something that the server shows.
    pub(super) fn shown(&mut self, of: SchemaOf) -> Value {
        let mut schema = of(&mut self.shown).to_value();
        simplify(&mut schema);
        schema
    }

    /// All definitions.
    pub(super) fn into_components(mut self) -> BTreeMap<Cow<'static, str>, Value> {
        let mut all: BTreeMap<Cow<'static, str>, Value> = BTreeMap::new();
        for (name, mut schema) in self.sent.take_definitions(true) {
            rename(&mut schema, &self.renamed);
            all.insert(as_sent(&name, &self.renamed).to_owned().into(), schema);
        }
        let shown = self.shown.take_definitions(true);
        all.extend(shown.into_iter().map(|(name, schema)| (name.into(), schema)));
        all.values_mut().for_each(simplify);
        all
    }
}

type Definitions = serde_json::Map<String, Value>;

/// The names whose two schemas differ, themselves or in what they refer to.
fn twofold(sent: &Definitions, shown: &Definitions) -> BTreeSet<String> {
    let both = || sent.iter().filter(|(name, _)| shown.contains_key(*name));
    let mut found: BTreeSet<String> = both()
        .filter(|(name, schema)| shown.get(*name) != Some(*schema))
        .map(|(name, _)| name.clone())
        .collect();
    loop {
        let more: Vec<String> = both()
            .filter(|(name, schema)| !found.contains(*name) && refers_to(schema, &found))
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

fn refers_to(schema: &Value, names: &BTreeSet<String>) -> bool {
    match schema {
        Value::Object(map) => map.iter().any(|(key, value)| match value {
            Value::String(at) if key == "$ref" => at.strip_prefix(HOME).is_some_and(|name| names.contains(name)),
            other => refers_to(other, names),
        }),
        Value::Array(list) => list.iter().any(|one| refers_to(one, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A name for each twofold type that nothing else has.
fn name_twofold(sent: &Definitions, shown: &Definitions) -> Renamed {
    let mut renamed = Renamed::new();
    for name in twofold(sent, shown) {
        let taken = |new: &String| sent.contains_key(new) || shown.contains_key(new);
        let names = ["In", "Sent"].map(|end| format!("{name}{end}"));
        let numbered = (2..).map(|number| format!("{name}Sent{number}"));
        let free = names.into_iter().chain(numbered).find(|new| !taken(new));
        renamed.insert(name.clone(), free.unwrap_or(name));
    }
    renamed
}

fn as_sent<'a>(name: &'a str, renamed: &'a Renamed) -> &'a str {
    renamed.get(name).map_or(name, String::as_str)
}

fn rename(schema: &mut Value, renamed: &Renamed) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(at) if key == "$ref" => {
                        if let Some(name) = at.strip_prefix(HOME) {
                            *at = format!("{HOME}{}", as_sent(name, renamed));
                        }
                    }
                    other => rename(other, renamed),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|one| rename(one, renamed)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn definitions(value: Value) -> Definitions {
        match value {
            Value::Object(map) => map,
            other => panic!("{other} is no object"),
        }
    }

    #[test]
    fn a_type_that_refers_to_a_twofold_one_is_twofold_itself() {
        let place = |required: &[&str]| json!({"type": "object", "required": required});
        let shop = json!({"properties": {"place": {"$ref": "#/components/schemas/Place"}}});
        let sent = definitions(json!({"Place": place(&[]), "Shop": shop, "Only": true, "Same": true}));
        let shown = definitions(json!({"Place": place(&["lat"]), "Shop": shop, "Same": true}));
        let found = twofold(&sent, &shown);
        assert_eq!(found, BTreeSet::from(["Place".to_owned(), "Shop".to_owned()]));
        let mut named = shop.clone();
        rename(&mut named, &name_twofold(&sent, &shown));
        assert_eq!(
            named,
            json!({"properties": {"place": {"$ref": "#/components/schemas/PlaceIn"}}})
        );
    }

    #[test]
    fn a_twofold_type_takes_no_name_that_another_type_has() {
        let place = |required: &[&str]| json!({"type": "object", "required": required});
        let either = json!({"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Place"}]});
        let sent = definitions(json!({"Place": place(&[]), "PlaceIn": either}));
        let shown = definitions(json!({"Place": place(&["lat"])}));
        let renamed = name_twofold(&sent, &shown);
        assert_eq!(renamed, Renamed::from([("Place".to_owned(), "PlaceSent".to_owned())]));
    }
}
