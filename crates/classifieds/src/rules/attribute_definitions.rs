//! What an administrator may define that listings say by name, and what a category inherits. Pure.

use std::collections::HashSet;

use platform::{Error, Message, Rule, text::Check};

use crate::{
    input::attribute::AttributesIn,
    model::attribute::{
        AttributeDefinition, AttributeKind, AttributeOption, AttributeSet, InheritedAttribute, LANGUAGES, Names,
    },
};

/// Most definitions of a category's own.
const MOST: usize = 40;
/// Most options of a choice.
const MOST_OPTIONS: usize = 100;
/// Longest key, in characters.
const LONGEST_KEY: usize = 40;
/// Longest name, in characters.
const LONGEST_NAME: usize = 80;
/// Longest unit, in characters.
const LONGEST_UNIT: usize = 20;
/// Longest value of an option, in characters; so long a text is looked for, too.
pub(crate) const LONGEST_VALUE: usize = 100;

/// Definitions that were checked.
#[derive(Debug, Clone, PartialEq)]
pub struct AttributeDefinitions(pub(crate) Vec<AttributeDefinition>);

/// Checks what a category is to define; every broken rule is named by its place.
pub fn check_definitions(input: AttributesIn) -> Result<AttributeDefinitions, Error> {
    let mut check = Check::new();
    if input.attributes.len() > MOST {
        return Err(Error::invalid_field("attributes", Rule::TooMany(MOST)));
    }
    let mut keys = HashSet::new();
    let mut checked = Vec::with_capacity(input.attributes.len());
    for (number, definition) in input.attributes.into_iter().enumerate() {
        let path = format!("attributes[{number}]");
        if !keys.insert(definition.key.clone()) {
            check.note(format!("{path}.key"), twice());
        }
        checked.push(definition_of(&mut check, &path, definition));
    }
    check.finish()?;
    Ok(AttributeDefinitions(checked))
}

fn twice() -> Rule {
    Rule::Other(Message::new("sudah dipakai di atas", "was used above already"))
}

fn definition_of(check: &mut Check, path: &str, given: AttributeDefinition) -> AttributeDefinition {
    let at = |field: &str| format!("{path}.{field}");
    if !is_key(&given.key) {
        let said = Message::new(
            "harus huruf kecil, angka dan _, paling banyak 40, diawali huruf",
            "must be lower-case letters, digits and _, at most 40, a letter first",
        );
        check.note(at("key"), Rule::Other(said));
    }
    if given.kind == AttributeKind::Text && given.in_facets {
        let said = Message::new("tidak bisa untuk teks bebas", "is not for texts");
        check.note(at("inFacets"), Rule::Other(said));
    }
    let unit = given.unit.filter(|_| given.kind == AttributeKind::Number);
    let bounds = if given.kind.is_number() {
        (given.least, given.most)
    } else {
        (None, None)
    };
    if let (Some(least), Some(most)) = bounds
        && least > most
    {
        check.note(at("most"), Rule::OutOfRange(least.to_string(), "∞".to_owned()));
    }
    let options = if given.kind.has_options() {
        options(check, &at("options"), given.options)
    } else {
        Vec::new()
    };
    let names = names(check, &at("names"), given.names);
    if names.0.is_empty() {
        check.note(at("names"), Rule::Required);
    }
    AttributeDefinition {
        key: given.key,
        kind: given.kind,
        names,
        unit: check.maybe_clean(&at("unit"), unit.as_deref(), LONGEST_UNIT),
        options,
        least: bounds.0,
        most: bounds.1,
        required: given.required,
        in_facets: given.in_facets,
    }
}

