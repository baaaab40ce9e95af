//! Registering by a link, as a browser does it: what a link that is good for nothing any more says, what its form offers, and who
//! gets the last place.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::{Answer, Client, TestDb, both_engines};

use crate::{
    assessment_bank::id_of,
    assessment_exam_support::{BASE, Sitter, Sitting, code, post_as_nobody, work},
    assessment_support::{cookie_of, log_in},
};

/// An event with a link to it.
struct Linked {
    sitting: Sitting,
    token: String,
}

impl Linked {
    async fn new(test: TestDb, uses: usize) -> Self {
        let sitting = Sitting::new(test, json!({})).await;
        let token = link(&sitting, uses).await;
        Self { sitting, token }
    }

    fn anyone(&self) -> &Client {
        &self.sitting.exams().app.anyone
    }

    async fn challenge(&self, token: &str) -> Answer {
        self.anyone().get(&format!("{BASE}/auth/challenge?token={token}")).await
    }

    /// A challenge of the link, worked for.
    async fn worked(&self) -> String {
        work(&self.challenge(&self.token).await.expect(200).json())
    }

    async fn register(&self, token: &str, body: &Value) -> Answer {
        post_as_nobody(self.anyone(), &format!("{BASE}/auth/register?token={token}"), body).await
    }

    /// How many have used the links of the event, newest first.
    async fn used(&self) -> Vec<i64> {
        let proctor = log_in(self.anyone(), "proctor").await;
        let path = format!(
            "/api/v1/participants/registration-tokens?eventId={}",
            self.sitting.event
        );
        let rows = proctor.get(&path).await.expect(200).json();
        let rows = rows["data"].as_array().unwrap().iter();
        rows.map(|row| row["used"].as_i64().unwrap()).collect()
    }

    /// Fails unless the link says to everybody what has become of it, and nothing else: neither form nor session.
    async fn is_refused(&self, token: &str, worked: &str, expected: &str) {
        let body = json!({"name": "Citra", "registeredNumber": "31", "challenge": worked});
        for answer in [self.challenge(token).await, self.register(token, &body).await] {
            assert_eq!(code(&answer), expected, "{}", answer.text());
            assert_eq!(answer.status.as_u16(), 403);
            assert!(cookie_of(&answer, "sl_token").is_none());
            for told in ["challenge\"", "choices", "fields", "eventTitle"] {
                assert!(!answer.text().contains(told), "{}", answer.text());
            }
        }
    }
}

async fn link(sitting: &Sitting, uses: usize) -> String {
    let path = format!(
        "/api/v1/participants/url-registration-token?eventId={}&maxUses={uses}",
        sitting.event
    );
    let made = sitting.exams().proctor.get(&path).await.expect(201).json();
    made["url"]
        .as_str()
        .unwrap()
        .split_once("/registration?token=")
        .unwrap()
        .1
        .to_owned()
}

fn named(number: usize, challenge: &str) -> Value {
    json!({"name": format!("Orang {number}"), "registeredNumber": format!("{number:04}"), "challenge": challenge})
}

