//! The raters' pages: who gets in, one answer after another, disputes, and what they never say.

use assessment::Role;
use http::StatusCode;
use serde_json::json;
use testkit::{TestDb, both_engines};

use super::{
    assessment_frozen::{Sat, cities},
    assessment_listening::{mp3, upload},
    assessment_support::{PASSWORD, log_in, make_admin},
    pages_support::Browser,
    support::TestApp,
};

/// Somebody who looks after exams, logged in.
pub(crate) async fn enter(app: &TestApp, name: &str) -> Browser {
    let mut browser = Browser::new(&app.anyone, "id").local();
    browser.open("/ujian/masuk").await;
    let login = [("username", name), ("password", PASSWORD)];
    browser.submit("/ujian/masuk", &login).await;
    assert!(
        browser.path.starts_with("/ujian") && !browser.path.starts_with("/ujian/masuk"),
        "{}",
        browser.path
    );
    browser
}

/// A choice, and two essays, one of them with a formula and about a text; Ana and Budi have written both.
async fn sat(test: TestDb) -> Sat {
    let town = json!({"questionMarked": "<p>Hitung <math><msup><mn>2</mn><mn>3</mn></msup></math> lalu ceritakan.</p>",
        "questionType": "essay", "point": 10,
        "passage": {"code": "P1", "title": "Kota <b>", "body": "Paris & <i>Seine</i>"}});
    let other = json!({"question": "Bandingkan!", "questionType": "essay", "point": 4});
    let mut sat = Sat::new(test, &[cities(), town, other]).await;
    let answer = "Dua pangkat tiga <script>alert(1)</script> delapan";
    sat.sit("Ana Rahasia", 1, &[(1, json!(answer)), (2, json!("Sama"))])
        .await;
    sat.sit("Budi Rahasia", 1, &[(1, json!("Tidak tahu")), (2, json!("Beda"))])
        .await;
    sat
}

impl Sat {
    fn desk(&self, rest: &str) -> String {
        format!("/ujian/{}/nilai{rest}", self.event)
    }

    async fn answer(&self, who: usize, question: usize) -> String {
        self.desk(&format!("/{}", self.response(who, question).await["id"]))
    }

    async fn given(&self, who: usize, question: usize) -> serde_json::Value {
        let path = format!(
            "/api/v1/test-response/{}/ratings",
            self.response(who, question).await["id"]
        );
        self.exams.rater.get(&path).await.expect(200).json()
    }
}

