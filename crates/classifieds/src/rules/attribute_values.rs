//! Whether what a listing says by name is what its category asks, and by what lists are narrowed. Pure.

use platform::{FieldError, Message, Rule};
use serde_json::{Map, Value};

use super::attribute_definitions::LONGEST_VALUE;
use crate::model::attribute::{AttributeDefinition, AttributeKind, AttributeTerm, InheritedAttribute};

/// Longest text, in characters.
const LONGEST_TEXT: usize = 200;
/// Years that something may be from.
const YEARS: (f64, f64) = (1800.0, 2200.0);
/// Most values of a listing by which lists are narrowed.
const MOST_TERMS: usize = 100;

/// What of a listing's attributes is not what its category asks.
pub(crate) fn judge(definitions: &[InheritedAttribute], values: &Map<String, Value>) -> Vec<FieldError> {
    let wrong = |one: &InheritedAttribute| {
        let definition = &one.definition;
        let rule = match values.get(&definition.key) {
            None | Some(Value::Null) => definition.required.then_some(Rule::Required),
            Some(value) => broken(definition, value),
        };
        rule.map(|rule| FieldError::new(format!("attributes.{}", definition.key), rule))
    };
    definitions.iter().filter_map(wrong).collect()
}

/// The same for a listing that is there: what it says as it did before is let be, so that it keeps what it was made with.
pub(crate) fn judge_change(
    definitions: &[InheritedAttribute],
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Judged {
    let (mut wrong, mut is_of_old) = (Vec::new(), false);
    for field in judge(definitions, after) {
        let key = field.path.strip_prefix("attributes.").unwrap_or_default();
        if before.get(key) == after.get(key) {
            is_of_old = true;
        } else {
            wrong.push(field);
        }
    }
    Judged { wrong, is_of_old }
}

/// What a change says of attributes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) wrong: Vec<FieldError>,
    /// Whether something fits only what the listing was made with.
    pub(crate) is_of_old: bool,
}

fn broken(definition: &AttributeDefinition, value: &Value) -> Option<Rule> {
    let is_option = |text: &str| definition.options.iter().any(|option| option.value == text);
    match (definition.kind, value) {
        (AttributeKind::Text, Value::String(text)) => {
            let length = text.trim().chars().count();
            match length {
                0 => definition.required.then_some(Rule::Required),
                1..=LONGEST_TEXT => None,
                _ => Some(Rule::TooLong(LONGEST_TEXT)),
            }
        }
        (AttributeKind::Number, Value::Number(number)) => number
            .as_f64()
            .and_then(|number| outside(number, definition.least, definition.most)),
        (AttributeKind::Year, Value::Number(number)) if number.is_i64() => number.as_f64().and_then(|year| {
            let (first, last) = (definition.least.unwrap_or(YEARS.0), definition.most.unwrap_or(YEARS.1));
            outside(year, Some(first), Some(last))
        }),
        (AttributeKind::YesNo, Value::Bool(_)) => None,
        (AttributeKind::Choice, Value::String(text)) if is_option(text) => None,
        (AttributeKind::Several, Value::Array(all)) => {
            let good = all.iter().all(|one| one.as_str().is_some_and(is_option));
            match all.as_slice() {
                [] => definition.required.then_some(Rule::Required),
                _ if good => None,
                _ => Some(not_offered(definition)),
            }
        }
        (AttributeKind::Choice, Value::String(_)) => Some(not_offered(definition)),
        (kind, _) => Some(Rule::Type(expected(kind).into())),
    }
}

fn expected(kind: AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Text | AttributeKind::Choice => "a string",
        AttributeKind::Number => "a number",
        AttributeKind::Year => "an integer",
        AttributeKind::Several => "an array of strings",
        AttributeKind::YesNo => "a boolean",
    }
}

fn outside(number: f64, least: Option<f64>, most: Option<f64>) -> Option<Rule> {
    let is_in = least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most);
    let end = |end: Option<f64>, open: &str| end.map_or_else(|| open.to_owned(), |end| end.to_string());
    (!is_in).then(|| Rule::OutOfRange(end(least, "-∞"), end(most, "∞")))
}

/// An option that there is not; the first few that there are stand beside it.
fn not_offered(definition: &AttributeDefinition) -> Rule {
    let offered = definition.options.iter().take(10).map(|option| option.value.as_str());
    let offered = offered.collect::<Vec<_>>().join(", ");
    Rule::Other(Message::new(
        format!("harus dari pilihan yang ada: {offered}"),
        format!("must be from what is offered: {offered}"),
    ))
}

