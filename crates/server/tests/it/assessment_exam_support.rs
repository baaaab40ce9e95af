//! A sitting with somebody who can sit it: made by the administrators' API, sat by the participants'.

use std::time::Duration;

use platform::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{Answer, Client, TestDb};

use crate::{
    assessment_bank::{Bank, id_of},
    assessment_support::{Exams, cookie_of, log_in, make_admin},
    support::TestApp,
};

/// Two sections: reading (10 minutes), with a question of each type that is written, and writing (20 minutes).
pub(crate) struct Sitting {
    pub(crate) bank: Bank,
    pub(crate) event: i64,
    /// Of reading: choice, several, true or false, short, matching; of writing: an essay.
    pub(crate) questions: Vec<i64>,
}

pub(crate) const BASE: &str = "/api/v1/exam";

impl Sitting {
    /// An event that began a minute ago and lasts an hour; members of it as asked for.
    pub(crate) async fn new(test: TestDb, event: Value) -> Self {
        let bank = Bank::new(test).await;
        let writing = json!({"title": "Writing", "duration": 1200});
        let writing = id_of(&bank.author.post("/api/v1/sections", &writing).await.expect(201));
        let options = |labels: &[&str]| -> Vec<Value> {
            let each = labels
                .iter()
                .map(|label| json!({"label": label, "value": format!("pilihan {label}")}));
            each.collect()
        };
        let bodies = [
            json!({"sectionDuration": 600}),
            json!({"question": "Several?", "questionType": "multiple_answer", "optionQuestions": options(&["A", "B", "C"]),
                "answerKey": ["A", "C"]}),
            json!({"question": "True?", "questionType": "true_false", "optionQuestions": [
                {"label": "B", "value": "Benar"}, {"label": "S", "value": "Salah"}], "answerKey": ["B"]}),
            json!({"question": "Short?", "questionType": "short_answer", "optionQuestions": null, "answerKey": ["KUNCI-jakarta"]}),
            json!({"question": "Match!", "questionType": "matching", "optionQuestions": options(&["1", "2", "A", "B"]),
                "answerKey": ["1-A", "2-B"]}),
            json!({"question": "Write!", "questionType": "essay", "optionQuestions": null, "answerKey": null,
                "sectionId": writing, "sectionDuration": 1200, "sectionInstruction": "Write <b>much</b>"}),
        ];
        let mut questions = Vec::new();
        for body in bodies {
            questions.push(bank.question(body).await);
        }
        bank.publish().await.expect(200);
        let event = plan(&bank.exams, bank.package, event).await;
        Self { bank, event, questions }
    }

    pub(crate) fn exams(&self) -> &Exams {
        &self.bank.exams
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.exams().app.clock.now()
    }

    /// Turns the clock.
    pub(crate) fn wait(&self, seconds: u64) {
        self.exams().app.clock.advance(Duration::from_secs(seconds));
    }

    /// Adds somebody; answers the participant's id.
    pub(crate) async fn add(&self, name: &str, number: &str) -> i64 {
        let body = json!({"eventId": self.event, "name": name, "registeredNumber": number});
        id_of(&self.exams().admin.post("/api/v1/participants", &body).await.expect(201))
    }

    /// Adds Ani and logs her in.
    pub(crate) async fn ani(&self) -> Sitter {
        self.add("Ani Lestari", "0071").await;
        Sitter::log_in(
            &self.exams().app.anyone,
            json!({"name": "Ani Lestari", "registeredNumber": "0071"}),
        )
        .await
    }

    /// Does what the server does every second.
    pub(crate) async fn sweep(&self) {
        self.exams().app.app.wired.assessment.sweep().await.unwrap();
    }

