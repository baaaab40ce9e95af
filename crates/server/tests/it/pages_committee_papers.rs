//! The pages of the bank: who gets in, making, publishing and deleting packages, importing them from documents.

use http::StatusCode;
use serde_json::json;

use super::{assessment_bank::Bank, assessment_support::Exams, pages_committee::officer, pages_support::Browser};

const LIST: &str = "/ujian/paket";
const IMPORT: &str = "/ujian/paket/impor";

/// Questions as numbered text, of which the last one has no key.
const KEYLESS: &[u8] =
    b"BAGIAN: Umum\nDURASI: 10 menit\n1. Ibu kota Prancis?\nA. Paris\nB. London\nKUNCI: A\n\n2. Ibu kota Turki?\nA. Ankara\nB. Izmir\n";
const KEYED: &[u8] =
    b"BAGIAN: Umum\nDURASI: 10 menit\n1. Ibu kota Prancis?\nA. Paris\nB. London\nKUNCI: A\n\n2. Ibu kota Turki?\nA. Ankara\nB. Izmir\nKUNCI: A\n";

async fn send(browser: &mut Browser, title: &str, content: &[u8]) {
    browser.open(IMPORT).await;
    let token = browser.token().unwrap();
    let fields = [("_token", token.as_str()), ("title", title)];
    browser.upload(IMPORT, &fields, &[("file", content)]).await;
}

