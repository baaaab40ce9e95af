//! Schemas as generators of clients read them: the plainest way of saying the same.
//!
//! JSON Schema has several ways of saying most things, and generators understand the usual one of each. So a choice of
//! constants becomes an enumeration, `true` becomes `{}`, a constant has a type, and what a member is unless it is given
//! is said in words, since generated types take a member with a default for one that is always there.
//!
//! Invariant: what is valid stays valid, and nothing else becomes so.

use serde_json::{Map, Value, json};

/// Rewrites a schema and all that is in it.
pub(super) fn simplify(schema: &mut Value) {
    if *schema == Value::Bool(true) {
        *schema = json!({});
    }
    let Value::Object(map) = schema else {
        return;
    };
    for word in ["oneOf", "anyOf", "allOf", "prefixItems"] {
        for part in map.get_mut(word).and_then(Value::as_array_mut).into_iter().flatten() {
            simplify(part);
        }
    }
    let members = map.get_mut("properties").and_then(Value::as_object_mut);
    for member in members.into_iter().flat_map(Map::values_mut) {
        tell_default(member);
        simplify(member);
    }
    if let Some(items) = map.get_mut("items") {
        simplify(items);
    }
    // `false` closes an object, and `true` says no more than its absence.
    if let Some(others) = map.get_mut("additionalProperties").filter(|others| others.is_object()) {
        simplify(others);
    }
    join_choices(map);
    name_type(map);
}

/// Puts the default of a member into its description. `null` is none: it says that nothing is taken for the member.
fn tell_default(member: &mut Value) {
    let Some(map) = member.as_object_mut() else {
        return;
    };
    let Some(default) = map.remove("default").filter(|default| !default.is_null()) else {
        return;
    };
    let about = map.get("description").and_then(Value::as_str).unwrap_or_default();
    let said = format!("{about}\n\nUnless given: `{default}`.");
    map.insert("description".to_owned(), said.trim_start().into());
}

/// Makes `oneOf` of constant texts one enumeration, which says in its description what each of them means.
fn join_choices(map: &mut Map<String, Value>) {
    let Some(choices) = ["oneOf", "anyOf"].into_iter().find_map(|word| {
        let choices = map.get(word)?.as_array()?;
        let words: Option<Vec<(Vec<Value>, Option<String>)>> = choices.iter().map(words_of).collect();
        Some((word, words?))
    }) else {
        return;
    };
    let (word, choices) = choices;
    map.remove(word);
    let mut about = map
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let (mut all, mut lead) = (Vec::new(), "\n\n");
    for (words, meaning) in choices {
        if let (Some(meaning), [one]) = (meaning, words.as_slice()) {
            let line = format!("{lead}- `{}`: {meaning}", one.as_str().unwrap_or_default());
            about.push_str(&line);
            lead = "\n";
        }
        all.extend(words);
    }
    map.insert("type".to_owned(), "string".into());
    map.insert("enum".to_owned(), all.into());
    if !about.trim().is_empty() {
        map.insert("description".to_owned(), about.trim().into());
    }
}

/// The texts that a schema allows, if it allows only some, and what it says about them.
fn words_of(schema: &Value) -> Option<(Vec<Value>, Option<String>)> {
    let words = match (schema.get("const"), schema.get("enum")) {
        (Some(word), _) => vec![word.clone()],
        (None, Some(Value::Array(words))) => words.clone(),
        _ => return None,
    };
    let about = schema.get("description").and_then(Value::as_str).map(str::to_owned);
    words.iter().all(Value::is_string).then_some((words, about))
}

/// Says of which type a constant or an enumeration is.
fn name_type(map: &mut Map<String, Value>) {
    if map.contains_key("type") {
        return;
    }
    let sample = map.get("const").or_else(|| map.get("enum")?.as_array()?.first());
    let name = match sample {
        Some(Value::String(_)) => "string",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(number)) if number.is_f64() => "number",
        Some(Value::Number(_)) => "integer",
        Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => return,
    };
    map.insert("type".to_owned(), name.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simple(mut schema: Value) -> Value {
        simplify(&mut schema);
        schema
    }

    #[test]
    fn a_choice_of_constants_is_an_enumeration_that_says_what_each_means() {
        let documented = json!({"description": "A state.", "oneOf": [
            {"type": "string", "enum": ["a", "b"]},
            {"description": "The last.", "type": "string", "const": "c"},
        ]});
        assert_eq!(
            simple(documented),
            json!({"description": "A state.\n\n- `c`: The last.", "type": "string", "enum": ["a", "b", "c"]})
        );
        let mixed = json!({"oneOf": [{"const": "a"}, {"type": "object"}]});
        assert_eq!(
            simple(mixed),
            json!({"oneOf": [{"type": "string", "const": "a"}, {"type": "object"}]})
        );
    }

    #[test]
    fn anything_is_an_empty_schema_wherever_a_schema_may_stand() {
        let schema = json!({"type": "object", "additionalProperties": false, "properties": {
            "all": {"type": "array", "items": true}, "one": true,
        }});
        assert_eq!(
            simple(schema),
            json!({"type": "object", "additionalProperties": false, "properties": {
                "all": {"type": "array", "items": {}}, "one": {},
            }})
        );
    }

    #[test]
    fn a_default_is_told_and_a_member_may_be_called_like_a_word_of_the_format() {
        let schema = json!({"properties": {
            "default": {"type": ["string", "null"], "default": null},
            "const": {"type": "integer", "description": "A number.", "default": 3},
        }});
        assert_eq!(
            simple(schema),
            json!({"properties": {
                "default": {"type": ["string", "null"]},
                "const": {"type": "integer", "description": "A number.\n\nUnless given: `3`."},
            }})
        );
    }
}