    /// How far a participant is, as administrators see it.
    pub(crate) async fn status(&self, participant: i64) -> String {
        let path = format!("/api/v1/participants/{participant}?option=raw");
        let admin = log_in(&self.exams().app.anyone, "administrator").await;
        admin.get(&path).await.expect(200).json()["status"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// What a supervisor does.
    pub(crate) async fn intervene(&self, participant: i64, body: Value) -> Answer {
        let proctor = log_in(&self.exams().app.anyone, "proctor").await;
        proctor
            .post(&format!("/api/v1/participants/{participant}/interventions"), &body)
            .await
    }
}

/// Plans an event from a minute ago for an hour; answers its id.
pub(crate) async fn plan(exams: &Exams, package: i64, with: Value) -> i64 {
    plan_as(&exams.admin, exams.app.clock.now(), package, with).await
}

async fn plan_as(admin: &Client, now: Timestamp, package: i64, with: Value) -> i64 {
    let clock = |at: Timestamp| {
        let text = serde_json::to_value(at).unwrap();
        let text = text.as_str().unwrap().to_owned();
        (text[..10].to_owned(), text[11..19].to_owned())
    };
    let (date, start) = clock(now.minus(Duration::from_secs(60)));
    let (_, end) = clock(now.plus(Duration::from_secs(3600)));
    let mut body = json!({"packageId": package, "title": "Ujian", "date": date, "startTime": start, "endTime": end,
        "timeZone": "Etc/UTC"});
    body.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    id_of(&admin.post("/api/v1/events", &body).await.expect(201))
}

/// A participant's browser.
#[derive(Clone)]
pub(crate) struct Sitter {
    pub(crate) client: Client,
    pub(crate) id: i64,
}

/// Asks for a token and sends a change that needs no session.
pub(crate) async fn post_as_nobody(anyone: &Client, path: &str, body: &Value) -> Answer {
    let csrf = anyone.get(&format!("{BASE}/auth/csrf-token")).await.expect(200);
    let csrf = csrf.json()["csrfToken"].as_str().unwrap().to_owned();
    let client = anyone.with_header("cookie", &format!("x-xsrf-token={csrf}"));
    client.with_header("x-xsrf-token", &csrf).post(path, body).await
}

impl Sitter {
    pub(crate) async fn log_in(anyone: &Client, body: Value) -> Self {
        let answer = post_as_nobody(anyone, &format!("{BASE}/auth/login"), &body)
            .await
            .expect(200);
        Self::of(anyone, &answer).await
    }

    /// The browser that got this answer to a login.
    pub(crate) async fn of(anyone: &Client, answer: &Answer) -> Self {
        let session = cookie_of(answer, "sl_token").unwrap();
        let client = anyone.with_header("cookie", &format!("sl_token={session}"));
        let csrf = client.get(&format!("{BASE}/auth/csrf-token")).await.expect(200).json();
        Self {
            client: client.with_header("x-xsrf-token", csrf["csrfToken"].as_str().unwrap()),
            id: id_of(answer),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.client.get(&format!("{BASE}/{path}")).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.client.post(&format!("{BASE}/{path}"), &body).await
    }

    /// Checks in and starts; answers the attempt's id.
    pub(crate) async fn start(&self) -> i64 {
        self.post("check-in", json!({})).await.expect(200);
        self.post("start", json!({})).await.expect(200).json()["attemptId"]
            .as_i64()
            .unwrap()
    }

    /// Saves answers `(question, number, value)`; answers the outcomes.
    pub(crate) async fn save(&self, attempt: i64, answers: &[(i64, i64, Value)]) -> Vec<String> {
        let answers: Vec<Value> = answers
            .iter()
            .map(|(question, seq, value)| json!({"questionId": question, "clientSeq": seq, "value": value}))
            .collect();
        self.put(json!({"attemptId": attempt, "answers": answers})).await
    }

    /// Saves a batch; answers the outcomes.
    pub(crate) async fn put(&self, batch: Value) -> Vec<String> {
        let answer = self
            .client
            .put(&format!("{BASE}/answers"), &batch)
            .await
            .expect(200)
            .json();
        let results = answer["results"].as_array().unwrap().iter();
        results
            .map(|result| result["outcome"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// The code of a refusal.
pub(crate) fn code(answer: &Answer) -> String {
    let body = answer.json();
    assert!(body["serverNow"].is_string() && body["message"].is_string(), "{body}");
    body["code"].as_str().unwrap().to_owned()
}

/// Somebody who sits an exam of their own: a package, an event and a participant that are called like it.
pub(crate) async fn seat(app: &TestApp, called: &str) -> Sitter {
    let admin = format!("kepala-{called}");
    make_admin(app, &admin, assessment::Role::Administrator).await;
    let admin = log_in(&app.anyone, &admin).await;
    let package = id_of(
        &admin
            .post("/api/v1/test-packages", &json!({"title": called}))
            .await
            .expect(201),
    );
    let event = plan_as(&admin, app.clock.now(), package, json!({"title": called})).await;
    let body = json!({"eventId": event, "name": called, "registeredNumber": called});
    admin.post("/api/v1/participants", &body).await.expect(201);
    Sitter::log_in(&app.anyone, json!({"name": called, "registeredNumber": called})).await
}

/// The answer to a challenge, as a page finds it.
pub(crate) fn work(asked: &Value) -> String {
    let (challenge, difficulty) = (
        asked["challenge"].as_str().unwrap(),
        asked["difficulty"].as_u64().unwrap(),
    );
    let begun = Sha256::new().chain_update(challenge).chain_update(":");
    let zeros = |nonce: &u64| {
        let digest = begun.clone().chain_update(nonce.to_string()).finalize();
        let whole = u64::try_from(digest.iter().take_while(|byte| **byte == 0).count()).unwrap();
        whole * 8 + u64::from(digest[usize::try_from(whole).unwrap()].leading_zeros())
    };
    let nonce = (0..u64::MAX).find(|nonce| zeros(nonce) >= difficulty).unwrap();
    format!("{challenge}:{nonce}")
}
