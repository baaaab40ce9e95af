//! What a category asks of its listings by name: fields of a form, words on a page, and what narrows a list.

use classifieds::api::{AttributeDefinition, AttributeKind, InheritedAttribute};
use pages_kit::{
    Field, Fields, Speech,
    field::Takes,
    numbers::{decimal, grouped, typed_price},
};
use platform::{Error, FieldError, Rule};
use serde_json::{Map, Value, json};

/// What a box for yes and no sends.
const SO: [(&str, &str, bool); 2] = [("true", "market-yes", true), ("false", "market-no", false)];
/// The longest text that is typed, in characters.
const LONGEST: usize = 200;

/// The name of a field.
pub(crate) fn field_name(definition: &AttributeDefinition) -> String {
    format!("attributes.{}", definition.key)
}

/// What something is called, with its unit.
pub(crate) fn label(speech: Speech<'_>, definition: &AttributeDefinition) -> String {
    let name = definition.names.of(speech.language.code());
    match &definition.unit {
        Some(unit) => format!("{name} ({unit})"),
        None => name.to_owned(),
    }
}

/// A field for each thing that is asked.
pub(crate) fn fields(speech: Speech<'_>, asked: &[InheritedAttribute]) -> Vec<Field> {
    let field = |one: &InheritedAttribute| {
        let definition = &one.definition;
        let field = Field::new(
            field_name(definition),
            label(speech, definition),
            takes(speech, definition),
        );
        let most = if definition.kind == AttributeKind::Text {
            LONGEST
        } else {
            0
        };
        let field = field.at_most(most);
        if definition.required { field.required() } else { field }
    };
    asked.iter().map(field).collect()
}

fn takes(speech: Speech<'_>, definition: &AttributeDefinition) -> Takes {
    let named = definition
        .options
        .iter()
        .map(|option| (option.value.clone(), option.named(speech.language.code()).to_owned()));
    let none = std::iter::once((String::new(), speech.say("sell-condition-none")));
    match definition.kind {
        AttributeKind::Text => Takes::Line,
        AttributeKind::Number | AttributeKind::Year => Takes::Number,
        AttributeKind::Choice => Takes::Choice(none.chain(named).collect()),
        AttributeKind::Several => Takes::Several(named.collect()),
        AttributeKind::YesNo => {
            let so = SO.map(|(value, text, _)| (value.to_owned(), speech.say(text)));
            Takes::Choice(none.chain(so).collect())
        }
    }
}

/// What a listing says, as if it had been typed.
pub(crate) fn as_typed(asked: &[InheritedAttribute], said: &Map<String, Value>) -> Vec<(String, String)> {
    let mut typed = Vec::new();
    for InheritedAttribute { definition, .. } in asked {
        let name = field_name(definition);
        match said.get(&definition.key) {
            Some(Value::Array(all)) => {
                let texts = all.iter().filter_map(Value::as_str);
                typed.extend(texts.map(|text| (name.clone(), text.to_owned())));
            }
            Some(Value::String(text)) => typed.push((name, text.clone())),
            Some(Value::Number(number)) => typed.push((name, number.to_string().replace('.', ","))),
            Some(Value::Bool(is_so)) => typed.push((name, is_so.to_string())),
            Some(Value::Null | Value::Object(_)) | None => {}
        }
    }
    typed
}

/// What was typed, over what a listing said before; what nobody asks stays.
pub(crate) fn read(
    asked: &[InheritedAttribute],
    fields: &Fields,
    mut said: Map<String, Value>,
) -> Result<Map<String, Value>, Error> {
    let mut wrong = Vec::new();
    for InheritedAttribute { definition, .. } in asked {
        match value(definition, fields) {
            Ok(Some(value)) => {
                said.insert(definition.key.clone(), value);
            }
            Ok(None) => {
                said.remove(&definition.key);
            }
            Err(rule) => wrong.push(FieldError::new(field_name(definition), rule)),
        }
    }
    if wrong.is_empty() {
        Ok(said)
    } else {
        Err(Error::invalid_fields(wrong))
    }
}

fn value(definition: &AttributeDefinition, fields: &Fields) -> Result<Option<Value>, Rule> {
    let name = field_name(definition);
    if definition.kind == AttributeKind::Several {
        let all: Vec<&str> = fields.all(&name).filter(|text| !text.is_empty()).collect();
        return Ok((!all.is_empty()).then(|| json!(all)));
    }
    let text = fields.get(&name).trim();
    if text.is_empty() {
        return Ok(None);
    }
    Ok(Some(match definition.kind {
        AttributeKind::Text | AttributeKind::Choice | AttributeKind::Several => text.into(),
        AttributeKind::YesNo => SO
            .iter()
            .find(|(value, ..)| *value == text)
            .map(|(.., is_so)| Value::from(*is_so))
            .ok_or_else(|| Rule::Type("a boolean".into()))?,
        // A year is never written in groups.
        AttributeKind::Year => text
            .parse::<i64>()
            .map(Value::from)
            .map_err(|_| Rule::Type("an integer".into()))?,
        AttributeKind::Number => number(text).ok_or_else(|| Rule::Type("a number".into()))?,
    }))
}

