//! The messages of gRPC against the documented API: every documented call is an rpc, and every parameter and every member of an
//! answer is a field.

use std::collections::BTreeSet;

use platform::http::routes::{EndpointDoc, SchemaOf};
use prost_reflect::{DescriptorPool, FieldDescriptor, Kind, MessageDescriptor};
use schemars::SchemaGenerator;
use serde_json::{Map, Value};

use crate::rpc_support::{Of, rpc_name};

/// Calls that are no rpc of their own: a socket, and what only HTTP's accounts have.
const NOT_THERE: [&str; 5] = [
    "connectConversationThreads",
    "registerUser",
    "createPermission",
    "listPermissions",
    "deletePermission",
];

/// Every documented call with its rpc's messages.
fn calls() -> Vec<(EndpointDoc, MessageDescriptor, MessageDescriptor)> {
    let pool = DescriptorPool::decode(rpc::grpc::DESCRIPTORS).unwrap();
    let mut calls = Vec::new();
    for of in [Of::Places, Of::Talk] {
        let service = pool.get_service_by_name(of.full_name()).unwrap();
        for doc in of.endpoints() {
            let Some(api) = doc.api.filter(|api| !NOT_THERE.contains(api)) else {
                continue;
            };
            let rpc = service.methods().find(|method| method.name() == rpc_name(api));
            let rpc = rpc.unwrap_or_else(|| panic!("{api} is no rpc"));
            calls.push((doc, rpc.input(), rpc.output()));
        }
    }
    calls
}

/// A schema with what it refers to.
fn resolved(schema: SchemaOf) -> (Value, Map<String, Value>) {
    let mut generator = SchemaGenerator::default();
    let root = schema(&mut generator).to_value();
    (root, generator.take_definitions(true))
}

/// The object or the list that a schema is about, whether or not it may also be nothing.
fn shape<'a>(schema: &'a Value, all: &'a Map<String, Value>) -> &'a Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return shape(&all[reference.rsplit('/').next().unwrap()], all);
    }
    let choices = ["anyOf", "oneOf", "allOf"]
        .iter()
        .find_map(|word| schema[*word].as_array());
    match choices.and_then(|choices| choices.iter().find(|choice| choice["type"] != "null")) {
        Some(choice) => shape(choice, all),
        None => schema,
    }
}

/// What of a schema no field of a message says.
fn missing(
    schema: &Value,
    all: &Map<String, Value>,
    message: &MessageDescriptor,
    at: &str,
    depth: usize,
) -> Vec<String> {
    let shape = shape(schema, all);
    if depth == 0 {
        return Vec::new();
    }
    if shape["type"] == "array"
        || shape["type"]
            .as_array()
            .is_some_and(|kinds| kinds.iter().any(|kind| kind == "array"))
    {
        return missing(&shape["items"], all, message, at, depth);
    }
    let Some(properties) = shape["properties"].as_object() else {
        return Vec::new();
    };
    let mut lacking = Vec::new();
    for (name, member) in properties {
        let at = format!("{at}.{name}");
        match field(message, name) {
            None => lacking.push(at),
            Some(field) => {
                if let Kind::Message(inner) = field.kind()
                    && !inner.full_name().starts_with("google.")
                {
                    lacking.extend(missing(member, all, &inner, &at, depth - 1));
                }
            }
        }
    }
    lacking
}

fn field(message: &MessageDescriptor, name: &str) -> Option<FieldDescriptor> {
    message.get_field_by_json_name(name)
}

#[test]
fn every_parameter_is_a_field_of_its_request() {
    let mut lacking = BTreeSet::new();
    for (doc, request, _) in calls() {
        let about = doc.api.unwrap();
        let named = doc
            .parts
            .iter()
            .map(|part| part.name)
            .chain(doc.queries.iter().map(|query| query.name));
        lacking.extend(
            named
                .filter(|name| field(&request, name).is_none())
                .map(|name| format!("{about}: {name}")),
        );
        if let Some(body) = &doc.body {
            let (schema, all) = resolved(body.schema);
            let rows = field(&request, "rows").and_then(|field| match field.kind() {
                Kind::Message(row) => Some(row),
                _ => None,
            });
            lacking.extend(missing(&schema, &all, &rows.unwrap_or(request), about, 3));
        }
    }
    assert!(lacking.is_empty(), "not in proto/: {lacking:#?}");
}

#[test]
fn every_member_of_an_answer_is_a_field() {
    let mut lacking = BTreeSet::new();
    for (doc, _, answer) in calls() {
        let about = doc.api.unwrap();
        if doc.answer.media.is_some() {
            continue;
        }
        for more in &doc.answer.more {
            if field(&answer, more.name).is_none() {
                lacking.insert(format!("{about}: {}", more.name));
            }
        }
        let Some(schema) = doc.answer.schema else { continue };
        let (schema, all) = resolved(schema);
        let inside = doc.answer.name.map(|name| {
            let field = field(&answer, name).unwrap_or_else(|| panic!("{about} does not answer {name}"));
            assert_eq!(field.is_list(), doc.answer.list, "{about}: {name}");
            field.kind()
        });
        match inside {
            Some(Kind::Message(inner)) => lacking.extend(missing(&schema, &all, &inner, about, 4)),
            Some(_) => {}
            None => lacking.extend(missing(&schema, &all, &answer, about, 4)),
        }
    }
    assert!(lacking.is_empty(), "not in proto/: {lacking:#?}");
}

#[test]
fn no_name_of_a_field_is_taken_twice_by_whatever_generates_code() {
    let pool = DescriptorPool::decode(rpc::grpc::DESCRIPTORS).unwrap();
    let ours = pool
        .all_messages()
        .filter(|message| !message.full_name().starts_with("google."));
    for message in ours {
        let mut names = BTreeSet::new();
        for field in message.fields() {
            let name = field.full_name();
            assert!(names.insert(field.json_name().to_owned()), "{name}");
            // Whether a field was set is kept under its name with a line before it.
            let is_kept = field.supports_presence() && !matches!(field.kind(), Kind::Message(_));
            assert!(!is_kept || field.json_name() != format!("_{}", field.name()), "{name}");
        }
    }
}