testkit::both_engines! {
    async fn the_bank_is_for_those_who_read_it_and_changed_by_those_who_write_it(test: TestDb) {
        let bank = Bank::new(test).await;
        let exams = &bank.exams;
        let path = format!("{LIST}/{}", bank.package);
        let mut stranger = Browser::new(&exams.app.anyone, "id").local();
        stranger.open(&path).await;
        assert!(stranger.path.starts_with("/ujian/masuk?kembali="), "{}", stranger.path);
        let mut proctor = officer(exams, "proctor").await;
        proctor.is_silent_about(LIST);
        for page in [LIST, path.as_str(), IMPORT] {
            proctor.open(page).await;
            assert_eq!(proctor.status, StatusCode::FORBIDDEN, "{page}");
        }
        let mut rater = officer(exams, "rater").await;
        rater.says("href=\"/ujian/paket\"");
        rater.open(LIST).await.says("Ujian Nasional").is_silent_about("Paket baru");
        rater.open(&path).await.says("Belum pernah diterbitkan.").is_silent_about("Terbitkan");
        for deed in [LIST.to_owned(), format!("{path}/terbitkan"), format!("{path}/hapus")] {
            rater.open(&path).await;
            rater.submit(&deed, &[("title", "Lain")]).await;
            assert_eq!(rater.status, StatusCode::FORBIDDEN, "{deed}");
        }
        rater.open(IMPORT).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
    }

    async fn a_package_is_made_once_and_found(test: TestDb) {
        let bank = Bank::new(test).await;
        let mut author = officer(&bank.exams, "author").await;
        // Who writes questions sees no sittings.
        assert_eq!(author.path, LIST);
        author.open(LIST).await.says("Semua paket (1)").says("Draf");
        let key = author.holds("_kunci").unwrap();
        let made = [("_kunci", key.as_str()), ("title", "Ujian & <akhir>")];
        author.submit(LIST, &made).await.says("Paket dibuat.").says("Ujian &#38; &#60;akhir&#62;").says("masih kosong");
        author.open(LIST).await;
        author.submit(LIST, &made).await;
        author.open(LIST).await.says("Semua paket (2)");
        author.submit(LIST, &[("title", "ujian nasional")]).await.says("value=\"ujian nasional\"");
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.open(LIST).await;
        author.submit(LIST, &[("title", " ")]).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.open("/ujian/paket?q=nasional").await.says("Ujian Nasional").is_silent_about("&#60;akhir");
        author.open("/ujian/paket?q=fisika").await.says("Tidak ada paket yang cocok");
        let forged = author.post(LIST, &[("title", "Palsu")]).await;
        assert!(!forged.status.is_redirection());
    }

    async fn what_was_published_is_shown_as_it_is_sat(test: TestDb) {
        let bank = Bank::new(test).await;
        let mut author = officer(&bank.exams, "author").await;
        let path = format!("{LIST}/{}", bank.package);
        let publish = format!("{path}/terbitkan");
        let published = format!("{path}/terbit");
        author.open(&published).await.says("Belum ada soal yang diterbitkan");
        author.open(&path).await;
        author.submit(&publish, &[]).await.says("Paket belum diterbitkan").says("belum memuat soal");
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        let marked = "<p>Volume <b>a &lt; b</b> cm<sup>3</sup>?</p>";
        bank.question(json!({"question": "Volume a < b cm³?", "questionMarked": marked})).await;
        bank.question(json!({"question": "<script>KUNCI</script>", "questionType": "short_answer",
            "optionQuestions": null, "answerKey": ["rahasia-kunci"]})).await;
        author.open(&path).await.says("Reading").says("2 menit");
        author.submit(&publish, &[]).await.says("Paket diterbitkan.").says("Versi 1");
        author.open(&published).await.says("cm<sup>3</sup>").says("London").says("&lt;script&gt;").is_silent_about("<script>KUNCI").is_silent_about("rahasia-kunci");
        author.open(&path).await;
        author.submit(&publish, &[]).await.is_silent_about("Versi 2");
        let mut rater = officer(&bank.exams, "rater").await;
        rater.open(&path).await.says("pilihan ganda").says("Diterbitkan").is_silent_about("export.docx");
        // What is published is not deleted here.
        author.open(&format!("{path}/hapus")).await;
        assert_eq!(author.path, path);
    }

    async fn a_draft_is_deleted_after_asking(test: TestDb) {
        let bank = Bank::new(test).await;
        let mut author = officer(&bank.exams, "author").await;
        let path = format!("{LIST}/{}/hapus", bank.package);
        author.open(&path).await.says("tidak dapat dibatalkan").says("Ujian Nasional");
        let token = author.token().unwrap();
        author.submit(&path, &[]).await.says("Paket dihapus.").says("Belum ada paket soal");
        let again = author.post(&path, &[("_token", &token)]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
    }

    async fn a_document_is_looked_at_before_it_becomes_a_package(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut author = officer(&exams, "author").await;
        send(&mut author, "", KEYLESS).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.says("Harus diperbaiki").says("Soal 2");
        send(&mut author, "Ibu kota", KEYED).await;
        author.says("siap disimpan").says("<bdi>Ibu kota</bdi>");
        author.open(LIST).await.says("Semua paket (0)");
        send(&mut author, "Ibu kota", KEYED).await;
        author.resend(IMPORT, &[], &[]).await.says("Berkas diimpor.").says("sudah menjadi paket soal");
        let report = author.path.split('?').next().unwrap().to_owned();
        author.open(LIST).await.says("Semua paket (1)").says("Ibu kota");
        author.open(&report).await.says("Buka paket");
        // The same file makes no second package.
        send(&mut author, "Lain", KEYED).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.says("sudah diimpor").says("Lihat paket itu");
    }

    async fn the_template_can_be_imported_and_what_is_no_document_is_told(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut author = officer(&exams, "author").await;
        author.open(IMPORT).await;
        let template = author.download("/api/v1/test-packages/download-package-template?format=docx").await;
        send(&mut author, "", &template.expect(200).body).await;
        author.says("siap disimpan");
        send(&mut author, "", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.says("id=\"file-fault\"");
        send(&mut author, "", b"").await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.says("Pilih berkasnya dahulu.");
        let forged = [("title", "x")];
        author.upload(IMPORT, &forged, &[("file", KEYED)]).await;
        author.open(LIST).await.says("Semua paket (0)");
    }
}
