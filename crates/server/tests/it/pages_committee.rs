//! The pages of those who hold exams: who gets in, sittings, participants, links.

use http::StatusCode;
use serde_json::{Value, json};
use testkit::TestDb;

use super::{
    assessment_exam_support::Sitting,
    assessment_support::{Exams, PASSWORD},
    pages_support::Browser,
};

/// Somebody of a role, logged in by the page.
pub(crate) async fn officer(exams: &Exams, name: &str) -> Browser {
    let mut browser = Browser::new(&exams.app.anyone, "id").local();
    browser.open("/ujian/masuk").await;
    let login = [("username", name), ("password", PASSWORD)];
    browser.submit("/ujian/masuk", &login).await;
    // Whoever writes questions and sees no sittings comes to the packages.
    let first = if name == "author" { "/ujian/paket" } else { "/ujian" };
    assert_eq!(browser.path, first, "{}", browser.page);
    browser
}

testkit::both_engines! {
    async fn whoever_holds_exams_logs_in_by_the_page_and_finds_their_rooms(test: TestDb) {
        let sitting = Sitting::new(test, json!({"title": "Ujian & akhir"})).await;
        let exams = sitting.exams();
        let path = format!("/ujian/{}", sitting.event);
        // Nobody is led to the door, and from there back.
        let mut stranger = Browser::new(&exams.app.anyone, "id").local();
        stranger.open(&path).await;
        assert_eq!(stranger.path, format!("/ujian/masuk?kembali=%2Fujian%2F{}", sitting.event));
        let wrong = [("username", "proctor"), ("password", "salah"), ("kembali", path.as_str())];
        stranger.submit("/ujian/masuk", &wrong).await.says("Nama pengguna atau kata sandi salah.");
        assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
        let right = [("username", "proctor"), ("password", PASSWORD), ("kembali", path.as_str())];
        stranger.submit("/ujian/masuk", &right).await.says("Ujian &#38; akhir").says("pengawas").says("Peserta");
        assert_eq!(stranger.path, path);
        // A rater sees the sitting, but not who sits; an author neither.
        let mut rater = officer(exams, "rater").await;
        rater.open(&path).await.is_silent_about("/peserta\"");
        rater.open(&format!("{path}/peserta")).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
        let mut author = officer(exams, "author").await;
        author.open(&path).await;
        assert_eq!(author.status, StatusCode::FORBIDDEN);
        // Logging out ends the session for the API as well.
        stranger.open("/ujian").await;
        stranger.submit("/ujian/keluar", &[]).await.says("Anda sudah keluar.");
        assert!(!stranger.has_cookie("adm-token"));
    }

    async fn neither_accounts_nor_participants_get_in(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let ani = sitting.ani().await;
        let answer = ani.client.with_header("accept", "text/html").get(&format!("/ujian/{}", sitting.event)).await;
        answer.expect(303);
        let app = &sitting.exams().app;
        app.account("rina", accounts::Role::SuperAdmin).await;
        let mut rina = Browser::new(&app.anyone, "id").local();
        rina.open("/masuk").await;
        rina.submit("/masuk", &[("username", "rina"), ("password", crate::support::PASSWORD)]).await;
        rina.open("/ujian").await.says("Masuk ke ruang panitia");
    }

    async fn participants_are_added_once_and_found(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let mut proctor = officer(sitting.exams(), "proctor").await;
        let path = format!("/ujian/{}/peserta", sitting.event);
        proctor.open(&path).await.says("Belum ada peserta");
        let key = proctor.holds("_kunci").unwrap();
        let ani = [("_kunci", key.as_str()), ("name", "Ani & Lestari"), ("registeredNumber", "0071")];
        proctor.submit(&path, &ani).await.says("Peserta ditambahkan.").says("Ani &#38; Lestari").says("Peserta (1)");
        proctor.submit(&path, &ani).await.says("Peserta (1)");
        let again = [("name", "Ani & Lestari"), ("registeredNumber", "0071")];
        proctor.submit(&path, &again).await.says("value=\"0071\"");
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        proctor.open(&path).await;
        proctor.submit(&path, &[("name", ""), ("registeredNumber", "1")]).await;
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        proctor.open(&format!("{path}?q=lestari")).await.says("0071");
        proctor.open(&format!("{path}?q=budi")).await.is_silent_about("0071");
        for path in [format!("{path}?q=%00lestari"), "/ujian?q=%00".to_owned()] {
            proctor.open(&path).await;
            assert_eq!(proctor.status, StatusCode::OK, "{path}");
        }
        // A form without the page's token adds nobody.
        let forged = proctor.post(&path, &[("name", "Budi"), ("registeredNumber", "2")]).await;
        assert!(!forged.status.is_redirection());
        proctor.open(&path).await.is_silent_about("Budi");
    }

    async fn a_link_is_shown_once_used_and_revoked(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let exams = sitting.exams();
        let mut admin = officer(exams, "administrator").await;
        let (path, links) = (format!("/ujian/{}/peserta", sitting.event), format!("/ujian/{}/tautan", sitting.event));
        admin.open(&path).await;
        admin.submit(&links, &[("maxUses", "banyak")]).await;
        assert_eq!(admin.status, StatusCode::BAD_REQUEST);
        admin.open(&path).await;
        admin.submit(&links, &[("maxUses", "2")]).await.says("hanya tampil sekali ini").says("<svg class=\"qr\"");
        let (_, rest) = admin.page.split_once("/registration?token=").unwrap();
        let token = rest.split('<').next().unwrap().to_owned();
        let challenge = format!("/api/v1/exam/auth/challenge?token={token}");
        let asked: Value = exams.app.anyone.get(&challenge).await.expect(200).json();
        assert!(asked["challenge"].is_string());
        admin.open(&path).await.says("0 dari 2 tempat terpakai").is_silent_about(&token);
        let (_, rest) = admin.page.split_once(&format!("action=\"{links}/")).unwrap();
        let revoke = format!("{links}/{}", rest.split('"').next().unwrap());
        admin.submit(&revoke, &[]).await.says("Tautan dicabut.").says("Dicabut ");
        assert!(exams.app.anyone.get(&challenge).await.status.is_client_error());
    }

    async fn what_was_typed_while_a_session_ended_is_sent_by_whoever_logs_in_again(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let mut proctor = officer(sitting.exams(), "proctor").await;
        let path = format!("/ujian/{}/peserta", sitting.event);
        proctor.open(&path).await;
        proctor.forget("adm-token");
        let ani = [("name", "Ani Lestari"), ("registeredNumber", "0071")];
        proctor.submit(&path, &ani).await.says("Ani+Lestari").says("action=\"/ujian/masuk\"");
        let kept = proctor.page.split_once("name=\"_tersimpan\" value=\"").unwrap().1;
        let kept = kept.split('"').next().unwrap().replace("&#38;", "&");
        let login = [("username", "proctor"), ("password", PASSWORD), ("kembali", path.as_str()), ("_tersimpan", kept.as_str())];
        proctor.submit("/ujian/masuk", &login).await.says("Ani Lestari").says(&format!("action=\"{path}\""));
        proctor.submit(&path, &ani).await.says("Peserta ditambahkan.");
    }
}

#[tokio::test]
async fn a_browser_that_would_throw_the_session_away_is_told_so() {
    let sitting = Sitting::new(TestDb::sqlite().await, json!({})).await;
    let mut far = Browser::new(&sitting.exams().app.anyone, "en");
    far.open("/ujian/masuk").await;
    far.submit("/ujian/masuk", &[("username", "proctor"), ("password", PASSWORD)])
        .await
        .says("HTTPS");
    assert_eq!(far.status, StatusCode::UNPROCESSABLE_ENTITY);
}