/// By what lists are narrowed to a listing: its short texts, numbers, and what is so or not.
pub(crate) fn terms(values: &Map<String, Value>) -> Vec<AttributeTerm> {
    let mut terms: Vec<AttributeTerm> = Vec::new();
    let mut add = |key: &str, term: String, number: Option<f64>| {
        let is_short = (1..=LONGEST_VALUE).contains(&term.chars().count());
        let is_new = !terms.iter().any(|one| one.key == key && one.term == term);
        if is_short && is_new && terms.len() < MOST_TERMS {
            terms.push(AttributeTerm {
                key: key.to_owned(),
                term,
                number,
            });
        }
    };
    for (key, value) in values {
        match value {
            Value::String(text) => add(key, text.clone(), None),
            Value::Number(number) => add(key, number.to_string(), number.as_f64()),
            Value::Bool(is_so) => add(key, is_so.to_string(), None),
            Value::Array(all) => {
                for text in all.iter().filter_map(Value::as_str) {
                    add(key, text.to_owned(), None);
                }
            }
            Value::Null | Value::Object(_) => {}
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Vec<InheritedAttribute> {
        let definitions = r#"[
            {"key":"brand","type":"text","names":{"en":"Brand"},"required":true},
            {"key":"km","type":"number","names":{"en":"Mileage"},"unit":"km","least":0,"most":1000000},
            {"key":"year","type":"year","names":{"en":"Year"}},
            {"key":"fuel","type":"choice","names":{"en":"Fuel"},"options":[{"value":"petrol"},{"value":"diesel"}]},
            {"key":"extras","type":"several","names":{"en":"Extras"},"options":[{"value":"abs"},{"value":"radio"}]},
            {"key":"damaged","type":"yes_no","names":{"en":"Damaged"}}]"#;
        let definitions: Vec<AttributeDefinition> = serde_json::from_str(definitions).unwrap();
        let inherit = |definition| InheritedAttribute {
            definition,
            category_id: "c".into(),
        };
        definitions.into_iter().map(inherit).collect()
    }

    fn object(json: &str) -> Map<String, Value> {
        serde_json::from_str(json).unwrap()
    }

    fn wrong(json: &str) -> Vec<String> {
        let wrong = judge(&asked(), &object(json));
        wrong.into_iter().map(|field| field.path).collect()
    }

    #[test]
    fn values_are_what_was_asked_and_anything_else_may_stand_beside_them() {
        let good = r#"{"brand":"Fiat","km":0.5,"year":2019,"fuel":"diesel","extras":["abs","radio"],"damaged":false,"more":{"x":1}}"#;
        assert_eq!(wrong(good), [""; 0]);
        assert_eq!(wrong(r#"{"brand":"Fiat","km":null,"extras":[]}"#), [""; 0]);
        assert_eq!(wrong("{}"), ["attributes.brand"]);
        assert_eq!(wrong(r#"{"brand":"  "}"#), ["attributes.brand"]);
    }

    #[test]
    fn each_value_of_another_kind_is_named() {
        for (key, value) in [
            ("km", r#""5""#),
            ("km", "-1"),
            ("km", "1000001"),
            ("year", "2019.5"),
            ("year", "1799"),
            ("fuel", r#""water""#),
            ("fuel", "1"),
            ("extras", r#"["abs","x"]"#),
            ("extras", r#""abs""#),
            ("damaged", r#""no""#),
        ] {
            let json = format!(r#"{{"brand":"Fiat","{key}":{value}}}"#);
            assert_eq!(wrong(&json), [format!("attributes.{key}")], "{json}");
        }
        assert_eq!(
            wrong(&format!(r#"{{"brand":"{}"}}"#, "x".repeat(201))),
            ["attributes.brand"]
        );
    }

    #[test]
    fn what_stays_as_it_was_is_let_be() {
        let before = object(r#"{"fuel":"steam","km":5}"#);
        let judged = |after: &str| judge_change(&asked(), &before, &object(after));
        let kept = judged(r#"{"fuel":"steam","km":6}"#);
        assert!(kept.wrong.is_empty() && kept.is_of_old);
        let worse = judged(r#"{"fuel":"wood","km":6,"brand":""}"#);
        let paths: Vec<_> = worse.wrong.iter().map(|field| field.path.as_str()).collect();
        assert_eq!(paths, ["attributes.brand", "attributes.fuel"]);
        let renewed = judged(r#"{"fuel":"petrol","brand":"Fiat"}"#);
        assert!(renewed.wrong.is_empty() && !renewed.is_of_old);
    }

    #[test]
    fn lists_are_narrowed_by_short_values_each_once() {
        let long = "x".repeat(101);
        let values = object(&format!(
            r#"{{"a":"b","n":2.5,"y":2019,"t":true,"s":["p","q","p",7],"o":{{}},"l":"{long}","e":"","z":null}}"#
        ));
        let told: Vec<_> = terms(&values)
            .into_iter()
            .map(|one| (format!("{}={}", one.key, one.term), one.number))
            .collect();
        let expected = [
            ("a=b", None),
            ("n=2.5", Some(2.5)),
            ("s=p", None),
            ("s=q", None),
            ("t=true", None),
            ("y=2019", Some(2019.0)),
        ];
        let mut told: Vec<_> = told.iter().map(|(pair, number)| (pair.as_str(), *number)).collect();
        told.sort_by_key(|(pair, _)| *pair);
        assert_eq!(told, expected);
    }
}
