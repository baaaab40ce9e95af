//! Every route of the exams, called by nobody and in each role, with and without the token that changes must show, and with
//! every bad body. The routes come from the module's own list, so a new one is tried as soon as it exists.

use axum::body::Body;
use http::{Method, Request};
use platform::http::routes::{Access, EndpointDoc, Verb};
use serde_json::{Value, json};
use testkit::{Answer, Client, both_engines};

use crate::{
    assessment_support::Exams,
    trackmate_attacks::{Attack, Expected, bodies, check_silence, validator},
    trackmate_support::{form, send},
};

fn name(doc: &EndpointDoc) -> String {
    format!("{} {}", doc.verb.name(), doc.path)
}

/// What a session does not survive has tests of its own.
fn routes() -> Vec<EndpointDoc> {
    let all = assessment::endpoint_docs().into_iter();
    // Participants are a realm of their own.
    all.filter(|doc| !doc.path.contains("/auth/log") && !doc.path.contains("/exam/"))
        .collect()
}

/// The route's address, with the samples of its parts.
fn address(doc: &EndpointDoc) -> String {
    let mut path = doc.path.to_owned();
    for part in &doc.parts {
        // Nobody's session should end on the way.
        let example = if doc.path.contains("/admins/") {
            "999"
        } else {
            part.example
        };
        path = path.replace(&format!("{{{}}}", part.name), example);
    }
    assert!(!path.contains('{'), "{} does not say what its parts are", name(doc));
    path
}

async fn call_at(client: &Client, doc: &EndpointDoc, path: &str) -> Answer {
    let method: Method = doc.verb.name().parse().unwrap();
    match &doc.body {
        Some(body) if body.media == "multipart/form-data" => {
            let (kind, body) = form("file", "a.bin", "application/octet-stream", b"not what is wanted");
            send(client, doc.verb.name(), path, &[("content-type", &kind)], body).await
        }
        Some(body) => client.call_text(method, path, body.example.unwrap_or("{}")).await,
        None => client.call(method, path).await,
    }
}

async fn call(client: &Client, doc: &EndpointDoc) -> Answer {
    call_at(client, doc, &address(doc)).await
}

/// Fails unless a refusal says what it says and nothing else.
fn check_refusal(answer: &Answer, status: u16, message: &str, what: &str) {
    assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.text());
    assert_eq!(answer.json(), json!({"message": message}), "{what}");
}

fn staff(doc: &EndpointDoc) -> Option<&'static [i64]> {
    match doc.access {
        Access::Anyone => None,
        Access::Staff(staff) => Some(staff.roles),
        other @ Access::Account => panic!("{} is for {other:?}, of whom the exams know nothing", name(doc)),
    }
}

fn changes(doc: &EndpointDoc) -> bool {
    doc.verb != Verb::Get
}