/// A number as people type it, to hundredths.
fn number(text: &str) -> Option<Value> {
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let hundredths = typed_price(digits)? * sign;
    Some(if hundredths % 100 == 0 {
        (hundredths / 100).into()
    } else {
        #[expect(clippy::cast_precision_loss, reason = "so large a number is out of every bound")]
        let number = hundredths as f64 / 100.0;
        number.into()
    })
}

/// A number as it is read.
pub(crate) fn number_text(speech: Speech<'_>, number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and small enough")]
        grouped(speech.language, number as i64)
    } else {
        decimal(speech.language, number.to_string())
    }
}

/// What a listing says by name, in words: first what its category asked when it was made, then what else it says.
pub(crate) fn told(
    speech: Speech<'_>,
    asked: &[InheritedAttribute],
    said: &Map<String, Value>,
) -> Vec<(String, String)> {
    let language = speech.language.code();
    let defined = asked.iter().filter_map(|one| {
        let definition = &one.definition;
        let text = value_text(speech, Some(definition), said.get(&definition.key)?)?;
        Some((definition.names.of(language).to_owned(), text))
    });
    let others = said
        .iter()
        .filter(|(key, _)| !asked.iter().any(|one| one.definition.key == **key))
        .filter_map(|(key, value)| Some((key.clone(), value_text(speech, None, value)?)));
    defined.chain(others).collect()
}

fn value_text(speech: Speech<'_>, definition: Option<&AttributeDefinition>, value: &Value) -> Option<String> {
    let language = speech.language.code();
    let named = |text: &str| {
        let options = definition.map_or(&[][..], |definition| &definition.options);
        let option = options.iter().find(|option| option.value == text);
        option.map_or_else(|| text.to_owned(), |option| option.named(language).to_owned())
    };
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(named(text)),
        Value::Number(number) if definition.is_some_and(|one| one.kind == AttributeKind::Year) => {
            Some(number.to_string())
        }
        Value::Number(number) => {
            let text = number.as_f64().map(|number| number_text(speech, number))?;
            let unit = definition.and_then(|definition| definition.unit.as_deref());
            Some(unit.map_or_else(|| text.clone(), |unit| format!("{text} {unit}")))
        }
        Value::Bool(is_so) => Some(speech.say(if *is_so { "market-yes" } else { "market-no" })),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().filter_map(Value::as_str).map(named).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        Value::String(_) | Value::Null | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Vec<InheritedAttribute> {
        let definitions = r#"[{"key":"km","type":"number","names":{"en":"Mileage"},"unit":"km"},
            {"key":"year","type":"year","names":{"en":"Year"}},
            {"key":"extras","type":"several","names":{"en":"Extras"},"options":[{"value":"abs"},{"value":"radio"}]},
            {"key":"damaged","type":"yes_no","names":{"en":"Damaged"}},
            {"key":"brand","type":"text","names":{"en":"Brand"}}]"#;
        let all: Vec<AttributeDefinition> = serde_json::from_str(definitions).unwrap();
        let inherit = |definition| InheritedAttribute {
            definition,
            category_id: "c".into(),
        };
        all.into_iter().map(inherit).collect()
    }

    #[test]
    fn what_is_typed_becomes_what_is_asked_and_comes_back_as_it_was_typed() {
        let typed = b"attributes.km=48.000%2C5&attributes.year=2019&attributes.extras=abs&attributes.extras=radio\
            &attributes.damaged=false&attributes.brand=+Fiat+";
        let before = serde_json::from_str(r#"{"more":{"x":1},"km":7,"brand":"Opel"}"#).unwrap();
        let said = read(&asked(), &Fields::read(typed), before).unwrap();
        let expected = json!({"more": {"x": 1}, "km": 48_000.5, "year": 2019, "extras": ["abs", "radio"],
            "damaged": false, "brand": "Fiat"});
        assert_eq!(Value::Object(said.clone()), expected);
        let back: Fields = as_typed(&asked(), &said).into_iter().collect();
        let again = read(&asked(), &back, Map::new()).unwrap();
        assert_eq!(again.len(), 5);
        assert!(again.iter().all(|(key, value)| said[key] == *value));
    }

    #[test]
    fn what_is_left_empty_is_not_said_and_what_is_no_number_is_named() {
        let before = serde_json::from_str(r#"{"km":7,"brand":"Opel"}"#).unwrap();
        assert!(
            read(&asked(), &Fields::read(b"attributes.km="), before)
                .unwrap()
                .is_empty()
        );
        let wrong = Fields::read(b"attributes.km=many&attributes.year=2.019&attributes.damaged=perhaps");
        let error = read(&asked(), &wrong, Map::new()).unwrap_err();
        let paths: Vec<_> = error.fields().iter().map(|field| field.path.as_str()).collect();
        assert_eq!(paths, ["attributes.km", "attributes.year", "attributes.damaged"]);
    }
}
