//! The OpenAPI document is valid, complete, and its samples are what it says.

use std::collections::{BTreeMap, BTreeSet};

use platform::http::{Dialect, routes::EndpointDoc};
use serde_json::{Map, Value, json};
use server::openapi::{ModuleDoc, document};

/// The OpenAPI Initiative's own schema; see `tests/data/README.md`.
const FORMAT: &str = include_str!("../data/openapi-3.1.schema.json");

fn made(endpoints: &[EndpointDoc], dialect: Dialect) -> Value {
    let module = ModuleDoc {
        name: trackmate::NAME,
        about: trackmate::ABOUT,
        dialect,
        endpoints,
    };
    let document = document(&[module], "https://balai.example").unwrap();
    serde_json::from_str(&document.to_json().unwrap()).unwrap()
}

fn trackmate_document() -> Value {
    made(&trackmate::endpoint_docs(), Dialect::Trackmate)
}

/// Every `(path, method, operation)`.
fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        methods.map(|(method, operation)| (path.clone(), method.clone(), operation))
    });
    operations.collect()
}

/// Follows a `$ref`, if it is one.
fn at<'a>(document: &'a Value, place: &'a Value) -> &'a Value {
    match place["$ref"].as_str() {
        Some(reference) => document
            .pointer(&reference[1..])
            .unwrap_or_else(|| panic!("{reference} leads nowhere")),
        None => place,
    }
}

/// A check of one schema within its document.
fn checker(document: &Value, schema: &Value) -> jsonschema::Validator {
    let components = json!({"schemas": document["components"]["schemas"]});
    let whole = json!({"components": components, "allOf": [schema]});
    jsonschema::draft202012::new(&whole).unwrap_or_else(|error| panic!("{schema} is no schema: {error}"))
}

fn assert_fits(document: &Value, schema: &Value, sample: &Value, place: &str) {
    let checker = checker(document, schema);
    let wrong: Vec<String> = checker
        .iter_errors(sample)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{place}: {sample}\n{}", wrong.join("\n"));
}

/// Visits every content (schema and samples) of bodies and answers; says how many samples were seen.
fn check_contents(document: &Value, contents: &Value, place: &str) -> usize {
    let mut seen = 0;
    for (media, content) in contents.as_object().unwrap_or(&Map::new()) {
        let mut samples: Vec<&Value> = content.get("example").into_iter().collect();
        samples.extend(
            content["examples"]
                .as_object()
                .into_iter()
                .flat_map(Map::values)
                .map(|one| &one["value"]),
        );
        for sample in &samples {
            assert_fits(document, &content["schema"], sample, &format!("{place} {media}"));
        }
        seen += samples.len();
    }
    seen
}

fn check_samples(document: &Value) -> usize {
    let mut seen = 0;
    for (path, method, operation) in operations(document) {
        let place = format!("{method} {path}");
        seen += check_contents(document, &operation["requestBody"]["content"], &place);
        for (status, response) in operation["responses"].as_object().unwrap() {
            let content = &at(document, response)["content"];
            // Shared failures are visited once, below.
            if response.get("$ref").is_none() {
                seen += check_contents(document, content, &format!("{place} {status}"));
            }
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = at(document, parameter);
            if let Some(sample) = parameter.get("example") {
                assert_fits(
                    document,
                    &parameter["schema"],
                    sample,
                    &format!("{place} {}", parameter["name"]),
                );
            }
        }
    }
    for (name, response) in document["components"]["responses"].as_object().unwrap() {
        seen += check_contents(document, &response["content"], name);
    }
    seen
}

#[test]
fn the_document_is_valid_openapi_3_1() {
    let format: Value = serde_json::from_str(FORMAT).unwrap();
    let checker = jsonschema::draft202012::new(&format).unwrap();
    for dialect in [
        Dialect::Trackmate,
        Dialect::Assessment,
        Dialect::Service,
        Dialect::Standard,
    ] {
        let document = made(&trackmate::endpoint_docs(), dialect);
        let wrong: Vec<String> = checker
            .iter_errors(&document)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{dialect:?}: {}", wrong.join("\n"));
    }
}

#[test]
fn every_endpoint_is_in_the_document_and_nothing_else() {
    let endpoints = trackmate::endpoint_docs();
    let declared: BTreeSet<(String, String)> = endpoints
        .iter()
        .map(|doc| (doc.path.to_owned(), doc.verb.name().to_ascii_lowercase()))
        .collect();
    let document = trackmate_document();
    let described: BTreeSet<(String, String)> = operations(&document)
        .into_iter()
        .map(|(path, method, _)| (path, method))
        .collect();
    assert_eq!(declared.len(), endpoints.len(), "an endpoint is declared twice");
    assert_eq!(described, declared);
}

