//! Planning sittings by their pages, and the five steps of each.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    assessment_bank::Bank,
    assessment_exam_support::{Sitting, plan},
    assessment_frozen::{Sat, cities},
    assessment_support::Exams,
    pages_committee::officer,
    pages_support::Browser,
};

const NEW: &str = "/ujian/baru";
/// Until every sitting of these tests is over.
const OVER: Duration = Duration::from_secs(10 * 366 * 24 * 60 * 60);

/// Sends the long form of the page with some fields typed over; those without a value are left out, as boxes without a tick.
async fn send(browser: &mut Browser, path: &str, typed: &[(&str, &str)]) {
    let mut fields = browser.held();
    fields.retain(|(name, _)| typed.iter().all(|(own, _)| own != name));
    let held = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let typed = typed.iter().copied().filter(|(_, value)| !value.is_empty());
    let fields: Vec<_> = held.chain(typed).collect();
    browser.submit(path, &fields).await;
}

/// The sittings that there are, the newest first.
async fn events(exams: &Exams) -> Vec<Value> {
    let found = exams
        .admin
        .get("/api/v1/events?orderBy=id&order=DESC")
        .await
        .expect(200)
        .json();
    found["data"].as_array().unwrap().clone()
}

testkit::both_engines! {
    async fn a_sitting_is_planned_once_with_what_was_typed(test: TestDb) {
        let bank = Bank::new(test).await;
        let package = bank.package.to_string();
        let mut proctor = officer(&bank.exams, "proctor").await;
        proctor.says("href=\"/ujian/baru\"");
        proctor.open(NEW).await.says("Ujian Nasional (draf)").says("WIB – Asia/Jakarta");
        // What is missing is named, and what was typed stays.
        send(&mut proctor, NEW, &[("title", "Ujian & \"akhir\""), ("lateEntrySeconds", "lama")]).await;
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        proctor.says("Ujian &#38; &#34;akhir&#34;").says("date-fault").says("lateEntrySeconds-fault").says("packageId-fault");
        assert!(events(&bank.exams).await.is_empty());
        let key = proctor.holds("_kunci").unwrap();
        let typed = [("_kunci", key.as_str()), ("title", "Ujian & \"akhir\""), ("packageId", package.as_str()), ("date", "2037-08-03"), ("startTime", "22:00"), ("endTime", "01:30"),
            ("timeZone", "Asia/Makassar"), ("lateEntrySeconds", "1:40"), ("entryCode", "Ab 12"), ("recordVideo", "ya"),
            ("scoringPolicy.wrong", "-0,25"), ("scoringPolicy.unit", "points"), ("scoringPolicy.right", "1"),
            ("resultPolicy.sections", ""), ("slug", "akhir")];
        send(&mut proctor, NEW, &typed).await;
        proctor.says("Ujian dibuat.").says("Paket soal belum diterbitkan.").says("Belum ada peserta.");
        let planned = events(&bank.exams).await;
        let shown = &planned[0];
        assert_eq!(shown["startsAt"], "2037-08-03T14:00:00.000Z");
        assert_eq!(shown["endsAt"], "2037-08-03T17:30:00.000Z");
        assert_eq!((&shown["title"], &shown["slug"]), (&json!("Ujian & \"akhir\""), &json!("akhir")));
        assert_eq!((&shown["lateEntrySeconds"], &shown["graceSeconds"], &shown["offlineGraceSeconds"]),
            (&json!(100), &json!(10), &json!(300)));
        assert_eq!((&shown["hasEntryCode"], &shown["recordVideo"], &shown["recordScreen"]),
            (&json!(true), &json!(true), &json!(false)));
        assert_eq!(shown["scoringPolicy"], json!({"unit": "points", "right": 1, "wrong": -0.25, "blank": 0}));
        assert_eq!(shown["resultPolicy"]["sections"], false);
        // The same form once more is the same sitting.
        let first = proctor.path.clone();
        proctor.open(NEW).await;
        send(&mut proctor, NEW, &typed).await;
        assert_eq!((events(&bank.exams).await.len(), &proctor.path), (1, &first));
        // Who only rates plans nothing.
        let mut rater = officer(&bank.exams, "rater").await;
        rater.is_silent_about("/ujian/baru");
        rater.open(NEW).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
        rater.open(first.split('?').next().unwrap()).await.is_silent_about("/ubah\"").is_silent_about("/hapus\"");
    }

    async fn who_is_outrun_sees_what_is_stored_and_loses_nothing(test: TestDb) {
        let bank = Bank::new(test).await;
        let event = plan(&bank.exams, bank.package, json!({"date": "2037-08-03", "entryCode": "lama1"})).await;
        let path = format!("/ujian/{event}/ubah");
        let mut proctor = officer(&bank.exams, "proctor").await;
        let mut admin = officer(&bank.exams, "administrator").await;
        for browser in [&mut proctor, &mut admin] {
            browser.open(&path).await.is_silent_about("lama1");
        }
        let held = proctor.held();
        send(&mut proctor, &path, &[("title", "Dari pengawas"), ("recordVideo", "ya")]).await;
        proctor.says("Perubahan disimpan.").says("Dari pengawas");
        send(&mut admin, &path, &[("title", "Dari & admin")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        admin.says("Tersimpan sekarang").says("<bdi>Dari pengawas</bdi>").says("<bdi>Dari &#38; admin</bdi>");
        assert_eq!(admin.holds("title").unwrap(), "Dari & admin");
        assert_eq!(events(&bank.exams).await[0]["title"], "Dari pengawas");
        // Sent again, it replaces what was shown; the entry code stays.
        send(&mut admin, &path, &[]).await;
        admin.says("Perubahan disimpan.");
        let stored = events(&bank.exams).await.remove(0);
        assert_eq!((&stored["title"], &stored["recordVideo"], &stored["hasEntryCode"]),
            (&json!("Dari & admin"), &json!(false), &json!(true)));
        // A form that was sent twice has nothing more to change.
        proctor.open(&path).await;
        let old = held.iter().find(|(name, _)| name == "_versi").unwrap().1.clone();
        send(&mut proctor, &path, &[("_versi", old.as_str())]).await;
        proctor.says("Perubahan disimpan.");
        proctor.open(&path).await;
        send(&mut proctor, &path, &[("noEntryCode", "ya"), ("endTime", "07:99")]).await;
        proctor.says("endTime-fault");
        send(&mut proctor, &path, &[("endTime", "23:59:30")]).await;
        proctor.says("Perubahan disimpan.");
        assert_eq!(events(&bank.exams).await[0]["hasEntryCode"], false);
        proctor.open(&path).await.says("value=\"23:59:30\" step=\"1\"");
    }

    async fn a_sitting_is_copied_once_and_deleted_unless_somebody_is_registered(test: TestDb) {
        let sitting = Sitting::new(test, json!({"title": "Tryout", "entryCode": "lama1", "recordScreen": true,
            "prodikId": "P1"})).await;
        let exams = sitting.exams();
        let path = format!("/ujian/{}", sitting.event);
        let mut proctor = officer(exams, "proctor").await;
        proctor.open(&path).await;
        let (_, form) = proctor.page.split_once(&format!("action=\"{path}/salin\"")).unwrap();
        let key = form.split("name=\"_kunci\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        for _ in 0..2 {
            proctor.submit(&format!("{path}/salin"), &[("_kunci", key.as_str())]).await.says("kode ujian asal tidak ikut disalin");
        }
        let all = events(exams).await;
        assert_eq!(all.len(), 2);
        let (copy, original) = (&all[0], &all[1]);
        assert_eq!((&copy["title"], &copy["recordScreen"], &copy["hasEntryCode"], &copy["prodikId"]),
            (&json!("Tryout"), &json!(true), &json!(false), &Value::Null));
        let day = |event: &Value| event["startsAt"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        assert_eq!(day(copy) - day(original), chrono::TimeDelta::days(7));
        // One with participants stays.
        sitting.add("Ani Lestari", "0071").await;
        let remove = format!("{path}/hapus");
        proctor.open(&remove).await.says("1 peserta terdaftar").is_silent_about("Hapus ujian ini");
        proctor.submit(&remove, &[("_versi", "1")]).await.says("1 peserta terdaftar");
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        let remove = format!("/ujian/{}/hapus", copy["id"]);
        proctor.open(&remove).await.says("Hapus ujian ini");
        assert_eq!(events(exams).await.len(), 2);
        let seen = proctor.holds("_versi").unwrap();
        proctor.submit(&remove, &[("_versi", "99")]).await.says("sudah diubah orang lain");
        for _ in 0..2 {
            proctor.submit(&remove, &[("_versi", seen.as_str())]).await.says("Ujian dihapus.");
        }
        assert_eq!(events(exams).await.len(), 1);
    }

    async fn five_steps_say_what_is_missing_and_lead_only_where_a_role_may_go(test: TestDb) {
        let bank = Bank::new(test).await;
        let event = plan(&bank.exams, bank.package, json!({})).await;
        let path = format!("/ujian/{event}");
        let package = format!("/ujian/paket/{}", bank.package);
        let mut admin = officer(&bank.exams, "administrator").await;
        let mut proctor = officer(&bank.exams, "proctor").await;
        let mut rater = officer(&bank.exams, "rater").await;
        admin.open(&path).await.says("Paket soal belum diterbitkan.").says("Paket soal belum berisi soal.").says(&package);
        proctor.open(&path).await.says("Belum ada peserta.").is_silent_about(&package).says("Awasi").is_silent_about("Lihat hasil");
        rater.open(&path).await.says(&package).says("Lihat hasil").is_silent_about("Ubah jadwal").is_silent_about("Buka daftar peserta");
        bank.question(json!({"question": "Write!", "questionType": "essay", "optionQuestions": null, "answerKey": null})).await;
        admin.open(&path).await.says("Paket soal belum diterbitkan.").is_silent_about("belum berisi soal");
        bank.publish().await.expect(200);
        admin.open(&path).await.says("Paket soal sudah diterbitkan.").says("0 dari 0 peserta hadir.");
        bank.exams.app.clock.advance(Duration::from_secs(7_200));
        admin.open(&path).await.says("Waktunya sudah lewat, dan tidak ada peserta.").says("Belum ada yang mengerjakan.");
    }

    async fn what_was_handed_in_is_to_be_rated_and_released(test: TestDb) {
        let mut sat = Sat::new(test, &[cities(), json!({"question": "Mengapa?", "questionType": "essay", "point": 10})]).await;
        sat.sit("Ana", 1, &[(0, json!("A")), (1, json!("Karena"))]).await;
        let path = format!("/ujian/{}", sat.event);
        let mut admin = officer(&sat.exams, "administrator").await;
        admin.open(&path).await.says("1 peserta terdaftar.").says("1 peserta tanpa satuan.").says("Dimulai ");
        admin.says("1 peserta menunggu penilaian.").says(&format!("href=\"{path}/nilai\">Nilai jawaban"));
        let mut proctor = officer(&sat.exams, "proctor").await;
        proctor.open(&path).await.says("Menunggu ujian selesai.").is_silent_about("menunggu penilaian");
        let essay = format!("/api/v1/test-response/{}", sat.response(0, 1).await["id"]);
        sat.exams.admin.patch(&essay, &json!({"score": 7})).await.expect(200);
        admin.open(&path).await.says("Menunggu ujian selesai.").is_silent_about("menunggu penilaian");
        // When it is over, results wait for whoever may release them.
        sat.exams.app.clock.advance(OVER);
        let mut admin = officer(&sat.exams, "administrator").await;
        admin.open(&path).await.says("Ujian sudah selesai.").says("Hasil belum diumumkan.").says(">Umumkan hasil</a>");
        let mut rater = officer(&sat.exams, "rater").await;
        rater.open(&path).await.says("Hasil belum diumumkan.").says(">Lihat hasil</a>").is_silent_about("Umumkan hasil");
        let release = format!("{path}/hasil/umumkan");
        admin.open(&release).await;
        admin.submit(&release, &[]).await;
        admin.open(&path).await.says("Hasil ditampilkan kepada peserta.");
    }
}
