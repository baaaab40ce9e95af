//! The handbook: who reads it, that it is whole, and how pages lead to it.

use http::StatusCode;
use serde_json::json;

use super::{assessment_exam_support::Sitting, pages_committee::officer, pages_support::Browser};

const INDEX: &str = "/ujian/panduan";
const PARTS: [&str; 4] = ["panitia", "pengawas", "penilai", "peserta"];

testkit::both_engines! {
    async fn everybody_at_the_desk_reads_every_part_and_nobody_else(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let exams = sitting.exams();
        for role in ["author", "proctor", "rater"] {
            let mut reader = officer(exams, role).await;
            reader.open(INDEX).await.says("Panduan panitia").says("Panduan pengawas").says("Panduan penilai").says("Panduan peserta");
            for part in PARTS {
                reader.open(&format!("{INDEX}/{part}")).await.says("data-print").is_silent_about(">handbook-").is_silent_about("{ ");
                assert_eq!(reader.status, StatusCode::OK, "{part} for a {role}");
            }
            reader.open(&format!("{INDEX}/lain")).await;
            assert_eq!(reader.status, StatusCode::NOT_FOUND);
        }
        let mut stranger = Browser::new(&exams.app.anyone, "id").local();
        for path in [INDEX.to_owned(), format!("{INDEX}/panitia")] {
            stranger.open(&path).await;
            assert!(stranger.path.starts_with("/ujian/masuk?kembali="), "{}", stranger.path);
        }
    }

    async fn the_participants_part_is_for_whoever_comes_and_in_their_language(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let anyone = &sitting.exams().app.anyone;
        for (language, title, button) in [
            ("id", "Panduan peserta", "Mulai ujian"),
            ("en", "Handbook for participants", "Start the exam"),
            ("tr", "Katılımcı el kitabı", "Sınavı başlat"),
        ] {
            let mut visitor = Browser::new(anyone, language).local();
            visitor.open("/exam/panduan").await.says(&format!("<h1>{title}</h1>"));
            visitor.says(&format!("<b class=\"called\">{button}</b>")).is_silent_about("_token").is_silent_about("/ujian/");
            assert_eq!(visitor.status, StatusCode::OK);
            // And the page of exams leads here.
            visitor.open("/exam").await.says("exam-handbook");
        }
        let ani = sitting.ani().await;
        let answer = ani.client.with_header("accept", "text/html").get("/exam/panduan").await;
        assert!(answer.expect(200).text().contains("Mulai ujian"));
    }

    async fn pages_lead_to_the_chapter_that_is_theirs(test: TestDb) {
        let sitting = Sitting::new(test, json!({"title": "Ujian Bab"})).await;
        let event = sitting.event;
        let mut proctor = officer(sitting.exams(), "proctor").await;
        for (path, chapter) in [
            ("/ujian".to_owned(), "panitia#way"),
            (format!("/ujian/{event}"), "panitia#way"),
            (format!("/ujian/{event}/peserta"), "panitia#participants"),
            (format!("/ujian/{event}/awasi"), "pengawas#board"),
            (format!("/ujian/{event}/awasi?saring=hadir"), "pengawas#board"),
            (format!("/ujian/{event}/hadir"), "panitia#cards"),
        ] {
            proctor.open(&path).await.says(&format!("href=\"{INDEX}/{chapter}\""));
            let (_, name) = chapter.split_once('#').unwrap();
            let (part, _) = chapter.split_once('#').unwrap();
            proctor.open(&format!("{INDEX}/{part}")).await.says(&format!("id=\"{name}\""));
        }
        let mut rater = officer(sitting.exams(), "rater").await;
        rater.open(&format!("/ujian/{event}/nilai")).await.says("penilai#queue");
        // The handbook itself has a table of contents instead.
        rater.open(&format!("{INDEX}/penilai")).await.is_silent_about("class=\"help\"").says("href=\"#queue\"");
    }

    async fn steps_name_buttons_as_the_pages_do(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let mut author = officer(sitting.exams(), "author").await;
        author.open("/ujian/paket/impor").await;
        let (_, form) = author.page.rsplit_once("<button class=\"button\" type=\"submit\">").unwrap();
        let button = form.split('<').next().unwrap().to_owned();
        author.open(&format!("{INDEX}/panitia")).await.says(&format!("<b class=\"called\">{button}</b>"));
        // What a page only knows with a number stands there without one.
        author.says("<b class=\"called\">Simpan … peserta</b>");
    }
}
