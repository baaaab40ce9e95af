//! Sittings that are easily planned wrong: over night, in the past, without anything to answer; links that live as long as
//! their sitting; lists in which nobody stands.

use std::{collections::BTreeSet, time::Duration};

use assessment::Registered;
use platform::{Ctx, Error, auth::Keyring, id::RequestId};
use serde_json::{Value, json};
use testkit::both_engines;

use crate::{
    assessment_people::{found, upload, workbook},
    assessment_sittings::{at, package, plan, sample},
    assessment_support::{Exams, log_in},
};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Ids of the events that a proctor sees now.
async fn of_today(exams: &mut Exams) -> Vec<i64> {
    exams.proctor = log_in(&exams.app.anyone, "proctor").await;
    let list = exams
        .proctor
        .get("/api/v1/events?mode=proctor")
        .await
        .expect(200)
        .json();
    let rows = list["data"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

/// The codes of an answer's warnings, each of which is told in both languages.
fn warned(answer: &Value) -> BTreeSet<&str> {
    let warnings = answer["warnings"].as_array().map(Vec::as_slice).unwrap_or_default();
    for warning in warnings {
        assert!(warning["message"]["id"].is_string() && warning["message"]["en"].is_string());
    }
    warnings
        .iter()
        .map(|warning| warning["code"].as_str().unwrap())
        .collect()
}

async fn link(exams: &Exams, event: &Value) -> Value {
    let path = format!("/api/v1/participants/url-registration-token?eventId={}", event["id"]);
    exams.proctor.get(&path).await.expect(201).json()
}

async fn register(exams: &Exams, link: &Value, number: &str) -> Result<Registered, Error> {
    let (_, token) = link["url"].as_str().unwrap().split_once("?token=").unwrap();
    let ctx = Ctx::new(exams.app.clock.clone(), RequestId::random());
    let wired = &exams.app.app.wired.assessment;
    wired.register_with_token(&ctx, token, "Ani", number, [None; 3]).await
}

both_engines! {
    async fn a_sitting_over_midnight_is_on_until_it_ends(test: TestDb) {
        let mut exams = Exams::new(test).await;
        let (package, _) = package(&exams, "Paket", 1).await;
        at(&mut exams, "2031-07-12T05:00:00Z").await;
        let night = json!({"date": "2031-07-12", "startTime": "22:00", "endTime": "01:00"});
        let event = plan(&exams, &sample(package, &night)).await;
        assert_eq!(
            (&event["date"], &event["startTime"], &event["endTime"]),
            (&json!("2031-07-12"), &json!("22:00:00"), &json!("01:00:00"))
        );
        assert_eq!(
            (&event["startsAt"], &event["endsAt"]),
            (&json!("2031-07-12T15:00:00.000Z"), &json!("2031-07-12T18:00:00.000Z"))
        );
        assert_eq!(link(&exams, &event).await["expiresAt"], event["endsAt"]);
        // Noon of its day, half past midnight, and after its end.
        let mut seen = Vec::new();
        for moment in ["2031-07-12T05:00:01Z", "2031-07-12T17:30:00Z", "2031-07-12T18:00:00Z"] {
            at(&mut exams, moment).await;
            seen.push(of_today(&mut exams).await);
        }
        assert_eq!(seen, [vec![1], vec![1], vec![]]);
        let same = sample(package, &json!({"startTime": "10:00", "endTime": "10:00:00"}));
        let refused = exams.proctor.post("/api/v1/events", &same).await.expect(400).json();
        assert_eq!(refused["errors"][0]["attribute_name"], "endTime");
    }

    async fn an_end_after_midnight_is_moved_to_a_later_one(test: TestDb) {
        let exams = Exams::new(test).await;
        let (package, _) = package(&exams, "Paket", 1).await;
        let event = plan(&exams, &sample(package, &json!({"date": "2099-07-12"}))).await;
        let path = format!("/api/v1/events/{}", event["id"]);
        let changed = exams.proctor.patch(&path, &json!({"endTime": "00:30"})).await.expect(200).json();
        assert_eq!(changed["endsAt"], "2099-07-12T17:30:00.000Z");
        assert_eq!(exams.proctor.get(&path).await.expect(200).json()["endsAt"], changed["endsAt"]);
    }

    async fn planning_the_past_or_nothing_to_answer_is_warned_of(test: TestDb) {
        let exams = Exams::new(test).await;
        let (bare, _) = package(&exams, "Tanpa versi", 0).await;
        let (good, _) = package(&exams, "Paket", 1).await;
        let soon = json!({"date": "2099-01-15"});
        let past = plan(&exams, &sample(bare, &json!({}))).await;
        assert_eq!(warned(&past), BTreeSet::from(["event.past", "package.unpublished"]));
        let fine = plan(&exams, &sample(good, &soon)).await;
        assert!(fine.get("warnings").is_none(), "{fine}");
        let path = format!("/api/v1/events/{}", past["id"]);
        let changed = exams.proctor.patch(&path, &soon).await.expect(200).json();
        assert_eq!(warned(&changed), BTreeSet::from(["package.unpublished"]));
        // It is said to whoever changes it, not at each look.
        assert!(exams.proctor.get(&path).await.expect(200).json().get("warnings").is_none());
        exams.admin.patch(&format!("/api/v1/test-packages/{good}"), &json!({"status": "archived"})).await.expect(200);
        let changed = exams.proctor.patch(&format!("/api/v1/events/{}", fine["id"]), &json!({"title": "Lain"})).await;
        assert_eq!(warned(&changed.expect(200).json()), BTreeSet::from(["package.not_published"]));
    }

    async fn a_link_lives_as_long_as_its_sitting(test: TestDb) {
        let mut exams = Exams::new(test).await;
        let (package, _) = package(&exams, "Paket", 1).await;
        at(&mut exams, "2031-01-01T00:00:00Z").await;
        let event = plan(&exams, &sample(package, &json!({"date": "2031-12-01"}))).await;
        let (made, other) = (link(&exams, &event).await, link(&exams, &event).await);
        assert_eq!(made["expiresAt"], event["endsAt"]);
        assert!(made.get("message").is_none(), "{made}");
        // The keys are changed twice meanwhile, and the one that signed is forgotten.
        let file = exams.app.test.dir.path().join("data/keys.json");
        for _ in 0..2 {
            exams.app.clock.advance(70 * DAY);
            Keyring::open(&file, &exams.app.clock).unwrap().rotate(exams.app.clock.now()).unwrap();
        }
        // As a server that has just been started again reads them.
        exams.app.app = server::app::App::over(
            &server::settings::Given { data: Some(exams.app.test.dir.path().join("data")), ..Default::default() }
                .settle(server::wiring::MODULES).unwrap(),
            exams.app.test.db.clone(), platform::auth::password::Cost::cheap(), None,
        ).unwrap();
        exams.app.anyone = testkit::Client::new(exams.app.app.stack.clone());
        exams.proctor = log_in(&exams.app.anyone, "proctor").await;
        assert_eq!(register(&exams, &made, "001").await.unwrap().event_id, 1);
        // A link that nobody was given is none, whatever key it names.
        let forged = json!({"url": made["url"].as_str().unwrap().replacen("?token=e", "?token=f", 1)});
        assert_eq!(register(&exams, &forged, "002").await.unwrap_err().code(), "assessment.registration.invalid");
        // It follows its sitting.
        let path = format!("/api/v1/events/{}", event["id"]);
        exams.proctor.patch(&path, &json!({"date": "2031-12-24"})).await.expect(200);
        at(&mut exams, "2031-12-20T00:00:00Z").await;
        let listed = exams.proctor.get("/api/v1/participants/registration-tokens?eventId=1").await.expect(200).json();
        assert_eq!(listed["data"][0]["expiresAt"], "2031-12-24T05:00:00.000Z");
        assert_eq!(register(&exams, &other, "003").await.unwrap().event_id, 1);
        at(&mut exams, "2031-12-24T05:00:00Z").await;
        assert_eq!(register(&exams, &other, "004").await.unwrap_err().code(), "assessment.registration.expired");
        let late = link(&exams, &event).await;
        assert_eq!(late["expiresAt"], "2031-12-24T05:00:00.000Z");
        assert!(late["message"]["en"].as_str().unwrap().contains("over"), "{late}");
    }

    async fn a_list_in_which_nobody_stands_is_no_success(test: TestDb) {
        let exams = Exams::new(test).await;
        let (package, _) = package(&exams, "Paket", 1).await;
        plan(&exams, &sample(package, &json!({"date": "2099-01-15"}))).await;
        for rows in [&[&["NRP", "Nama"][..]][..], &[&["NRP", "Nama"], &["", ""]], &[&["Daftar hadir"]]] {
            for query in ["?eventId=1", "?eventId=1&dryRun=1"] {
                let refused = upload(&exams.proctor, query, &workbook(rows)).await.expect(400).json();
                assert!(!found(&refused).is_empty(), "{refused}");
                assert!(refused["message"].as_str().unwrap().contains("1 error"), "{refused}");
                assert!(!refused["message"].as_str().unwrap().contains("1 errors"), "{refused}");
            }
        }
    }
}
