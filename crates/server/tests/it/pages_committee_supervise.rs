//! The pages of supervision: who may enter, what they see, and what is done to one or to many.

use http::StatusCode;
use serde_json::json;
use testkit::{TestDb, both_engines};

use crate::{
    assessment_exam_support::{Sitter, Sitting, plan},
    assessment_speech::{PIECES, put_piece},
    assessment_support::{PASSWORD, cookie_of, try_log_in},
    pages_support::Browser,
    support::TestApp,
};

/// An administrator of exams, logged in: pages have the session of the API.
async fn enter(app: &TestApp, name: &str) -> Browser {
    let answer = try_log_in(&app.anyone, name, PASSWORD).await.expect(200);
    let mut browser = Browser::new(&app.anyone, "id");
    browser.bring("adm-token", &cookie_of(&answer, "adm-token").unwrap());
    browser
}

/// A sitting with Ani, who sits, and Budi, who has not come.
struct Room {
    sitting: Sitting,
    ani: Sitter,
    budi: i64,
    proctor: Browser,
    /// The address of the board.
    path: String,
}

async fn room(test: TestDb) -> Room {
    let sitting = Sitting::new(test, json!({"recordVideo": true})).await;
    let ani = sitting.ani().await;
    let budi = sitting.add("Budi & \"Santoso\"", "0072").await;
    ani.start().await;
    let proctor = enter(&sitting.exams().app, "proctor").await;
    let path = format!("/ujian/{}/awasi", sitting.event);
    Room {
        sitting,
        ani,
        budi,
        proctor,
        path,
    }
}

/// What the form of an act holds, with what is typed.
async fn act(browser: &mut Browser, path: &str, typed: &[(&str, &str)]) {
    let mut held = browser.held();
    held.retain(|(name, _)| !typed.iter().any(|(own, _)| own == name));
    let held: Vec<(&str, &str)> = held
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.submit(path, &[&held[1..], typed].concat()).await;
}

