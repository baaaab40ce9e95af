//! The place as those who hold exams keep it: the first start, ways over plain HTTP.

use std::time::Duration;

use accounts::Role;
use assessment::Retention;
use http::StatusCode;
use platform::Conn;
use serde_json::json;
use server::settings::Given;
use testkit::TestDb;

use super::{
    assessment_exam_support::Sitting,
    assessment_frozen::{Sat, cities},
    assessment_speech::{PIECES, put_piece},
    assessment_support::{Exams, PASSWORD, files, log_in, make_admin},
    pages_committee::officer,
    pages_support::Browser,
    support::TestApp,
};

platform::statements! {
    SUMMARIES = "select count(*) from exam_answer_summary";
}

const FIRST: &str = "/ujian/mulai";

fn local(app: &TestApp, language: &str) -> Browser {
    Browser::new(&app.anyone, language).local()
}

/// What somebody types who is the first.
fn typed<'a>(code: &'a str, username: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("code", code),
        ("username", username),
        ("password", PASSWORD),
        ("passwordAgain", PASSWORD),
    ]
}

/// How many participants' answers are summed up for statistics.
async fn summaries(exams: &Exams) -> i64 {
    let count = async |conn: &mut Conn<'_>| conn.number(SUMMARIES, &[]).await;
    exams.app.test.db.read(count).await.unwrap()
}

/// Whether a name and the password of tests open the pages of exams.
async fn opens(app: &TestApp, username: &str) -> bool {
    let mut browser = local(app, "id");
    browser.open("/ujian/masuk").await;
    browser
        .submit("/ujian/masuk", &[("username", username), ("password", PASSWORD)])
        .await;
    browser.path == "/ujian"
}

testkit::both_engines! {
    async fn whoever_has_the_code_makes_both_first_administrators_and_is_in(test: TestDb) {
        let app = TestApp::new(test).await;
        let code = app.app.wired.assessment.open_setup();
        let mut ketua = local(&app, "id");
        ketua.open("/ujian/masuk").await.says("Belum ada administrator di server ini.");
        ketua.open(FIRST).await.says("Buat administrator pertama").is_silent_about(&code);
        // What is wrong is said at its field, and what was typed stays, but for passwords.
        let mut wrong = typed(&code, "bu ketua");
        wrong[3].1 = "lain-lagi";
        ketua.submit(FIRST, &wrong).await.says("passwordAgain-fault").says("Tidak sama dengan").is_silent_about(PASSWORD);
        assert_eq!((ketua.status, ketua.holds("username").unwrap()), (StatusCode::UNPROCESSABLE_ENTITY, "bu ketua".to_owned()));
        let with_account = |email| [typed(&code, "bu.ketua"), vec![("account", "ya"), ("email", email)]].concat();
        ketua.submit(FIRST, &with_account("bukan-alamat")).await.says("email-fault");
        assert!(!app.app.wired.assessment.has_admins().await.unwrap(), "both are made or neither");
        ketua.submit(FIRST, &with_account("ketua@example.org")).await.says("Administrator sudah dibuat").says("administrator");
        assert_eq!(ketua.path, "/ujian?sudah=mulai");
        assert!(ketua.has_cookie("adm-token"));
        let login = json!({"username": "bu.ketua", "password": PASSWORD});
        app.anyone.post("/admin/authentications", &login).await.expect(201);
        // The code is used up, for everybody.
        let mut other = local(&app, "id");
        other.open(FIRST).await.says("tidak berlaku lagi");
        assert_eq!(other.status, StatusCode::GONE);
        other.open("/ujian/masuk").await.is_silent_about("Belum ada administrator");
    }

    async fn of_two_browsers_at_once_one_wins(test: TestDb) {
        let app = TestApp::new(test).await;
        let code = app.app.wired.assessment.open_setup();
        let (mut one, mut two) = (local(&app, "en"), local(&app, "en"));
        one.open(FIRST).await;
        two.open(FIRST).await;
        let (first, second) = (typed(&code, "satu"), typed(&code, "dua"));
        futures_util::join!(one.submit(FIRST, &first), two.submit(FIRST, &second));
        let mut statuses = [one.status, two.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::OK, StatusCode::GONE], "{} {}", one.page, two.page);
        assert_ne!(opens(&app, "satu").await, opens(&app, "dua").await);
    }

    async fn a_code_ends_with_its_day_and_with_any_administrator(test: TestDb) {
        let app = TestApp::new(test).await;
        let assessment = &app.app.wired.assessment;
        let mut late = local(&app, "tr");
        late.open(FIRST).await.says("artık geçerli değil");
        let code = assessment.open_setup();
        late.open(FIRST).await.says("İlk yöneticiyi oluşturun");
        app.clock.advance(Duration::from_secs(24 * 60 * 60));
        late.submit(FIRST, &typed(&code, "telat")).await.says("artık geçerli değil");
        assert!(!opens(&app, "telat").await);
        // An administrator of the people's modules ends it as well.
        let code = assessment.open_setup();
        late.open(FIRST).await;
        app.account("rina", Role::Admin).await;
        late.submit(FIRST, &typed(&code, "telat")).await.says("artık geçerli değil");
        assert!(!opens(&app, "telat").await);
        make_admin(&app, "lewat-perintah", assessment::Role::Rater).await;
        late.open(FIRST).await;
        assert_eq!(late.status, StatusCode::GONE);
    }

    async fn wrong_codes_are_few_and_one_more_code_replaces_the_last(test: TestDb) {
        let app = TestApp::new(test).await;
        let old = app.app.wired.assessment.open_setup();
        let code = app.app.wired.assessment.open_setup();
        let mut thief = local(&app, "id");
        thief.open(FIRST).await;
        for _ in 0..10 {
            thief.submit(FIRST, &typed(&old, "maling")).await.says("bukan kode yang dicetak server");
        }
        thief.submit(FIRST, &typed(&code, "maling")).await;
        assert_eq!(thief.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(!opens(&app, "maling").await);
    }
}

