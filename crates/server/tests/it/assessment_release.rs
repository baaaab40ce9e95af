//! Voided questions, partial totals, and results as participants are shown them.

use platform::{Conn, Tx, db::Row};
use serde_json::{Value, json};
use testkit::{TestDb, both_engines};

use crate::assessment_frozen::{Sat, cities};

platform::statements! {
    SUMMARIES = "select participant_id, event_id, answers from exam_answer_summary order by participant_id limit 10";
    DROP_SUMMARIES = "drop table exam_answer_summary";
    FORGET_SUMMARIES = "delete from migration where name = 'answer_summaries'";
}

fn essay() -> Value {
    json!({"question": "Ceritakan!", "questionType": "essay", "point": 10})
}

/// Two choices and an essay. Ana has one of the choices right and the essay written, Budi the other wrong, Citra nothing.
async fn sat(test: TestDb) -> Sat {
    let mut sat = Sat::new(test, &[cities(), cities(), essay()]).await;
    sat.sit("Ana", 1, &[(0, json!("A")), (2, json!("Suatu hari"))]).await;
    sat.sit("Budi", 1, &[(1, json!("B"))]).await;
    sat.sit("Citra", 1, &[]).await;
    sat
}

impl Sat {
    fn void(&self, question: usize) -> String {
        format!("/api/v1/questions/{}/void", self.questions[question])
    }

    /// What is kept of everybody's answers for statistics, with its lines in order.
    async fn summaries(&self) -> Vec<(i64, i64, Vec<String>)> {
        let read = |row: &Row<'_>| {
            let mut answers: Vec<_> = row.text(2)?.lines().map(str::to_owned).collect();
            answers.sort();
            Ok((row.get(0)?, row.get(1)?, answers))
        };
        let find = async move |conn: &mut Conn<'_>| conn.all(SUMMARIES, &[], read).await;
        self.exams.app.test.db.read(find).await.unwrap()
    }

    async fn totals(&self) -> Vec<(i64, i64)> {
        let mut totals = Vec::new();
        for who in 0..self.people.len() {
            let (_, total, most) = self.standing(who).await;
            totals.push((total, most));
        }
        totals
    }

    async fn rate(&self, who: usize, score: i64) {
        let path = format!("/api/v1/test-response/{}", self.response(who, 2).await["id"]);
        self.exams
            .rater
            .patch(&path, &json!({"score": score}))
            .await
            .expect(200);
    }

    /// What a participant is shown.
    async fn shown(&self, who: usize) -> Option<Value> {
        let found = self
            .exams
            .app
            .app
            .wired
            .assessment
            .released_result(self.people[who].0)
            .await
            .unwrap();
        found.map(|view| serde_json::to_value(view).unwrap())
    }

    async fn release(&self, body: &Value) -> Value {
        let path = format!("/api/v1/events/{}/release", self.event);
        self.exams.admin.post(&path, body).await.expect(200).json()
    }

    async fn set(&self, change: &Value) -> Value {
        let path = format!("/api/v1/events/{}", self.event);
        self.exams.admin.patch(&path, change).await.expect(200).json()
    }
}

