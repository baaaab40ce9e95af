//! What dialects write their envelopes with: members of an object, one after the other, without a tree in between.

use super::Written;
use crate::{
    error::{Error, Lang},
    http::reply::Parkable,
};

/// Writes `"key":value` with a comma before it unless it opens the object.
pub fn field<T: serde::Serialize + ?Sized>(out: &mut Vec<u8>, key: &str, value: &T) -> Written {
    name(out, key);
    serde_json::to_writer(out, value)
}

/// Writes `"key":`, to be followed by whatever the caller writes.
pub fn name(out: &mut Vec<u8>, key: &str) {
    if !out.ends_with(b"{") {
        out.push(b',');
    }
    out.push(b'"');
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\":");
}

/// Writes a reply's value under a key.
pub fn value(out: &mut Vec<u8>, key: &str, reply: &dyn Parkable) -> Written {
    name(out, key);
    reply.write(out)
}

/// One failed attribute, as several envelopes list them.
#[derive(Debug, serde::Serialize)]
pub struct Attribute<'a> {
    /// Path of the field.
    pub attribute_name: &'a str,
    /// What is wrong with it.
    pub messages: Vec<String>,
}

/// The failed fields, in input order, each once.
pub fn attributes(error: &Error, lang: Lang) -> Vec<Attribute<'_>> {
    let mut list: Vec<Attribute<'_>> = Vec::new();
    for field in error.fields() {
        let message = field.rule.message().text(lang).to_owned();
        match list.iter_mut().find(|attribute| attribute.attribute_name == field.path) {
            Some(attribute) => attribute.messages.push(message),
            None => list.push(Attribute {
                attribute_name: &field.path,
                messages: vec![message],
            }),
        }
    }
    list
}
