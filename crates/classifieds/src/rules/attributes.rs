//! The part of a listing whose shape is its category's business: any JSON object within bounds.

use platform::{
    Message, Rule,
    text::{Check, sanitise},
};
use serde_json::{Map, Value};

/// Most bytes, as JSON.
const LARGEST: usize = 16 * 1024;
/// Deepest nesting of objects and arrays, the outermost counted.
const DEEPEST: usize = 8;
/// Below it, every number keeps its whole part: 2 to the 53rd.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// Longest key, in characters.
const LONGEST_KEY: usize = 64;

/// The object as JSON, its texts made harmless; `{}` for none.
pub(super) fn attributes(check: &mut Check, map: Option<&Map<String, Value>>) -> String {
    let Some(map) = map else {
        return "{}".to_owned();
    };
    let mut walk = Walk { wrong: None };
    let cleaned = walk.object(map, 1);
    let text = Value::Object(cleaned).to_string();
    if let Some(rule) = walk.wrong {
        check.note("attributes", rule);
    } else if text.len() > LARGEST {
        let said = Message::new(
            format!("terlalu besar (maksimal {LARGEST} byte)"),
            format!("is too large (at most {LARGEST} bytes)"),
        );
        check.note("attributes", Rule::Other(said));
    }
    text
}

/// A walk through the object; it ends at the first broken rule.
struct Walk {
    wrong: Option<Rule>,
}

impl Walk {
    fn object(&mut self, map: &Map<String, Value>, depth: usize) -> Map<String, Value> {
        let entries = map.iter().map(|(key, value)| {
            self.key(key);
            (key.clone(), self.value(value, depth))
        });
        entries.collect()
    }

    /// A key is a name that programs look for: one that would have to be changed is refused instead.
    fn key(&mut self, key: &str) {
        let count = key.chars().count();
        if count == 0 || count > LONGEST_KEY || key.trim() != key || sanitise(key) != key {
            let said = Message::new(
                format!("memuat kunci yang bukan 1 sampai {LONGEST_KEY} karakter biasa"),
                format!("has a key that is not 1 to {LONGEST_KEY} plain characters"),
            );
            self.wrong.get_or_insert(Rule::Other(said));
        }
    }

    /// A number that would come back as another one is refused: from here on, not every integer has a value of its own.
    fn number(&mut self, number: &serde_json::Number) {
        if number.is_f64() && number.as_f64().is_none_or(|value| value.abs() >= EXACT) {
            let said = Message::new(
                "memuat angka yang terlalu besar; tulis sebagai teks",
                "has a number that is too large to be kept exactly; write it as a text",
            );
            self.wrong.get_or_insert(Rule::Other(said));
        }
    }

    /// A value inside of `depth` objects and arrays.
    fn value(&mut self, value: &Value, depth: usize) -> Value {
        if matches!(value, Value::Array(_) | Value::Object(_)) && depth == DEEPEST {
            let said = Message::new(
                format!("terlalu dalam (maksimal {DEEPEST} tingkat)"),
                format!("is nested too deeply (at most {DEEPEST} levels)"),
            );
            self.wrong.get_or_insert(Rule::Other(said));
            return Value::Null;
        }
        match value {
            Value::String(text) => Value::String(sanitise(text)),
            Value::Array(values) => values.iter().map(|value| self.value(value, depth + 1)).collect(),
            Value::Object(map) => Value::Object(self.object(map, depth + 1)),
            Value::Number(number) => {
                self.number(number);
                value.clone()
            }
            Value::Null | Value::Bool(_) => value.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(json: &str) -> Result<String, platform::Error> {
        let mut check = Check::new();
        let text = attributes(&mut check, Some(&serde_json::from_str(json).unwrap()));
        check.finish().map(|()| text)
    }

    #[test]
    fn any_small_object_is_kept() {
        let json = r#"{"a":null,"b":[1,2.5,{"c":"x < y && z"}],"km":120000,"marka":"Tofaş"}"#;
        assert_eq!(kept(json).unwrap(), json);
        assert_eq!(kept("{}").unwrap(), "{}");
    }

    #[test]
    fn texts_are_made_harmless_wherever_they_are() {
        let text = kept(r#"{"a":["<script>alert(1)</script>ok"],"b":{"c":"java\u200bscript:x"}}"#).unwrap();
        assert!(!text.contains("<script") && !text.contains("javascript:"), "{text}");
        assert!(text.contains("ok"));
    }

    #[test]
    fn depth_size_and_keys_are_bounded() {
        let nested = |depth: usize| format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
        assert!(kept(&nested(8)).is_ok());
        assert!(kept(&nested(9)).is_err());
        assert!(kept(&format!(r#"{{"a":{}1{}}}"#, "[".repeat(8), "]".repeat(8))).is_err());
        let long = |len: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(len));
        assert!(kept(&long(16 * 1024 - 8)).is_ok());
        assert!(kept(&long(16 * 1024 - 7)).is_err());
        assert!(kept(&format!(r#"{{"{}":1}}"#, "ş".repeat(64))).is_ok());
        for key in ["", &"x".repeat(65), " a", "<b>x</b>", "a\\u200b"] {
            assert!(kept(&format!(r#"{{"{key}":1}}"#)).is_err(), "{key}");
        }
    }
}
