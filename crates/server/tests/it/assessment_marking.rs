//! Marking: responses, ratings, regrading, conversion tables and results.

use std::{collections::BTreeMap, io::Cursor};

use assessment::{GivenAnswer, Role};
use calamine::{Data, Reader as _, Xlsx};
use platform::{Tx, db::Sql, params};
use serde_json::{Value, json};
use testkit::{Answer, TestDb, both_engines};

use crate::{
    assessment_support::{Exams, log_in, make_admin},
    classifieds_support::keys,
};

platform::statements! {
    PACKAGE = "insert into exam_package (title, title_key, status, version, created_at, updated_at)
        values ('TOEFL', 'toefl', 'published', 1, 0, 0) returning id";
    SECTION = "insert into exam_section (title, title_key, duration, version, created_at, updated_at)
        values ($1, $2, 60, 1, 0, 0) returning id";
    DETAIL = "insert into exam_section_detail (package_id, section_id, instruction, duration, ordinal, navigation, shuffle,
        version, created_at, updated_at) values ($1, $2, '', 60, $3, 'free', 0, 1, 0, 0) returning id";
    QUESTION = "insert into exam_question (package_id, section_detail_id, question, question_key, question_type, point, rule,
        ordinal, version, created_at, updated_at) values ($1, $2, $3, '', $4, 1000, $5, $6, 1, 0, 0) returning id";
    OPTION = "insert into exam_option (question_id, label, value, ordinal) values ($1, $2, $3, $4)";
    KEY = "insert into exam_answer_key (question_id, answer, ordinal) values ($1, $2, $3)";
    NO_KEY = "delete from exam_answer_key where question_id = $1";
    EVENT = "insert into exam_event (package_id, title, title_key, slug, description, date, start_time, end_time, time_zone,
        starts_at, ends_at, day_starts_at, day_ends_at, late_entry_seconds, grace_seconds, offline_grace_seconds, record_video,
        scoring_policy, version, created_at, updated_at) values ($1, 'Ujian', 'ujian', 'ujian', '', '2026-01-01', '08:00',
        '09:00', 'Asia/Jakarta', 0, 1, 0, 1, 0, 0, 0, 0, $2, 1, 0, 0) returning id";
    PARTICIPANT = "insert into exam_participant (event_id, name, name_key, registered_number, registered_key,
        exam_registered_number, source, status, time_factor, extra_seconds, version, created_at, updated_at)
        values ($1, $2, $3, $4, $4, $5, 'admin', 'submitted', 1000, 0, 1, 0, 0) returning id";
    ATTEMPT = "insert into exam_attempt (participant_id, no, state, seed, started_at, deadline_at, version)
        values ($1, 1, 'submitted', 1, 1, 2, 1) returning id";
    STATUS = "update exam_participant set status = $1 where id = $2";
    OF_PARTICIPANT = "select status, coalesce(total_score, -1), coalesce(max_score, -1) from exam_participant where id = $1";
    SUMS = "select coalesce(s.raw_score, -1) from exam_attempt_section s join exam_attempt a on a.id = s.attempt_id
        where a.participant_id = $1 order by s.ordinal";
    ORIGINAL = "select coalesce(original_answer, '-') from exam_response where id = $1";
    ATTEMPT_OF = "select id from exam_attempt where participant_id = $1";
    SPEAK = "update exam_response set audio_response_id = $1 where participant_id = $2 and question_id = $3";
    AUDIO = "insert into exam_audio_response (attempt_id, question_id, take, media_type, bytes, duration_ms, status, created_at,
        updated_at) values ($1, $2, 1, 'audio/webm', 1200, 4500, 'complete', 0, 0) returning id";
}

/// A package of two sections, an event, and three who handed in: Ana all right, Budi all wrong, Citra nothing. The essay
/// waits for raters.
struct Hall {
    exams: Exams,
    package: i64,
    sections: [i64; 2],
    questions: Vec<i64>,
    event: i64,
    participants: Vec<i64>,
}

async fn made(tx: &mut Tx<'_>, sql: Sql, values: &[platform::db::Value<'_>]) -> platform::Result<i64> {
    Ok(tx.first(sql, values, |row| row.get(0)).await?.unwrap())
}