#[test]
fn operation_ids_are_unique_and_say_the_route() {
    let document = trackmate_document();
    let mut ids = BTreeMap::new();
    for (path, method, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap().to_owned();
        let earlier = ids.insert(id.clone(), (path.clone(), method));
        assert_eq!(earlier, None, "{id} also stands for {path}");
    }
    let route = |id: &str| ids[id].0.as_str();
    assert_eq!(route("getProductsUmkmByIdumkm"), "/products/umkm/{idumkm}");
    assert_eq!(route("postAdminAuthentications"), "/admin/authentications");
}

#[test]
fn no_two_paths_differ_only_in_the_names_of_their_parts() {
    let document = trackmate_document();
    let mut shapes = BTreeMap::new();
    for path in document["paths"].as_object().unwrap().keys() {
        let shape: Vec<&str> = path
            .split('/')
            .map(|part| if part.starts_with('{') { "{}" } else { part })
            .collect();
        let earlier = shapes.insert(shape, path);
        assert_eq!(earlier, None, "{path}");
    }
}

#[test]
fn every_part_of_a_path_is_described() {
    for doc in trackmate::endpoint_docs() {
        let in_path: Vec<&str> = doc
            .path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        let described: Vec<&str> = doc.parts.iter().map(|part| part.name).collect();
        assert_eq!(described, in_path, "{}", doc.path);
        assert!(!doc.summary.is_empty() && !doc.group.is_empty(), "{}", doc.path);
    }
}

#[test]
fn every_sample_fits_its_schema_in_every_dialect() {
    for dialect in [
        Dialect::Trackmate,
        Dialect::Assessment,
        Dialect::Service,
        Dialect::Standard,
    ] {
        let document = made(&trackmate::endpoint_docs(), dialect);
        let seen = check_samples(&document);
        assert!(seen > 200, "{dialect:?}: only {seen} samples were checked");
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_component_is_used() {
    fn collect<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    found.insert(reference);
                }
                map.values().for_each(|inner| collect(inner, found));
            }
            Value::Array(list) => list.iter().for_each(|inner| collect(inner, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let document = trackmate_document();
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    for reference in &references {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference} leads nowhere");
    }
    for kind in ["schemas", "responses", "parameters", "headers"] {
        for name in document["components"][kind].as_object().unwrap().keys() {
            let reference = format!("#/components/{kind}/{name}");
            assert!(references.contains(reference.as_str()), "nothing refers to {reference}");
        }
    }
}

#[test]
fn the_documents_say_who_may_call() {
    let document = trackmate_document();
    for doc in trackmate::endpoint_docs() {
        let operation = &document["paths"][doc.path][doc.verb.name().to_ascii_lowercase()];
        let open = doc.access == platform::http::routes::Access::Anyone;
        assert_eq!(operation.get("security").is_none(), open, "{}", doc.path);
        if !open {
            assert!(operation["responses"].get("401").is_some(), "{}", doc.path);
        }
    }
}

#[test]
fn a_sample_looks_as_the_documented_api_prints_it() {
    let document = trackmate_document();
    let created = &document["paths"]["/users"]["post"]["responses"]["201"]["content"];
    assert_eq!(
        created["application/json"]["example"],
        json!({
            "error": false, "status": "success", "message": "User berhasil ditambahkan",
            "data": {"userId": "user-I4YvO_qdU337HszX"},
        })
    );
    assert_eq!(
        created["application/vnd.standard+json"]["example"],
        json!({
            "status": "success", "data": {"userId": "user-I4YvO_qdU337HszX"}, "message": "User berhasil ditambahkan",
        })
    );
    let refused = at(&document, &document["paths"]["/users"]["post"]["responses"]["422"]);
    assert_eq!(
        refused["content"]["application/vnd.standard+json"]["examples"]["accounts.username_taken"]["value"],
        json!({
            "status": "failure", "code": "accounts.username_taken",
            "message": "Gagal menambahkan user. Username sudah digunakan.",
            "errors": [{"attribute_name": "username", "messages": ["sudah digunakan"]}],
            "data": {"username": ["sudah digunakan"]},
        })
    );
}
