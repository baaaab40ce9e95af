//! What is printed of a sitting: cards, the list that is signed, and certificates.

use http::StatusCode;
use serde_json::json;
use testkit::{TestDb, both_engines};

use super::{
    assessment_exam_support::Sitting,
    assessment_frozen::{Sat, cities},
    pages_committee_rate::enter,
    pages_support::Browser,
};

async fn sat(test: TestDb) -> Sat {
    let mut sat = Sat::new(test, &[cities(), cities()]).await;
    sat.sit("Ana <i>Lestari</i>", 1, &[(0, json!("A"))]).await;
    sat.sit("Budi", 1, &[(0, json!("B"))]).await;
    sat
}

impl Sat {
    fn page(&self, rest: &str) -> String {
        format!("/ujian/{}{rest}", self.event)
    }

    fn certificate(&self, who: usize) -> String {
        self.page(&format!("/sertifikat/{}", self.people[who].0))
    }

    async fn announce(&self, body: &serde_json::Value) {
        let path = format!("/api/v1/events/{}/release", self.event);
        self.exams.admin.post(&path, body).await.expect(200);
    }
}

both_engines! {
    async fn whoever_runs_sittings_prints_and_nobody_else(test: TestDb) {
        let sat = sat(test).await;
        sat.announce(&json!({})).await;
        let paths = [sat.page("/kartu"), sat.page("/hadir"), sat.certificate(0)];
        for (name, expected) in [("administrator", [200; 3]), ("proctor", [200; 3]), ("rater", [403, 403, 200]), ("author", [403; 3])] {
            let mut browser = enter(&sat.exams.app, name).await;
            for (path, expected) in paths.iter().zip(expected) {
                browser.open(path).await;
                assert_eq!(browser.status, expected, "{name} {path}");
            }
        }
        let mut nobody = Browser::new(&sat.exams.app.anyone, "id");
        for path in &paths {
            nobody.open(path).await;
            assert!(nobody.path.starts_with("/ujian/masuk"), "{}", nobody.path);
        }
        let mut proctor = enter(&sat.exams.app, "proctor").await;
        proctor.open(&sat.page("/peserta")).await.says(&paths[0]).says(&paths[1]).says(&paths[2]);
        for path in ["/ujian/99999/kartu", "/ujian/99999/hadir", "/ujian/x/hadir"] {
            proctor.open(path).await;
            assert_eq!(proctor.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn each_participant_has_a_card_with_a_code(test: TestDb) {
        let sat = sat(test).await;
        // A name that is too long for a code is left out of it.
        let long = "ش".repeat(150);
        let body = json!({"eventId": sat.event, "name": long, "registeredNumber": "0099"});
        sat.exams.admin.post("/api/v1/participants", &body).await.expect(201);
        let mut proctor = enter(&sat.exams.app, "proctor").await;
        proctor.open(&sat.page("/kartu")).await.says("Kartu ujian (3)").says("Ana &#60;i&#62;Lestari").says(&long).says("0099");
        proctor.says("10:00–12:00 (Asia/Jakarta)").says("12 Juli 2027");
        assert_eq!(proctor.page.matches("class=\"ticket\"").count(), 3);
        assert_eq!(proctor.page.matches("class=\"qr\"").count(), 3);
        proctor.open(&sat.page("/kartu?q=budi")).await.says("Kartu ujian (1)").is_silent_about("Lestari");
        proctor.open(&sat.page("/kartu?q=%3Cx%3E&hal=-1&satuan=x")).await.says("Tidak ada peserta yang cocok");
        assert_eq!(proctor.status, StatusCode::OK);
    }

    async fn everybody_signs_by_name_or_by_unit(test: TestDb) {
        let sat = sat(test).await;
        let admin = &sat.exams.admin;
        let unit = admin.post("/api/v1/units", &json!({"title": "Kelas <XII>"})).await.expect(201).json()["id"].clone();
        let user = json!({"name": "Citra", "registeredNumber": "77", "unitId": unit});
        let user = admin.post("/api/v1/users", &user).await.expect(201).json()["id"].clone();
        admin.post("/api/v1/participants", &json!({"eventId": sat.event, "userId": user})).await.expect(201);
        let mut proctor = enter(&sat.exams.app, "proctor").await;
        proctor.open(&sat.page("/hadir")).await.says("Daftar hadir (3)").says("Ana &#60;i&#62;").says("Tanda tangan").is_silent_about("rowgroup");
        proctor.open(&sat.page("/hadir?urut=satuan")).await.says("Kelas &#60;XII&#62;</bdi> (1)").says("Tanpa satuan</bdi> (2)");
        proctor.open(&sat.page("/hadir?satuan=Kelas+%3CXII%3E")).await.says("Daftar hadir (1)").says("Citra").is_silent_about("Budi");
    }

    async fn a_certificate_is_there_once_the_result_is_and_says_no_more(test: TestDb) {
        let sat = sat(test).await;
        let mut admin = enter(&sat.exams.app, "administrator").await;
        admin.open(&sat.certificate(0)).await.says("Belum ada sertifikat").is_silent_about("certificate-name");
        assert_eq!(admin.status, StatusCode::NOT_FOUND);
        sat.announce(&json!({})).await;
        admin.open(&sat.certificate(0)).await.says("Ana &#60;i&#62;Lestari").says("10 / 20").says("<bdi>Ujian</bdi>").says("12 Juli 2027");
        // What the event does not show its participants stands on no certificate.
        let path = format!("/api/v1/events/{}", sat.event);
        sat.exams.admin.patch(&path, &json!({"resultPolicy": {"score": false, "sections": false}})).await.expect(200);
        admin.open(&sat.certificate(0)).await.says("Lestari").is_silent_about("10 / 20").is_silent_about("certificate-score");
        // Somebody of another sitting is nobody here.
        let mut other = sat;
        let here = other.certificate(0);
        let id = here.rsplit('/').next().unwrap().to_owned();
        other.event = other.plan().await;
        for path in [other.page(&format!("/sertifikat/{id}")), other.page("/sertifikat/0"), other.page("/sertifikat/x")] {
            admin.open(&path).await;
            assert_eq!(admin.status, StatusCode::NOT_FOUND, "{path}");
        }
        other.announce(&json!({})).await;
        admin.open(&here).await;
        assert_eq!(admin.status, StatusCode::OK);
    }

    async fn participants_see_their_own_certificate_once_it_is_released(test: TestDb) {
        let sitting = Sitting::new(test, json!({"release": "atOnce"})).await;
        let anyone = sitting.exams().app.anyone.clone();
        let led = anyone.get("/exam/sertifikat").await.expect(303);
        assert_eq!(led.headers["location"], "/exam");
        anyone.with_header("cookie", "sl_token=x; adm-token=x").get("/exam/sertifikat").await.expect(303);
        let ani = sitting.ani().await;
        ani.client.get("/exam/sertifikat").await.expect(404);
        let attempt = ani.start().await;
        ani.post("sections/1/open", json!({})).await.expect(200);
        assert_eq!(ani.save(attempt, &[(sitting.questions[0], 1, json!("A"))]).await, ["accepted"]);
        ani.client.get("/exam/sertifikat").await.expect(404);
        let handed = ani.post("submit", json!({"attemptId": attempt, "highestSeq": 1})).await.expect(200).json();
        sitting.sweep().await;
        let page = ani.client.with_header("accept-language", "id").get("/exam/sertifikat").await.expect(200);
        let text = page.text();
        let receipt = handed["receipt"].as_str().unwrap();
        assert!(text.contains("Ani Lestari") && text.contains(&format!("/receipt/{receipt}")), "{text}");
        assert!(text.contains("certificate-score") && !text.contains("/ujian/"), "{text}");
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"));
        assert_eq!(page.headers["cache-control"], "private, no-cache");
    }
}
