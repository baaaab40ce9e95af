//! Test packages as documents: the template, imports in full and in part, refusals, exports.

use http::Method;
use papers::{
    Choice, Key, Navigation, Paper, Passage, Picture, Pictures, Points, Question, QuestionType, ScoringRule, Section,
    draw::{Difficulty, Draw},
    export::to_docx,
    import::read_docx,
};
use platform::{Conn, Db, Error, Tx, params, text::hex};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{Answer, Client, both_engines};

use crate::{
    assessment_support::{Exams, files},
    trackmate_support::{form, send},
};

const UPLOAD: &str = "/api/v1/test-packages/upload";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

platform::statements! {
    PACKAGES = "select count(*) from exam_package";
    QUESTIONS = "select count(*) from exam_question";
    OPTIONS = "select count(*) from exam_option";
    SECTIONS = "select count(*) from exam_section";
    IMAGES = "select count(*) from exam_image";
    JOBS = "select count(*) from exam_import_job";
    NOTES = "select count(*) from exam_audit where action = 'import'";
    WAITING = "select count(*) from exam_question where audio_name is not null and audio_id is null";
    LINKED = "select count(*) from exam_question where audio_name is null and audio_id is not null";
    ADD_AUDIO = "insert into exam_audio (event, event_key, filename, filename_key, blob, media_type, bytes, duration_ms,
        version, created_at, updated_at) values ($1, $2, $3, $4, $5, 'audio/mpeg', 1, 1, 1, 1, 1)";
}

async fn count(db: &Db, sql: platform::db::Sql) -> i64 {
    let read = db.read(async move |conn: &mut Conn<'_>| conn.number(sql, &[]).await);
    read.await.unwrap()
}

/// How many rows an import could have left.
async fn rows(db: &Db) -> Vec<i64> {
    let mut counts = Vec::new();
    for sql in [PACKAGES, QUESTIONS, OPTIONS, SECTIONS, IMAGES, JOBS, NOTES] {
        counts.push(count(db, sql).await);
    }
    counts
}

async fn upload_to(client: &Client, path: &str, name: &str, content: &[u8]) -> Answer {
    let (kind, body) = form("file", name, "application/octet-stream", content);
    send(client, "POST", path, &[("content-type", &kind)], body).await
}

async fn upload(client: &Client, name: &str, content: &[u8]) -> Answer {
    upload_to(client, UPLOAD, name, content).await
}

async fn template(exams: &Exams) -> Vec<u8> {
    let path = "/api/v1/test-packages/download-package-template";
    exams.author.get(path).await.expect(200).body
}

async fn export(client: &Client, package: &Value) -> Answer {
    client
        .get(&format!("/api/v1/test-packages/{package}/export.docx"))
        .await
        .expect(200)
}

fn codes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect()
}

fn question(text: &str, right: Option<&str>) -> Question {
    let option = |label: &str, value: &str| Choice {
        label: label.to_owned(),
        value: value.into(),
    };
    let key = |answer: &str| Key {
        answer: answer.to_owned(),
        weight: None,
    };
    Question {
        kind: QuestionType::MultipleChoice,
        text: text.into(),
        passage: None,
        audio: None,
        options: vec![option("A", "ya"), option("B", "tidak")],
        key: right.map(key).into_iter().collect(),
        point: Points::whole(1),
        rule: ScoringRule::Exact,
        preparation_time: None,
        response_time: None,
        audio_plays: None,
        tags: Vec::new(),
        difficulty: None,
    }
}

fn paper(title: &str, questions: Vec<Question>) -> Paper {
    Paper {
        title: title.to_owned(),
        passages: Vec::new(),
        sections: vec![Section {
            title: "Membaca".to_owned(),
            duration: 600,
            instruction: String::new().into(),
            navigation: Navigation::Free,
            shuffle: false,
            draws: Vec::new(),
            questions,
        }],
    }
}

fn written(paper: &Paper) -> Vec<u8> {
    to_docx(paper, &Pictures::new()).unwrap()
}