/// Type, rule, options and keys.
type Asked = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

const CAPITAL: Asked = ("multiple_choice", "exact", &[("A", "Paris"), ("B", "London")], &["A"]);
const SEVERAL: Asked = (
    "multiple_answer",
    "partial_net",
    &[("A", "satu"), ("B", "dua"), ("C", "tiga"), ("D", "empat")],
    &["A", "C"],
);
const PI: Asked = ("short_answer", "exact", &[], &["=3,14±0,01", "pi"]);
const ESSAY: Asked = ("essay", "exact", &[], &[]);

async fn ask(tx: &mut Tx<'_>, package: i64, detail: i64, ordinal: i64, asked: Asked) -> platform::Result<i64> {
    let (kind, rule, options, keys) = asked;
    let question = made(tx, QUESTION, params![package, detail, "=Apa?", kind, rule, ordinal]).await?;
    for (at, (label, value)) in (1_i64..).zip(options) {
        tx.execute(OPTION, params![question, *label, *value, at]).await?;
    }
    for (at, key) in (1_i64..).zip(keys) {
        tx.execute(KEY, params![question, *key, at]).await?;
    }
    Ok(question)
}

async fn build(tx: &mut Tx<'_>, policy: &str) -> platform::Result<(i64, [i64; 2], Vec<i64>, i64)> {
    let package = made(tx, PACKAGE, &[]).await?;
    let reading = made(tx, SECTION, params!["Reading", "reading"]).await?;
    let writing = made(tx, SECTION, params!["@Writing", "writing"]).await?;
    let first = made(tx, DETAIL, params![package, reading, 1_i64]).await?;
    let second = made(tx, DETAIL, params![package, writing, 2_i64]).await?;
    let mut questions = Vec::new();
    for (ordinal, asked) in (1..).zip([CAPITAL, SEVERAL, PI]) {
        questions.push(ask(tx, package, first, ordinal, asked).await?);
    }
    questions.push(ask(tx, package, second, 1, ESSAY).await?);
    let event = made(tx, EVENT, params![package, policy]).await?;
    Ok((package, [reading, writing], questions, event))
}

impl Hall {
    async fn new(test: TestDb) -> Self {
        Self::with(test, "{}").await
    }

    async fn with(test: TestDb, policy: &'static str) -> Self {
        let exams = Exams::new(test).await;
        let work = async move |tx: &mut Tx<'_>| build(tx, policy).await;
        let (package, sections, questions, event) = exams.app.test.db.write(work).await.unwrap();
        let mut hall = Self {
            exams,
            package,
            sections,
            questions,
            event,
            participants: Vec::new(),
        };
        let essay = json!("Saya tinggal di Lampung.");
        hall.sit(
            "Ana",
            "007",
            &[json!("A"), json!(["A", "C"]), json!("3.145"), essay.clone()],
        )
        .await;
        hall.sit("=Budi", "008", &[json!("B"), json!(["A", "B"]), json!("tiga"), essay])
            .await;
        hall.sit("Citra", "009", &[]).await;
        hall
    }