both_engines! {
    async fn raters_get_in_and_nobody_else(test: TestDb) {
        let sat = sat(test).await;
        let app = &sat.exams.app;
        for (name, expected) in [("administrator", 200), ("rater", 200), ("author", 403), ("proctor", 403)] {
            let mut browser = enter(app, name).await;
            for path in [sat.desk(""), sat.desk("/kesepakatan"), sat.answer(0, 1).await] {
                browser.open(&path).await;
                assert_eq!(browser.status, expected, "{name} {path}");
                browser.is_silent_about("Rahasia");
            }
        }
        app.user("warga").await;
        let mut account = Browser::new(&app.anyone, "id");
        account.open("/masuk?kembali=/akun").await;
        let login = [("username", "warga"), ("password", crate::support::PASSWORD), ("kembali", "/akun")];
        account.submit("/masuk", &login).await;
        let mut sitter = Browser::new(&app.anyone.with_header("cookie", "sl_token=x"), "id");
        for browser in [&mut account, &mut sitter, &mut Browser::new(&app.anyone, "id")] {
            browser.open(&sat.desk("")).await;
            assert!(browser.path.starts_with("/ujian/masuk"), "{}", browser.path);
            browser.submit(&sat.answer(0, 1).await, &[("score", "1"), ("round", "first")]).await;
        }
        assert_eq!(sat.given(0, 1).await["ratings"], json!([]));
    }

    async fn one_answer_after_another_is_rated_blind(test: TestDb) {
        let sat = sat(test).await;
        let mut rater = enter(&sat.exams.app, "rater").await;
        rater.open(&sat.desk("")).await.says("Belum dinilai (4)").says("Beda pendapat (0)");
        // What was asked and what was written, harmless, without a name.
        rater.says("<math").says("<msup>").says("Paris &amp; &lt;i&gt;Seine").says("Kota &#60;b&#62;");
        rater.says("&#60;script&#62;alert(1)").says("5 kata").says("paling banyak 10 poin").says("Penilaian pertama");
        rater.is_silent_about("Rahasia").is_silent_about("<script>alert").is_silent_about("data-back");
        // Without the token of the page nothing is stored.
        let forged = rater.post(&sat.answer(0, 1).await, &[("score", "9"), ("_token", "x")]).await;
        assert!(forged.text().contains("Yang Anda ketik masih ada"), "{}", forged.text());
        assert_eq!(sat.given(0, 1).await["ratings"], json!([]));
        // What is wrong comes back with what was typed.
        let first = sat.answer(0, 1).await;
        let wrong = [("score", "11"), ("comment", "Bagus <b>"), ("kriteria", "isi"), ("poin", "4,5"), ("round", "first")];
        rater.submit(&first, &wrong).await.says("Harus antara 0 dan 10").says("Bagus &#60;b&#62;").says("value=\"4,5\"");
        assert_eq!(rater.status, StatusCode::UNPROCESSABLE_ENTITY);
        rater.submit(&first, &[("score", "tujuh"), ("round", "first")]).await.says("Harus berupa angka");
        // Criteria stand for a score that is missing; the next answer to the same question follows.
        let typed = [("score", ""), ("kriteria", "isi"), ("poin", "4,5"), ("kriteria", ""), ("poin", ""), ("comment", "Bagus"),
            ("round", "first")];
        rater.submit(&first, &typed).await.says("Nilai tersimpan.").says("Tidak tahu").says("Belum dinilai (3)");
        let own = sat.given(0, 1).await["ratings"][0].clone();
        assert_eq!((&own["score"], &own["criteria"], &own["comment"]), (&json!(4.5), &json!({"isi": 4.5}), &json!("Bagus")));
        // The criterion is known from there on, and the last rating can be replaced.
        rater.says("value=\"isi\"").says(&format!("href=\"{first}\" data-back"));
        rater.open(&first).await.says("value=\"4,5\"").says("Bagus</textarea>");
        rater.submit(&first, &[("score", "5"), ("round", "first")]).await;
        assert_eq!(sat.given(0, 1).await["ratings"][0]["score"], 5);
        // Whoever comes second sees nothing of it.
        let mut second = enter(&sat.exams.app, "administrator").await;
        second.open(&first).await.says("Penilaian kedua").is_silent_about("class=\"given\"").is_silent_about("Bagus");
        second.submit(&first, &[("score", "6"), ("round", "second")]).await;
        assert_eq!(sat.given(0, 1).await["score"], 5.5);
        // It stands: neither can change it, and the page says so.
        rater.open(&first).await.says("tidak menunggu penilaian Anda").is_silent_about("data-rating");
        rater.submit(&first, &[("score", "1"), ("round", "first"), ("comment", "Kurang")]).await.says("tidak menunggu penilai").says("Kurang");
        assert_eq!(rater.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sat.given(0, 1).await["score"], 5.5);
    }

    async fn what_participants_heard_is_heard_by_raters(test: TestDb) {
        let essay = json!({"question": "Apa yang Anda dengar?", "questionType": "essay", "point": 10});
        let mut sat = Sat::draft(test, &[essay]).await;
        let sound = upload(&sat.exams.author, "kota besar.mp3", &mp3()).await;
        sat.change(0, &json!({"audioId": sound})).await;
        sat.publish().await.expect(200);
        sat.event = sat.plan().await;
        sat.sit("Ana Rahasia", 1, &[(0, json!("Hujan"))]).await;
        // Frozen means frozen: what is played in the bank today does not count.
        sat.change(0, &json!({"audioId": null})).await;
        let mut rater = enter(&sat.exams.app, "rater").await;
        rater.open(&sat.desk("")).await.says("Suara soal").says("preload=\"none\" src=\"/api/v1/audio/");
        let path = rater.page.split("preload=\"none\" src=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(sat.exams.rater.get(&path).await.expect(200).body.len(), mp3().len());
    }

    async fn a_form_that_is_sent_twice_rates_once(test: TestDb) {
        let sat = sat(test).await;
        let mut rater = enter(&sat.exams.app, "rater").await;
        rater.open(&sat.desk("")).await;
        let held = rater.page.split("name=\"_kunci\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let first = sat.answer(0, 1).await;
        let typed = [("score", "5"), ("round", "first"), ("_kunci", held.as_str())];
        rater.submit(&first, &typed).await;
        let before = sat.given(0, 1).await;
        rater.submit(&first, &typed).await.says("Nilai tersimpan.");
        assert_eq!(sat.given(0, 1).await, before);
    }

    async fn a_question_is_rated_in_a_row_and_what_was_skipped_comes_round_again(test: TestDb) {
        let sat = sat(test).await;
        let mut rater = enter(&sat.exams.app, "rater").await;
        let question = sat.questions[2];
        rater.open(&sat.desk(&format!("?soal={question}"))).await.says("Sama").is_silent_about("Tidak tahu");
        rater.says(&format!("value=\"{question}\" selected"));
        let skipped = sat.response(0, 2).await["id"].clone();
        rater.open(&sat.desk(&format!("?soal={question}&sesudah={skipped}"))).await.says("Beda");
        let second = sat.answer(1, 2).await;
        let typed = [("score", "3"), ("round", "first"), ("soal", &question.to_string())];
        rater.submit(&second, &typed).await.says("Sama");
        assert!(rater.path.contains(&format!("soal={question}")), "{}", rater.path);
        rater.submit(&sat.answer(0, 2).await, &typed).await.says("Semua jawaban soal ini sudah Anda nilai");
        rater.says("Belum dinilai (2)");
        // What makes no sense is as if nobody had asked.
        rater.open(&sat.desk("?soal=x&sesudah=-3&antrean=%3Cx")).await.says("Belum dinilai (2)");
        assert_eq!(rater.status, StatusCode::OK);
    }

    async fn a_dispute_is_decided_in_sight_of_both_by_somebody_else(test: TestDb) {
        let sat = sat(test).await;
        make_admin(&sat.exams.app, "ketiga", Role::Rater).await;
        let (first, second) = (log_in(&sat.exams.app.anyone, "rater").await, log_in(&sat.exams.app.anyone, "administrator").await);
        let path = format!("/api/v1/test-response/{}/ratings", sat.response(0, 1).await["id"]);
        // A blind form that is still open when two others have rated decides nothing.
        let mut late = enter(&sat.exams.app, "ketiga").await;
        late.open(&sat.answer(0, 1).await).await.says("Penilaian pertama");
        first.post(&path, &json!({"score": 2, "criteria": {"isi <x>": 2}, "comment": "Kurang <em>"})).await.expect(201);
        second.post(&path, &json!({"score": 9})).await.expect(201);
        let typed = [("score", "5"), ("comment", "Lumayan"), ("round", "first")];
        late.submit(&sat.answer(0, 1).await, &typed).await.says("penilai lain sudah menilai").says("Lumayan");
        late.says("Putuskan nilainya").says("value=\"adjudication\"").says("Kurang &#60;em&#62;").says("isi &#60;x&#62;").is_silent_about("administrator");
        assert_eq!(sat.given(0, 1).await["state"], "disputed");
        // Those who differ do not see it in their queue.
        let mut rater = enter(&sat.exams.app, "rater").await;
        rater.open(&sat.desk("?antrean=sengketa")).await.says("Tidak ada nilai yang berbeda jauh").says("Beda pendapat (0)");
        rater.submit(&sat.answer(0, 1).await, &[("score", "3"), ("round", "adjudication")]).await.says("Anda sudah menilai");
        late.open(&sat.desk("?antrean=sengketa")).await.says("Beda pendapat (1)").says("Penilai 1").says("Penilai 2");
        let typed = [("score", "6"), ("round", "adjudication"), ("antrean", "sengketa")];
        late.submit(&sat.answer(0, 1).await, &typed).await.says("Tidak ada nilai yang berbeda jauh");
        assert_eq!(sat.given(0, 1).await["score"], 6);
        late.open(&sat.desk("/kesepakatan")).await.says("Kesepakatan penilai").says("<dd>1</dd>").is_silent_about("Rahasia");
    }

    async fn answers_of_other_sittings_and_of_other_kinds_lead_nowhere(test: TestDb) {
        let mut sat = sat(test).await;
        let theirs = sat.answer(0, 1).await;
        let choice = sat.answer(0, 0).await;
        sat.event = sat.plan().await;
        let id = theirs.rsplit('/').next().unwrap();
        let mut rater = enter(&sat.exams.app, "rater").await;
        for path in [sat.desk(&format!("/{id}")), choice, sat.desk("/0"), sat.desk("/-1"), sat.desk("/x"), "/ujian/99999/nilai".into(),
            "/ujian/99999/nilai/kesepakatan".into()] {
            rater.open(&path).await;
            assert_eq!(rater.status, StatusCode::NOT_FOUND, "{path}");
        }
        rater.open(&sat.desk("")).await.says("Tidak ada jawaban yang menunggu Anda");
        rater.submit(&sat.desk(&format!("/{id}")), &[("score", "1"), ("round", "first")]).await;
        assert_eq!(rater.status, StatusCode::NOT_FOUND);
        rater.open(&sat.desk("/kesepakatan")).await.says("Belum ada jawaban yang dinilai dua orang");
    }
}
