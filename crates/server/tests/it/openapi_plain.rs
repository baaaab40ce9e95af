//! The `OpenAPI` document says what it says in the ways that generators of clients understand.
//!
//! Each rule is one that a generator needs: without it, one of them refused the document, wrote code that does not compile,
//! or wrote types that clients cannot use.

use serde_json::{Map, Value};
use server::{settings::Given, wiring};

fn whole() -> Value {
    let settings = Given::default().settle(wiring::MODULES).unwrap();
    serde_json::from_str(&wiring::openapi(&settings).unwrap()).unwrap()
}

/// A schema, where it stands, and whether it is one of two in an `anyOf` or `oneOf`.
struct Place<'a> {
    at: String,
    schema: &'a Value,
    is_one_of_two: bool,
}

/// Every schema of the document, those inside of others, too.
fn schemas(document: &Value) -> Vec<Place<'_>> {
    let mut found = Vec::new();
    collect(document, "", &mut found);
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        descend(schema, format!("/components/schemas/{name}"), false, &mut found);
    }
    assert!(found.len() > 2000, "only {} schemas were found", found.len());
    found
}

/// Those of parameters, bodies, answers and headers.
fn collect<'a>(value: &'a Value, at: &str, found: &mut Vec<Place<'a>>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let at = format!("{at}/{key}");
                match key.as_str() {
                    "schema" => descend(inner, at, false, found),
                    "schemas" | "example" | "examples" => {}
                    _ => collect(inner, &at, found),
                }
            }
        }
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(index, inner)| collect(inner, &format!("{at}/{index}"), found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn descend<'a>(schema: &'a Value, at: String, is_one_of_two: bool, found: &mut Vec<Place<'a>>) {
    for (name, member) in schema["properties"].as_object().into_iter().flat_map(Map::iter) {
        descend(member, format!("{at}/{name}"), false, found);
    }
    for word in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get(word).filter(|inner| word == "items" || inner.is_object()) {
            descend(inner, format!("{at}/{word}"), false, found);
        }
    }
    for word in ["anyOf", "oneOf", "allOf", "prefixItems"] {
        let choices = schema[word].as_array().into_iter().flatten();
        let two =
            matches!(word, "anyOf" | "oneOf") && schema[word].as_array().is_some_and(|choices| choices.len() == 2);
        for (index, choice) in choices.enumerate() {
            descend(choice, format!("{at}/{word}/{index}"), two, found);
        }
    }
    found.push(Place {
        at,
        schema,
        is_one_of_two,
    });
}

/// Fails with every place that breaks a rule.
fn assert_nowhere(rule: &str, broken: impl Fn(&Place<'_>) -> bool) {
    let document = whole();
    let found = schemas(&document);
    let wrong: Vec<&str> = found
        .iter()
        .filter(|place| broken(place))
        .map(|place| place.at.as_str())
        .collect();
    assert!(wrong.is_empty(), "{rule}:\n{}", wrong.join("\n"));
}

fn is_of_type(schema: &Value, name: &str) -> bool {
    match &schema["type"] {
        Value::String(only) => only == name,
        Value::Array(several) => several.iter().any(|one| one == name),
        _ => false,
    }
}

#[test]
fn a_schema_is_an_object_and_never_true_or_false() {
    assert_nowhere("no object", |place| !place.schema.is_object());
}

#[test]
fn every_array_says_what_is_in_it() {
    assert_nowhere("without items", |place| {
        is_of_type(place.schema, "array") && place.schema.get("items").is_none()
    });
}

#[test]
fn null_stands_beside_something_else() {
    assert_nowhere("null alone", |place| {
        place.schema["type"] == "null" && !place.is_one_of_two
    });
}

#[test]
fn no_member_has_a_default() {
    // Generated types would have it always there. Parameters may: nobody has to send what has a default.
    assert_nowhere("a default", |place| {
        place.schema.get("default").is_some() && !place.at.starts_with("/components/parameters/")
    });
}

#[test]
fn a_choice_of_words_is_an_enumeration() {
    assert_nowhere("a choice of constants", |place| {
        let choices = ["oneOf", "anyOf"]
            .iter()
            .find_map(|word| place.schema[*word].as_array());
        choices.is_some_and(|choices| {
            choices
                .iter()
                .all(|one| one.get("const").is_some() || one.get("enum").is_some())
        })
    });
}

#[test]
fn constants_and_enumerations_have_a_type() {
    assert_nowhere("without a type", |place| {
        let fixed = place.schema.get("const").is_some() || place.schema.get("enum").is_some();
        fixed && place.schema.get("type").is_none()
    });
}

#[test]
fn no_type_has_a_number_for_a_name() {
    // A number tells types of one name apart by the order in which they are met, so that another module changes it.
    let document = whole();
    let names = document["components"]["schemas"].as_object().unwrap().keys();
    let numbered: Vec<&String> = names
        .filter(|name| name.ends_with(|c: char| c.is_ascii_digit()))
        .collect();
    assert!(numbered.is_empty(), "{numbered:?}");
}

#[test]
fn no_type_is_itself() {
    /// The types that a schema is or may be, without anything around them.
    fn is<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
        found.extend(schema["$ref"].as_str());
        for word in ["anyOf", "oneOf", "allOf"] {
            schema[word]
                .as_array()
                .into_iter()
                .flatten()
                .for_each(|choice| is(choice, found));
        }
    }
    let document = whole();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let own = format!("#/components/schemas/{name}");
        let mut ways = Vec::new();
        is(schema, &mut ways);
        let mut next = 0;
        while let Some(way) = ways.get(next).copied() {
            assert_ne!(way, own, "{name} is itself");
            let mut more = Vec::new();
            is(document.pointer(&way[1..]).unwrap(), &mut more);
            more.retain(|way| !ways.contains(way));
            ways.extend(more);
            next += 1;
        }
    }
}

