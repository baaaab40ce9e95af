//! What the documents say that requests may carry is what the application heeds: keys that make a request happen once,
//! parameters that must be there, and parameters that may come several times.

use accounts::Role;
use axum::body::Body;
use http::Request;
use platform::http::{
    routes::{Access, EndpointDoc, Verb},
    sample,
};
use serde_json::{Value, json};
use server::{settings::Given, wiring};
use testkit::{Answer, Client, TestDb, both_engines};

use crate::{
    assessment_support::{log_in, make_admin},
    support::TestApp,
    trackmate_support::form,
};

fn document() -> Value {
    let settings = Given::default().settle(wiring::MODULES).unwrap();
    serde_json::from_str(&wiring::openapi(&settings).unwrap()).unwrap()
}

fn endpoints() -> Vec<EndpointDoc> {
    let settings = Given::default().settle(wiring::MODULES).unwrap();
    let all = wiring::documented(&settings)
        .into_iter()
        .flat_map(|part| part.endpoints);
    // Log-outs and new sessions end what the others are asked with.
    all.filter(|doc| !doc.path.ends_with("/logout") && doc.path != "/relogin")
        .collect()
}

/// Whoever may do everything, in both realms.
struct Chiefs {
    app: TestApp,
    of_accounts: Client,
    of_exams: Client,
}

impl Chiefs {
    async fn new(test: TestDb) -> Self {
        let app = TestApp::new(test).await;
        make_admin(&app, "ketua", assessment::Role::Administrator).await;
        Self {
            of_accounts: app.account("chief", Role::SuperAdmin).await,
            of_exams: log_in(&app.anyone, "ketua").await,
            app,
        }
    }

    /// Asks with the samples of path and body, for the envelope that names fields.
    async fn ask(&self, doc: &EndpointDoc, query: &str, header: Option<(&str, &str)>) -> Answer {
        let client = match doc.access {
            _ if doc.path.starts_with("/api/v1/") => &self.of_exams,
            Access::Anyone => &self.app.anyone,
            _ => &self.of_accounts,
        };
        let mut path = doc.path.to_owned();
        for part in &doc.parts {
            path = path.replace(&format!("{{{}}}", part.name), part.example);
        }
        let request = Request::builder()
            .method(doc.verb.name())
            .uri(format!("{path}?{query}"));
        let request = request.header("accept", "application/vnd.standard+json");
        let request = match header {
            Some((name, value)) => request.header(name, value),
            None => request,
        };
        match &doc.body {
            Some(body) if body.example.is_none() => {
                let (kind, bytes) = form("file", "a.bin", "application/octet-stream", b"not what is wanted");
                client
                    .send(request.header("content-type", kind), Body::from(bytes))
                    .await
            }
            Some(body) => {
                let request = request.header("content-type", "application/json");
                client.send(request, Body::from(body.example.unwrap_or("{}"))).await
            }
            None => client.send(request, Body::empty()).await,
        }
    }
}

both_engines! {
    /// A key that is too long is refused by whatever heeds keys, before anything else of the content.
    async fn what_heeds_a_key_is_what_the_documents_say(test: TestDb) {
        let chiefs = Chiefs::new(test).await;
        let (long, mut wrong) = ("k".repeat(256), Vec::new());
        for doc in endpoints().iter().filter(|doc| doc.verb == Verb::Post) {
            let answer = chiefs.ask(doc, "", Some(("idempotency-key", &long))).await;
            let heeded = answer.text().contains("Idempotency-Key");
            if heeded != sample::takes_key(doc) {
                wrong.push(format!("{}: heeds keys: {heeded}; {}", doc.path, answer.text()));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn what_is_refused_for_want_of_a_parameter_says_that_it_needs_it(test: TestDb) {
        let chiefs = Chiefs::new(test).await;
        let (mut wrong, mut needed) = (Vec::new(), 0);
        for doc in endpoints().iter().filter(|doc| doc.verb == Verb::Get && doc.status != 101) {
            // Streams do not end, and figures are there only where they are gathered.
            if doc.answer.media.is_some_and(|media| media.starts_with("text/")) {
                continue;
            }
            for query in &doc.queries {
                needed += usize::from(query.required);
                // With all that it needs, but for this one.
                let others = doc.queries.iter().filter(|other| other.required && other.name != query.name);
                let others: Vec<String> = others.map(|other| format!("{}={}", other.name, other.example)).collect();
                let answer = chiefs.ask(doc, &others.join("&"), None).await;
                let name = format!("\"attribute_name\":\"{}\"", query.name);
                let named = answer.status.is_client_error() && answer.text().contains(&name);
                if named != query.required {
                    wrong.push(format!("{} {}: {}", doc.path, query.name, answer.text()));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(needed > 0);
    }
}

#[test]
fn a_parameter_that_may_come_several_times_is_a_list() {
    let document = document();
    let parameter = |path: &str, name: &str| {
        let all = document["paths"][path]["get"]["parameters"].as_array().unwrap();
        let found = all.iter().find(|parameter| parameter["name"] == name);
        found.unwrap_or_else(|| panic!("{path} has no {name}")).clone()
    };
    for (path, name) in [
        ("/v1/listings", "city"),
        ("/v1/listings", "status"),
        ("/v1/listings/facets", "categoryId"),
        ("/v1/categories", "parentCategoryId"),
        ("/v1/_fetchlistcategory", "slug"),
        ("/v1/locations", "country"),
        ("/v1/_fetchlistlocation", "district"),
        ("/v1/_fetchlistconversationmessage", "senderId"),
        ("/v1/_fetchlistconversationthread", "listingId"),
    ] {
        let found = parameter(path, name);
        assert_eq!(
            (&found["schema"]["type"], &found["explode"]),
            (&json!("array"), &json!(true)),
            "{path} {name}"
        );
    }
    let one = parameter("/v1/listings", "q");
    assert_eq!(
        (&one["schema"]["type"], &one["explode"]),
        (&json!("string"), &Value::Null)
    );
}

#[test]
fn answers_that_are_no_usual_success_are_told_as_they_are() {
    let document = document();
    let responses = |path: &str, method: &str| document["paths"][path][method]["responses"].clone();
    let socket = responses("/v1/conversationthreads/socket", "get");
    assert!(socket.get("200").is_none(), "{socket}");
    assert!(
        socket["101"].is_object() && socket["101"].get("content").is_none(),
        "{socket}"
    );
    for method in ["get", "post"] {
        assert!(responses("/api/v1/auth/logout", method)["403"].is_object(), "{method}");
    }
    // Nothing of a login is kept, so it has no first answer that a key could lead to.
    let login = document["paths"]["/login"]["post"].to_string();
    assert!(!login.contains("idempotencyKey") && !login.contains("409"), "{login}");
}