both_engines! {
    async fn a_link_that_has_ended_was_revoked_or_altered_registers_nobody(test: TestDb) {
        let linked = Linked::new(test, 5).await;
        let revoked = link(&linked.sitting, 5).await;
        let of_revoked = work(&linked.challenge(&revoked).await.expect(200).json());
        let proctor = log_in(linked.anyone(), "proctor").await;
        let rows = proctor.get(&format!("/api/v1/participants/registration-tokens?eventId={}", linked.sitting.event)).await.expect(200);
        let id = rows.json()["data"][0]["id"].clone();
        proctor.delete(&format!("/api/v1/participants/registration-tokens/{id}")).await.expect(200);
        linked.is_refused(&revoked, &of_revoked, "registration.revoked").await;

        let altered = format!("{}{}", &linked.token[..linked.token.len() - 1], if linked.token.ends_with('A') { 'B' } else { 'A' });
        let worked = linked.worked().await;
        let other_link = json!({"name": "Citra", "registeredNumber": "31", "challenge": of_revoked});
        assert_eq!(code(&linked.register(&linked.token, &other_link).await.expect(400)), "challenge_refused");
        let body = json!({"name": "Citra", "registeredNumber": "31", "challenge": worked});
        linked.register(&altered, &body).await.expect(400);
        assert_eq!(code(&linked.challenge(&altered).await.expect(403)), "registration.invalid");
        linked.anyone().get(&format!("{BASE}/auth/challenge")).await.expect(400);

        // The event lasts an hour; a challenge that was asked for before it ended comes too late.
        linked.sitting.wait(3590);
        let late = linked.worked().await;
        linked.sitting.wait(10);
        linked.is_refused(&linked.token, &late, "registration.expired").await;
        assert_eq!(linked.used().await, [0, 0]);
    }

    async fn of_a_hundred_who_want_the_last_place_one_gets_it(test: TestDb) {
        let linked = Linked::new(test, 2).await;
        let first = named(1, &linked.worked().await);
        linked.register(&linked.token, &first).await.expect(201);
        let asked = join_all((0..101).map(|_| linked.challenge(&linked.token))).await;
        let asked: Vec<Value> = asked.into_iter().map(|answer| answer.expect(200).json()).collect();
        let worked = tokio::task::spawn_blocking(move || asked.iter().map(work).collect::<Vec<_>>()).await.unwrap();
        let bodies: Vec<Value> = (100..200).zip(&worked).map(|(number, challenge)| named(number, challenge)).collect();
        let answers = join_all(bodies.iter().map(|body| linked.register(&linked.token, body))).await;
        let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
        assert_eq!(made.len(), 1);
        for answer in &refused {
            assert_eq!((answer.status.as_u16(), code(answer).as_str()), (403, "registration.used_up"));
            assert!(cookie_of(answer, "sl_token").is_none());
        }
        // Whoever got it sits; nobody else was written down.
        Sitter::of(linked.anyone(), &made[0]).await.start().await;
        assert_eq!(linked.used().await, [2]);
        let admin = log_in(linked.anyone(), "administrator").await;
        let event = format!("/api/v1/events/{}?entities=participants", linked.sitting.event);
        assert_eq!(admin.get(&event).await.expect(200).json()["participants"].as_array().unwrap().len(), 2);
        assert_eq!(admin.get("/api/v1/users").await.expect(200).json()["metadata"]["totalItems"], 2);
        linked.is_refused(&linked.token, &worked[100], "registration.used_up").await;
    }

    async fn the_form_of_a_link_offers_the_titles_that_there_are(test: TestDb) {
        let linked = Linked::new(test, 5).await;
        let asked = linked.challenge(&linked.token).await.expect(200).json();
        assert_eq!(asked["fields"], json!(["name", "registeredNumber"]));
        assert_eq!(asked["choices"], json!({"rankId": [], "unitId": [], "positionId": []}));
        let admin = &linked.sitting.exams().admin;
        let make = async |path: &str, title: &str| id_of(&admin.post(path, &json!({"title": title})).await.expect(201));
        let second = make("/api/v1/ranks", "letnan").await;
        let first = make("/api/v1/ranks", "Kapten").await;
        let position = make("/api/v1/positions", "Kepala <b>Seksi</b>").await;
        let asked = linked.challenge(&linked.token).await.expect(200).json();
        assert_eq!(asked["fields"], json!(["name", "registeredNumber", "rankId", "positionId"]));
        // By title, whatever its case, with nothing beside ids and titles.
        assert_eq!(asked["choices"], json!({
            "rankId": [{"id": first, "title": "Kapten"}, {"id": second, "title": "letnan"}],
            "unitId": [],
            "positionId": [{"id": position, "title": "Kepala <b>Seksi</b>"}],
        }));
        let mut body = named(1, &work(&asked));
        body["rankId"] = json!(999);
        linked.register(&linked.token, &body).await.expect(400);
        let mut body = named(1, &linked.worked().await);
        body["rankId"] = json!(second);
        let made = linked.register(&linked.token, &body).await.expect(201);
        let admin = log_in(linked.anyone(), "administrator").await;
        let shown = admin.get(&format!("/api/v1/participants/{}", id_of(&made))).await.expect(200).json();
        assert_eq!((&shown["rank"], &shown["position"]), (&json!("letnan"), &Value::Null), "{shown}");
        assert_eq!(linked.used().await, [1]);
        linked.sitting.exams().app.clock.advance(Duration::from_secs(3600));
        assert!(!linked.challenge(&linked.token).await.expect(403).text().contains("Kapten"));
    }
}
