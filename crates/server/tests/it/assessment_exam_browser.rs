//! An event that is sat in Safe Exam Browser alone: every call shows the hash that its developers document
//! (<https://safeexambrowser.org/developer/seb-config-key.html>), which is reckoned here from the file that supervisors hand out.

use http::Method;
use platform::http::routes::{Access, EndpointDoc};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{Answer, Client, TestDb, both_engines};

use crate::assessment_exam_support::{BASE, Sitter, Sitting, code};

const HEADER: &str = "x-safeexambrowser-configkeyhash";

fn sha256(text: &str) -> String {
    platform::text::hex(&Sha256::digest(text))
}

/// A configuration, as its file says it: names and values in JSON.
fn settings(file: &str) -> Vec<(String, String)> {
    let pairs = file.split("<key>").skip(1).map(|rest| {
        let (name, rest) = rest.split_once("</key>").unwrap();
        let value = rest.trim_start();
        let value = match value.split_once('>').unwrap() {
            ("<true/", _) => "true".to_owned(),
            ("<false/", _) => "false".to_owned(),
            ("<integer", rest) => rest.split_once('<').unwrap().0.to_owned(),
            ("<string", rest) => {
                let text = rest.split_once("</string>").unwrap().0;
                let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
                format!("\"{text}\"")
            }
            other => panic!("{other:?}"),
        };
        (name.to_owned(), value)
    });
    pairs.collect()
}

/// The Config Key: SHA-256 of the settings as JSON without blanks, by name without case, without the version that wrote them.
fn config_key(file: &str) -> String {
    let mut all = settings(file);
    all.retain(|(name, _)| name != "originatorVersion");
    all.sort_by_key(|(name, _)| name.to_lowercase());
    let members: Vec<_> = all.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    sha256(&format!("{{{}}}", members.join(",")))
}

/// Somebody who sits such an event, and what their browser knows.
struct Safe {
    sitting: Sitting,
    ani: Sitter,
    /// Where the server is, as the file says.
    origin: String,
    key: String,
}

impl Safe {
    async fn new(test: TestDb) -> Self {
        let sitting = Sitting::new(test, json!({"safeExamBrowser": true, "recordVideo": true})).await;
        let path = format!("/api/v1/events/{}/safe-exam-browser.seb", sitting.event);
        let file = sitting.exams().proctor.get(&path).await.expect(200).text();
        let start = settings(&file)
            .into_iter()
            .find(|(name, _)| name == "startURL")
            .unwrap()
            .1;
        let (origin, slug) = start.trim_matches('"').split_once("/exam?event=").unwrap();
        assert!(!slug.is_empty());
        let ani = sitting.ani().await;
        Self {
            origin: origin.to_owned(),
            key: config_key(&file),
            sitting,
            ani,
        }
    }

    /// What the browser sends for a path with its query.
    fn hash(&self, path: &str) -> String {
        sha256(&format!("{}{path}{}", self.origin, self.key))
    }

    /// The client as it asks for a path.
    fn client(&self, path: &str) -> Client {
        self.ani.client.with_header(HEADER, &self.hash(path))
    }

    async fn get(&self, path: &str) -> Answer {
        let path = format!("{BASE}/{path}");
        self.client(&path).get(&path).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        let path = format!("{BASE}/{path}");
        self.client(&path).post(&path, &body).await
    }
}

fn address(doc: &EndpointDoc) -> String {
    doc.parts.iter().fold(doc.path.to_owned(), |path, part| {
        path.replace(&format!("{{{}}}", part.name), part.example)
    })
}

async fn call(client: &Client, doc: &EndpointDoc, path: &str) -> Answer {
    let method: Method = doc.verb.name().parse().unwrap();
    match &doc.body {
        Some(body) => client.call_text(method, path, body.example.unwrap_or("{}")).await,
        None => client.call(method, path).await,
    }
}

