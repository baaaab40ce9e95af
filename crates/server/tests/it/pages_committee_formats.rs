//! The pages by which packages come in and go out: papers for desks, exchange formats, columns of tables, sound files.

use http::StatusCode;
use serde_json::json;

use super::{
    assessment_bank::Bank, assessment_speech::wav, assessment_support::Exams, pages_committee::officer,
    pages_support::Browser,
};

const LIST: &str = "/ujian/paket";
const IMPORT: &str = "/ujian/paket/impor";

async fn send(browser: &mut Browser, content: &[u8]) {
    browser.open(IMPORT).await;
    let token = browser.token().unwrap();
    let fields = [("_token", token.as_str()), ("title", "Dari berkas")];
    browser.upload(IMPORT, &fields, &[("file", content)]).await;
}

testkit::both_engines! {
    async fn a_paper_is_printed_with_its_keys_only_for_those_who_may(test: TestDb) {
        let bank = Bank::new(test).await;
        bank.question(json!({"question": "Ibu kota <b>Turki</b>?", "questionType": "short_answer",
            "optionQuestions": null, "answerKey": ["rahasia-kunci"]})).await;
        bank.question(json!({"question": "Volume √(x)", "questionMarked": "<p>Volume <math><msqrt><mi>x</mi></msqrt></math></p>"})).await;
        let path = format!("{LIST}/{}/cetak", bank.package);
        let mut author = officer(&bank.exams, "author").await;
        author.open(&format!("{LIST}/{}", bank.package)).await.says(&path).says("export.docx?keys=no");
        author.open(&path).await.says("Ibu kota &lt;b&gt;Turki").says("<msqrt>").says("paper-cover").says("paper-sheet");
        author.is_silent_about("rahasia-kunci").is_silent_about("paper-key\"");
        author.open(&format!("{path}?pilih=1&kunci=ya&kolom=ya")).await.says("rahasia-kunci").says(" two\"");
        author.is_silent_about("paper-cover").is_silent_about("article class=\"paper paper-sheet");
        let mut rater = officer(&bank.exams, "rater").await;
        rater.open(&path).await.says("Ibu kota").is_silent_about("name=\"kunci\"").is_silent_about("rahasia-kunci");
        rater.open(&format!("{path}?pilih=1&kunci=ya")).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
        let mut proctor = officer(&bank.exams, "proctor").await;
        proctor.open(&path).await;
        assert_eq!(proctor.status, StatusCode::FORBIDDEN);
        author.open(&format!("{LIST}/99999/cetak")).await;
        assert_eq!(author.status, StatusCode::NOT_FOUND);
        let audited = bank.exams.admin.get("/api/v1/audit-log?thing=package").await.expect(200).json();
        assert!(audited.to_string().contains("print"), "{audited}");
    }

    async fn an_empty_package_is_printed_as_nothing(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut author = officer(&exams, "author").await;
        author.open(LIST).await;
        let key = author.holds("_kunci").unwrap();
        author.submit(LIST, &[("_kunci", key.as_str()), ("title", "Kosong")]).await;
        let path = author.path.split('?').next().unwrap().to_owned();
        author.open(&format!("{path}/cetak")).await.says("masih kosong").is_silent_about("<article");
    }

    async fn somebody_says_what_the_columns_of_a_table_are(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut author = officer(&exams, "author").await;
        let table = "Nr;Was;Opsi ke A;Opsi ke B;Kunci resmi\n1;<b>Ibu kota Turki?;Ankara;Izmir;A\n".as_bytes();
        send(&mut author, table).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.says("Kolom tabel").says("&#60;b&#62;Ibu kota").says("name=\"kolom-0-B\"");
        // What a head may mean is chosen already.
        author.says("<option value=\"option A\" selected>").says("<option value=\"key\" selected>");
        let kept = author.holds("_berkas").unwrap();
        let token = author.token().unwrap();
        let form = |question: &'static str| {
            [("_token", token.clone()), ("_berkas", kept.clone()), ("title", "Tabel".to_owned()), ("_lembar", "1".to_owned()),
                ("lembar-0", String::new()), ("judul-0", "1".to_owned()), ("kolom-0-A", "number".to_owned()),
                ("kolom-0-B", question.to_owned()), ("kolom-0-C", "option A".to_owned()),
                ("kolom-0-D", "option B".to_owned()), ("kolom-0-E", "key".to_owned())]
        };
        let wrong = form("key");
        let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
        author.upload(IMPORT, &wrong, &[]).await.says("dua kolom").says("value=\"Tabel\"");
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        let right = form("question");
        let right: Vec<(&str, &str)> = right.iter().map(|(name, value)| (*name, value.as_str())).collect();
        author.upload(IMPORT, &right, &[]).await.says("siap disimpan").says("<option value=\"question\" selected>");
        let (mapping, kept) = (author.holds("_pemetaan").unwrap(), author.holds("_berkas").unwrap());
        assert!(mapping.contains("option A"), "{mapping}");
        let store = [("_token", token.as_str()), ("_simpan", "ya"), ("title", "Tabel"), ("_pemetaan", mapping.as_str()),
            ("_berkas", kept.as_str())];
        author.upload(IMPORT, &store, &[]).await.says("sudah menjadi paket soal");
        author.open(LIST).await.says("Tabel").says("Semua paket (1)");
    }

    async fn a_try_is_told_beside_the_one_before(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut author = officer(&exams, "author").await;
        let keyless = b"BAGIAN: Umum\nDURASI: 10 menit\n1. Ibu kota Prancis?\nA. Paris\nB. London\n";
        send(&mut author, keyless).await;
        author.says("Harus diperbaiki").is_silent_about("Sejak percobaan terakhir");
        let tried = author.holds("_lalu").unwrap();
        let token = author.token().unwrap();
        let keyed = [keyless.as_slice(), b"KUNCI: A\n2. Ibu kota Turki?\nA. Ankara\nB. Izmir\nKUNCI: A\n"].concat();
        let fields = [("_token", token.as_str()), ("title", "Dari berkas"), ("_lalu", tried.as_str())];
        author.upload(IMPORT, &fields, &[("file", &keyed)]).await;
        author.says("Sejak percobaan terakhir").says("1 → 2").says("Sudah beres").is_silent_about("since-new");
        // What was tried before may be anything.
        let fields = [("_token", token.as_str()), ("title", ""), ("_lalu", "{\"counts\":[1],\"findings\":[\"<script>\"]}")];
        author.upload(IMPORT, &fields, &[("file", &keyed)]).await.says("&#60;script&#62;").is_silent_about("<script>\"");
    }

    async fn findings_speak_the_language_of_their_reader(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut author = officer(&exams, "author").await;
        let quiz = b"<quiz><question type=\"shortanswer\"><questiontext format=\"html\"><text>Apa?</text></questiontext></question><question type=\"ddmarker\"/></quiz>";
        send(&mut author, quiz).await;
        author.says("Soal ini belum mempunyai kunci").says("Jenis soal Moodle ini");
        author.go_to(&exams.app.anyone, "tr");
        send(&mut author, quiz).await;
        author.says("Sorunun anahtar\u{131} yok").says("Moodle soru t\u{fc}r\u{fc}").is_silent_about("The question has no key");
    }

    async fn sounds_are_joined_with_the_questions_that_name_them(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut author = officer(&exams, "author").await;
        let paper = "BAGIAN: Menyimak\nDURASI: 10 menit\n1. Apa? [Audio: Satu.wav]\nA. ya\nB. tidak\nKUNCI: A\n2. Siapa? [Audio: dua.wav]\nA. ya\nB. tidak\nKUNCI: A\n";
        send(&mut author, paper.as_bytes()).await;
        author.resend(IMPORT, &[], &[]).await.says("/suara\"");
        let path = format!("{LIST}/1/suara");
        author.open(&path).await.says("2 audio belum ada").says("Satu.wav").says("Belum ada");
        let token = author.token().unwrap();
        let fields = [("_token", token.as_str())];
        let sent = |name: &str, content: Vec<u8>| ("file".to_owned(), name.to_owned(), content);
        let files = [sent("satu.WAV", wav(8001)), sent("lain.wav", wav(8002)), sent("dua.wav", b"no sound".to_vec())];
        author.upload_named(&path, &fields, &files).await.says("Ada berkas yang tidak disimpan").says("dua.wav");
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.says("1 audio belum ada").says("Tidak dipakai soal mana pun").says("lain.wav");
        let archive = crate::assessment_media::packed(&[("dua.wav", &wav(8003))]);
        author.upload_named(&path, &fields, &[sent("apa saja.zip", archive)]).await.says("Audio disimpan.").says("Semua audio sudah ada");
        let told = exams.rater.get("/api/v1/test-packages/1/audio").await.expect(200).json();
        assert_eq!(told["superfluous"], json!(["lain.wav"]), "{told}");
        assert_eq!(told["needed"][0], json!({"filename": "Satu.wav", "questions": [1], "isThere": true}));
        exams.proctor.get("/api/v1/test-packages/1/audio").await.expect(403);
        let mut rater = officer(&exams, "rater").await;
        rater.open(&path).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
        author.upload_named(&path, &[], &[sent("tiga.wav", wav(8004))]).await;
        author.open(&path).await.is_silent_about("tiga.wav");
    }
}