both_engines! {
    async fn a_voided_question_brings_what_was_said_and_all_comes_back(test: TestDb) {
        let mut sat = sat(test).await;
        let admin = sat.exams.admin.clone();
        let before = [(1000, 3000), (0, 3000), (0, 3000)];
        assert_eq!(sat.totals().await, before);
        for (credit, expected) in [
            ("all", [(2000, 3000), (1000, 3000), (1000, 3000)]),
            ("answered", [(1000, 3000), (1000, 3000), (0, 3000)]),
            ("none", [(1000, 2000), (0, 2000), (0, 2000)]),
        ] {
            let body = json!({"eventId": sat.event, "credit": credit, "reason": "Gambar tidak tampil"});
            let voided = admin.post(&sat.void(1), &body).await.expect(200).json();
            assert_eq!((&voided["credit"], &voided["changed"]), (&json!(credit), &json!(3)));
            assert_eq!(sat.totals().await, expected, "{credit}");
            admin.post(&sat.void(1), &body).await.expect(409);
            // It survives a regrading, and whoever is marked later gets the same.
            sat.regrade().await;
            assert_eq!(sat.totals().await, expected, "{credit}");
            let item = sat.results().await["items"][1].clone();
            assert_eq!(item["void"], json!({"credit": credit, "reason": "Gambar tidak tampil"}));
            let response = format!("/api/v1/test-response/{}", sat.response(1, 1).await["id"]);
            sat.exams.rater.patch(&response, &json!({"score": 1})).await.expect(409);
            let body = json!({"eventId": sat.event, "reason": "Ternyata tampil"});
            let back = admin.post(&format!("{}/revert", sat.void(1)), &body).await.expect(200).json();
            assert_eq!((&back["credit"], &back["changed"]), (&Value::Null, &json!(3)));
            assert_eq!(sat.totals().await, before, "{credit}");
            admin.post(&format!("{}/revert", sat.void(1)), &body).await.expect(409);
        }
        assert!(sat.results().await["items"][1].get("void").is_none());
        let log = format!("/api/v1/test-response/{}/audit", sat.response(1, 1).await["id"]);
        let log = admin.get(&log).await.expect(200).json();
        let causes: Vec<_> = log["data"].as_array().unwrap().iter().map(|note| note["cause"].clone()).collect();
        assert_eq!(causes, ["void", "unvoid", "void", "unvoid", "void", "unvoid"]);
        let body = json!({"eventId": sat.event, "credit": "all", "reason": "x"});
        admin.post(&sat.void(0), &body).await.expect(200);
        let late = sat.sit("Dewi", 1, &[(0, json!("C"))]).await;
        assert_eq!(sat.standing(late).await, ("scored".to_owned(), 1000, 3000));
        sat.exams.author.post(&sat.void(1), &body).await.expect(403);
        admin.post("/api/v1/questions/99999/void", &body).await.expect(404);
        admin.post(&sat.void(1), &json!({"eventId": 99999, "credit": "all", "reason": "x"})).await.expect(400);
        admin.post(&sat.void(1), &json!({"eventId": sat.event, "credit": "all", "reason": " "})).await.expect(400);
    }

    async fn statistics_of_older_sittings_are_summed_up_when_a_server_is_renewed(test: TestDb) {
        let sat = sat(test).await;
        sat.rate(0, 7).await;
        let (before, kept) = (sat.results().await, sat.summaries().await);
        assert_eq!(kept.len(), 3);
        assert!(kept.iter().all(|(_, event, answers)| *event == sat.event && answers.len() == 3), "{kept:?}");
        let db = &sat.exams.app.test.db;
        let age = async |tx: &mut Tx<'_>| {
            tx.execute(DROP_SUMMARIES, &[]).await?;
            tx.execute(FORGET_SUMMARIES, &[]).await
        };
        db.write(age).await.unwrap();
        assert_eq!(db.migrate(&server::wiring::migrations()).await.unwrap(), 1);
        assert_eq!(sat.summaries().await, kept);
        assert_eq!(sat.results().await, before);
    }

    async fn what_people_scored_comes_back_when_a_question_counts_again(test: TestDb) {
        let sat = sat(test).await;
        let admin = sat.exams.admin.clone();
        sat.rate(0, 7).await;
        assert_eq!(sat.standing(0).await, ("scored".to_owned(), 1700, 3000));
        let body = json!({"eventId": sat.event, "credit": "none", "reason": "Soal bocor"});
        admin.post(&sat.void(2), &body).await.expect(200);
        assert_eq!(sat.standing(0).await, ("scored".to_owned(), 1000, 2000));
        admin.post(&format!("{}/revert", sat.void(2)), &json!({"eventId": sat.event})).await.expect(200);
        assert_eq!(sat.standing(0).await, ("scored".to_owned(), 1700, 3000));
        assert_eq!(sat.response(0, 2).await["score"], 7);
    }

    async fn a_partial_total_is_no_total(test: TestDb) {
        let sat = sat(test).await;
        assert_eq!(sat.standing(0).await, ("awaiting_rating".to_owned(), 1000, 3000));
        let results = sat.results().await;
        let ana = &results["data"][0];
        assert_eq!((&ana["totalScore"], &ana["note"], &ana["status"]), (&Value::Null, &json!("awaiting rating"), &json!("awaiting_rating")));
        assert_eq!(results["data"][1]["totalScore"], 0);
        assert!(results["data"][1].get("note").is_none());
        let sheet = sat.exams.rater.get(&format!("/api/v1/events/{}/results.csv", sat.event)).await.expect(200).text();
        let line = sheet.lines().find(|line| line.contains("Ana")).unwrap();
        assert!(line.ends_with(",,30,,,awaiting rating"), "{line}");
    }

    async fn results_are_shown_once_they_stand_and_are_released(test: TestDb) {
        let sat = sat(test).await;
        assert_eq!(sat.shown(1).await, None);
        sat.exams.proctor.post(&format!("/api/v1/events/{}/release", sat.event), &json!({})).await.expect(403);
        let released = sat.release(&json!({"reason": "Rapat"})).await;
        assert_eq!((&released["changed"], &released["awaitingCount"]), (&json!(2), &json!(1)));
        assert_eq!((&released["awaiting"][0]["name"], released["releasedAt"].is_string()), (&json!("Ana"), true));
        assert_eq!(sat.standing(1).await.0, "published");
        assert_eq!(sat.shown(0).await, None, "a part of it is missing");
        sat.rate(0, 7).await;
        assert_eq!(sat.standing(0).await.0, "published");
        let shown = sat.shown(0).await.unwrap();
        assert_eq!((&shown["totalScore"], &shown["maxScore"]), (&json!(17), &json!(30)));
        assert_eq!(shown["sections"], json!([{"sectionId": sat.section, "sectionTitle": "Satu", "score": 17, "maxScore": 30}]));
        assert!(shown.get("questions").is_none() && shown.get("scaled").is_none(), "{shown}");
        let back = sat.release(&json!({"undo": true})).await;
        assert_eq!((&back["releasedAt"], &back["changed"]), (&Value::Null, &json!(3)));
        assert_eq!((sat.standing(0).await.0, sat.shown(0).await), ("scored".to_owned(), None));
        let log = format!("/api/v1/audit-log?thing=exam_event&thingId={}", sat.event);
        let log = sat.exams.admin.get(&log).await.expect(200).text();
        assert!(log.contains("\"release\"") && log.contains("\"unrelease\""), "{log}");
    }

    async fn a_policy_says_what_is_shown(test: TestDb) {
        let sat = sat(test).await;
        let changed = sat
            .set(&json!({"resultPolicy": {"score": false, "sections": false, "answers": true, "keys": true}, "recordScreen": true,
                "safeExamBrowser": true}))
            .await;
        assert_eq!(changed["resultPolicy"], json!({"score": false, "sections": false, "scale": false, "answers": true, "keys": true}));
        assert_eq!((&changed["recordScreen"], &changed["safeExamBrowser"], &changed["release"]), (&json!(true), &json!(true), &json!("event")));
        // Letters of the live package are others by now.
        let options = json!([{"label": "A", "value": "London"}, {"label": "B", "value": "Paris"}, {"label": "C", "value": "Roma"}]);
        sat.change(1, &json!({"optionQuestions": options, "answerKey": ["B"]})).await;
        let body = json!({"eventId": sat.event, "credit": "all", "reason": "x"});
        sat.exams.admin.post(&sat.void(0), &body).await.expect(200);
        sat.release(&json!({})).await;
        let shown = sat.shown(1).await.unwrap();
        assert!(shown.get("totalScore").is_none() && shown.get("sections").is_none(), "{shown}");
        let questions = &shown["questions"];
        assert_eq!((&questions[0]["void"], &questions[0]["score"]), (&json!("all"), &json!(10)));
        assert_eq!((&questions[1]["answer"], &questions[1]["score"]), (&json!("London"), &json!(0)));
        assert_eq!(questions[1]["keys"], json!([{"answer": "A", "text": "Paris"}]));
        assert_eq!(questions[2]["keys"], json!([]));
        sat.set(&json!({"resultPolicy": {"answers": false}})).await;
        assert!(sat.shown(1).await.unwrap().get("questions").is_none());
    }

    async fn results_may_be_shown_as_soon_as_they_are_scored(test: TestDb) {
        let mut sat = sat(test).await;
        assert_eq!(sat.set(&json!({"release": "atOnce"})).await["release"], "atOnce");
        assert_eq!(sat.standing(1).await.0, "published");
        assert!(sat.shown(1).await.is_some() && sat.shown(0).await.is_none());
        let late = sat.sit("Dewi", 1, &[(0, json!("A"))]).await;
        assert_eq!(sat.standing(late).await, ("published".to_owned(), 1000, 3000));
        sat.exams.admin.post(&format!("/api/v1/events/{}/release", sat.event), &json!({"undo": true})).await.expect(409);
        sat.set(&json!({"release": "event"})).await;
        assert_eq!((sat.standing(1).await.0, sat.shown(1).await), ("scored".to_owned(), None));
    }
}