    /// Somebody answers and hands in.
    async fn sit(&mut self, name: &'static str, number: &'static str, answers: &[Value]) {
        let event = self.event;
        let work = async move |tx: &mut Tx<'_>| {
            let key = name.to_lowercase();
            let exam = format!("E{number}");
            let participant = made(tx, PARTICIPANT, params![event, name, &key, number, &exam]).await?;
            Ok::<_, platform::Error>((participant, made(tx, ATTEMPT, params![participant]).await?))
        };
        let (participant, attempt) = self.exams.app.test.db.write(work).await.unwrap();
        let given = self
            .questions
            .iter()
            .zip(answers)
            .map(|(question, answer)| GivenAnswer {
                question_id: *question,
                answer: answer.clone(),
                audio_response_id: None,
            });
        let assessment = &self.exams.app.app.wired.assessment;
        assessment.store_answers(attempt, given.collect()).await.unwrap();
        assessment.mark_attempt(attempt).await.unwrap();
        // Marking again finds nothing to do.
        assessment.mark_attempt(attempt).await.unwrap();
        self.participants.push(participant);
    }

    async fn run(&self, sql: Sql, values: Vec<Value>) {
        let work = async move |tx: &mut Tx<'_>| {
            let values: Vec<platform::db::Value<'_>> = values
                .iter()
                .map(|value| match value {
                    Value::String(text) => text.as_str().into(),
                    other => other.as_i64().unwrap().into(),
                })
                .collect();
            tx.execute(sql, &values).await
        };
        self.exams.app.test.db.write(work).await.unwrap();
    }

    /// State, total and maximum (in hundredths), and the sums of the sections (-1: something waits).
    async fn standing(&self, who: usize) -> (String, i64, i64, Vec<i64>) {
        let participant = self.participants[who];
        let work = async move |tx: &mut Tx<'_>| {
            let read = |row: &platform::db::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
            let found: Option<(String, i64, i64)> = tx.first(OF_PARTICIPANT, params![participant], read).await?;
            let sums = tx.all(SUMS, params![participant], |row| row.get(0)).await?;
            let (status, total, most) = found.unwrap();
            Ok::<_, platform::Error>((status, total, most, sums))
        };
        self.exams.app.test.db.write(work).await.unwrap()
    }

    async fn response(&self, who: usize, question: usize) -> Answer {
        let (question, participant) = (self.questions[question], self.participants[who]);
        let path = format!("/api/v1/test-response/question/{question}/{participant}");
        self.exams.rater.get(&path).await.expect(200)
    }

    /// The address of an answer.
    async fn path(&self, who: usize, question: usize) -> String {
        format!(
            "/api/v1/test-response/{}",
            self.response(who, question).await.json()["id"]
        )
    }

    fn results(&self) -> String {
        format!("/api/v1/events/{}/results", self.event)
    }
}

const FIELDS: [&str; 11] = [
    "id",
    "answer",
    "participantId",
    "questionId",
    "packageId",
    "eventId",
    "audioResponseId",
    "score",
    "createdAt",
    "updatedAt",
    "audio",
];

