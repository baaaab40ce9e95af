//! What everybody answered, as files.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use papers::sheet::{TextRow, read_rows};
use platform::{Tx, params};
use serde_json::{Value, json};
use testkit::{TestDb, both_engines};

use crate::assessment_frozen::{Sat, cities};

platform::statements! {
    TITLES = "update exam_participant set unit_title = $1, rank_title = $2, position_title = $3 where id = $4";
    AUDIO = "insert into exam_audio_response (attempt_id, question_id, take, media_type, bytes, duration_ms, status, created_at,
        updated_at) values ($1, $2, 1, 'audio/webm', 1200, 4500, 'complete', 0, 0) returning id";
    SPEAK = "update exam_response set audio_response_id = $1 where participant_id = $2 and question_id = $3";
    PERSON = "insert into exam_participant (event_id, name, name_key, registered_number, registered_key,
        exam_registered_number, source, status, time_factor, extra_seconds, total_score, max_score, version, created_at, updated_at)
        values ($1, $2, $2, $3, $3, $3, 'admin', 'scored', 1000, 0, 1000, 3000, 1, 0, 0) returning id";
    ATTEMPT = "insert into exam_attempt (participant_id, no, state, seed, package_version_id, started_at, deadline_at, version)
        select cast($1 as bigint), 1, 'submitted', 1, package_version_id, 1, 2, 1 from exam_event where id = $2 returning id";
    ANSWERED = "insert into exam_response (attempt_id, participant_id, question_id, package_id, event_id, answer, answer_json,
        client_seq, revision, score, score_status, late_sync, version, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, 1, 1, 500, 'auto', 0, 1, 0, 0) returning id";
}

/// Columns of a table of answers before its questions.
const BEFORE: usize = 8;

fn questions() -> Vec<Value> {
    let mut formula = cities();
    formula["optionQuestions"][1]["valueMarked"] =
        json!("<p>Luas <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math></p>");
    formula["optionQuestions"][1].as_object_mut().unwrap().remove("value");
    let pairs = json!({"question": "Jodohkan!", "questionType": "matching", "point": 10, "answerKey": ["1-B", "2-A"],
        "optionQuestions": [{"label": "1", "value": "Medan"}, {"label": "2", "value": "Jayapura"}, {"label": "A", "value": "WIT"},
            {"label": "B", "value": "WIB"}]});
    vec![
        formula,
        pairs,
        json!({"question": "Warna?", "questionType": "short_answer", "point": 10, "answerKey": ["merah"]}),
        json!({"question": "Ceritakan!", "questionType": "essay", "point": 10}),
        json!({"question": "Katakan!", "questionType": "speaking", "point": 10, "preparationTime": 5, "responseTime": 10}),
    ]
}

/// Ana answered everything, Budi nothing.
async fn sat(test: TestDb) -> Sat {
    let mut sat = Sat::new(test, &questions()).await;
    let answers = [
        (0, json!("B")),
        (1, json!({"1": "B", "2": "A"})),
        (2, json!("=SUM(A1)")),
        (3, json!(format!("Suatu hari\n{}", "👩".repeat(17_000)))),
    ];
    let ana = sat.sit("Ana", 1, &answers).await;
    sat.sit("Budi", 1, &[]).await;
    let ((participant, attempt), question) = (sat.people[ana], sat.questions[4]);
    let work = async move |tx: &mut Tx<'_>| {
        tx.execute(TITLES, params!["@Peleton 1", "Kopral", "Danru", participant])
            .await?;
        let audio: Option<i64> = tx.first(AUDIO, params![attempt, question], |row| row.get(0)).await?;
        tx.execute(SPEAK, params![audio, participant, question]).await
    };
    sat.exams.app.test.db.write(work).await.unwrap();
    sat
}

impl Sat {
    fn file(&self, end: &str) -> String {
        format!("/api/v1/events/{}/results.{end}", self.event)
    }

    async fn workbook(&self) -> Vec<u8> {
        self.exams.rater.get(&self.file("xlsx")).await.expect(200).body
    }

    async fn answers(&self) -> Vec<u8> {
        self.exams.rater.get(&self.file("csv?answers=1")).await.expect(200).body
    }
}

fn told(rows: &[TextRow], row: usize, columns: std::ops::Range<usize>) -> Vec<&str> {
    rows[row].cells[columns].iter().map(String::as_str).collect()
}