both_engines! {
    async fn every_route_asks_for_the_browser_and_takes_what_it_shows_for_its_own_address_alone(test: TestDb) {
        let safe = Safe::new(test).await;
        let all = assessment::endpoint_docs().into_iter();
        let own: Vec<_> = all.filter(|doc| doc.access == Access::Account).collect();
        assert!(own.len() > 15);
        let state = safe.hash(&format!("{BASE}/state"));
        for doc in &own {
            let (path, what) = (address(doc), format!("{} {}", doc.verb.name(), doc.path));
            let right = safe.hash(&path);
            let elsewhere = sha256(&format!("https://elsewhere.example{path}{}", safe.key));
            let mut wrong = vec![
                None,
                Some(String::new()),
                Some("x".repeat(64)),
                // The key itself, the hash of another address, of another server, and one of an address that goes on.
                Some(safe.key.clone()),
                Some(safe.hash(&format!("{path}?x=1"))),
                Some(elsewhere),
                Some(right[..63].to_owned()),
            ];
            if path != format!("{BASE}/state") {
                wrong.push(Some(state.clone()));
            }
            for shown in wrong {
                let client = shown.as_deref().map_or_else(|| safe.ani.client.clone(), |shown| safe.ani.client.with_header(HEADER, shown));
                let refused = call(&client, doc, &path).await.expect(403);
                assert_eq!(code(&refused), "safe_exam_browser_required", "{what} with {shown:?}");
            }
            let answer = call(&safe.client(&path), doc, &path).await;
            let status = answer.status.as_u16();
            assert!(status < 500 && ![401, 403].contains(&status), "{what}: {status} {}", answer.text());
        }
    }

    async fn an_exam_is_sat_in_the_browser_from_the_check_in_to_the_receipt(test: TestDb) {
        let safe = Safe::new(test).await;
        safe.ani.get("lobby").await.expect(403);
        assert_eq!(safe.get("lobby").await.expect(200).json()["event"]["safeExamBrowser"], true);
        safe.post("check-in", json!({})).await.expect(200);
        let attempt = safe.post("start", json!({})).await.expect(200).json()["attemptId"].clone();
        // The query belongs to the address; capital digits are the same digits.
        safe.get("paper?section=1").await.expect(200);
        let path = format!("{BASE}/paper?section=1");
        safe.ani.client.with_header(HEADER, &safe.hash(&path).to_uppercase()).get(&path).await.expect(200);
        safe.ani.client.with_header(HEADER, &safe.hash(&format!("{BASE}/paper"))).get(&path).await.expect(403);
        let short = "/v1/exam/paper?section=1";
        safe.client(short).get(short).await.expect(200);
        let answers = format!("{BASE}/answers");
        let body = json!({"attemptId": attempt, "answers": [{"questionId": safe.sitting.questions[0], "clientSeq": 1, "value": "A"}]});
        safe.ani.client.put(&answers, &body).await.expect(403);
        let saved = safe.client(&answers).put(&answers, &body).await.expect(200).json();
        assert_eq!(saved["results"][0]["outcome"], "accepted");
        // Whoever forges a change learns that, in whatever browser.
        let forged = safe.client(&answers).without_header("x-xsrf-token").put(&answers, &body).await.expect(403);
        assert_eq!(code(&forged), "csrf");
        let receipt = safe.post("submit", json!({"attemptId": attempt, "highestSeq": 1})).await.expect(200).json();
        assert_eq!(receipt["answers"], 1);
        // Logging out needs no browser.
        safe.ani.post("auth/logout", json!({})).await.expect(200);
    }

    async fn each_event_has_a_key_of_its_own_and_others_need_none(test: TestDb) {
        let safe = Safe::new(test).await;
        let plain = crate::assessment_exam_support::plan(safe.sitting.exams(), safe.sitting.bank.package, json!({"title": "Tanpa"})).await;
        let other = crate::assessment_exam_support::plan(safe.sitting.exams(), safe.sitting.bank.package, json!({"title": "Lain", "safeExamBrowser": true})).await;
        let file = async |event: i64| {
            let path = format!("/api/v1/events/{event}/safe-exam-browser.seb");
            safe.sitting.exams().proctor.get(&path).await.expect(200).text()
        };
        let key = config_key(&file(other).await);
        assert_ne!(key, safe.key);
        let path = format!("{BASE}/state");
        let hash = sha256(&format!("{}{path}{key}", safe.origin));
        safe.ani.client.with_header(HEADER, &hash).get(&path).await.expect(403);
        let body = json!({"eventId": plain, "name": "Budi", "registeredNumber": "2"});
        safe.sitting.exams().admin.post("/api/v1/participants", &body).await.expect(201);
        let budi = Sitter::log_in(&safe.sitting.exams().app.anyone, json!({"name": "Budi", "registeredNumber": "2"})).await;
        budi.get("lobby").await.expect(200);
        // A setting that is taken back counts at once.
        let event = format!("/api/v1/events/{}", safe.sitting.event);
        safe.sitting.exams().admin.patch(&event, &json!({"safeExamBrowser": false})).await.expect(200);
        safe.ani.get("lobby").await.expect(200);
    }
}
