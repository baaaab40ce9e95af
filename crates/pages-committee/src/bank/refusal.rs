//! What is wrong with a form of the bank, told where it was typed.

use pages_kit::{Visit, form::Form};
use platform::{Error, FieldError, Rule};

/// An error whose fields are called as the form calls them.
pub(super) fn renamed(error: &Error, name: impl Fn(&str) -> String) -> Error {
    let fields = error.fields().iter();
    let fields: Vec<FieldError> = fields
        .map(|fault| FieldError::new(name(&fault.path), fault.rule.clone()))
        .collect();
    if fields.is_empty() {
        return Error::new(error.kind(), error.code(), error.message().clone());
    }
    Error::new(error.kind(), error.code(), error.message().clone()).with_fields(fields)
}

/// A form that says what is wrong: at each field, and above it what no field of it is to blame for.
pub(super) fn faulty(form: Form, visit: &Visit, error: &Error) -> Form {
    let mut form = form.faulty(visit, error);
    let others = error
        .fields()
        .iter()
        .filter(|fault| !form.fields.iter().any(|field| field.name == fault.path));
    let said: Vec<String> = others
        .map(|fault| fault.rule.message().text(visit.lang()).to_owned())
        .collect();
    if !said.is_empty() {
        form.said = Some(said.join("; "));
    }
    form
}

/// What a field breaks as an error.
pub(super) fn broken(path: &str, rule: Rule) -> Error {
    Error::invalid_field(path, rule)
}
