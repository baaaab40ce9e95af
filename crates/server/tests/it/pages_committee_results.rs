//! The pages of results: who may enter, what a table never says, and releasing, voiding, marking again and correcting, each
//! after showing what it changes.

use http::{StatusCode, header};
use serde_json::{Value, json};
use testkit::{TestDb, both_engines};

use super::{
    assessment_exam_support::Sitting,
    assessment_frozen::{Sat, cities},
    assessment_support::PASSWORD,
    pages_support::Browser,
    support::TestApp,
};

/// An administrator of exams in a browser without scripts.
pub(crate) async fn officer(app: &TestApp, username: &str, language: &str) -> Browser {
    let mut browser = Browser::new(&app.anyone, language).local();
    browser.open("/ujian/masuk").await;
    browser
        .submit("/ujian/masuk", &[("username", username), ("password", PASSWORD)])
        .await;
    browser
}

fn essay() -> Value {
    json!({"question": "Ceritakan <b>kota</b>mu!", "questionType": "essay", "point": 10})
}

/// Two choices and an essay. Ana has one of the choices right and waits for a rater; Budi is wrong; Citra wrote nothing.
async fn three(test: TestDb) -> Sat {
    let mut sat = Sat::new(test, &[cities(), cities(), essay()]).await;
    sat.sit("Ana", 1, &[(0, json!("A")), (2, json!("Suatu <i>hari</i>"))])
        .await;
    sat.sit("Budi <script>alert(1)</script>", 1, &[(1, json!("B"))]).await;
    sat.sit("Citra", 1, &[]).await;
    sat
}

/// Twelve who answered three choices. The best four know all but the first, of which they chose a wrong option.
async fn twelve(test: TestDb) -> Sat {
    let mut sat = Sat::new(test, &[cities(), cities(), cities(), cities()]).await;
    let right = json!("A");
    for number in 0..12 {
        let name = format!("Peserta {number:02}");
        let answers = match number {
            0..4 => vec![
                (0, json!("B")),
                (1, right.clone()),
                (2, right.clone()),
                (3, right.clone()),
            ],
            4..8 => vec![(0, right.clone()), (1, right.clone())],
            _ => vec![(0, right.clone())],
        };
        sat.sit(&name, 1, &answers).await;
    }
    sat
}

impl Sat {
    fn results_page(&self, rest: &str) -> String {
        format!("/ujian/{}/hasil{rest}", self.event)
    }

    fn question_page(&self, question: usize) -> String {
        self.results_page(&format!("/soal/{}", self.questions[question]))
    }

    fn person_page(&self, who: usize) -> String {
        self.results_page(&format!("/{}", self.people[who].0))
    }

    async fn correction(&self, who: usize, question: usize) -> String {
        format!(
            "{}/jawaban/{}",
            self.person_page(who),
            self.response(who, question).await["id"]
        )
    }

    async fn officer(&self, username: &str) -> Browser {
        officer(&self.exams.app, username, "id").await
    }
}

/// The row of a table that has somebody's name.
fn row(browser: &Browser, name: &str) -> String {
    let mut rows = browser.page.split("<tr>").skip(1);
    let row = rows.find(|row| row.contains(name));
    row.unwrap_or_else(|| panic!("no row has {name}: {}", browser.page))
        .to_owned()
}

