//! Test packages in other programs' formats, out and in again: papers for desks, and what other platforms exchange.

use papers::import::read_docx;
use serde_json::{Value, json};
use testkit::{Answer, Client, both_engines};

use crate::{
    assessment_support::Exams,
    trackmate_support::{form, send},
};

const UPLOAD: &str = "/api/v1/test-packages/upload";

async fn upload(client: &Client, path: &str, name: &str, content: &[u8]) -> Answer {
    let (kind, body) = form("file", name, "application/octet-stream", content);
    send(client, "POST", path, &[("content-type", &kind)], body).await
}

/// The template as a package.
async fn sample(exams: &Exams) -> Value {
    let path = "/api/v1/test-packages/download-package-template";
    let template = exams.author.get(path).await.expect(200).body;
    let report = upload(&exams.author, UPLOAD, "contoh.docx", &template)
        .await
        .expect(201)
        .json();
    report["packageId"].clone()
}

both_engines! {
    async fn a_paper_for_desks_says_nothing_that_is_right(test: TestDb) {
        let exams = Exams::new(test).await;
        let package = sample(&exams).await;
        let path = format!("/api/v1/test-packages/{package}/export.docx");
        let handout = exams.author.get(&format!("{path}?keys=no")).await.expect(200);
        assert!(handout.headers["content-disposition"].to_str().unwrap().contains("soal.docx"));
        let with = exams.author.get(&format!("{path}?keys=yes")).await.expect(200).body;
        assert_eq!(with, exams.author.get(&path).await.expect(200).body);
        let keys = |file: &[u8]| {
            let sections = read_docx(file).unwrap().paper.sections;
            sections.iter().flat_map(|section| &section.questions).map(|question| question.key.len()).sum::<usize>()
        };
        assert_eq!((keys(&handout.body), keys(&with) > 0), (0, true));
        exams.author.get(&format!("{path}?keys=maybe")).await.expect(400);
        for client in [&exams.rater, &exams.proctor] {
            client.get(&format!("{path}?keys=no")).await.expect(403);
        }
        let notes = exams.admin.get("/api/v1/audit-log?thing=package").await.expect(200).json();
        assert!(notes.to_string().contains(&json!({"form": "handout"}).to_string()), "{notes}");
    }

    async fn a_quiz_of_moodle_comes_and_goes(test: TestDb) {
        let exams = Exams::new(test).await;
        let author = &exams.author;
        let package = sample(&exams).await;
        let path = format!("/api/v1/test-packages/{package}/export.xml");
        let quiz = author.get(&path).await.expect(200);
        assert_eq!(quiz.headers["content-type"], "application/xml");
        assert!(quiz.headers["content-disposition"].to_str().unwrap().contains("Contoh Paket Ujian.xml"));
        let taken = upload(author, UPLOAD, "kuis.xml", &quiz.body).await.expect(409).json();
        assert_eq!(taken["packageId"], package, "{taken}");
        let renamed = quiz.text().replace("title=\"Contoh Paket Ujian\"", "title=\"Dari Moodle\"");
        let report = upload(author, UPLOAD, "kuis.xml", renamed.as_bytes()).await.expect(201).json();
        assert_eq!((&report["findings"], &report["questions"]), (&json!([]), &json!(7)));
        let word = |id: &Value| format!("/api/v1/test-packages/{id}/export.docx");
        let again = read_docx(&author.get(&word(&report["packageId"])).await.expect(200).body).unwrap().paper;
        let first = read_docx(&author.get(&word(&package)).await.expect(200).body).unwrap().paper;
        assert_eq!((again.sections, again.passages), (first.sections, first.passages));
        for client in [&exams.rater, &exams.proctor] {
            client.get(&path).await.expect(403);
        }
        author.get("/api/v1/test-packages/999/export.xml").await.expect(404);
    }

    async fn a_hostile_quiz_stores_nothing_and_what_it_lacks_is_told(test: TestDb) {
        let exams = Exams::new(test).await;
        let laughs = b"<?xml version=\"1.0\"?><!DOCTYPE q [<!ENTITY a 'ha'>]><quiz>&a;</quiz>";
        upload(&exams.author, UPLOAD, "tawa.xml", laughs).await.expect(400);
        let keyless = b"<quiz><question type=\"shortanswer\"><questiontext format=\"html\"><text>Apa?</text></questiontext></question></quiz>";
        let refused = upload(&exams.author, UPLOAD, "kuis.xml", keyless).await.expect(400).json();
        assert!(refused.to_string().contains("question.key.missing"), "{refused}");
        let script = b"<quiz><question type=\"essay\"><questiontext format=\"html\"><text>&lt;script&gt;alert(1)&lt;/script&gt;&lt;p onclick=\"x\"&gt;Jelaskan&lt;/p&gt;</text></questiontext></question></quiz>";
        let report = upload(&exams.author, UPLOAD, "Kuis lain.xml", script).await.expect(201).json();
        assert!(report["findings"].to_string().contains("exchange.active"), "{report}");
        let questions = exams.author.get("/api/v1/questions").await.expect(200).text();
        assert!(questions.contains("Jelaskan") && !questions.contains("alert") && !questions.contains("onclick"), "{questions}");
    }

    async fn a_package_of_qti_comes_and_goes(test: TestDb) {
        let exams = Exams::new(test).await;
        let author = &exams.author;
        let package = sample(&exams).await;
        let path = format!("/api/v1/test-packages/{package}/export.zip");
        let archive = author.get(&path).await.expect(200);
        assert_eq!(archive.headers["content-type"], "application/zip");
        let renamed = author.patch(&format!("/api/v1/test-packages/{package}"), &json!({"title": "Lama"})).await;
        renamed.expect(200);
        let tried = upload(author, &format!("{UPLOAD}?dryRun=1"), "paket.zip", &archive.body).await.expect(200).json();
        assert_eq!((&tried["findings"], &tried["title"]), (&json!([]), &json!("Contoh Paket Ujian")));
        let report = upload(author, UPLOAD, "paket.zip", &archive.body).await.expect(201).json();
        let word = |id: &Value| format!("/api/v1/test-packages/{id}/export.docx");
        let again = read_docx(&author.get(&word(&report["packageId"])).await.expect(200).body).unwrap().paper;
        let first = read_docx(&author.get(&word(&package)).await.expect(200).body).unwrap().paper;
        assert_eq!((again.sections, again.passages), (first.sections, first.passages));
        for client in [&exams.rater, &exams.proctor] {
            client.get(&path).await.expect(403);
        }
        // An archive that cannot be opened, or holds no questions, stores nothing.
        upload(author, UPLOAD, "paket.zip", &archive.body[..archive.body.len() / 2]).await.expect(400);
    }

    async fn columns_of_a_table_are_what_the_sender_says(test: TestDb) {
        let exams = Exams::new(test).await;
        let table = b"Nr;Was;Eins;Zwei;Loesung\n1;Ibu kota Turki?;Ankara;Izmir;A\n";
        let refused = upload(&exams.author, UPLOAD, "tabelle.csv", table).await.expect(415).json();
        assert_eq!(refused["columns"][1]["head"], "Was", "{refused}");
        let send_with = async |mapping: &str| {
            let mark = "batas-formulir";
            let mut body = format!("--{mark}\r\ncontent-disposition: form-data; name=\"mapping\"\r\n\r\n{mapping}\r\n--{mark}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"tabelle.csv\"\r\n\r\n").into_bytes();
            body.extend_from_slice(table);
            body.extend_from_slice(format!("\r\n--{mark}--\r\n").as_bytes());
            let kind = format!("multipart/form-data; boundary={mark}");
            send(&exams.author, "POST", UPLOAD, &[("content-type", &kind)], body).await
        };
        let broken = send_with(r#"[{"columns":{"A":"key"}}]"#).await.expect(400).json();
        assert!(broken.to_string().contains("mapping"), "{broken}");
        let good = r#"[{"headRow":1,"columns":{"A":"number","B":"question","C":"option A","D":"option B","E":"key"}}]"#;
        let report = send_with(good).await.expect(201).json();
        assert_eq!((&report["questions"], &report["columns"][1]["use"]), (&json!(1), &json!("question")));
        assert_eq!(report["columns"][1]["samples"], json!(["Ibu kota Turki?"]));
    }
}
