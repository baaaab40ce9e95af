//! What people type into forms, on its way to a use case: numbers, faults, and the input that use cases take.

use pages_kit::{Fields, numbers};
use platform::{Error, FieldError, Kind, Message, Rule};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What is wrong with a form.
#[derive(Default)]
pub(super) struct Faults(Vec<FieldError>);

impl Faults {
    pub(super) fn of(faults: &[FieldError]) -> Self {
        Self(faults.to_vec())
    }

    pub(super) fn note(&mut self, field: &str, rule: Rule) {
        self.0.push(FieldError::new(field, rule));
    }

    pub(super) fn say(&mut self, field: &str, indonesian: &'static str, english: &'static str) {
        self.note(field, Rule::Other(Message::new(indonesian, english)));
    }

    /// A number with decimals: `-6,2`, `106.8`. Nothing if nothing was typed.
    pub(super) fn number(&mut self, fields: &Fields, name: &str) -> Option<f64> {
        let text = fields.get(name).trim().replace('−', "-").replace(',', ".");
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
        let number = text.parse().ok().filter(|_| is_number);
        if number.is_none() && !text.is_empty() {
            self.note(name, Rule::Type("a number".into()));
        }
        number
    }

    /// A whole number. Nothing if nothing was typed.
    pub(super) fn whole(&mut self, fields: &Fields, name: &str) -> Option<i64> {
        let text = fields.get(name).trim();
        let number = numbers::ungrouped(text);
        if number.is_none() && !text.is_empty() {
            self.note(name, Rule::Type("an integer".into()));
        }
        number
    }

    /// Whether nothing is wrong.
    pub(super) fn settle(self) -> Result<(), Error> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::invalid_fields(self.0))
        }
    }

    /// The input of a use case, if nothing is wrong.
    pub(super) fn input<T: DeserializeOwned>(self, value: &Value) -> Result<T, Error> {
        self.settle()?;
        // By way of text: some parts of an input are kept as they were written.
        serde_json::from_str(&value.to_string()).map_err(Error::internal)
    }
}

/// An error whose fields are called as they are in the form: what is at `there` is at `here`.
pub(super) fn renamed(error: Error, names: &[(&str, &str)]) -> Error {
    if error.kind() != Kind::Invalid || error.fields().is_empty() {
        return error;
    }
    let renamed = error.fields().iter().map(|fault| {
        let here = names.iter().find(|(there, _)| *there == fault.path);
        let path = here.map_or(fault.path.as_str(), |(_, here)| here);
        FieldError::new(path, fault.rule.clone())
    });
    Error::invalid_fields(renamed.collect())
}

/// What stands for text that may be missing.
pub(super) fn text(fields: &Fields, name: &str) -> Value {
    match fields.get(name).trim() {
        "" => Value::Null,
        // Browsers send lines as the mail of old had them.
        text => Value::from(text.replace("\r\n", "\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let fields = Fields::read("a=-6%2C2&b=106.8&c=&d=inf&e=1.250&f=dua".as_bytes());
        let mut faults = Faults::default();
        assert_eq!(
            ["a", "b", "c", "d"].map(|name| faults.number(&fields, name)),
            [Some(-6.2), Some(106.8), None, None]
        );
        assert_eq!(
            ["c", "e", "f"].map(|name| faults.whole(&fields, name)),
            [None, Some(1250), None]
        );
        let wrong: Vec<_> = faults.0.iter().map(|fault| fault.path.as_str()).collect();
        assert_eq!(wrong, ["d", "f"]);
    }
}