both_engines! {
    async fn responses_have_the_documented_form(test: TestDb) {
        let hall = Hall::new(test).await;
        let one = hall.response(0, 0).await;
        assert_eq!(keys(&one.text()), FIELDS);
        let shown = one.json();
        assert_eq!((&shown["answer"], &shown["score"], &shown["audio"]), (&json!("Paris"), &json!(10), &Value::Null));
        assert_eq!(shown["packageId"], hall.package);
        assert_eq!(one.headers["etag"], "\"2\"");
        let path = format!("/api/v1/test-response/participant/{}", hall.participants[0]);
        let all = hall.exams.rater.get(&path).await.expect(200);
        assert_eq!(keys(&all.text()), ["metadata", "data"]);
        let value = all.json();
        assert_eq!(value["metadata"], json!({"totalItems": 4, "currentPage": 1, "itemsPerPage": 10}));
        let titles: Vec<_> = value["data"].as_array().unwrap().iter().map(|one| one["sectionTitle"].clone()).collect();
        assert_eq!(titles, ["Reading", "@Writing"]);
        assert_eq!(value["data"][0]["sectionId"], hall.sections[0]);
        assert_eq!(value["data"][0]["responses"][0], shown);
        assert_eq!(value["data"][0]["responses"][1]["answer"], "satu; tiga");
        assert_eq!(value["data"][1]["responses"][0]["score"], Value::Null);
        // A page counts responses, and cuts sections where it must.
        let page = hall.exams.admin.get(&format!("{path}?limit=2&offset=2")).await.expect(200).json();
        assert_eq!(page["metadata"], json!({"totalItems": 4, "currentPage": 2, "itemsPerPage": 2}));
        let lengths: Vec<_> =
            page["data"].as_array().unwrap().iter().map(|one| one["responses"].as_array().unwrap().len()).collect();
        assert_eq!(lengths, [1, 1]);
        let back = hall.exams.admin.get(&format!("{path}?order=desc")).await.expect(200).json();
        assert_eq!(back["data"][0]["sectionTitle"], "@Writing");
        hall.exams.admin.get(&format!("{path}?order=up")).await.expect(400);
        hall.exams.admin.get("/api/v1/test-response/participant/99999").await.expect(404);
        hall.exams.admin.get("/api/v1/test-response/question/1/99999").await.expect(404);
    }

    async fn a_recording_comes_with_its_facts(test: TestDb) {
        let mut hall = Hall::new(test).await;
        hall.sit("Dewi", "010", &[]).await;
        let (participant, question) = (hall.participants[3], hall.questions[3]);
        let work = async move |tx: &mut Tx<'_>| {
            let attempt = made(tx, ATTEMPT_OF, params![participant]).await?;
            let audio = made(tx, AUDIO, params![attempt, question]).await?;
            tx.execute(SPEAK, params![audio, participant, question]).await?;
            Ok::<_, platform::Error>((attempt, audio))
        };
        let (attempt, audio) = hall.exams.app.test.db.write(work).await.unwrap();
        assert_eq!(hall.standing(3).await.0, "scored");
        // What was said late waits for a rater after all.
        hall.exams.app.app.wired.assessment.mark_attempt(attempt).await.unwrap();
        assert_eq!(hall.standing(3).await.0, "awaiting_rating");
        let shown = hall.response(3, 3).await.json();
        assert_eq!(shown["audioResponseId"], audio);
        let url = format!("/api/v1/test-response/{}/audio", shown["id"]);
        assert_eq!(
            shown["audio"],
            json!({"id": audio, "url": url, "mediaType": "audio/webm", "bytes": 1200, "durationMs": 4500, "status": "complete"})
        );
        hall.exams.rater.get(&url).await.expect(404);
    }

    async fn marking_sums_sections_and_moves_participants_on(test: TestDb) {
        let hall = Hall::new(test).await;
        assert_eq!(hall.standing(0).await, ("awaiting_rating".to_owned(), 3000, 4000, vec![3000, -1]));
        assert_eq!(hall.standing(1).await, ("awaiting_rating".to_owned(), 0, 4000, vec![0, -1]));
        assert_eq!(hall.standing(2).await, ("scored".to_owned(), 0, 4000, vec![0, 0]));
        // Questions that were left out have a row all the same.
        assert_eq!(hall.response(2, 1).await.json()["answer"], Value::Null);
    }

    async fn blank_is_not_wrong(test: TestDb) {
        let hall = Hall::with(test, r#"{"unit":"points","right":4,"wrong":-1,"blank":0}"#).await;
        assert_eq!(hall.standing(0).await, ("awaiting_rating".to_owned(), 1200, 2200, vec![1200, -1]));
        assert_eq!(hall.standing(1).await.1, -300);
        assert_eq!(hall.standing(2).await, ("scored".to_owned(), 0, 2200, vec![0, 0]));
    }

    async fn a_score_is_changed_within_its_points_and_noted(test: TestDb) {
        let hall = Hall::new(test).await;
        let (admin, rater) = (&hall.exams.admin, &hall.exams.rater);
        let path = hall.path(1, 0).await;
        for (body, status) in [
            (json!({}), 400),
            (json!({"score": 10.01}), 400),
            (json!({"score": -1}), 400),
            (json!({"score": 1.005}), 400),
            (json!({"score": "x"}), 400),
            (json!({"reason": "tanpa alasan"}), 400),
        ] {
            rater.patch(&path, &body).await.expect(status);
        }
        let out = rater.patch(&path, &json!({"score": 11})).await.expect(400).json();
        assert_eq!(out["errors"][0]["attribute_name"], "score");
        let changed = rater.patch(&path, &json!({"score": 7.5, "reason": "Ejaan"})).await.expect(200);
        assert_eq!(keys(&changed.text()), FIELDS);
        assert_eq!(changed.json()["score"], 7.5);
        assert_eq!(changed.headers["etag"], "\"3\"");
        assert_eq!(hall.standing(1).await, ("awaiting_rating".to_owned(), 750, 4000, vec![750, -1]));
        // The same again changes nothing.
        let same = rater.patch(&path, &json!({"score": 7.5})).await.expect(200);
        assert_eq!(same.headers["etag"], "\"3\"");
        rater.with_header("if-match", "\"2\"").patch(&path, &json!({"score": 1})).await.expect(412);
        rater.with_header("if-match", "\"3\"").patch(&path, &json!({"score": 8})).await.expect(200);
        let log = admin.get(&format!("{path}/audit")).await.expect(200).json();
        assert_eq!(log["metadata"]["totalItems"], 2);
        let first = &log["data"][0];
        assert_eq!((&first["oldScore"], &first["newScore"]), (&json!(0), &json!(7.5)));
        assert_eq!((&first["oldStatus"], &first["newStatus"], &first["reason"]), (&json!("auto"), &json!("manual"), &json!("Ejaan")));
        assert_eq!(log["data"][1]["newScore"], 8);
        hall.run(STATUS, vec![json!("in_section"), json!(hall.participants[1])]).await;
        rater.patch(&path, &json!({"score": 1})).await.expect(409);
        admin.patch("/api/v1/test-response/99999", &json!({"score": 1})).await.expect(404);
        hall.exams.proctor.get(&format!("{path}/audit")).await.expect(403);
    }

    async fn an_answer_is_changed_by_role_1_alone_and_its_original_is_kept(test: TestDb) {
        let hall = Hall::new(test).await;
        let path = hall.path(1, 0).await;
        let body = json!({"answer": "Paris"});
        hall.exams.rater.patch(&path, &body).await.expect(403);
        let refused = hall.exams.admin.patch(&path, &json!({"answer": "Berlin"})).await.expect(400).json();
        assert_eq!(refused["errors"][0]["attribute_name"], "answer");
        // The key scores what was put right.
        let changed = hall.exams.admin.patch(&path, &body).await.expect(200).json();
        assert_eq!((&changed["answer"], &changed["score"]), (&json!("Paris"), &json!(10)));
        assert_eq!(hall.standing(1).await.1, 1000);
        let cleared = hall.exams.admin.patch(&path, &json!({"answer": null, "score": 2})).await.expect(200).json();
        assert_eq!((&cleared["answer"], &cleared["score"]), (&Value::Null, &json!(2)));
        let id = changed["id"].as_i64().unwrap();
        let work = async move |tx: &mut Tx<'_>| tx.first(ORIGINAL, params![id], |row| row.get(0)).await;
        let original: Option<String> = hall.exams.app.test.db.write(work).await.unwrap();
        assert_eq!(original.as_deref(), Some("London"));
        let log = hall.exams.admin.get(&format!("{path}/audit")).await.expect(200).json();
        assert_eq!((&log["data"][0]["oldAnswer"], &log["data"][0]["newAnswer"]), (&json!("London"), &json!("Paris")));
    }

    async fn two_raters_judge_blind_and_their_mean_counts(test: TestDb) {
        let hall = Hall::new(test).await;
        let (first, second) = (&hall.exams.rater, &hall.exams.admin);
        let ratings = format!("{}/ratings", hall.path(0, 3).await);
        let queue = format!("/api/v1/events/{}/ratings/queue", hall.event);
        let waiting = first.get(&queue).await.expect(200).json();
        assert_eq!(waiting["metadata"]["totalItems"], 2);
        assert_eq!((&waiting["data"][0]["round"], &waiting["data"][0]["point"]), (&json!("first"), &json!(10)));
        first.post(&ratings, &json!({"score": 10.5})).await.expect(400);
        let body = json!({"score": 6, "criteria": {"isi": 3, "bahasa": 3}, "comment": "Cukup"});
        let rated = first.post(&ratings, &body).await.expect(201).json();
        assert_eq!((&rated["round"], &rated["criteria"]["isi"]), (&json!("first"), &json!(3)));
        assert_eq!(first.get(&queue).await.expect(200).json()["metadata"]["totalItems"], 1);
        // One may think again until somebody else has judged, who sees nothing of it.
        first.post(&ratings, &json!({"score": 7})).await.expect(201);
        assert_eq!(second.get(&ratings).await.expect(200).json()["ratings"], json!([]));
        assert_eq!(first.get(&ratings).await.expect(200).json()["ratings"][0]["score"], 7);
        assert_eq!(hall.standing(0).await.0, "awaiting_rating");
        second.post(&ratings, &json!({"score": 8.5})).await.expect(201);
        let both = first.get(&ratings).await.expect(200).json();
        assert_eq!((&both["state"], &both["score"]), (&json!("final"), &json!(7.75)));
        assert_eq!(both["ratings"].as_array().unwrap().len(), 2);
        assert_eq!(hall.standing(0).await, ("scored".to_owned(), 3775, 4000, vec![3000, 775]));
        first.post(&ratings, &json!({"score": 1})).await.expect(409);
        // What the key scores waits for nobody.
        let auto = format!("{}/ratings", hall.path(0, 0).await);
        first.post(&auto, &json!({"score": 1})).await.expect(409);
        first.get("/api/v1/events/99999/ratings/queue").await.expect(404);
    }

    async fn raters_two_points_apart_need_a_third(test: TestDb) {
        let hall = Hall::new(test).await;
        let (first, second) = (&hall.exams.rater, &hall.exams.admin);
        make_admin(&hall.exams.app, "ketiga", Role::Rater).await;
        let third = log_in(&hall.exams.app.anyone, "ketiga").await;
        let ratings = format!("{}/ratings", hall.path(1, 3).await);
        first.post(&ratings, &json!({"score": 5})).await.expect(201);
        second.post(&ratings, &json!({"score": 7})).await.expect(201);
        let both = first.get(&ratings).await.expect(200).json();
        assert_eq!((&both["state"], &both["score"]), (&json!("disputed"), &Value::Null));
        for rater in [first, second] {
            rater.post(&ratings, &json!({"score": 6})).await.expect(409);
        }
        let queue = format!("/api/v1/events/{}/ratings/queue", hall.event);
        let waiting = third.get(&queue).await.expect(200).json();
        let rounds: Vec<_> = waiting["data"].as_array().unwrap().iter().map(|one| one["round"].clone()).collect();
        assert_eq!(rounds, ["first", "adjudication"]);
        third.post(&ratings, &json!({"score": 6.5})).await.expect(201);
        assert_eq!(hall.standing(1).await, ("scored".to_owned(), 650, 4000, vec![0, 650]));
        let log = second.get(&ratings.replace("ratings", "audit")).await.expect(200).json();
        assert_eq!((&log["data"][0]["cause"], &log["data"][0]["newScore"]), (&json!("rating"), &json!(6.5)));
    }

    async fn regrading_keeps_what_people_scored_and_can_be_taken_back(test: TestDb) {
        let hall = Hall::new(test).await;
        let (admin, author) = (&hall.exams.admin, &hall.exams.author);
        let regrade = format!("/api/v1/test-packages/{}/regrade", hall.package);
        admin.patch(&hall.path(0, 0).await, &json!({"score": 9})).await.expect(200);
        let none = author.post(&regrade, &json!({"dryRun": true})).await.expect(200).json();
        assert_eq!((&none["changed"], &none["kept"], &none["no"]), (&json!(0), &json!(1), &Value::Null));
        hall.run(NO_KEY, vec![json!(hall.questions[0])]).await;
        hall.run(KEY, vec![json!(hall.questions[0]), json!("B"), json!(1)]).await;
        let dry = author.post(&regrade, &json!({"dryRun": true})).await.expect(200).json();
        assert_eq!((&dry["changed"], &dry["dryRun"]), (&json!(1), &json!(true)));
        assert_eq!(hall.standing(1).await.1, 0);
        let done = author.post(&regrade, &json!({"reason": "Kunci salah"})).await.expect(200).json();
        assert_eq!((&done["no"], &done["changed"], &done["kept"]), (&json!(1), &json!(1), &json!(1)));
        let change = &done["changes"][0];
        assert_eq!((&change["oldScore"], &change["newScore"]), (&json!(0), &json!(10)));
        assert_eq!(change["participantId"], hall.participants[1]);
        assert_eq!(hall.standing(1).await, ("awaiting_rating".to_owned(), 1000, 4000, vec![1000, -1]));
        assert_eq!(hall.standing(0).await.1, 2900);
        let log = admin.get(&format!("{}/audit", hall.path(1, 0).await)).await.expect(200).json();
        assert_eq!((&log["data"][0]["cause"], &log["data"][0]["reason"]), (&json!("regrade"), &json!("Kunci salah")));
        let back = author.post(&format!("{regrade}/1/revert"), &json!({})).await.expect(200).json();
        assert_eq!(back["changed"], 1);
        assert_eq!(hall.standing(1).await.1, 0);
        author.post(&format!("{regrade}/1/revert"), &json!({})).await.expect(409);
        author.post(&format!("{regrade}/2/revert"), &json!({})).await.expect(404);
        let list = author.get(&regrade).await.expect(200).json();
        assert_eq!((&list["data"][0]["no"], &list["data"][0]["revertedAt"].is_null()), (&json!(1), &false));
        hall.exams.rater.post(&regrade, &json!({})).await.expect(403);
        author.post("/api/v1/test-packages/99999/regrade", &json!({})).await.expect(404);
    }

    async fn conversion_tables_have_no_overlaps_and_no_gaps(test: TestDb) {
        let hall = Hall::new(test).await;
        let path = format!("/api/v1/test-packages/{}/scales", hall.package);
        let row = |from: i64, to: i64| json!({"rawFrom": from, "rawTo": to, "scaled": 1});
        for (scales, field) in [
            (json!([{"sectionId": null, "rows": [row(0, 10), row(10, 20)]}]), "scales[0].rows[1]"),
            (json!([{"sectionId": null, "rows": [row(0, 10), row(12, 20)]}]), "scales[0].rows[1]"),
            (json!([{"sectionId": 99999, "rows": []}]), "scales[0].sectionId"),
            (json!([{"rows": []}, {"rows": []}]), "scales[1].sectionId"),
        ] {
            let refused = hall.exams.admin.put(&path, &json!({"scales": scales})).await.expect(400).json();
            assert_eq!(refused["errors"][0]["attribute_name"], field);
        }
        let good = json!({"scales": [{"sectionId": hall.sections[0], "rows": [row(0, 10), row(11, 30)]}]});
        hall.exams.admin.put(&path, &good).await.expect(200);
        hall.exams.rater.put(&path, &good).await.expect(403);
        let shown = hall.exams.rater.get(&path).await.expect(200).json();
        assert_eq!(shown["scales"][0]["rows"][1], json!({"rawFrom": 11, "rawTo": 30, "scaled": 1, "band": null}));
        hall.exams.admin.put(&path, &json!({"scales": []})).await.expect(200);
        assert_eq!(hall.exams.rater.get(&path).await.expect(200).json(), json!({"scales": []}));
    }

    async fn results_say_the_same_in_three_forms(test: TestDb) {
        let hall = Hall::new(test).await;
        let scales = json!({"scales": [
            {"sectionId": hall.sections[0], "rows": [
                {"rawFrom": 0, "rawTo": 20, "scaled": 31}, {"rawFrom": 21, "rawTo": 30, "scaled": 68}]},
            {"rows": [{"rawFrom": 0, "rawTo": 40, "scaled": 677, "band": "=C1"}]}]});
        hall.exams.admin.put(&format!("/api/v1/test-packages/{}/scales", hall.package), &scales).await.expect(200);
        hall.exams.admin.patch(&hall.path(0, 3).await, &json!({"score": 8.25})).await.expect(200);
        let rater = &hall.exams.rater;
        let value = rater.get(&hall.results()).await.expect(200).json();
        assert_eq!(value["metadata"], json!({"totalItems": 3, "currentPage": 1, "itemsPerPage": 3}));
        let names: Vec<_> = value["data"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
        assert_eq!(names, ["=Budi", "Ana", "Citra"]);
        assert_eq!(
            value["data"][1],
            json!({
                "participantId": hall.participants[0], "name": "Ana", "registeredNumber": "007",
                "examRegisteredNumber": "E007", "unit": null, "rank": null, "position": null,
                "status": "scored", "totalScore": 38.25, "maxScore": 40, "scaled": 677,
                "band": "=C1", "sections": [
                    {"sectionId": hall.sections[0], "sectionTitle": "Reading", "score": 30, "maxScore": 30, "scaled": 68,
                        "band": null},
                    {"sectionId": hall.sections[1], "sectionTitle": "@Writing", "score": 8.25, "maxScore": 10,
                        "scaled": null, "band": null}]
            })
        );
        assert_eq!(value["data"][0]["scaled"], Value::Null);
        let first = &value["items"][0];
        assert_eq!((&first["facility"], &first["count"], &first["discrimination"]), (&json!(0.5), &json!(2), &json!(1.0)));
        assert_eq!((&value["statistics"]["participants"], &value["statistics"]["count"]), (&json!(3), &json!(2)));
        let page = rater.get(&format!("{}?limit=1&offset=1", hall.results())).await.expect(200).json();
        assert_eq!(page["data"], json!([value["data"][1]]));
        assert_eq!((&page["items"], &page["statistics"]), (&value["items"], &value["statistics"]));

        let sheet = rater.get(&format!("{}.csv", hall.results())).await.expect(200);
        assert_eq!(sheet.headers["content-type"], "text/csv; charset=utf-8");
        let saved_as = sheet.headers["content-disposition"].to_str().unwrap();
        assert!(saved_as.starts_with("attachment; filename=\"results-"), "{saved_as}");
        assert_eq!(sheet.headers["content-security-policy"], "default-src 'none'; sandbox");
        let lines: Vec<Vec<String>> = sheet
            .text()
            .trim_start_matches('\u{feff}')
            .lines()
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect();
        assert_eq!(lines[0][11], "'@Writing");
        assert_eq!(lines[1][2], "'=Budi");
        assert_eq!(lines[2].join(","), "007,E007,Ana,,,,scored,final,30,68,,8.25,,,38.25,40,677,'=C1,");
        let book = rater.get(&format!("{}.xlsx", hall.results())).await.expect(200);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book.body)).unwrap();
        let cells = book.worksheet_range("Results").unwrap();
        for (row, line) in lines.iter().enumerate() {
            for (column, text) in line.iter().enumerate() {
                let cell = cells.get((row, column)).map(ToString::to_string).unwrap_or_default();
                assert_eq!(&cell, text, "row {row}, column {column}");
            }
        }
        assert_eq!(cells.get((2, 0)), Some(&Data::String("007".to_owned())));
        assert_eq!(book.worksheet_range("Items").unwrap().get((1, 2)), Some(&Data::String("'=Apa?".to_owned())));
        assert!(book.worksheet_formula("Results").unwrap().is_empty());
        for form in ["", ".csv", ".xlsx"] {
            rater.get(&format!("/api/v1/events/99999/results{form}")).await.expect(404);
            hall.exams.proctor.get(&format!("{}{form}", hall.results())).await.expect(403);
        }
    }

    async fn results_cost_the_same_however_many_sat(test: TestDb) {
        let mut hall = Hall::new(test).await;
        let cost = async |hall: &Hall, form: &str| {
            let before = hall.exams.app.test.db.statements();
            hall.exams.rater.get(&format!("{}{form}", hall.results())).await.expect(200);
            hall.exams.app.test.db.statements() - before
        };
        let few = [cost(&hall, "").await, cost(&hall, ".csv").await, cost(&hall, ".xlsx").await];
        for number in ["101", "102", "103", "104", "105"] {
            hall.sit("Eka", number, &[json!("A")]).await;
        }
        assert_eq!([cost(&hall, "").await, cost(&hall, ".csv").await, cost(&hall, ".xlsx").await], few);
    }

    async fn no_answer_of_marking_tells_a_key(test: TestDb) {
        let hall = Hall::new(test).await;
        let path = format!("/api/v1/test-response/participant/{}", hall.participants[2]);
        let mut said = BTreeMap::new();
        for path in [path, hall.results(), format!("/api/v1/events/{}/ratings/queue", hall.event)] {
            said.insert(path.clone(), hall.exams.rater.get(&path).await.expect(200).text());
        }
        // Which options there are is no secret; that one of them is right, nothing says.
        let mut results: Value = serde_json::from_str(&said[&hall.results()]).unwrap();
        for item in results["items"].as_array_mut().unwrap() {
            for choice in item.as_object_mut().unwrap().remove("choices").unwrap().as_array().unwrap() {
                let mut named = keys(&choice.to_string());
                named.sort_unstable();
                assert_eq!(named, ["count", "label", "lower", "text", "upper"]);
            }
        }
        said.insert(hall.results(), results.to_string());
        for (path, text) in said {
            for secret in ["3,14", "answerKey", "Paris"] {
                assert!(!text.contains(secret), "{path}: {text}");
            }
        }
    }
}
