//! Whatever the application answers in any test is held against its documents: the status, the media type, and the members
//! of the envelope.
//!
//! The clients of [`crate::support::TestApp`] do it with every answer, so the whole suite is the sweep.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock},
};

use platform::http::routes::AnsweredBy;
use serde_json::Value;
use server::{settings::Given, wiring};
use testkit::{Answer, Judge};

/// What an endpoint may answer with a status: the members of an object by media type, `None` where it is no object or an
/// open one. No media type at all means no body.
type Bodies = BTreeMap<String, Option<BTreeSet<String>>>;

/// By method in lower case and path, then by status.
static DESCRIBED: LazyLock<BTreeMap<(String, String), BTreeMap<u16, Bodies>>> = LazyLock::new(read_document);

/// Panics if an answer is not described.
pub(crate) fn judge() -> Judge {
    Arc::new(assert_described)
}

fn read_document() -> BTreeMap<(String, String), BTreeMap<u16, Bodies>> {
    let settings = Given::default().settle(wiring::MODULES).unwrap();
    let document: Value = serde_json::from_str(&wiring::openapi(&settings).unwrap()).unwrap();
    let mut all = BTreeMap::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let responses = operation["responses"].as_object().unwrap().iter();
            let by_status = responses.map(|(status, response)| {
                let response = follow(&document, response);
                (status.parse().unwrap(), bodies_of(&document, response))
            });
            all.insert((method.clone(), path.clone()), by_status.collect());
        }
    }
    all
}

fn bodies_of(document: &Value, response: &Value) -> Bodies {
    let contents = response["content"].as_object().into_iter().flatten();
    let bodies = contents.map(|(media, content)| (media.clone(), members_of(document, &content["schema"])));
    bodies.collect()
}

/// The members that an object of a schema may have, if the schema names them all.
fn members_of(document: &Value, schema: &Value) -> Option<BTreeSet<String>> {
    let schema = follow(document, schema);
    let properties = schema["properties"]
        .as_object()
        .filter(|_| schema["additionalProperties"] != true)?;
    Some(properties.keys().cloned().collect())
}

fn follow<'a>(document: &'a Value, place: &'a Value) -> &'a Value {
    place["$ref"]
        .as_str()
        .map_or(place, |at| document.pointer(&at[1..]).unwrap())
}

fn assert_described(endpoint: AnsweredBy, answer: &Answer) {
    let name = format!("{} {}", endpoint.verb.name(), endpoint.path);
    let key = (endpoint.verb.name().to_ascii_lowercase(), endpoint.path.to_owned());
    let by_status = DESCRIBED
        .get(&key)
        .unwrap_or_else(|| panic!("{name} is not in the document"));
    let status = answer.status.as_u16();
    let bodies = by_status.get(&status).unwrap_or_else(|| {
        panic!(
            "the document does not say that {name} answers {status}: {}",
            answer.text()
        )
    });
    if answer.body.is_empty() {
        return;
    }
    let media = answer
        .headers
        .get("content-type")
        .map_or("", |media| media.to_str().unwrap());
    let media = media.split(';').next().unwrap_or_default();
    let family = media
        .split('/')
        .next()
        .map(|family| format!("{family}/*"))
        .unwrap_or_default();
    let members = bodies
        .get(media)
        .or_else(|| bodies.get(&family))
        .unwrap_or_else(|| panic!("the document does not say that {name} answers {status} with {media}"));
    if let (Some(members), Ok(Value::Object(object))) = (members, serde_json::from_slice(&answer.body)) {
        let unknown: Vec<&String> = object.keys().filter(|key| !members.contains(*key)).collect();
        assert!(
            unknown.is_empty(),
            "the document does not say that {name} answers {status} with {unknown:?}"
        );
    }
}

#[test]
#[should_panic(expected = "the document does not say that GET /products answers 418")]
fn an_answer_that_the_document_does_not_have_is_told() {
    let endpoint = AnsweredBy {
        verb: platform::http::routes::Verb::Get,
        path: "/products",
    };
    let answer = Answer {
        status: http::StatusCode::IM_A_TEAPOT,
        headers: http::HeaderMap::new(),
        body: Vec::new(),
    };
    assert_described(endpoint, &answer);
}