both_engines! {
    async fn a_table_is_searched_filtered_and_ordered_and_never_gives_a_partial_total(test: TestDb) {
        let sat = three(test).await;
        let mut admin = sat.officer("administrator").await;
        admin.open(&sat.results_page("")).await.says("Hasil (3)").says("Simpan Excel").is_silent_about("<script>alert");
        let ana = row(&admin, "Ana");
        assert!(ana.contains("Menunggu penilai") && !ana.contains("<strong>"), "{ana}");
        let citra = row(&admin, "Citra");
        assert!(citra.contains("<strong>0</strong>") && citra.contains("/ 30"), "{citra}");
        admin.open(&sat.results_page("?q=CIT")).await.says("Hasil (1)").is_silent_about("<bdi>Ana");
        admin.open(&sat.results_page("?status=awaiting_rating")).await.says("<bdi>Ana").is_silent_about("<bdi>Citra");
        admin.open(&sat.results_page("?status=apa&urut=zz&hal=x&q=%00")).await;
        assert_eq!(admin.status, StatusCode::OK);
        admin.open(&sat.results_page("?satuan=Tidak+ada")).await.says("Tidak ada peserta yang cocok");
        let path = format!("/api/v1/test-response/{}", sat.response(0, 2).await["id"]);
        sat.exams.rater.patch(&path, &json!({"score": 7.5})).await.expect(200);
        admin.open(&sat.results_page("?urut=nilai")).await;
        assert!(row(&admin, "Ana").contains("<strong>17,5</strong>"));
        let at = |name: &str| admin.page.find(name).unwrap();
        assert!(at("<bdi>Ana") < at("<bdi>Citra"));
        admin.open(&sat.results_page("?urut=nilai-naik")).await;
        let at = |name: &str| admin.page.find(name).unwrap();
        assert!(at("<bdi>Citra") < at("<bdi>Ana"));
        let mut english = officer(&sat.exams.app, "rater", "en").await;
        english.open(&sat.results_page("")).await;
        assert!(row(&english, "Ana").contains("<strong>17.5</strong>"));
    }

    async fn figures_say_who_chose_what_and_which_question_deserves_a_look(test: TestDb) {
        let sat = twelve(test).await;
        let results = sat.results().await;
        let first = &results["items"][0];
        assert_eq!(first["concerns"], json!(["discrimination", "distractor"]));
        assert_eq!(first["blank"], 0);
        assert_eq!(
            first["choices"],
            json!([
                {"label": "A", "text": "Paris", "count": 8, "upper": 0, "lower": 4},
                {"label": "B", "text": "London", "count": 4, "upper": 4, "lower": 0},
                {"label": "C", "text": "Roma", "count": 0, "upper": 0, "lower": 0}
            ])
        );
        assert_eq!(results["items"][2]["blank"], 8);
        assert_eq!(results["items"][2]["concerns"], json!([]));
        assert_eq!(results["statistics"]["thirds"], json!({"upperFrom": 30, "upper": 4, "lowerTo": 10, "lower": 4}));
        let mut rater = sat.officer("rater").await;
        rater.open(&sat.results_page("/soal")).await;
        rater.says("1 soal perlu dilihat").says("Mungkin kuncinya keliru").says("12 peserta").says("class=\"chart\"");
        rater.says("Sepertiga atas: 4 peserta dengan nilai 30 ke atas.");
        rater.open(&sat.question_page(0)).await.says("London").says("67%").is_silent_about("Lihat dulu apa yang berubah");
        // What is void is no concern, and is said to be void.
        let void = format!("/api/v1/questions/{}/void", sat.questions[0]);
        let body = json!({"eventId": sat.event, "credit": "none", "reason": "Kunci keliru & salah"});
        sat.exams.admin.post(&void, &body).await.expect(200);
        assert_eq!(sat.results().await["items"][0]["concerns"], json!([]));
        assert_eq!(sat.results().await["items"][0]["choices"][1]["count"], 4);
        rater.open(&sat.results_page("/soal")).await.says("Kunci keliru &#38; salah").says("Tidak ada soal yang mencurigakan.");
    }

    async fn a_release_is_shown_before_it_is_done_and_withdrawn_for_a_reason(test: TestDb) {
        let sat = three(test).await;
        let mut admin = sat.officer("administrator").await;
        let path = sat.results_page("/umumkan");
        admin.open(&path).await.says("2 peserta akan melihat hasilnya sekarang.").says("Belum diumumkan").says("<bdi>Ana");
        assert_eq!(sat.standing(2).await.0, "scored");
        admin.submit(&path, &[("reason", "Rapat")]).await.says("Hasil diumumkan.").says("2 peserta tidak akan melihat");
        assert_eq!((sat.standing(2).await.0.as_str(), sat.standing(0).await.0.as_str()), ("published", "awaiting_rating"));
        admin.submit(&path, &[("tarik", "ya"), ("reason", " ")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sat.standing(2).await.0, "published");
        admin.submit(&path, &[("tarik", "ya"), ("reason", "Salah hitung")]).await.says("Pengumuman ditarik.");
        assert_eq!(sat.standing(2).await.0, "scored");
        // Where each result is shown at once, there is nothing to withdraw.
        let event = format!("/api/v1/events/{}", sat.event);
        sat.exams.admin.patch(&event, &json!({"release": "atOnce"})).await.expect(200);
        admin.open(&path).await.says("begitu semua jawabannya dinilai").is_silent_about("Umumkan sekarang");
        admin.open("/ujian").await;
        admin.submit(&path, &[("tarik", "ya"), ("reason", "x")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn a_question_is_voided_once_what_that_changes_was_seen_and_counts_again(test: TestDb) {
        let sat = three(test).await;
        let mut admin = sat.officer("administrator").await;
        let (page, before) = (sat.question_page(0), sat.standing(2).await);
        let void = format!("{page}/batalkan");
        admin.open(&page).await.says("Batalkan soal");
        admin.submit(&void, &[("credit", "all"), ("reason", "")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        admin.submit(&void, &[("credit", "alle"), ("reason", "x")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        let typed = [("credit", "all"), ("reason", "Gambar <hilang>")];
        admin.submit(&void, &typed).await.says("Yang akan berubah").says("<bdi>Citra").says("+10").says("&#60;hilang&#62;");
        admin.is_silent_about("<script>alert");
        assert_eq!(sat.standing(2).await, before, "looking changes nothing");
        let held: Vec<(String, String)> = admin.held();
        assert!(held.contains(&("yakin".to_owned(), "ya".to_owned())), "{held:?}");
        let held: Vec<(&str, &str)> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for _ in 0..2 {
            let answer = admin.post(&void, &held).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "sent twice makes one");
        }
        assert_eq!(sat.standing(2).await, ("scored".to_owned(), 1000, 3000));
        let count = format!("{page}/pulihkan");
        admin.open(&page).await.says("Soal ini dibatalkan").says("Hitung soal ini lagi");
        admin.submit(&void, &[("credit", "none"), ("reason", "x"), ("yakin", "ya")]).await.says("sudah dibatalkan");
        admin.open(&page).await;
        admin.submit(&count, &[("reason", "")]).await.says("−10");
        assert_eq!(sat.standing(2).await.1, 1000);
        admin.submit(&count, &[("reason", ""), ("yakin", "ya")]).await.says("Soal dihitung lagi.");
        assert_eq!(sat.standing(2).await, before);
        admin.submit(&count, &[("reason", ""), ("yakin", "ya")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn a_package_is_marked_again_after_a_look_and_that_is_taken_back(test: TestDb) {
        let sat = twelve(test).await;
        let mut admin = sat.officer("administrator").await;
        let path = sat.results_page("/nilai-ulang");
        admin.open(&path).await.says("belum pernah dinilai ulang");
        admin.open(&format!("{path}?periksa=ya")).await.says("Tidak ada nilai yang berubah.");
        sat.change(0, &json!({"answerKey": ["B"]})).await;
        admin.open(&format!("{path}?periksa=ya")).await.says("<dd>12</dd>").says("+10").says("−10").says("Peserta 00");
        assert_eq!(sat.standing(0).await.1, 3000, "looking changes nothing");
        admin.submit(&path, &[("reason", "")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        let held: Vec<(String, String)> = admin.held();
        let key = held.iter().find(|(name, _)| name == "_kunci").unwrap().1.clone();
        let typed = [("_kunci", key.as_str()), ("reason", "Kunci soal 1 keliru")];
        admin.submit(&path, &typed).await.says("Jawaban dinilai ulang.").says("administrator").says("Kembalikan");
        assert_eq!(sat.standing(0).await.1, 4000);
        admin.submit(&path, &typed).await;
        let history = format!("/api/v1/test-packages/{}/regrade", sat.package);
        let count = sat.exams.author.get(&history).await.expect(200).json()["data"].as_array().unwrap().len();
        assert_eq!(count, 1, "sent twice makes one");
        let back = format!("{path}/1/batal");
        admin.says(&format!("href=\"{back}\""));
        admin.open(&back).await.says("Yang berubah bila nomor 1 dikembalikan").says("+10").says("−10").says("Kembalikan sekarang");
        assert_eq!(sat.standing(0).await.1, 4000, "looking changes nothing");
        let outlook = sat.exams.author.get(&format!("{history}/1/revert")).await.expect(200).json();
        admin.submit(&back, &[]).await.says("Penilaian ulang dikembalikan.").says("Dikembalikan ");
        assert_eq!(sat.standing(0).await.1, 3000);
        let done = sat.exams.author.get(&history).await.expect(200).json()["data"][0].clone();
        assert_eq!(outlook["changed"], done["changed"], "what was shown is what was changed back");
        assert_eq!(outlook["changes"].as_array().unwrap().len(), 12);
        admin.submit(&back, &[]).await;
        assert_eq!(admin.status, StatusCode::CONFLICT);
        admin.open(&back).await;
        assert_eq!(admin.status, StatusCode::CONFLICT);
        admin.open(&format!("{path}/99/batal")).await;
        assert_eq!(admin.status, StatusCode::NOT_FOUND);
        admin.open(&path).await;
        admin.submit(&format!("{path}/99/batal"), &[]).await;
        assert_eq!(admin.status, StatusCode::NOT_FOUND);
    }

    async fn a_paper_is_shown_as_it_was_sat_and_a_score_corrected_for_a_reason(test: TestDb) {
        let sat = three(test).await;
        let mut rater = sat.officer("rater").await;
        rater.open(&sat.person_page(0)).await.says("Ibu kota Prancis?").says("Paris").says("Benar").says("Menunggu penilai");
        rater.says("Suatu &#60;i&#62;hari").says("Tidak dijawab");
        let path = sat.correction(0, 2).await;
        rater.open(&path).await.says("Dari 0 sampai 10").says("Suatu &#60;i&#62;hari");
        for (score, reason) in [("", "x"), ("sepuluh", "x"), ("11", "x"), ("-1", "x"), ("8", ""), ("8", "  ")] {
            rater.submit(&path, &[("score", score), ("reason", reason)]).await;
            assert_eq!(rater.status, StatusCode::UNPROCESSABLE_ENTITY, "{score} {reason}");
        }
        let seen = rater.holds("_versi").unwrap();
        let typed = [("_versi", seen.as_str()), ("score", "8,25"), ("reason", "Banding <diterima>")];
        rater.submit(&path, &typed).await.says("Nilai dikoreksi.").says("Dikoreksi: – → 8,25").says("Banding &#60;diterima&#62;");
        rater.says("<bdi>rater, ");
        assert_eq!(sat.standing(0).await, ("scored".to_owned(), 1825, 3000));
        // Somebody who looked before that is told so.
        rater.open(&path).await;
        rater.submit(&path, &[("_versi", &seen), ("score", "1"), ("reason", "x")]).await;
        assert_eq!(rater.status, StatusCode::UNPROCESSABLE_ENTITY);
        rater.says("sudah diubah orang lain");
        assert_eq!(sat.standing(0).await.1, 1825);
        // What a regrading changed since publishing is not what was asked.
        sat.change(0, &json!({"question": "Ibu kota Spanyol?"})).await;
        rater.open(&sat.person_page(0)).await.says("Ibu kota Prancis?").is_silent_about("Spanyol");
    }

    async fn ratings_are_seen_by_others_only_once_there_are_two(test: TestDb) {
        let sat = three(test).await;
        let path = format!("/api/v1/test-response/{}/ratings", sat.response(0, 2).await["id"]);
        sat.exams.rater.post(&path, &json!({"score": 6, "comment": "Rapi"})).await.expect(201);
        let mut admin = sat.officer("administrator").await;
        let mut rater = sat.officer("rater").await;
        admin.open(&sat.person_page(0)).await.is_silent_about("Rapi");
        rater.open(&sat.person_page(0)).await.says("Rapi").says("Penilai pertama: 6");
        sat.exams.admin.post(&path, &json!({"score": 6.5})).await.expect(201);
        admin.open(&sat.person_page(0)).await.says("Rapi").says("Penilai kedua: 6,5");
    }

    async fn ids_of_another_sitting_lead_nowhere(test: TestDb) {
        let sat = three(test).await;
        let other = sat.plan().await;
        let mut admin = sat.officer("administrator").await;
        let (person, correction) = (sat.person_page(0), sat.correction(0, 2).await);
        let elsewhere = |path: &str| path.replace(&format!("/ujian/{}/", sat.event), &format!("/ujian/{other}/"));
        let not_of_ana = correction.replace(&format!("/{}/jawaban", sat.people[0].0), &format!("/{}/jawaban", sat.people[1].0));
        let nowhere = [
            elsewhere(&person),
            elsewhere(&correction),
            not_of_ana.clone(),
            sat.results_page("/soal/99999"),
            sat.results_page("/soal/x"),
            sat.results_page("/99999"),
            sat.results_page("/-1"),
            "/ujian/99999/hasil".to_owned(),
            "/ujian/99999/hasil/soal".to_owned(),
        ];
        for path in nowhere {
            admin.open(&path).await;
            assert_eq!(admin.status, StatusCode::NOT_FOUND, "{path}");
        }
        admin.open(&correction).await;
        admin.submit(&not_of_ana, &[("score", "1"), ("reason", "x")]).await;
        assert_eq!(admin.status, StatusCode::NOT_FOUND);
        assert_eq!(sat.response(0, 2).await["score"], Value::Null);
    }
}

#[tokio::test]
async fn each_page_is_for_the_roles_that_its_routes_are_for() {
    let sat = three(TestDb::sqlite().await).await;
    let reading = [
        sat.results_page(""),
        sat.results_page("/soal"),
        sat.question_page(0),
        sat.person_page(0),
        sat.correction(0, 2).await,
    ];
    let deciding = [sat.results_page("/umumkan"), sat.results_page("/nilai-ulang")];
    let doing = [
        sat.results_page("/umumkan"),
        sat.results_page("/nilai-ulang"),
        sat.results_page("/nilai-ulang/1/batal"),
        format!("{}/batalkan", sat.question_page(0)),
        format!("{}/pulihkan", sat.question_page(0)),
    ];
    for (name, may_read, may_decide) in [
        ("administrator", true, true),
        ("author", false, false),
        ("proctor", false, false),
        ("rater", true, false),
    ] {
        let mut browser = sat.officer(name).await;
        for (pages, may) in [(&reading[..], may_read), (&deciding[..], may_decide)] {
            for path in pages {
                browser.open(path).await;
                assert_eq!(
                    browser.status == StatusCode::OK,
                    may,
                    "{name} {path}: {}",
                    browser.status
                );
                assert!(may || browser.status == StatusCode::FORBIDDEN);
            }
        }
        if ["proctor", "rater"].contains(&name) {
            for path in &doing {
                browser.open("/ujian").await;
                browser
                    .submit(path, &[("reason", "x"), ("credit", "all"), ("yakin", "ya")])
                    .await;
                assert_eq!(browser.status, StatusCode::FORBIDDEN, "{name} {path}");
            }
        }
    }
    assert_eq!(sat.standing(2).await, ("scored".to_owned(), 0, 3000));
    let mut nobody = Browser::new(&sat.exams.app.anyone, "id").local();
    nobody.open(&sat.results_page("/soal")).await;
    assert!(nobody.path.starts_with("/ujian/masuk?kembali="), "{}", nobody.path);
    // A form of no page of ours changes nothing.
    let mut admin = sat.officer("administrator").await;
    for token in ["", "x"] {
        let typed = [("_token", token), ("credit", "all"), ("reason", "x"), ("yakin", "ya")];
        for path in &doing {
            admin.post(path, &typed).await;
        }
    }
    assert_eq!(sat.standing(2).await, ("scored".to_owned(), 0, 3000));
}

#[tokio::test]
async fn a_participant_and_an_account_are_strangers_here() {
    let sitting = Sitting::new(TestDb::sqlite().await, json!({})).await;
    let ani = sitting.ani().await;
    let path = format!("/ujian/{}/hasil", sitting.event);
    let answer = ani.client.with_header("accept", "text/html").get(&path).await;
    let way = answer.headers.get(header::LOCATION).unwrap().to_str().unwrap();
    assert!(
        answer.status == StatusCode::SEE_OTHER && way.starts_with("/ujian/masuk"),
        "{way}"
    );
    let mut account = Browser::new(&sitting.exams().app.anyone, "id");
    account.open("/daftar?kembali=/akun").await;
    let own = [
        ("fullname", "Siti"),
        ("username", "siti"),
        ("email", "siti@example.com"),
        ("password", "rahasia"),
    ];
    account.submit("/daftar", &own).await;
    account.open(&path).await;
    assert!(account.path.starts_with("/ujian/masuk"), "{}", account.path);
}

#[tokio::test]
async fn three_thousand_participants_are_paged_and_a_page_stays_small() {
    let mut sat = Sat::new(TestDb::sqlite().await, &[cities(), cities()]).await;
    let first = sat.sit("Ana", 1, &[(0, json!("A"))]).await;
    sat.exams.crowd(sat.people[first].0, 2_999).await;
    let mut admin = sat.officer("administrator").await;
    admin
        .open(&sat.results_page(""))
        .await
        .says("Hasil (3.000)")
        .says("hal=2");
    assert_eq!(admin.page.matches("<th scope=\"row\">").count(), 50);
    assert!(admin.page.len() < 100_000, "{} bytes", admin.page.len());
    admin.open(&sat.results_page("?hal=60")).await.is_silent_about("hal=61");
    assert_eq!(admin.page.matches("<th scope=\"row\">").count(), 50);
    admin
        .open(&sat.results_page("?hal=61"))
        .await
        .says("Tidak ada peserta yang cocok");
    admin.open(&sat.results_page("?q=crowd-2998")).await.says("Hasil (1)");
    admin.open(&sat.results_page("/umumkan")).await;
    assert!(admin.page.len() < 100_000, "{} bytes", admin.page.len());
}