fn is_key(key: &str) -> bool {
    key.len() <= LONGEST_KEY
        && key.starts_with(|first: char| first.is_ascii_lowercase())
        && key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn names(check: &mut Check, path: &str, given: Names) -> Names {
    let mut kept = Names::default();
    for (language, name) in given.0 {
        let path = format!("{path}.{language}");
        if !LANGUAGES.contains(&language.as_str()) {
            check.note(path, Rule::Unknown);
            continue;
        }
        let name = check.clean(&path, &name, 0, LONGEST_NAME);
        if !name.is_empty() {
            kept.0.insert(language, name);
        }
    }
    kept
}

fn options(check: &mut Check, path: &str, given: Vec<AttributeOption>) -> Vec<AttributeOption> {
    if given.is_empty() {
        check.note(path, Rule::Required);
    }
    if given.len() > MOST_OPTIONS {
        check.note(path, Rule::TooMany(MOST_OPTIONS));
        return Vec::new();
    }
    let mut values = HashSet::new();
    let mut kept = Vec::with_capacity(given.len());
    for (number, option) in given.into_iter().enumerate() {
        let path = format!("{path}[{number}]");
        let value = check.clean(&format!("{path}.value"), &option.value, 1, LONGEST_VALUE);
        if !values.insert(value.clone()) {
            check.note(format!("{path}.value"), twice());
        }
        let names = names(check, &format!("{path}.names"), option.names);
        kept.push(AttributeOption { value, names });
    }
    kept
}

/// What listings are asked where these sets hold, the highest category's first. A key that is defined again stands where it stood.
pub(crate) fn inherited(sets: &[AttributeSet]) -> Vec<InheritedAttribute> {
    let mut all: Vec<InheritedAttribute> = Vec::new();
    for set in sets {
        for definition in &set.definitions {
            let one = InheritedAttribute {
                definition: definition.clone(),
                category_id: set.category.clone(),
            };
            match all.iter_mut().find(|other| other.definition.key == definition.key) {
                Some(above) => *above = one,
                None => all.push(one),
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str) -> Result<AttributeDefinitions, Error> {
        check_definitions(serde_json::from_str(json).unwrap())
    }

    fn wrong(json: &str) -> Vec<String> {
        let error = check(&format!(r#"{{"attributes":[{json}]}}"#)).unwrap_err();
        error.fields().iter().map(|field| field.path.clone()).collect()
    }

    #[test]
    fn definitions_are_named_kept_within_bounds_and_rid_of_what_is_not_theirs() {
        let checked = check(
            r#"{"attributes":[{"key":"fuel","type":"choice","names":{"en":" Fuel ","tr":"Yakıt","id":""},"unit":"l",
            "options":[{"value":"diesel","names":{"tr":"Dizel"}}],"least":1,"required":true,"inFacets":true}]}"#,
        );
        let fuel = &checked.unwrap().0[0];
        assert_eq!(
            (fuel.names.of("en"), fuel.names.of("tr"), fuel.names.of("id")),
            ("Fuel", "Yakıt", "Yakıt")
        );
        assert_eq!((fuel.unit.as_deref(), fuel.least, fuel.required), (None, None, true));
        assert_eq!(
            (fuel.options[0].named("tr"), fuel.options[0].named("en")),
            ("Dizel", "Dizel")
        );
    }

    #[test]
    fn every_broken_rule_is_named_by_its_place() {
        assert_eq!(
            wrong(r#"{"key":"Km","type":"number","names":{"en":"km"}}"#),
            ["attributes[0].key"]
        );
        assert_eq!(
            wrong(r#"{"key":"a","type":"choice","names":{"de":"x"}}"#),
            ["attributes[0].options", "attributes[0].names.de", "attributes[0].names"]
        );
        assert_eq!(
            wrong(r#"{"key":"a","type":"text","names":{"en":"x"},"inFacets":true}"#),
            ["attributes[0].inFacets"]
        );
        assert_eq!(
            wrong(r#"{"key":"a","type":"number","names":{"en":"x"},"least":2,"most":1}"#),
            ["attributes[0].most"]
        );
        let twice = r#"{"key":"a","type":"yes_no","names":{"en":"x"}},{"key":"a","type":"several","names":{"en":"x"},
            "options":[{"value":"b"},{"value":"b"}]}"#;
        assert_eq!(wrong(twice), ["attributes[1].key", "attributes[1].options[1].value"]);
        let many = vec![r#"{"key":"a","type":"text","names":{"en":"x"}}"#; 41].join(",");
        assert_eq!(wrong(&many), ["attributes"]);
    }

    #[test]
    fn what_is_defined_again_below_stands_where_it_stood() {
        let set = |category: &str, json: &str| AttributeSet {
            category: category.into(),
            version: 1,
            definitions: check(&format!(r#"{{"attributes":[{json}]}}"#)).unwrap().0,
            created_at: platform::Timestamp(0),
            author: "a".into(),
        };
        let sets = [
            set(
                "root",
                r#"{"key":"a","type":"text","names":{"en":"A"}},{"key":"b","type":"text","names":{"en":"B"}}"#,
            ),
            set(
                "leaf",
                r#"{"key":"c","type":"text","names":{"en":"C"}},{"key":"a","type":"year","names":{"en":"A2"}}"#,
            ),
        ];
        let all = inherited(&sets);
        let told: Vec<_> = all
            .iter()
            .map(|one| (one.definition.names.of("en"), one.category_id.as_str()))
            .collect();
        assert_eq!(told, [("A2", "leaf"), ("B", "root"), ("C", "leaf")]);
    }
}