/// A picture of one colour, with its name.
fn picture(shade: u8) -> (String, Picture) {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(4, 4, image::Rgb([shade; 3]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let bytes = bytes.into_inner();
    (hex(&Sha256::digest(&bytes)), Picture { bytes })
}

both_engines! {
    async fn a_package_goes_from_the_template_through_the_bank_and_back_as_it_was(test: TestDb) {
        let exams = Exams::new(test).await;
        let author = &exams.author;
        let file = template(&exams).await;
        let sample = read_docx(&file).unwrap().paper;
        let report = upload(author, "template.docx", &file).await.expect(201).json();
        let id = report["packageId"].clone();
        assert_eq!(
            report,
            json!({
                "message": "File berhasil diproses.", "packageId": id, "jobId": report["jobId"], "title": sample.title,
                "sections": 2, "questions": 7, "passages": 1, "pictures": 0, "errorCount": 0, "warningCount": 0,
                "dryRun": false, "findings": [],
            })
        );
        let answer = export(author, &id).await;
        assert_eq!(answer.headers["content-type"], DOCX);
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        let saved_as = answer.headers["content-disposition"].to_str().unwrap();
        assert_eq!(saved_as, "attachment; filename=\"Contoh Paket Ujian.docx\"");
        let reading = read_docx(&answer.body).unwrap();
        assert_eq!((reading.paper, reading.findings), (sample.clone(), vec![]));
        let renamed = Paper { title: "Paket Lain".to_owned(), ..sample };
        let second = upload(&exams.admin, "lain.docx", &written(&renamed)).await.expect(201).json();
        assert_eq!(second["findings"], json!([]));
        let again = export(author, &second["packageId"]).await;
        assert_eq!(read_docx(&again.body).unwrap().paper, renamed);
        author.get("/api/v1/test-packages/999/export.docx").await.expect(404);
    }

    async fn what_a_section_draws_comes_and_goes_with_the_document(test: TestDb) {
        let exams = Exams::new(test).await;
        let author = &exams.author;
        let of = |number: usize, tag: &str, difficulty| Question {
            tags: vec![tag.to_owned()],
            difficulty: Some(difficulty),
            ..question(&format!("Soal {number}?"), Some("A"))
        };
        let all = vec![of(1, "aljabar", Difficulty::Hard), of(2, "Aljabar", Difficulty::Easy), of(3, "teks naratif", Difficulty::Easy)];
        let draw = |count, tag: Option<&str>, difficulty| Draw { count, tag: tag.map(str::to_owned), difficulty };
        let mut drawn = paper("Undian", all);
        drawn.sections[0].draws = vec![draw(1, Some("aljabar"), Some(Difficulty::Hard)), draw(1, Some("teks naratif"), None)];
        let report = upload(author, "undian.docx", &written(&drawn)).await.expect(201).json();
        assert_eq!(report["findings"], json!([]));
        let again = export(author, &report["packageId"]).await;
        assert_eq!(read_docx(&again.body).unwrap().paper, drawn);
        let publish = |id: &Value| format!("/api/v1/test-packages/{id}/publish");
        author.call(Method::POST, &publish(&report["packageId"])).await.expect(200);
        // What cannot be drawn is told, kept, and not published.
        drawn.title = "Terlalu banyak".to_owned();
        drawn.sections[0].draws[1].count = 2;
        let report = upload(author, "banyak.docx", &written(&drawn)).await.expect(201).json();
        assert_eq!((codes(&report), &report["findings"][0]["excerpt"]), (vec!["section.draw.unmet"], &json!("2 #teks naratif")));
        author.call(Method::POST, &publish(&report["packageId"])).await.expect(409);
    }

    async fn the_workbook_to_fill_in_is_a_package_and_its_columns_are_told(test: TestDb) {
        let exams = Exams::new(test).await;
        let path = "/api/v1/test-packages/download-package-template";
        let answer = exams.author.get(&format!("{path}?format=xlsx")).await.expect(200);
        let report = upload_to(&exams.author, &format!("{UPLOAD}?dryRun=1"), "soal.xlsx", &answer.body).await.expect(200).json();
        assert_eq!((&report["errorCount"], &report["warningCount"]), (&json!(0), &json!(0)), "{report}");
        let columns = report["columns"].as_array().unwrap();
        let key = columns.iter().find(|column| column["use"] == "key").unwrap();
        assert!(key["column"].is_string() && key["head"].is_string(), "{key}");
        exams.author.get(&format!("{path}?format=pdf")).await.expect(400);
        // Documents have no columns to tell of.
        let document = exams.author.get(path).await.expect(200).body;
        let report = upload_to(&exams.author, &format!("{UPLOAD}?dryRun=1"), "soal.docx", &document).await.expect(200).json();
        assert!(report.get("columns").is_none(), "{report}");
        let made = upload(&exams.author, "soal.xlsx", &answer.body).await.expect(201).json();
        assert!(made["questions"].as_i64().unwrap() > 7, "{made}");
    }

    async fn a_job_keeps_what_was_answered(test: TestDb) {
        let exams = Exams::new(test).await;
        let file = template(&exams).await;
        let mut report = upload(&exams.author, "folder/soal.docx", &file).await.expect(201).json();
        let job = exams.author.get("/api/v1/import-jobs/1").await.expect(200).json();
        report.as_object_mut().unwrap().remove("message");
        assert_eq!(job["report"], report);
        assert_eq!(job["filename"], "soal.docx");
        assert_eq!(job["sha256"], hex(&Sha256::digest(&file)));
        assert_eq!((&job["kind"], &job["packageId"]), (&json!("package"), &report["packageId"]));
        exams.author.get("/api/v1/import-jobs/2").await.expect(404);
    }

    async fn a_dry_run_tells_everything_and_stores_nothing(test: TestDb) {
        let exams = Exams::new(test).await;
        let (db, (name, shown)) = (&exams.app.test.db, picture(7));
        let questions = vec![question(&format!("Apa ini? ![foto](image:{name})"), Some("A"))];
        let file = to_docx(&paper("Ujian", questions), &Pictures::from([(name.clone(), shown.clone())])).unwrap();
        let before = rows(db).await;
        for word in ["1", "true"] {
            let report = upload_to(&exams.author, &format!("{UPLOAD}?dryRun={word}"), "u.docx", &file).await.expect(200).json();
            assert_eq!((&report["dryRun"], &report["questions"], &report["pictures"]), (&json!(true), &json!(1), &json!(1)));
            assert_eq!((&report["packageId"], &report["jobId"]), (&Value::Null, &Value::Null));
        }
        assert_eq!(rows(db).await, before);
        upload_to(&exams.author, &format!("{UPLOAD}?dryRun=maybe"), "u.docx", &file).await.expect(400);
        let report = upload_to(&exams.author, &format!("{UPLOAD}?dryRun=0"), "u.docx", &file).await.expect(201).json();
        let again = read_docx(&export(&exams.author, &report["packageId"]).await.body).unwrap();
        assert_eq!(again.pictures, Pictures::from([(name, shown)]));
        // A dry run answers what the import would.
        upload_to(&exams.author, &format!("{UPLOAD}?dryRun=1"), "u.docx", &file).await.expect(409);
    }

    async fn a_file_with_forty_mistakes_changes_nothing_and_names_them_all(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut questions: Vec<_> = (1..=40).map(|number| question(&format!("Soal ke-{number}?"), None)).collect();
        questions.push(question("Yang ini benar?", Some("A")));
        let before = rows(&exams.app.test.db).await;
        for path in [UPLOAD, "/api/v1/test-packages/upload?dryRun=1"] {
            let report = upload_to(&exams.author, path, "u.docx", &written(&paper("Ujian", questions.clone()))).await;
            let report = report.expect(400).json();
            assert_eq!(report["errorCount"], 40);
            let findings = report["findings"].as_array().unwrap();
            let numbers: Vec<_> = findings.iter().map(|finding| finding["question"].as_str().unwrap().to_owned()).collect();
            assert_eq!(numbers, (1..=40).map(|number| number.to_string()).collect::<Vec<_>>());
            assert_eq!(findings[2]["table"], 3);
            assert_eq!(findings[2]["section"], "Membaca");
            assert!(findings[2]["excerpt"].as_str().unwrap().contains("Soal ke-3?"));
            assert!(findings[2]["message"]["id"].is_string() && findings[2]["message"]["en"].is_string());
            assert!(report["message"].as_str().unwrap().contains("40 errors"));
        }
        assert_eq!(rows(&exams.app.test.db).await, before);
    }

    async fn the_same_file_makes_no_second_package_while_the_first_is_there(test: TestDb) {
        let exams = Exams::new(test).await;
        let (db, file) = (&exams.app.test.db, written(&paper("Ujian", vec![question("Apa?", Some("A"))])));
        let first = upload(&exams.author, "a.docx", &file).await.expect(201).json();
        let refused = upload(&exams.admin, "b.docx", &file).await.expect(409).json();
        assert_eq!((&refused["jobId"], &refused["packageId"]), (&first["jobId"], &first["packageId"]));
        // Another file of the same title, without case.
        let other = written(&paper("UJIAN", vec![question("Siapa?", Some("B"))]));
        let refused = upload(&exams.author, "c.docx", &other).await.expect(409).json();
        assert_eq!(refused["packageId"], first["packageId"]);
        assert_eq!(refused.get("jobId"), None);
        let path = format!("/api/v1/test-packages/{}", first["packageId"]);
        exams.author.delete(&path).await.expect(200);
        let again = upload(&exams.author, "a.docx", &file).await.expect(201).json();
        assert_ne!(again["jobId"], first["jobId"]);
        assert_eq!(count(db, PACKAGES).await, 1);
        let job = exams.author.get(&format!("/api/v1/import-jobs/{}", first["jobId"])).await.expect(200).json();
        assert_eq!(job["packageId"], Value::Null);
    }

    async fn of_two_uploads_of_one_file_at_the_same_time_one_wins(test: TestDb) {
        let exams = Exams::new(test).await;
        let file = written(&paper("Ujian", vec![question("Apa?", Some("A"))]));
        let (one, other) = tokio::join!(upload(&exams.author, "a.docx", &file), upload(&exams.admin, "a.docx", &file));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409], "{} {}", one.text(), other.text());
        assert_eq!(count(&exams.app.test.db, PACKAGES).await, 1);
        assert_eq!(count(&exams.app.test.db, JOBS).await, 1);
    }

    async fn an_audio_file_that_is_not_there_yet_is_told_and_waited_for(test: TestDb) {
        let exams = Exams::new(test).await;
        let db = &exams.app.test.db;
        let heard = Question { audio: Some("Track_01.mp3".to_owned()), ..question("Apa yang terdengar?", Some("A")) };
        let silent = written(&paper("Tanpa Audio", vec![heard.clone()]));
        let report = upload(&exams.author, "a.docx", &silent).await.expect(201).json();
        assert_eq!(codes(&report), ["audio.missing"]);
        assert_eq!((&report["warningCount"], &report["errorCount"]), (&json!(1), &json!(0)));
        assert_eq!((count(db, WAITING).await, count(db, LINKED).await), (1, 0));
        let add = db.write(async |tx: &mut Tx<'_>| {
            let values = params!["Ujian Dengar", "ujian dengar", "track_01.MP3", "track_01.mp3", "ab"];
            tx.execute(ADD_AUDIO, values).await
        });
        Result::<_, Error>::unwrap(add.await);
        let report = upload(&exams.author, "b.docx", &written(&paper("Ujian dengar", vec![heard]))).await.expect(201).json();
        assert_eq!(report["findings"], json!([]));
        assert_eq!((count(db, WAITING).await, count(db, LINKED).await), (1, 1));
    }

    async fn what_is_no_document_is_refused(test: TestDb) {
        let exams = Exams::new(test).await;
        let before = rows(&exams.app.test.db).await;
        let locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a Word document with a password";
        for (name, content, status) in [
            ("a.docx", &b"GIF89a"[..], 415),
            ("a.docx", locked, 415),
            ("a.docx", b"PK\x03\x04 and nothing", 400),
            ("a.pdf", b"%PDF-1.7 and nothing", 400),
            ("a.docx", b"", 400),
        ] {
            let answer = upload(&exams.author, name, content).await;
            assert_eq!(answer.status.as_u16(), status, "{name}: {}", answer.text());
        }
        let (kind, body) = form("other", "a.docx", DOCX, b"x");
        send(&exams.author, "POST", UPLOAD, &[("content-type", &kind)], body).await.expect(400);
        send(&exams.author, "POST", UPLOAD, &[("content-type", "application/json")], b"{}".to_vec()).await.expect(415);
        let large = vec![b'x'; (50 << 20) + 1];
        upload(&exams.author, "a.docx", &large).await.expect(413);
        assert_eq!(rows(&exams.app.test.db).await, before);
    }

    async fn a_printed_package_is_imported_from_its_pdf(test: TestDb) {
        let exams = Exams::new(test).await;
        let pdf = include_bytes!("../../../papers/src/import/pdf/samples/writer.pdf");
        let report = upload(&exams.author, "ujian.pdf", pdf).await.expect(201).json();
        assert_eq!((&report["questions"], &report["passages"]), (&json!(3), &json!(1)));
        assert_eq!(report["title"], "Ujian Bahasa – Paket A");
        let paper = read_docx(&export(&exams.author, &report["packageId"]).await.body).unwrap().paper;
        assert_eq!(paper.sections[0].questions[0].key[0].answer, "B");
        assert_eq!(paper.sections[0].questions[0].options[3].value, "malam hari & pagi “buta”");
    }

    async fn a_file_that_arrives_after_the_logout_changes_nothing(test: TestDb) {
        let exams = Exams::new(test).await;
        let document = template(&exams).await;
        let before = rows(&exams.app.test.db).await;
        for (client, path) in [(&exams.author, UPLOAD), (&exams.proctor, "/api/v1/participants/upload-file")] {
            let (kind, body) = form("file", "paket.docx", "application/octet-stream", &document);
            let (first, rest) = body.split_at(body.len() - 50);
            let (first, rest, leaving) = (first.to_vec(), rest.to_vec(), client.clone());
            // The session ends between the first bytes and the last ones.
            let pieces = futures_util::stream::unfold(0, move |step| {
                let (first, rest, leaving) = (first.clone(), rest.clone(), leaving.clone());
                async move {
                    match step {
                        0 => Some((Ok::<_, std::io::Error>(first), 1)),
                        1 => {
                            leaving.get("/api/v1/auth/logout").await.expect(200);
                            Some((Ok(rest), 2))
                        }
                        _ => None,
                    }
                }
            });
            let request = http::Request::post(path).header("content-type", kind);
            let answer = client.send(request, axum::body::Body::from_stream(pieces)).await;
            // A list of participants that is no workbook may be refused as one before that.
            assert!([400, 401].contains(&answer.status.as_u16()), "{path}: {}", answer.text());
            assert!(path != UPLOAD || answer.status == 401, "{}", answer.text());
        }
        assert_eq!(rows(&exams.app.test.db).await, before);
    }

    async fn pictures_of_a_document_that_comes_too_late_do_not_stay(test: TestDb) {
        let exams = Exams::new(test).await;
        let documents: Vec<Vec<u8>> = (0..6_u8)
            .map(|shade| {
                let (name, picture) = picture(shade);
                let text = format!("Apa ini? ![](image:{name})");
                let paper = paper("Satu judul", vec![question(&text, Some("A"))]);
                to_docx(&paper, &Pictures::from([(name, picture)])).unwrap()
            })
            .collect();
        let uploads = documents.iter().map(|document| upload(&exams.author, "a.docx", document));
        let answers = futures_util::future::join_all(uploads).await;
        let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
        assert_eq!((count(&exams.app.test.db, IMAGES).await, files(&exams)), (1, 1));
    }

    async fn a_document_is_judged_as_what_is_sent_by_itself_is(test: TestDb) {
        let exams = Exams::new(test).await;
        let mut about = question("Apa isi teks itu?", Some("A"));
        about.passage = Some("K".repeat(32));
        let mut paper = paper("Paket", vec![about]);
        paper.passages.push(Passage { code: "K".repeat(32), title: String::new(), body: "Teks.".into() });
        paper.sections[0].title = "x".repeat(256);
        let refused = upload(&exams.author, "paket.docx", &written(&paper)).await.expect(400).json();
        assert_eq!(codes(&refused), ["section.rule", "passage.rule"], "{refused}");
        assert_eq!(rows(&exams.app.test.db).await, [0; 7]);
    }
}