both_engines! {
    async fn answers_are_told_as_people_read_them_by_the_version_that_was_sat(test: TestDb) {
        let sat = sat(test).await;
        // Letters of the live package are others by now.
        let options = json!([{"label": "A", "value": "London"}, {"label": "B", "value": "Paris"}, {"label": "C", "value": "Roma"}]);
        sat.change(0, &json!({"optionQuestions": options, "answerKey": ["B"]})).await;
        let csv = sat.answers().await;
        let rows = read_rows(&csv, "", 10, 18).unwrap();
        let head = ["Registered number", "Exam number", "Name", "Unit", "Rank", "Position", "Status", "Completeness"];
        assert_eq!(told(&rows, 0, 0..BEFORE), head);
        assert_eq!(told(&rows, 0, BEFORE..12), ["Satu 1", "Satu 1 (points)", "Satu 2", "Satu 2 (points)"]);
        assert_eq!(told(&rows, 1, 2..BEFORE), ["Ana", "@Peleton 1", "Kopral", "Danru", "awaiting_rating", "partial"]);
        let choices = ["B. Luas 1/2", "0", "1. Medan = B. WIB; 2. Jayapura = A. WIT", "10", "=SUM(A1)", "0"];
        assert_eq!(told(&rows, 1, BEFORE..14), choices);
        assert!(rows[1].cells[14].starts_with("Suatu hari\n👩"));
        assert_eq!(told(&rows, 1, 15..18), ["", "(audio)", "0"]);
        assert_eq!(told(&rows, 2, 2..BEFORE), ["Budi", "", "", "", "scored", "final"]);
        assert_eq!(told(&rows, 2, BEFORE..18), ["", "0", "", "0", "", "0", "", "0", "", "0"]);
        let text = String::from_utf8(csv).unwrap();
        assert!(text.contains(",'@Peleton 1,") && text.contains(",'=SUM(A1),"));
        let longest = text.split(',').find(|cell| cell.contains("Suatu hari")).unwrap();
        assert_eq!(longest.trim_matches('"').encode_utf16().count(), 31_999);
    }

    async fn a_workbook_has_results_and_answers_and_no_formula(test: TestDb) {
        let sat = sat(test).await;
        let bytes = sat.workbook().await;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["Results", "Answers", "Items", "Sections"]);
        for name in book.sheet_names() {
            assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{name}");
        }
        let results = book.worksheet_range("Results").unwrap();
        let text = |cell: Option<&Data>| cell.map(ToString::to_string).unwrap_or_default();
        // The total of which parts are missing is no total, and nothing calls it final.
        let columns: Vec<String> = results.rows().next().unwrap().iter().map(ToString::to_string).collect();
        let place = |name: &str| u32::try_from(columns.iter().position(|column| column == name).unwrap()).unwrap();
        let (total, note) = (place("Total"), place("Note"));
        assert_eq!((text(results.get_value((1, total))), text(results.get_value((1, note)))), (String::new(), "awaiting rating".to_owned()));
        assert_eq!(text(results.get_value((1, place("Completeness")))), "partial");
        assert_eq!(text(results.get_value((1, place("Unit")))), "'@Peleton 1");
        assert_eq!((text(results.get_value((2, total))), text(results.get_value((2, place("Completeness"))))), ("0".to_owned(), "final".to_owned()));
        let answers = book.worksheet_range("Answers").unwrap();
        let before = u32::try_from(BEFORE).unwrap();
        assert_eq!(text(answers.get_value((1, before))), "B. Luas 1/2");
        assert_eq!(answers.get_value((1, before + 3)), Some(&Data::Float(10.0)));
        assert_eq!(text(answers.get_value((1, before + 4))), "'=SUM(A1)");
        assert_eq!(text(answers.get_value((1, before + 6))).encode_utf16().count(), 31_999);
        assert_eq!(text(answers.get_value((1, before + 8))), "(audio)");
    }

    async fn answers_are_for_those_who_see_results(test: TestDb) {
        let sat = sat(test).await;
        for end in ["xlsx", "csv", "csv?answers=1"] {
            let path = sat.file(end);
            sat.exams.admin.get(&path).await.expect(200);
            sat.exams.rater.get(&path).await.expect(200);
            sat.exams.author.get(&path).await.expect(403);
            sat.exams.proctor.get(&path).await.expect(403);
            sat.exams.app.anyone.get(&path).await.expect(401);
            let nowhere = path.replace(&format!("/{}/", sat.event), "/99999/");
            sat.exams.rater.get(&nowhere).await.expect(404);
        }
        sat.exams.rater.get(&sat.file("csv?answers=maybe")).await.expect(400);
        let answer = sat.exams.rater.get(&sat.file("csv?answers=1")).await.expect(200);
        let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
        assert!(header("content-disposition").starts_with(&format!("attachment; filename=\"answers-{}.csv\"", sat.event)));
        assert_eq!((header("content-type").as_str(), header("cache-control").as_str()), ("text/csv; charset=utf-8", "private, no-store"));
    }

    async fn three_hundred_are_told_in_their_order_and_in_both_forms_alike(test: TestDb) {
        let sat = Sat::new(test, &[cities(), cities(), cities()]).await;
        let (event, package, questions) = (sat.event, sat.package, sat.questions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            for number in 0..300_i64 {
                // Names go down as ids go up.
                let (name, registered) = (format!("orang {:03}", 299 - number), format!("{number:04}"));
                let person: Option<i64> = tx.first(PERSON, params![event, &name, &registered], |row| row.get(0)).await?;
                let attempt: Option<i64> = tx.first(ATTEMPT, params![person, event], |row| row.get(0)).await?;
                for (place, question) in questions.iter().enumerate().skip(usize::from(number % 2 == 1)) {
                    let (label, said) = [("A", "Paris"), ("B", "London"), ("C", "Roma")][place];
                    let json = format!(r#"{{"labels":["{label}"]}}"#);
                    tx.first(ANSWERED, params![attempt, person, *question, package, event, said, &json], |row| row.get::<i64>(0)).await?;
                }
            }
            Ok::<_, platform::Error>(())
        };
        sat.exams.app.test.db.write(work).await.unwrap();
        let of_csv = read_rows(&sat.answers().await, "", 1_000, 14).unwrap();
        assert_eq!(of_csv.len(), 301);
        for (row, number) in of_csv[1..].iter().zip((0..300).rev()) {
            let name = format!("orang {:03}", 299 - number);
            let first = if number % 2 == 1 { ["", ""] } else { ["A. Paris", "5"] };
            assert_eq!((row.cells[0].as_str(), row.cells[2].as_str()), (format!("{number:04}").as_str(), name.as_str()));
            assert_eq!(row.cells[BEFORE..], [first[0], first[1], "B. London", "5", "C. Roma", "5"], "{name}");
        }
        let of_book = read_rows(&sat.workbook().await, "Answers", 1_000, 14).unwrap();
        let cells = |rows: &[TextRow]| rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>();
        assert_eq!(cells(&of_book), cells(&of_csv));
    }
}
