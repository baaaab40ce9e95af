//! Notes of appeals: who writes and reads them, what they are about, and how an appeal stands.

use http::StatusCode;
use serde_json::{Value, json};
use testkit::{TestDb, both_engines};

use crate::{
    assessment_frozen::{Sat, cities},
    pages_committee_results::officer,
};

/// Ana and Budi, who sat one question each way.
async fn sat(test: TestDb) -> Sat {
    let mut sat = Sat::new(test, &[cities(), cities()]).await;
    sat.sit("Ana", 1, &[(0, json!("A")), (1, json!("B"))]).await;
    sat.sit("Budi", 1, &[(0, json!("B"))]).await;
    sat
}

impl Sat {
    fn appeals(&self, who: usize) -> String {
        format!("/api/v1/participants/{}/appeal-notes", self.people[who].0)
    }
}

both_engines! {
    async fn notes_follow_each_other_and_the_last_one_says_how_an_appeal_stands(test: TestDb) {
        let sat = sat(test).await;
        let (path, rater) = (sat.appeals(0), &sat.exams.rater);
        let raised = json!({"state": "raised", "text": " Pilihan B <b>juga</b> benar ", "questionId": sat.questions[1]});
        let first: Value = rater.post(&path, &raised).await.expect(201).json();
        assert_eq!(first["text"], "Pilihan B juga benar");
        assert_eq!((&first["adminUsername"], &first["participantId"]), (&json!("rater"), &json!(sat.people[0].0)));
        let granted = json!({"state": "granted", "text": "Dikoreksi"});
        sat.exams.admin.post(&path, &granted).await.expect(201);
        let listed: Value = rater.get(&path).await.expect(200).json();
        let notes = listed["data"].as_array().unwrap();
        let states: Vec<_> = notes.iter().map(|note| note["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["raised", "granted"]);
        assert_eq!((&notes[0]["questionId"], &notes[1]["questionId"]), (&json!(sat.questions[1]), &Value::Null));
        let second: Value = rater.get(&format!("{path}?page=2&limit=1")).await.expect(200).json();
        assert_eq!(second["data"][0]["state"], "granted");
        let log: Value = sat.exams.admin.get("/api/v1/audit-log?action=appeal").await.expect(200).json();
        assert_eq!(log["data"].as_array().unwrap().len(), 2, "{log}");
        assert_eq!(sat.standing(0).await, ("scored".to_owned(), 1000, 2000), "a note changes no score");
    }

    async fn who_may_not_see_answers_sees_no_notes_and_what_was_not_asked_is_refused(test: TestDb) {
        let sat = sat(test).await;
        let (path, admin) = (sat.appeals(0), &sat.exams.admin);
        let note = json!({"state": "raised", "text": "x"});
        for other in [&sat.exams.proctor, &sat.exams.author] {
            other.post(&path, &note).await.expect(403);
            other.get(&path).await.expect(403);
        }
        sat.exams.app.anyone.post(&path, &note).await.expect(401);
        for wrong in [
            json!({"state": "raised", "text": " "}),
            json!({"state": "lost", "text": "x"}),
            json!({"text": "x"}),
            json!({"state": "raised", "text": "x", "questionId": 999}),
            json!({"state": "raised", "text": "x".repeat(2_001)}),
        ] {
            let answer = admin.post(&path, &wrong).await;
            assert!(answer.status.is_client_error(), "{wrong}: {}", answer.status);
        }
        admin.post("/api/v1/participants/999/appeal-notes", &note).await.expect(404);
        admin.get("/api/v1/participants/999/appeal-notes").await.expect(404);
        let listed: Value = admin.get(&path).await.expect(200).json();
        assert_eq!(listed["data"], json!([]), "nothing of it was kept");
    }

    async fn notes_at_the_same_time_leave_one_last_one(test: TestDb) {
        let sat = sat(test).await;
        let path = sat.appeals(0);
        let note = |number: usize| json!({"state": "raised", "text": format!("Catatan {number}")});
        let sent = (0..12).map(|number| {
            let (client, path, note) = (sat.exams.admin.clone(), path.clone(), note(number));
            tokio::spawn(async move { client.post(&path, &note).await.expect(201) })
        });
        for sent in sent.collect::<Vec<_>>() {
            sent.await.unwrap();
        }
        let listed: Value = sat.exams.admin.get(&format!("{path}?limit=50")).await.expect(200).json();
        assert_eq!(listed["data"].as_array().unwrap().len(), 12);
        let mut admin = officer(&sat.exams.app, "administrator", "id").await;
        admin.open(&format!("/ujian/{}/hasil?status=sanggahan", sat.event)).await.says("Hasil (1)");
    }

    async fn a_committee_notes_an_appeal_on_the_page_of_a_paper_and_finds_it_in_the_list(test: TestDb) {
        let sat = sat(test).await;
        let (list, person) = (format!("/ujian/{}/hasil", sat.event), format!("/ujian/{}/hasil/{}", sat.event, sat.people[1].0));
        let add = format!("{person}/sanggahan");
        let mut admin = officer(&sat.exams.app, "administrator", "id").await;
        admin.open(&list).await.is_silent_about("Sanggahan belum diputus");
        admin.open(&person).await.says("Catat sanggahan").says("Seluruh hasil");
        admin.submit(&add, &[("state", "raised"), ("text", " ")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        let question = sat.questions[0].to_string();
        let typed = [("state", "raised"), ("questionId", question.as_str()), ("text", "Kunci <script>alert(1)</script> salah")];
        admin.open(&person).await;
        let held: Vec<(String, String)> = admin.held();
        let mut twice: Vec<(&str, &str)> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        twice.retain(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
        twice.extend(typed);
        for _ in 0..2 {
            let answer = admin.post(&add, &twice).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "sent twice makes one");
        }
        let listed: Value = sat.exams.admin.get(&sat.appeals(1)).await.expect(200).json();
        assert_eq!(listed["data"].as_array().unwrap().len(), 1);
        admin.open(&person).await.says("Sanggahan belum diputus").says("Soal 1").is_silent_about("<script>alert");
        admin.open(&format!("{list}?status=sanggahan")).await.says("<bdi>Budi").is_silent_about("<bdi>Ana");
        admin.open(&person).await;
        admin.submit(&add, &[("state", "dismissed"), ("questionId", ""), ("text", "Kunci benar")]).await.says("Sanggahan ditolak");
        admin.open(&list).await.is_silent_about("Sanggahan belum diputus");
        let mut proctor = officer(&sat.exams.app, "proctor", "id").await;
        proctor.open(&person).await;
        assert_eq!(proctor.status, StatusCode::FORBIDDEN);
    }
}
