//! The demo of the exams: whoever tries the program finds something behind every list.

use assessment::demo::{Filled, fill};
use platform::http::routes::{EndpointDoc, Verb};
use serde_json::Value;
use testkit::{Client, both_engines};

use crate::{assessment_support::Exams, support::TestApp};

/// Something that routes below a path speak of.
struct Known {
    below: &'static str,
    id: String,
}

async fn filled(app: &TestApp) -> Filled {
    fill(&app.app.wired.assessment, "demo-rahasia", &|| {}).await.unwrap()
}

/// The rows of a list, in whichever of its two forms.
fn rows(list: &Value) -> &Vec<Value> {
    let rows = list.as_array().or_else(|| list["data"].as_array());
    rows.unwrap_or_else(|| panic!("no list: {list}"))
}

async fn first(client: &Client, path: &str, name: &str) -> String {
    let list = client.get(path).await.expect(200).json();
    rows(&list)[0][name].to_string()
}

/// Everything whose lists are asked for: the sitting of yesterday, and what belongs to it.
async fn known(admin: &Client) -> Vec<Known> {
    let event = first(admin, "/api/v1/events?search=seleksi", "id").await;
    let running = first(admin, "/api/v1/events?search=kuis", "id").await;
    let package = first(admin, "/api/v1/test-packages?search=tryout", "id").await;
    let participant = first(admin, &format!("/api/v1/participants/event/{event}"), "id").await;
    let paused = first(
        admin,
        &format!("/api/v1/participants/event/{running}?search=&offset=5"),
        "id",
    )
    .await;
    let changed = responses(admin, &participant).await;
    let known = |below, id: &str| Known {
        below,
        id: id.to_owned(),
    };
    vec![
        known("/package/", &package),
        known("/test-packages/", &package),
        known("/participant/", &participant),
        known("/participants/event/", &event),
        known("/video-proctor/event/", &event),
        known("/events/", &event),
        known("?eventId=", &running),
        known("/participants/", &paused),
        known("/test-response/", &changed),
    ]
}

/// The answer whose score was changed.
async fn responses(admin: &Client, participant: &str) -> String {
    let path = format!("/api/v1/test-response/participant/{participant}?limit=100");
    let sections = admin.get(&path).await.expect(200).json();
    for response in rows(&sections)
        .iter()
        .flat_map(|section| section["responses"].as_array().unwrap())
    {
        let changes = admin
            .get(&format!("/api/v1/test-response/{}/audit", response["id"]))
            .await
            .json();
        if changes["data"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one["reason"].is_string()))
        {
            return response["id"].to_string();
        }
    }
    panic!("no score was changed");
}

/// The address of a list, with what is known in the place of its parts.
fn address(doc: &EndpointDoc, known: &[Known]) -> String {
    let mut path = doc.path.to_owned();
    if path.ends_with("/registration-tokens") {
        let event = known.iter().find(|known| known.below == "?eventId=").unwrap();
        path = format!("{path}?eventId={}", event.id);
    }
    if path.ends_with("/appeal-notes") {
        path = path.replace("/participants/{id}", "/participant/{id}");
        let whose = address_in(path, known, doc.path);
        return whose.replace("/participant/", "/participants/");
    }
    address_in(path, known, doc.path)
}

fn address_in(mut path: String, known: &[Known], of: &str) -> String {
    while let Some((before, rest)) = path.split_once('{') {
        let (_, after) = rest.split_once('}').unwrap();
        let fitting = known.iter().find(|known| before.ends_with(known.below));
        let id = &fitting.unwrap_or_else(|| panic!("nothing is known for {of}")).id;
        path = format!("{before}{id}{after}");
    }
    path
}

both_engines! {
    async fn every_list_has_something_to_show(test: TestDb) {
        let exams = Exams::new(test).await;
        let filled = filled(&exams.app).await;
        assert_eq!((filled.packages, filled.questions, filled.participants), (2, 58, 60));
        let known = known(&exams.admin).await;
        let mut empty = Vec::new();
        for doc in assessment::endpoint_docs() {
            if doc.verb != Verb::Get || !doc.answer.list {
                continue;
            }
            let path = address(&doc, &known);
            let answer = exams.admin.get(&path).await;
            if answer.status != 200 || rows(&answer.json()).is_empty() {
                empty.push(format!("{path}: {} {}", answer.status, answer.text()));
            }
        }
        assert!(empty.is_empty(), "{empty:#?}");
    }

    async fn the_demo_shows_scores_ratings_and_who_sits_now(test: TestDb) {
        let exams = Exams::new(test).await;
        filled(&exams.app).await;
        let list = exams.admin.get("/api/v1/participants?limit=100").await.expect(200).json();
        let states = |state: &str| rows(&list).iter().filter(|one| one["status"] == state).count();
        let seen = ["scored", "awaiting_rating", "in_section", "suspended", "ready", "registered"].map(states);
        assert_eq!(seen, [16, 24, 11, 1, 3, 5]);
        let running = exams.proctor.get("/api/v1/events?mode=proctor").await.expect(200).json();
        assert_eq!(rows(&running).len(), 1, "{running}");
        let queue = first(&exams.admin, "/api/v1/events?search=seleksi", "id").await;
        let queue = exams.rater.get(&format!("/api/v1/events/{queue}/ratings/queue")).await.expect(200).json();
        assert!(queue["metadata"]["totalItems"].as_i64() > Some(50), "{queue}");
        exams.app.test.db.integrity().await.unwrap();
    }
}