both_engines! {
    async fn every_route_answers_each_role_as_it_says(test: TestDb) {
        let exams = Exams::new(test).await;
        for doc in routes() {
            let Some(roles) = staff(&doc) else { continue };
            let what = name(&doc);
            check_refusal(&call(&exams.app.anyone, &doc).await, 401, "Log in first.", &what);
            for role in (1..=4).rev() {
                let answer = call(exams.of(role), &doc).await;
                let what = format!("{what} by role {role}");
                if roles.contains(&role) {
                    let status = answer.status.as_u16();
                    assert!(status < 500 && status != 401 && status != 405, "{what}: {status} {}", answer.text());
                    // What is refused for its content is not refused for its caller.
                    let own = status == 403 && doc.path.contains("/admins/password/");
                    assert!(status != 403 || own, "{what}: {}", answer.text());
                } else {
                    check_refusal(&answer, 403, "Your role does not allow this.", &what);
                }
            }
        }
    }

    async fn every_change_needs_its_token_and_every_route_has_two_addresses(test: TestDb) {
        let exams = Exams::new(test).await;
        for doc in routes() {
            let Some(roles) = staff(&doc) else { continue };
            let what = name(&doc);
            let short = address(&doc).strip_prefix("/api").unwrap().to_owned();
            check_refusal(&call_at(&exams.app.anyone, &doc, &short).await, 401, "Log in first.", &what);
            if !changes(&doc) {
                continue;
            }
            for role in 1..=4 {
                let client = exams.of(role).without_header("x-xsrf-token");
                // Whether or not the role would do.
                check_refusal(&call(&client, &doc).await, 403, "Invalid CSRF token", &what);
            }
            let forged = exams.of(roles[0]).with_header("origin", "https://evil.example");
            check_refusal(&call(&forged, &doc).await, 403, "Invalid CSRF token", &what);
        }
    }

    async fn every_bad_body_is_refused_without_a_word_of_the_inside(test: TestDb) {
        let exams = Exams::new(test).await;
        for doc in routes() {
            let Some((body, sample)) = doc.body.as_ref().and_then(|body| Some((body, body.example?))) else { continue };
            if doc.path.contains("/password") {
                // Each try costs a hash, and wrong ones are braked; the fields are those of the others.
                continue;
            }
            let (path, schema) = (address(&doc), validator(body.schema));
            let nothing_will_do = doc.path.ends_with("/regrade");
            for attack in bodies(sample, &schema, doc.body_limit) {
                if nothing_will_do && ["nothing", "blanks"].contains(&attack.what.as_str()) {
                    continue;
                }
                let what = format!("{}: {}", name(&doc), attack.what);
                let request = Request::builder().method(doc.verb.name()).uri(&path);
                let request = match attack.content_type {
                    "" => request,
                    kind => request.header("content-type", kind),
                };
                let answer = exams.admin.send(request, Body::from(attack.body.clone())).await;
                check_attack(&attack, &answer, &what);
            }
        }
        exams.app.test.db.integrity().await.unwrap();
    }

    async fn every_odd_id_is_refused_or_belongs_to_nothing(test: TestDb) {
        let exams = Exams::new(test).await;
        for doc in routes().iter().filter(|doc| doc.path.contains("{id}") || doc.path.contains("Id}")) {
            if doc.verb == Verb::Delete || doc.parts.iter().any(|part| part.example.parse::<i64>().is_err()) {
                continue;
            }
            for (odd, expected) in [("x", 400), ("1.5", 400), ("%00", 400), ("-1", 404), ("99999999999999999999", 404)] {
                let mut path = doc.path.to_owned();
                for part in &doc.parts {
                    path = path.replace(&format!("{{{}}}", part.name), odd);
                }
                let answer = call_at(&exams.admin, doc, &path).await;
                let what = format!("{} {path}", doc.verb.name());
                let status = answer.status.as_u16();
                // A body that refers to nothing is judged before what the address names.
                let body = doc.body.is_some() && status == 400;
                // A list of what belongs to nothing may be empty.
                let empty = doc.answer.list && status == 200;
                assert!(status == expected || body || empty, "{what}: {status} {}", answer.text());
                check_silence(&answer, &what);
            }
        }
    }
}

fn check_attack(attack: &Attack, answer: &Answer, what: &str) {
    let status = answer.status.as_u16();
    assert!(status < 500, "{what}: {}", answer.text());
    // Texts of questions are as long as that.
    let long = attack.what.starts_with("an endless text");
    match attack.expected {
        // The document's samples send no type at all.
        _ if attack.content_type.is_empty() => {}
        Expected::Status(wanted) => assert_eq!(status, wanted, "{what}: {}", answer.text()),
        Expected::Refused if !long => assert!((400..500).contains(&status), "{what}: {status} {}", answer.text()),
        Expected::Refused | Expected::Survives => {}
    }
    if status == 400 {
        let value = answer.json();
        let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        assert!(keys == ["message"] || keys == ["errors", "message"], "{what}: {value}");
        for error in value["errors"].as_array().into_iter().flatten() {
            assert!(error["attribute_name"].is_string(), "{what}: {value}");
            assert!(
                error["messages"]
                    .as_array()
                    .is_some_and(|all| all.iter().all(Value::is_string)),
                "{what}: {value}"
            );
        }
    }
    check_silence(answer, what);
}