/// Makes a rank, a unit or a position by the API; answers its id.
pub(crate) async fn make_title(exams: &Exams, list: &str, title: &str) -> i64 {
    let made = exams
        .admin
        .post(&format!("/api/v1/{list}"), &json!({"title": title}))
        .await
        .expect(201);
    made.json()["id"].as_i64().unwrap()
}

/// What the log says of a kind of thing, the newest first.
pub(crate) async fn noted(exams: &Exams, thing: &str) -> Vec<String> {
    let admin = log_in(&exams.app.anyone, "administrator").await;
    let notes = admin
        .get(&format!("/api/v1/audit-log?thing={thing}"))
        .await
        .expect(200)
        .json();
    let notes = notes["data"].as_array().unwrap().clone();
    notes
        .iter()
        .map(|note| note["action"].as_str().unwrap().to_owned())
        .collect()
}

const OFFICE: &str = "/ujian/kelola";

testkit::both_engines! {
    async fn administrators_are_added_changed_and_suspended_by_administrators_alone(test: TestDb) {
        let exams = Exams::new(test).await;
        for other in ["author", "proctor", "rater"] {
            let mut browser = officer(&exams, other).await;
            browser.is_silent_about("href=\"/ujian/kelola\"");
            for path in [OFFICE, "/ujian/kelola/sesi", "/ujian/kelola/log", "/ujian/kelola/ruang", "/ujian/kelola/simpan", "/ujian/kelola/admin/1"] {
                browser.open(path).await;
                assert_eq!(browser.status, StatusCode::FORBIDDEN, "{path}");
            }
        }
        let mut admin = officer(&exams, "administrator").await;
        admin.says("href=\"/ujian/kelola\"");
        admin.open(OFFICE).await;
        admin.says("Administrator (4)").says("Anda sendiri");
        let key = admin.holds("_kunci").unwrap();
        let mut new = vec![("_kunci", key.as_str()), ("username", "sri"), ("roleId", "4"), ("password", PASSWORD), ("passwordAgain", "lain")];
        admin.submit(OFFICE, &new).await.says("Tidak sama dengan kata sandi di atas.").is_silent_about(PASSWORD);
        new[4].1 = PASSWORD;
        for _ in 0..2 {
            admin.submit(OFFICE, &new).await.says("Administrator ditambahkan.").says("penilai");
        }
        admin.open(OFFICE).await.says("Administrator (5)");
        admin.submit(OFFICE, &[("username", "SRI"), ("roleId", "9"), ("password", "x"), ("passwordAgain", "x")]).await;
        admin.says("roleId-fault").says("password-fault");
        let sri = exams.admin.get("/api/v1/admins").await.expect(200).json();
        let sri = sri.as_array().unwrap().iter().find(|one| one["username"] == "sri").unwrap()["id"].clone();
        let path = format!("/ujian/kelola/admin/{sri}");
        admin.open(&path).await;
        let seen = admin.holds("_versi").unwrap();
        let change = |name| vec![("_versi", seen.as_str()), ("username", name), ("roleId", "3")];
        admin.submit(&format!("{path}/ubah"), &change("sri.dewi")).await.says("Perubahan disimpan.").says("pengawas");
        admin.submit(&format!("{path}/ubah"), &change("sri & dewi")).await.says("username-fault").says("sri &#38; dewi");
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        admin.submit(&format!("{path}/ubah"), &change("sri-dewi")).await.says("<bdi>sri.dewi</bdi>");
        assert_eq!(admin.status, StatusCode::PRECONDITION_FAILED);
        admin.open(&path).await;
        admin.submit(&format!("{path}/sandi"), &[("password", "lain-lagi-1"), ("passwordAgain", "lain-lagi-1")]).await.says("Kata sandi baru berlaku");
        let mut proctor = local(&exams.app, "id");
        proctor.open("/ujian/masuk").await;
        proctor.submit("/ujian/masuk", &[("username", "sri.dewi"), ("password", "lain-lagi-1")]).await;
        assert_eq!(proctor.path, "/ujian");
        admin.submit(&format!("{path}/tangguhkan"), &[("reason", "Cuti <b>panjang</b>")]).await.says("Ditangguhkan");
        proctor.open("/ujian").await.says("Masuk ke ruang panitia");
        admin.submit(&format!("{path}/pulihkan"), &[("reason", "")]).await.says("Administrator dapat masuk lagi.");
        // The last one stays, and nothing is done twice by mistake.
        let own = exams.admin.get("/api/v1/admins").await.expect(200).json()[0]["id"].clone();
        for deed in ["tangguhkan", "hapus"] {
            let own = format!("/ujian/kelola/admin/{own}");
            admin.open(&own).await;
            let seen = admin.holds("_versi").unwrap();
            admin.submit(&format!("{own}/{deed}"), &[("_versi", seen.as_str())]).await.says("Administrator terakhir");
        }
        admin.open(&path).await;
        let seen = admin.holds("_versi").unwrap();
        for _ in 0..2 {
            admin.submit(&format!("{path}/hapus"), &[("_versi", seen.as_str())]).await.says("Administrator dihapus.");
        }
        admin.submit(&format!("{path}/goda"), &[]).await;
        assert_eq!(admin.status, StatusCode::NOT_FOUND);
        assert_eq!(noted(&exams, "exam_admin").await[..6], ["delete", "unsuspend", "suspend", "set_password", "update", "create"]);
        exams.proctor.post(&format!("/api/v1/admins/{own}/suspend"), &json!({})).await.expect(403);
    }

    async fn everybody_changes_their_own_password(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut rater = officer(&exams, "rater").await;
        rater.open("/ujian/sandi").await.says("Kata sandi saya");
        let typed = |current, new, again| [("currentPassword", current), ("password", new), ("passwordAgain", again)];
        rater.submit("/ujian/sandi", &typed("salah", "baru-sekali", "baru-sekali")).await.says("Tidak cocok dengan kata sandi Anda.");
        rater.submit("/ujian/sandi", &typed(PASSWORD, "baru", "baru")).await.says("password-fault");
        rater.submit("/ujian/sandi", &typed(PASSWORD, "baru-sekali", "baru-dua")).await.says("passwordAgain-fault");
        rater.submit("/ujian/sandi", &typed(PASSWORD, "baru-sekali", "baru-sekali")).await.says("Kata sandi Anda sudah diganti.");
        assert!(!opens(&exams.app, "rater").await);
        for _ in 0..11 {
            rater.submit("/ujian/sandi", &typed("salah", "baru-sekali", "baru-sekali")).await;
        }
        assert_eq!(rater.status, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn sessions_are_listed_and_ended_at_once(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut proctor = officer(&exams, "proctor").await;
        let mut admin = officer(&exams, "administrator").await;
        admin.open("/ujian/kelola/sesi").await.says("Sesi (6)").says("Sesi Anda ini");
        let living = exams.admin.get("/api/v1/admins/sessions").await.expect(200).json();
        let of = |name: &str| {
            let all = living["data"].as_array().unwrap();
            all.iter().filter(|one| one["username"] == name).map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let sessions = of("proctor");
        assert_eq!(sessions.len(), 2);
        for session in &sessions {
            for _ in 0..2 {
                admin.submit("/ujian/kelola/sesi", &[("sesi", session.as_str())]).await.says("Sesi diakhiri.");
            }
        }
        proctor.open("/ujian").await.says("Masuk ke ruang panitia");
        exams.proctor.get("/api/v1/events").await.expect(401);
        admin.says("Sesi (4)");
        // One's own goes on when all of one's sessions are ended.
        let own = living["data"].as_array().unwrap().iter().find(|one| one["username"] == "administrator").unwrap()["adminId"].clone();
        admin.open(&format!("/ujian/kelola/admin/{own}")).await;
        admin.submit(&format!("/ujian/kelola/admin/{own}/sesi"), &[]).await.says("Sesinya sudah diakhiri.");
        admin.open("/ujian/kelola/sesi").await.says("Sesi (3)");
        exams.admin.get("/api/v1/admins/sessions").await.expect(401);
        exams.rater.get("/api/v1/admins/sessions").await.expect(403);
    }

    async fn the_log_is_narrowed_by_who_what_and_when_and_taken_as_a_file(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut admin = officer(&exams, "administrator").await;
        let rank = make_title(&exams, "ranks", "=Kolonel <b>").await;
        let day = Duration::from_secs(24 * 60 * 60);
        exams.app.clock.advance(day);
        let exams = Exams { admin: log_in(&exams.app.anyone, "administrator").await, ..exams };
        make_title(&exams, "units", "Satuan").await;
        let mut browser = officer(&exams, "administrator").await;
        browser.open("/ujian/kelola/log").await.says("=Kolonel &#60;b&#62;").says("Membuat").says(&format!("Pangkat {rank}"));
        browser.open("/ujian/kelola/log?benda=exam_rank").await.says("Log (1)").is_silent_about("title&#34;:&#34;Satuan");
        browser.open("/ujian/kelola/log?apa=create&siapa=1").await.says("Log (2)");
        browser.open("/ujian/kelola/log?apa=delete").await.says("Tidak ada catatan yang cocok");
        let now = exams.app.clock.now();
        let date = |at: platform::Timestamp| {
            let at = chrono::DateTime::from_timestamp_micros(at.0).unwrap() + chrono::TimeDelta::hours(7);
            at.format("%Y-%m-%d").to_string()
        };
        let (today, before) = (date(now), date(now.minus(day)));
        browser.open(&format!("/ujian/kelola/log?dari={today}&sampai={today}")).await.says("Log (1)").says("Satuan");
        browser.open(&format!("/ujian/kelola/log?sampai={before}&benda=exam_rank")).await.says("Log (1)").says("Kolonel");
        // The files hold what is narrowed down, and no formula.
        let href = browser.page.split("href=\"/api/v1/audit-log.csv").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
        let csv = browser.download(&format!("/api/v1/audit-log.csv{href}")).await.expect(200).text();
        assert_eq!(csv.lines().count(), 2, "{csv}");
        assert!(csv.contains("exam_rank") && csv.contains("administrator"), "{csv}");
        let workbook = browser.download("/api/v1/audit-log.xlsx").await.expect(200);
        assert!(workbook.body.starts_with(b"PK"));
        for (query, status) in [("from=kemarin", 400), ("to=2026-02-30", 400), ("from=2026-02-28&action=create", 200)] {
            exams.admin.get(&format!("/api/v1/audit-log?{query}")).await.expect(status);
        }
        log_in(&exams.app.anyone, "author").await.get("/api/v1/audit-log.csv").await.expect(403);
        admin.open("/ujian/kelola/log?siapa=x&dari=x&hal=x").await;
        assert_eq!(admin.status, StatusCode::OK);
    }

    async fn storage_is_told_in_sizes_that_are_read_easily(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut admin = officer(&exams, "administrator").await;
        admin.open("/ujian/kelola/ruang").await.says("Basis data").says("Jawaban lisan").says("0 kB").says("GB");
        let told = exams.admin.get("/api/v1/storage").await.expect(200).json();
        assert_eq!(told["recordings"], json!({"count": 0, "bytes": 0}));
        assert!(told["databaseBytes"].as_i64().unwrap() > 0);
        exams.proctor.get("/api/v1/storage").await.expect(403);
    }

    async fn recordings_go_when_somebody_said_so_and_their_exam_is_long_over(test: TestDb) {
        let sitting = Sitting::new(test, json!({"title": "Lama & berlalu", "recordVideo": true, "offlineGraceSeconds": 300})).await;
        let (app, ani) = (&sitting.exams().app, sitting.ani().await);
        let assessment = &app.app.wired.assessment;
        ani.start().await;
        let camera = json!({"stream": "camera", "mimeType": "video/webm;codecs=vp8,opus", "recorderSession": 0});
        let id = ani.post("recordings", camera).await.expect(201).json()["id"].as_i64().unwrap();
        put_piece(&ani, &format!("recordings/{id}/chunks/0"), PIECES[0]).await.expect(200);
        ani.post(&format!("recordings/{id}/complete"), json!({"chunks": 1})).await.expect(200);
        assessment.complete_recording(id, 1).await.unwrap();
        let kept = files(sitting.exams());
        let videos = async || {
            let proctor = log_in(&app.anyone, "proctor").await;
            let path = format!("/api/v1/video-proctor/event/{}", sitting.event);
            proctor.get(&path).await.status.as_u16()
        };
        let days = |days: u64| sitting.wait(days * 24 * 60 * 60);
        days(40);
        sitting.sweep().await;
        assessment.expire().await.unwrap();
        assert_eq!(videos().await, 200, "nothing goes by itself");
        let mut admin = officer(sitting.exams(), "administrator").await;
        let path = "/ujian/kelola/simpan";
        admin.open(path).await.says("selamanya").is_silent_about("Yang akan dihapus");
        admin.open(&format!("{path}?recordingDays=0&attemptYears=x")).await.says("attemptYears-fault");
        admin.open(&format!("{path}?recordingDays=60&attemptYears=")).await.says("Saat ini tidak ada yang akan dihapus.");
        admin.open(&format!("{path}?recordingDays=30&attemptYears=")).await.says("Lama &#38; berlalu").says("Berlakukan");
        assessment.expire().await.unwrap();
        assert_eq!(videos().await, 200, "looking deletes nothing");
        admin.submit(path, &[("recordingDays", "30"), ("attemptYears", "")]).await.says("Masa simpan yang baru berlaku.").says("30 hari");
        assessment.expire().await.unwrap();
        assert_eq!(videos().await, 404);
        assert!(files(sitting.exams()) < kept);
        admin.open(path).await.says("Yang terakhir dihapus").says("recordings&#34;:1");
        let notes = noted(sitting.exams(), "exam_event").await;
        assessment.expire().await.unwrap();
        assert_eq!(noted(sitting.exams(), "exam_event").await, notes, "what is gone is noted once");
        assert_eq!(notes[0], "expire");
    }

    async fn attempts_go_after_years_and_what_was_reached_stays(test: TestDb) {
        let mut sat = Sat::new(test, &[cities(), json!({"question": "Mengapa?", "questionType": "essay", "point": 10})]).await;
        sat.sit("Ana", 1, &[(0, json!("A")), (1, json!("Karena"))]).await;
        sat.sit("Budi", 2, &[(0, json!("A"))]).await;
        let assessment = sat.exams.app.app.wired.assessment.clone();
        let retention = Retention { recording_days: None, attempt_years: Some(1) };
        sat.exams.admin.patch("/api/v1/retention", &json!({"attemptYears": 1})).await.expect(200);
        sat.exams.author.get("/api/v1/retention").await.expect(403);
        sat.exams.admin.patch("/api/v1/retention", &json!({"attemptYears": 0})).await.expect(400);
        sat.exams.app.clock.advance(Duration::from_secs(14 * 366 * 24 * 60 * 60));
        let log_in = async || log_in(&sat.exams.app.anyone, "administrator").await;
        // One of them still waits for a rater: nothing of this exam goes.
        assessment.expire().await.unwrap();
        let outlook = assessment.retention_outlook(retention).await.unwrap();
        assert_eq!(outlook.attempt_events, 0);
        let admin = log_in().await;
        let essay = admin.get(&format!("/api/v1/test-response/question/{}/{}", sat.questions[1], sat.people[0].0)).await.expect(200).json();
        admin.patch(&format!("/api/v1/test-response/{}", essay["id"]), &json!({"score": 7})).await.expect(200);
        let before = sat.standing(0).await;
        let outlook = admin.get("/api/v1/retention/outlook").await.expect(200).json();
        assert_eq!((&outlook["attempts"][0]["count"], &outlook["attempts"][0]["eventId"]), (&json!(2), &json!(sat.event)), "{outlook}");
        assert_eq!(admin.get("/api/v1/retention/outlook?attemptYears=50").await.expect(200).json()["attemptEvents"], 0);
        assert_eq!(summaries(&sat.exams).await, 2);
        assessment.expire().await.unwrap();
        assert_eq!(summaries(&sat.exams).await, 0);
        assert_eq!(sat.standing(0).await, before);
        assert!(before.1 > 0, "{before:?}");
        admin.get(&format!("/api/v1/test-response/question/{}/{}", sat.questions[1], sat.people[0].0)).await.expect(404);
        // The pages about it still open.
        let mut browser = officer(&sat.exams, "administrator").await;
        let event = format!("/ujian/{}", sat.event);
        for rest in ["", "/peserta", "/hasil", "/hasil/soal", "/awasi"] {
            browser.open(&format!("{event}{rest}")).await;
            assert_eq!(browser.status, StatusCode::OK, "{rest}: {}", browser.page);
        }
        browser.open(&format!("{event}/hasil/{}", sat.people[0].0)).await;
        assert!(!browser.status.is_server_error(), "{}", browser.page);
        assessment.sweep().await.unwrap();
    }
}

#[tokio::test]
async fn a_page_over_plain_http_says_what_does_not_work_and_what_to_do() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    make_admin(&app, "ketua", assessment::Role::Administrator).await;
    let mut far = Browser::new(&app.anyone, "id");
    far.open("/ujian/masuk")
        .await
        .says("Anda tidak akan dapat masuk dari komputer ini");
    far.says("caddy reverse-proxy --from https://balai.test --to 127.0.0.1:80 --internal-certs")
        .says("--insecure-lan");
    local(&app, "id").open("/ujian/masuk").await.is_silent_about("caddy");
    // Nobody is made who could not log in.
    let app = TestApp::new(TestDb::sqlite().await).await;
    let code = app.app.wired.assessment.open_setup();
    let mut far = Browser::new(&app.anyone, "en");
    far.open(FIRST)
        .await
        .says("You will not be able to log in from this computer");
    far.submit(FIRST, &typed(&code, "ketua")).await.says("HTTPS");
    assert!(!app.app.wired.assessment.has_admins().await.unwrap());
    // A classroom without certificates logs in, and hears what it does without.
    let given = Given {
        insecure_lan: Some(true),
        listen: Some(vec!["192.0.2.1:80".parse().unwrap()]),
        ..Given::default()
    };
    let app = TestApp::with(TestDb::sqlite().await, given).await;
    make_admin(&app, "ketua", assessment::Role::Administrator).await;
    let mut far = Browser::new(&app.anyone, "tr");
    far.open("/ujian/masuk")
        .await
        .says("Mikrofon, kamera ve ekran kaydı burada çalışmaz")
        .is_silent_about("balai serve --insecure-lan");
    far.submit("/ujian/masuk", &[("username", "ketua"), ("password", PASSWORD)])
        .await;
    assert_eq!(far.path, "/ujian");
}
