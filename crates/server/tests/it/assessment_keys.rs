//! What is right is nobody's to see who did not ask for it: every reply of the exams is searched for the keys.

use http::Method;
use platform::http::routes::{Access, EndpointDoc, Verb};
use serde_json::{Value, json};
use testkit::{Answer, Client, both_engines};

use crate::assessment_support::Exams;

/// Right answers that appear nowhere else.
const SECRETS: [&str; 2] = ["jawaban-rahasia-7f3a", "=2718281,5±0,25"];
/// Names under which an answer would show a key.
const NAMES: [&str; 5] = ["answerKey", "answerKeys", "key", "keys", "weight"];

/// A published package with a sitting and a participant, all with id 1.
async fn fill(exams: &Exams) {
    let post = async |path: &str, body: Value| exams.admin.post(&format!("/api/v1{path}"), &body).await.expect(201);
    post("/test-packages", json!({"title": "Ujian Rahasia"})).await;
    post("/sections", json!({"title": "Bagian Satu", "duration": 600})).await;
    for (kind, key) in [("short_answer", json!(SECRETS)), ("multiple_choice", json!(["B"]))] {
        let options = json!([{"label": "A", "value": "Paris"}, {"label": "B", "value": "London"}]);
        let mut question =
            json!({"packageId": 1, "sectionId": 1, "question": "Apa?", "questionType": kind, "answerKey": key});
        if kind == "multiple_choice" {
            question["optionQuestions"] = options;
        }
        let made = post("/questions", question).await;
        check(&made, "POST /questions");
    }
    let published = exams.admin.call(Method::POST, "/api/v1/test-packages/1/publish").await;
    assert!(published.status.is_success(), "{}", published.text());
    check(&published, "POST /test-packages/1/publish");
    let event = json!({"packageId": 1, "title": "Ujian", "description": "", "date": "2027-07-12", "startTime": "10:00:00", "endTime": "12:00:00"});
    post("/events", event).await;
    post(
        "/participants",
        json!({"name": "Siti", "eventId": 1, "registeredNumber": "0012"}),
    )
    .await;
}

fn named(value: &Value) -> Option<&str> {
    match value {
        Value::Object(map) => {
            // Whether keys are shown is no key.
            let said = map.iter().filter(|(_, value)| !value.is_boolean());
            let own = said.map(|(name, _)| name.as_str()).find(|name| NAMES.contains(name));
            own.or_else(|| map.values().find_map(named))
        }
        Value::Array(list) => list.iter().find_map(named),
        _ => None,
    }
}

fn shows_a_key(answer: &Answer) -> Option<String> {
    let head = format!("{:?}", answer.headers);
    let text = answer.text();
    let secret = SECRETS
        .iter()
        .find(|secret| text.contains(*secret) || head.contains(*secret));
    let value: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    secret
        .map(|secret| (*secret).to_owned())
        .or_else(|| named(&value).map(str::to_owned))
}

fn check(answer: &Answer, what: &str) {
    assert_eq!(shows_a_key(answer), None, "{what}: {}", answer.text());
}

fn roles(doc: &EndpointDoc) -> Vec<i64> {
    match doc.access {
        Access::Staff(staff) => staff.roles.to_vec(),
        _ => vec![1],
    }
}

fn address(doc: &EndpointDoc) -> String {
    let mut path = doc.path.to_owned();
    for part in &doc.parts {
        path = path.replace(&format!("{{{}}}", part.name), "1");
    }
    path
}

/// Every query that a route documents, one at a time; never `entities=answer`.
fn queries(doc: &EndpointDoc) -> Vec<String> {
    let mut all = vec![String::new(), "?envelope=standard".to_owned()];
    for query in &doc.queries {
        if query.name == "entities" {
            for relation in [
                "audio",
                "options",
                "passage",
                "section",
                "package",
                "participants",
                "sections",
                "questions",
                "user",
                "event",
            ] {
                all.push(format!("?entities={relation}"));
            }
        } else {
            all.push(format!("?{}={}", query.name, query.example.replace(' ', "%20")));
        }
    }
    all
}

async fn seen(client: &Client, query: &str) -> bool {
    let mut shown = false;
    for path in [
        "/api/v1/questions",
        "/api/v1/questions/1",
        "/api/v1/questions/package/1",
    ] {
        let answer = client.get(&format!("{path}{query}")).await;
        shown |= shows_a_key(&answer).is_some();
    }
    shown
}

both_engines! {
    async fn no_reply_shows_a_key_that_was_not_asked_for(test: TestDb) {
        let exams = Exams::new(test).await;
        fill(&exams).await;
        for doc in assessment::endpoint_docs() {
            // The export holds them on purpose.
            if doc.verb != Verb::Get || doc.path.contains("/auth/") || doc.path.contains("/export") {
                continue;
            }
            for role in roles(&doc) {
                for query in queries(&doc) {
                    let path = format!("{}{query}", address(&doc));
                    check(&exams.of(role).get(&path).await, &format!("GET {path} by role {role}"));
                }
            }
        }
        let changed = exams.author.patch("/api/v1/questions/1", &json!({"point": 2})).await.expect(200);
        check(&changed, "PATCH /questions/1");
        let wrong = exams.author.patch("/api/v1/questions/2", &json!({"answerKey": ["Z"]})).await.expect(400);
        check(&wrong, "PATCH /questions/2");
        check(&exams.author.delete("/api/v1/questions/1").await, "DELETE /questions/1");
    }

    async fn a_key_is_shown_to_whoever_may_and_asks(test: TestDb) {
        let exams = Exams::new(test).await;
        fill(&exams).await;
        for role in [1, 2, 4] {
            assert!(seen(exams.of(role), "?entities=answer").await, "role {role}");
            assert!(!seen(exams.of(role), "").await, "role {role}");
        }
        assert!(!seen(&exams.proctor, "?entities=answer").await);
        assert!(!seen(&exams.app.anyone, "?entities=answer").await);
        exams.proctor.get("/api/v1/test-packages/1/export.docx").await.expect(403);
        exams.rater.get("/api/v1/test-packages/1/export.docx").await.expect(403);
    }
}
