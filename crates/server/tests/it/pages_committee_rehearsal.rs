//! Rehearsals: begun and removed by their page, sat by people who are made up.

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    assessment_bank::Bank,
    assessment_exam_support::{Sitter, Sitting, plan},
    assessment_support::Exams,
    pages_committee::officer,
};

/// The sittings that there are, the newest first.
async fn events(exams: &Exams) -> Vec<Value> {
    let path = "/api/v1/events?orderBy=id&order=DESC";
    let found = exams.admin.get(path).await.expect(200).json();
    found["data"].as_array().unwrap().clone()
}

async fn participants(exams: &Exams, event: &Value) -> Vec<Value> {
    let path = format!("/api/v1/events/{event}?entities=participants");
    let found = exams.admin.get(&path).await.expect(200).json();
    found["participants"].as_array().unwrap().clone()
}

testkit::both_engines! {
    async fn a_rehearsal_is_sat_like_an_exam_and_leaves_nothing_behind(test: TestDb) {
        let sitting = Sitting::new(test, json!({"entryCode": "RAHASIA", "title": "Ujian & akhir"})).await;
        let exams = sitting.exams();
        let real = sitting.ani().await;
        let page = format!("/ujian/{}/gladi", sitting.event);
        let mut proctor = officer(exams, "proctor").await;
        proctor.open(&format!("/ujian/{}", sitting.event)).await.says(&format!("href=\"{page}\""));
        let key = proctor.open(&page).await.holds("_kunci").unwrap();
        let typed = [("participants", "2"), ("minutes", "45"), ("_kunci", key.as_str())];
        proctor.submit(&page, &typed).await;
        proctor.says("Gladi dimulai.").says("Gladi: Ujian &#38; akhir");
        let begun = events(exams).await.remove(0);
        assert_eq!((&begun["rehearsalOf"], &begun["hasEntryCode"]), (&json!(sitting.event), &json!(false)));
        // The same form once more is the same rehearsal.
        proctor.open(&page).await.submit(&page, &typed).await;
        assert_eq!(events(exams).await.len(), 2);
        let people = participants(exams, &begun["id"]).await;
        assert_eq!(people.len(), 2);
        let body = json!({"name": &people[0]["name"], "registeredNumber": &people[0]["registeredNumber"]});
        let sitter = Sitter::log_in(&exams.app.anyone, body).await;
        let attempt = sitter.start().await;
        assert_eq!(sitter.save(attempt, &[(sitting.questions[0], 1, json!("A"))]).await, ["accepted"]);
        let statistics = format!("/ujian/{}/hasil", begun["id"]);
        let mut chair = officer(exams, "administrator").await;
        chair.open(&statistics).await.says("Peserta gladi 1");
        let own = format!("/ujian/{}/gladi", begun["id"]);
        proctor.open(&page).await.says("Gladi yang belum dihapus").says(&own);
        proctor.open(&own).await.says("bukan ujian sungguhan");
        proctor.submit(&format!("{own}/hapus"), &[]).await.says("Gladi dihapus");
        proctor.is_silent_about("Gladi yang belum dihapus");
        assert_eq!(events(exams).await.len(), 1);
        sitter.get("state").await.expect(401);
        exams.admin.get(&format!("/api/v1/events/{}", begun["id"])).await.expect(404);
        // The sitting itself and whoever sits it are as before.
        real.get("lobby").await.expect(200);
        assert_eq!(participants(exams, &json!(sitting.event)).await.len(), 1);
        let audit = exams.admin.get("/api/v1/audit-log?limit=1").await.expect(200).json();
        assert_eq!(audit["data"][0]["action"], "delete", "{audit}");
        // The form that removed it, sent again, says the same.
        proctor.open("/ujian").await.submit(&format!("{own}/hapus"), &[]).await.says("Gladi dihapus");
    }

    async fn only_a_rehearsal_is_removed_with_its_people(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let exams = sitting.exams();
        sitting.ani().await.start().await;
        let event = sitting.event;
        exams.proctor.delete(&format!("/api/v1/rehearsals/{event}")).await.expect(409);
        let mut proctor = officer(exams, "proctor").await;
        proctor.open("/ujian").await.submit(&format!("/ujian/{event}/gladi/hapus"), &[]).await;
        assert_eq!(proctor.status, StatusCode::CONFLICT);
        assert_eq!(participants(exams, &json!(event)).await.len(), 1);
        let begin = format!("/api/v1/events/{event}/rehearsals");
        for wrong in [json!({"participants": 0}), json!({"participants": 51}), json!({"minutes": 9}), json!({"minutes": 481})] {
            exams.proctor.post(&begin, &wrong).await.expect(400);
        }
        exams.rater.post(&begin, &json!({})).await.expect(403);
        exams.proctor.post("/api/v1/events/99999/rehearsals", &json!({})).await.expect(404);
        let begun = exams.proctor.post(&begin, &json!({"participants": 1})).await.expect(201).json();
        exams.proctor.post(&format!("/api/v1/events/{}/rehearsals", begun["id"]), &json!({})).await.expect(409);
        exams.rater.delete(&format!("/api/v1/rehearsals/{}", begun["id"])).await.expect(403);
        exams.proctor.delete(&format!("/api/v1/rehearsals/{}", begun["id"])).await.expect(200);
        exams.proctor.delete(&format!("/api/v1/rehearsals/{}", begun["id"])).await.expect(404);
        let mut rater = officer(exams, "rater").await;
        rater.open(&format!("/ujian/{event}/gladi")).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
        proctor.open(&format!("/ujian/{event}/gladi")).await;
        proctor.submit(&format!("/ujian/{event}/gladi"), &[("participants", "banyak"), ("minutes", "60")]).await;
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        proctor.says("participants-fault").says("value=\"60\"");
    }

    async fn what_was_not_published_is_not_rehearsed(test: TestDb) {
        let bank = Bank::new(test).await;
        let event = plan(&bank.exams, bank.package, json!({})).await;
        let begin = format!("/api/v1/events/{event}/rehearsals");
        bank.exams.proctor.post(&begin, &json!({})).await.expect(409);
        let mut proctor = officer(&bank.exams, "proctor").await;
        let page = format!("/ujian/{event}/gladi");
        proctor.open(&page).await.submit(&page, &[]).await.says("belum diterbitkan");
        assert_eq!(events(&bank.exams).await.len(), 1);
    }
}