#[test]
fn every_body_and_every_answer_with_content_has_a_schema() {
    fn without(value: &Value, at: &str, found: &mut Vec<String>) {
        if let Some(map) = value.as_object() {
            for (key, inner) in map {
                let at = format!("{at}/{key}");
                match key.as_str() {
                    "example" | "examples" | "schema" | "schemas" => {}
                    "content" => {
                        let bare = inner
                            .as_object()
                            .unwrap()
                            .iter()
                            .filter(|(_, one)| one.get("schema").is_none());
                        found.extend(bare.map(|(media, _)| format!("{at}/{media}")));
                    }
                    _ => without(inner, &at, found),
                }
            }
        }
    }
    let mut found = Vec::new();
    without(&whole(), "", &mut found);
    assert!(found.is_empty(), "{found:#?}");
}

/// Whether a parameter is what it is called: a number is no text.
#[test]
fn parameters_that_count_or_switch_are_numbers_and_flags() {
    let document = whole();
    let of = |path: &str, name: &str| {
        let all = document["paths"][path]["get"]["parameters"].as_array().unwrap().clone();
        let found = all.into_iter().find(|one| one["name"] == name);
        found.unwrap_or_else(|| panic!("{path} has no {name}"))["schema"]["type"].clone()
    };
    assert_eq!(of("/v1/listings", "limit"), "integer");
    assert_eq!(of("/v1/listings", "price_gte"), "number");
    assert_eq!(of("/v1/listings", "getJoins"), "boolean");
    assert_eq!(of("/v1/listings", "cursor"), "string");
    assert_eq!(of("/v1/conversationthreads", "limit"), "integer");
    assert_eq!(of("/v1/conversationthreads", "all"), "boolean");
    assert_eq!(
        of("/v1/listconversationmessages/{conversationThreadId}", "limit"),
        "integer"
    );
}

/// What an envelope shows beside the value is described where it is shown.
#[test]
fn answers_by_cursor_have_it_in_their_schema() {
    let document = whole();
    let members = |path: &str| {
        let answer = &document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(
            !answer["required"].as_array().unwrap().contains(&"cursor".into()),
            "{path}: it comes by cursor alone"
        );
        answer["properties"].clone()
    };
    let reference = |name: &str| Value::from(format!("#/components/schemas/{name}"));
    assert_eq!(
        members("/v1/conversationthreads")["cursor"]["$ref"],
        reference("InboxCursor")
    );
    let messages = members("/v1/listconversationmessages/{conversationThreadId}");
    assert_eq!(messages["cursor"]["$ref"], reference("HistoryCursor"));
    assert!(members("/v1/listings")["nextCursor"].is_object());
}