both_engines! {
    async fn proctors_and_administrators_supervise_and_nobody_else_does(test: TestDb) {
        let Room { sitting, ani, path, .. } = room(test).await;
        let app = &sitting.exams().app;
        let pages = [path.clone(), format!("{path}/{}", ani.id), format!("{path}/tindakan?apa=pause&siapa={}", ani.id)];
        for (name, status) in [("administrator", 200), ("proctor", 200), ("author", 403), ("rater", 403)] {
            let mut browser = enter(app, name).await;
            for page in &pages {
                browser.open(page).await;
                assert_eq!(browser.status, status, "{name} at {page}");
            }
        }
        for client in [&app.anyone, &ani.client] {
            let mut stranger = Browser::new(client, "id");
            for page in &pages {
                stranger.open(page).await;
                assert!(stranger.path.starts_with("/ujian/masuk"), "{page} led to {}", stranger.path);
            }
        }
    }

    async fn everybody_is_shown_and_the_part_that_changes_alone_if_it_is_asked_for(test: TestDb) {
        let Room { sitting, mut proctor, path, .. } = room(test).await;
        sitting.wait(2);
        proctor.open(&path).await.says("Ani Lestari").says("Budi &#38; &#34;Santoso").says("Bagian 1 dari 2").says("0 dari 6 terjawab");
        proctor.says("Kamera: tidak ada").says("Tidak terekam").says("name=\"apa\" value=\"terminate\"");
        proctor.open(&format!("{path}?saring=belum-hadir")).await.says("Budi").is_silent_about("Ani Lestari");
        proctor.open(&format!("{path}?q=0071&tampil=petak")).await.says("Ani Lestari").says("watch tiles").is_silent_about("Budi");
        proctor.open(&format!("{path}?q=siapa%00pun&urut=nomor&hal=7")).await.says("Tidak ada peserta yang cocok");
        let client = sitting.exams().app.anyone.with_header("x-part", "board");
        let mut part = enter(&sitting.exams().app, "proctor").await;
        part.go_to(&client, "id").open(&path).await;
        assert!(part.page.trim_start().starts_with("<div data-part>"), "{}", part.page);
        part.says("Ani Lestari").is_silent_about("<html");
        part.go_to(&sitting.exams().app.anyone, "en").open(&path).await.says("Section 1 of 2");
        part.go_to(&sitting.exams().app.anyone, "tr").open(&path).await.says("Bölüm 1 / 2");
    }

    async fn a_group_is_treated_one_by_one_and_those_whom_it_does_not_fit_are_named(test: TestDb) {
        let Room { sitting, ani, budi, mut proctor, path } = room(test).await;
        let act_path = format!("{path}/tindakan");
        proctor.open(&format!("{act_path}?apa=pause&siapa={}&siapa={budi}&siapa=999", ani.id)).await;
        proctor.says("Jeda 2 peserta").says("Ani Lestari").says("Budi &#38; &#34;");
        act(&mut proctor, &act_path, &[("reason", " ")]).await;
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sitting.status(ani.id).await, "in_section");
        act(&mut proctor, &act_path, &[("reason", "Listrik padam")]).await;
        proctor.says("Selesai untuk 1 peserta.").says("Tidak untuk 1 peserta:").says("Budi &#38; &#34;").says("Terdaftar");
        assert_eq!(sitting.status(ani.id).await, "suspended");
        // All of a filter.
        proctor.open(&format!("{act_path}?apa=resume&semua=ya&saring=dijeda")).await.says("Lanjutkan Ani Lestari");
        act(&mut proctor, &act_path, &[]).await;
        proctor.says("Selesai untuk 1 peserta.").is_silent_about("Tidak untuk");
        assert_eq!(sitting.status(ani.id).await, "in_section");
        proctor.open(&format!("{act_path}?apa=message")).await.says("Belum ada peserta yang dipilih.");
        proctor.open(&format!("{act_path}?apa=shout&siapa={}", ani.id)).await;
        assert_eq!(proctor.status, StatusCode::NOT_FOUND);
    }

    async fn a_form_that_is_sent_twice_does_it_once(test: TestDb) {
        let Room { ani, budi, mut proctor, path, .. } = room(test).await;
        let act_path = format!("{path}/tindakan");
        proctor.open(&format!("{act_path}?apa=extend&siapa={}&siapa={budi}", ani.id)).await;
        let form: Vec<(String, String)> = proctor.held();
        let sent: Vec<(&str, &str)> = form.iter().map(|(name, value)| match name.as_str() {
            "minutes" => ("minutes", "5"),
            "reason" => ("reason", "Terlambat"),
            name => (name, value.as_str()),
        }).collect();
        for _ in 0..2 {
            let answer = proctor.post(&act_path, &sent).await.expect(200);
            assert!(answer.text().contains("Selesai untuk 2 peserta."), "{}", answer.text());
        }
        let list = format!("/api/v1/participants/{}/interventions", ani.id);
        let done = proctor.download(&list).await.expect(200).json();
        assert_eq!((&done["metadata"]["totalItems"], &done["data"][0]["seconds"]), (&json!(1), &json!(300)));
        // Typed otherwise, the same form is another wish, which the key does not stand for.
        let other: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, if *name == "minutes" { "6" } else { value })).collect();
        proctor.post(&act_path, &other).await.expect(422);
        let none: Vec<(&str, &str)> = sent.iter().filter(|(name, _)| *name != "_token").copied().collect();
        assert!(!proctor.post(&act_path, &none).await.text().contains("Selesai untuk"));
        for minutes in ["0", "1441", "x", ""] {
            let odd: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, if *name == "minutes" { minutes } else { value })).collect();
            proctor.post(&act_path, &odd).await.expect(422);
        }
        assert_eq!(proctor.download(&list).await.json()["metadata"]["totalItems"], 1);
    }

    async fn another_sittings_people_are_not_reached_from_here(test: TestDb) {
        let Room { sitting, ani, mut proctor, .. } = room(test).await;
        let other = plan(sitting.exams(), sitting.bank.package, json!({"title": "Lain", "slug": "lain"})).await;
        let path = format!("/ujian/{other}/awasi");
        for page in [format!("{path}/{}", ani.id), format!("{path}/0"), format!("{path}/x"), "/ujian/999/awasi".into(), "/ujian/x/awasi".into()] {
            proctor.open(&page).await;
            assert_eq!(proctor.status, StatusCode::NOT_FOUND, "{page}");
        }
        let act_path = format!("{path}/tindakan");
        proctor.open(&format!("{act_path}?apa=terminate&siapa={}", ani.id)).await.says("Belum ada peserta yang dipilih.");
        let id = ani.id.to_string();
        let forged = [("apa", "terminate"), ("siapa", id.as_str()), ("reason", "x")];
        proctor.submit(&act_path, &forged).await.says("Selesai untuk 0 peserta.").is_silent_about("Ani");
        assert_eq!(sitting.status(ani.id).await, "in_section");
    }

    async fn somebodys_exam_is_told_with_flags_acts_and_recordings(test: TestDb) {
        let Room { sitting, ani, mut proctor, path, .. } = room(test).await;
        let page = format!("{path}/{}", ani.id);
        let act_path = format!("{path}/tindakan");
        let attempt = ani.get("state").await.expect(200).json()["attemptId"].as_i64().unwrap();
        ani.save(attempt, &[(sitting.questions[0], 1, json!(["A"]))]).await;
        let body = json!({"stream": "camera", "mimeType": "video/webm", "recorderSession": 0});
        let video = ani.post("recordings", body).await.expect(201).json()["id"].clone();
        sitting.wait(5);
        put_piece(&ani, &format!("recordings/{video}/chunks/0"), PIECES[0]).await.expect(200);
        sitting.wait(5);
        let flag = json!({"flags": [{"kind": "paste", "at": sitting.now(), "detail": "<i>bocoran</i>"}]});
        ani.post("flags", flag).await.expect(202);
        sitting.wait(5);
        put_piece(&ani, &format!("recordings/{video}/chunks/1"), PIECES[1]).await.expect(200);
        sitting.wait(2);
        proctor.open(&page).await.says("Melapor hadir").says("Bagian 1 dibuka").says("1 dari 5 terjawab").says("Menempel: ");
        proctor.says("&#60;i&#62;bocoran").says("/api/v1/video-proctor/latest/").says("2 potong").says("Rekaman dimulai: Kamera");
        // On the page itself: a message, and time.
        let token = proctor.token().unwrap();
        let id = ani.id.to_string();
        let typed = |rest: &[(&'static str, &'static str)]| {
            let mut all = vec![("_token", token.clone()), ("siapa", id.clone()), ("dari", id.clone())];
            all.extend(rest.iter().map(|(name, value)| (*name, (*value).to_owned())));
            all
        };
        for (rest, said) in [
            (&[("apa", "message"), ("text", "Tenang & \"saja\"")][..], "Pesan terkirim."),
            (&[("apa", "extend"), ("minutes", "3"), ("reason", "Listrik")][..], "Waktu ditambahkan."),
            (&[("apa", "pause"), ("reason", "Sakit")][..], "Peserta dijeda."),
            (&[("apa", "resume")][..], "Peserta dilanjutkan."),
        ] {
            let fields = typed(rest);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            proctor.submit(&act_path, &fields).await.says(said);
            assert!(proctor.path.starts_with(&page), "{}", proctor.path);
        }
        proctor.says("Pengawas mengirim pesan: <q><bdi>Tenang &#38; &#34;saja").says("Pengawas memberi 3 menit").says("Sakit · oleh proctor");
        // Once it can be searched, the flag leads into the recording: the first piece began five seconds before it came.
        sitting.exams().app.app.wired.assessment.complete_recording(video.as_i64().unwrap(), 2).await.unwrap();
        proctor.open(&page).await.says("/api/v1/video-proctor/final/").says("#t=7\"");
        // It stands among all recordings of the sitting, which only those who supervise see.
        let all = format!("/ujian/{}/rekaman", sitting.event);
        proctor.open(&format!("/ujian/{}/awasi", sitting.event)).await.says(&format!("href=\"{all}\""));
        proctor.open(&all).await.says("1 rekaman").says("Ani Lestari").says(&format!("#rekaman-{video}"));
        let mut rater = enter(&sitting.exams().app, "rater").await;
        rater.open(&all).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
        proctor.open(&format!("{act_path}?apa=terminate&siapa={id}&dari={id}")).await.says("Akhiri ujian Ani Lestari").says("tidak dapat dibuka lagi");
        assert_eq!(sitting.status(ani.id).await, "in_section", "asked is not done");
        act(&mut proctor, &act_path, &[("reason", "Curang")]).await;
        proctor.says("Ujian peserta diakhiri.").says("Pengawas mengakhiri ujian").says("Dihentikan pengawas").is_silent_about("apa=terminate");
        assert_eq!(sitting.status(ani.id).await, "terminated");
    }
}
