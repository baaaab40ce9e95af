//! The question bank: questions, passages, sections, packages and their frozen versions, as the document shows them.

use std::{collections::BTreeSet, time::Duration};

use futures_util::future::join_all;
use platform::{Tx, params};
use serde_json::{Value, json};
use testkit::{Answer, Client, TestDb, both_engines};

use crate::assessment_support::Exams;

platform::statements! {
    EVENT = "insert into exam_event (id, package_id, package_version_id, title, title_key, slug, description, date,
        start_time, end_time, time_zone, starts_at, ends_at, day_starts_at, day_ends_at, late_entry_seconds,
        grace_seconds, offline_grace_seconds, record_video, scoring_policy, version, created_at, updated_at) values (1, $1, $2, 'E', 'e', 'e', '', '2026-01-01',
        '10:00:00', '12:00:00', 'Asia/Jakarta', $3, $4, $3, $4, 0, 0, 0, 0, '{}', 1, 0, 0)";
    PARTICIPANT = "insert into exam_participant (id, event_id, name, name_key, registered_number, registered_key,
        exam_registered_number, source, status, time_factor, extra_seconds, version, created_at, updated_at)
        values (1, 1, 'P', 'p', '1', '1', '1', 'admin', 'registered', 1000, 0, 1, 0, 0)";
    RESPONSE = "insert into exam_response (id, participant_id, question_id, package_id, event_id, client_seq, revision,
        score_status, late_sync, version, created_at, updated_at) values (1, 1, $1, $2, 1, 0, 0, 'unscored', 0, 1, 0, 0)";
    AUDIO = "insert into exam_audio (id, event, event_key, filename, filename_key, blob, media_type, bytes, duration_ms,
        version, created_at, updated_at) values ($1, 'E', 'e', $2, $2, 'x', 'audio/mpeg', 1, 1, 1, 0, 0)";
    NAME_AUDIO = "update exam_question set audio_name = 'track.mp3' where id = $1";
    AUDIT = "select count(*) from exam_audit where thing = $1 and action = $2";
    KEYS_IN_AUDIT = "select count(*) from exam_audit where detail like '%KUNCI%'";
    PINNED = "select package_version_id from exam_event where id = 1";
    DETAILS = "select count(*) from exam_section_detail";
    BULK = "insert into exam_question (package_id, section_detail_id, question, question_key, question_type, point, rule,
        ordinal, version, created_at, updated_at) values ($1, $2, $3, $3, 'essay', 100, 'exact', $4, 1, 0, 0)";
}

/// The bank of a test: one package and one section.
pub(crate) struct Bank {
    pub(crate) exams: Exams,
    pub(crate) author: Client,
    pub(crate) package: i64,
    pub(crate) section: i64,
}

pub(crate) fn id_of(answer: &Answer) -> i64 {
    answer.json()["id"].as_i64().unwrap()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

pub(crate) fn named(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|error| error["attribute_name"].as_str().unwrap().to_owned())
        .collect()
}

fn etag(answer: &Answer) -> String {
    answer.headers["etag"].to_str().unwrap().to_owned()
}

impl Bank {
    pub(crate) async fn new(test: TestDb) -> Self {
        let exams = Exams::new(test).await;
        let author = exams.author.clone();
        let package = author
            .post("/api/v1/test-packages", &json!({"title": "Ujian Nasional"}))
            .await;
        let section = author
            .post("/api/v1/sections", &json!({"title": "Reading", "duration": 120}))
            .await;
        let (package, section) = (id_of(&package.expect(201)), id_of(&section.expect(201)));
        Self {
            exams,
            author,
            package,
            section,
        }
    }

    /// The body of the document, with some of its fields replaced.
    fn body(&self, with: Value) -> Value {
        let mut body = json!({
            "packageId": self.package, "sectionId": self.section, "sectionDuration": 120,
            "sectionInstruction": "Answer the following questions", "question": "What is the capital of France?",
            "questionType": "multiple_choice", "audioId": null, "pasageId": null, "responseTime": 60,
            "optionQuestions": [{"label": "A", "value": "Paris"}, {"label": "B", "value": "London"}],
            "answerKey": ["A"]
        });
        let Value::Object(with) = with else { unreachable!() };
        body.as_object_mut().unwrap().extend(with);
        body
    }

    pub(crate) async fn post(&self, with: Value) -> Answer {
        self.author.post("/api/v1/questions", &self.body(with)).await
    }

    pub(crate) async fn question(&self, with: Value) -> i64 {
        id_of(&self.post(with).await.expect(201))
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.author.get(&format!("/api/v1/{path}")).await.expect(200).json()
    }

    pub(crate) async fn publish(&self) -> Answer {
        let path = format!("/api/v1/test-packages/{}/publish", self.package);
        self.author.call(http::Method::POST, &path).await
    }

    /// An event that is held with the package, a participant in it, and an answer to a question.
    async fn sat(&self, question: Option<i64>, version: Option<i64>, running: bool) {
        let (package, now) = (self.package, self.exams.app.clock.now());
        let hour = Duration::from_secs(3600);
        let (from, to) = if running {
            (now, now.plus(hour))
        } else {
            (now.plus(hour), now.plus(2 * hour))
        };
        let work = async move |tx: &mut Tx<'_>| {
            tx.execute(EVENT, params![package, version, from, to]).await?;
            tx.execute(PARTICIPANT, &[]).await?;
            if let Some(question) = question {
                tx.execute(RESPONSE, params![question, package]).await?;
            }
            Ok::<_, platform::Error>(())
        };
        self.exams.app.test.db.write(work).await.unwrap();
    }

    async fn audio(&self, id: i64, filename: &'static str) {
        let work = async move |tx: &mut Tx<'_>| tx.execute(AUDIO, params![id, filename]).await;
        self.exams.app.test.db.write(work).await.unwrap();
    }
}

const PLAIN: [&str; 11] = [
    "id",
    "question",
    "sectionDetailId",
    "audioId",
    "packageId",
    "point",
    "passageId",
    "preparationTime",
    "responseTime",
    "questionType",
    "createdAt",
];

both_engines! {
    async fn questions_from_memory_are_as_they_are_now_and_for_those_who_may_see_them(test: TestDb) {
        let bank = Bank::new(test).await;
        let id = bank.question(json!({})).await;
        let (one, all) = (format!("/api/v1/questions/{id}?entities=answer"), "/api/v1/questions?entities=answer".to_owned());
        for path in [&one, &all] {
            let first = bank.author.get(path).await.expect(200);
            let again = bank.author.get(path).await.expect(200);
            assert_eq!(first.json(), again.json());
            assert_eq!(again.headers["cache-control"], "no-store", "keys are not left on a shared computer");
            bank.exams.rater.get(path).await.expect(200);
            bank.exams.proctor.get(path).await.expect(403);
            bank.exams.app.anyone.get(path).await.expect(401);
        }
        for question in ["Is it new?", "Is it newer?"] {
            bank.author.patch(&format!("/api/v1/questions/{id}"), &json!({"question": question})).await.expect(200);
            assert_eq!(bank.author.get(&one).await.expect(200).json()["question"], question);
            assert_eq!(bank.author.get(&all).await.expect(200).json()[0]["question"], question);
        }
        // What belongs to it is in other tables.
        bank.author.patch(&format!("/api/v1/questions/{id}"), &json!({"answerKey": ["B"]})).await.expect(200);
        assert_eq!(bank.author.get(&one).await.expect(200).json()["entities"]["answer"]["answerKey"], json!(["B"]));
        bank.author.call(http::Method::DELETE, &format!("/api/v1/questions/{id}")).await.expect(200);
        bank.author.get(&one).await.expect(404);
        assert_eq!(bank.author.get(&all).await.expect(200).json(), json!([]));
    }

    async fn a_question_is_made_and_shown_as_documented(test: TestDb) {
        let bank = Bank::new(test).await;
        bank.audio(3, "track_01.mp3").await;
        let passage = json!({"packageId": bank.package, "code": "P1", "title": "France", "body": "France …"});
        let passage = id_of(&bank.author.post("/api/v1/passages", &passage).await.expect(201));
        let made = bank.post(json!({"audioId": 3, "pasageId": passage})).await.expect(201).json();
        for (name, value) in [
            ("packageId", json!(bank.package)),
            ("sectionId", json!(bank.section)),
            ("question", json!("What is the capital of France?")),
            ("questionType", json!("multiple_choice")),
            ("audioId", json!(3)),
            ("passageId", json!(passage)),
            ("responseTime", json!(60)),
            ("preparationTime", json!(null)),
            ("point", json!(1)),
        ] {
            assert_eq!(made[name], value, "{name}");
        }
        let id = made["id"].as_i64().unwrap();
        let one = bank.author.get(&format!("/api/v1/questions/{id}")).await.expect(200);
        assert_eq!(etag(&one), "\"1\"");
        assert_eq!(one.json(), made);
        assert!(PLAIN.iter().all(|name| keys(&made).contains(name)), "{made}");
        assert!(!one.text().contains("entities") && !one.text().contains("London"));
        let all = bank.get("questions").await;
        assert_eq!(all, json!([made]));
        let of = bank.get(&format!("questions/package/{}", bank.package)).await;
        assert_eq!(of, json!({"metadata": {"totalItems": 1, "currentPage": 1, "itemsPerPage": 10}, "data": [made]}));
        let path = format!("/api/v1/questions/package/{}", bank.package);
        assert_eq!(bank.exams.rater.get(&path).await.expect(200).json()["data"][0], made);
        bank.author.get("/api/v1/questions/package/999").await.expect(404);
    }

    async fn what_belongs_to_questions_is_embedded_where_it_is_asked_for(test: TestDb) {
        let bank = Bank::new(test).await;
        bank.audio(3, "track_01.mp3").await;
        let made = bank.question(json!({"audioId": 3, "passage": {"body": "France …"}})).await;
        let essay = json!({"questionType": "essay", "optionQuestions": null, "answerKey": null});
        bank.question(essay).await;
        let one = bank.get(&format!("questions/{made}?entities=audio,answer")).await;
        let answer = json!({
            "answerKey": ["A"],
            "optionQuestions": [{"label": "A", "value": "Paris"}, {"label": "B", "value": "London"}]
        });
        assert_eq!(one["entities"]["answer"], answer);
        assert_eq!(one["entities"]["audio"]["filename"], "track_01.mp3");
        assert_eq!(keys(&one["entities"]).len(), 2);
        let whole = "entities=audio,answer,options,passage,section,package";
        for path in [format!("questions?{whole}"), format!("questions/package/{}?{whole}", bank.package)] {
            let list = bank.get(&path).await;
            let rows = list.as_array().or_else(|| list["data"].as_array()).unwrap();
            let with = &rows[0]["entities"];
            assert_eq!(with["answer"], answer);
            assert_eq!(with["options"], answer["optionQuestions"]);
            assert_eq!((&with["passage"]["code"], &with["passage"]["body"]), (&json!("P1"), &json!("France …")));
            assert_eq!((&with["section"]["title"], &with["section"]["duration"]), (&json!("Reading"), &json!(120)));
            assert_eq!(with["package"]["title"], "Ujian Nasional");
            let essay = &rows[1]["entities"];
            assert_eq!((&essay["audio"], &essay["passage"]), (&json!(null), &json!(null)));
            assert_eq!(essay["answer"], json!({"answerKey": [], "optionQuestions": []}));
        }
        // The document's own sample: the name of a column selects it.
        let some = bank.get(&format!("questions/package/{}?entities=question,audio", bank.package)).await;
        assert_eq!(keys(&some["data"][0]), BTreeSet::from(["id", "question", "entities"]));
        let options = bank.author.get(&format!("/api/v1/questions/{made}?entities=options")).await.expect(200);
        assert!(!options.text().contains("answerKey"));
        for wrong in ["entities=secret", "entities=answerKey", "order=up", "orderBy=secret", "limit=0", "limit=x", "offset=-1"] {
            bank.author.get(&format!("/api/v1/questions?{wrong}")).await.expect(400);
        }
    }

    async fn questions_are_found_ordered_and_paged(test: TestDb) {
        let bank = Bank::new(test).await;
        let listening = json!({"title": "Listening", "duration": 60});
        let listening = id_of(&bank.author.post("/api/v1/sections", &listening).await.expect(201));
        for (text, section, point) in [("Ünë 50%", bank.section, 3), ("two", listening, 1), ("Three", bank.section, 2)] {
            bank.question(json!({"question": text, "sectionId": section, "point": point})).await;
        }
        let texts = async |query: &str| {
            let rows = bank.get(&format!("questions?{query}")).await;
            let rows = rows.as_array().unwrap().iter();
            rows.map(|row| row["question"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(texts("").await, ["Ünë 50%", "two", "Three"]);
        assert_eq!(texts("order=desc").await, ["Three", "two", "Ünë 50%"]);
        assert_eq!(texts("orderBy=question").await, ["Three", "two", "Ünë 50%"]);
        assert_eq!(texts("orderBy=point&order=DESC").await, ["Ünë 50%", "Three", "two"]);
        assert_eq!(texts("orderBy=ordinal").await, ["Ünë 50%", "Three", "two"]);
        assert_eq!(texts("orderBy=preparationTime&limit=1&offset=1").await, ["two"]);
        assert_eq!(texts("search=UNE").await, ["Ünë 50%"]);
        assert_eq!(texts("search=%25").await, ["Ünë 50%"]);
        assert!(texts("search=_").await.is_empty());
        assert_eq!(texts("filterBySection=LISTENING").await, ["two"]);
        assert_eq!(texts(&format!("filterBySection={}", bank.section)).await, ["Ünë 50%", "Three"]);
        assert!(texts("filterBySection=nothing").await.is_empty());
        let page = bank.get(&format!("questions/package/{}?limit=2&offset=2&filterBySection=reading", bank.package)).await;
        assert_eq!(page, json!({"metadata": {"totalItems": 2, "currentPage": 2, "itemsPerPage": 2}, "data": []}));
    }

    async fn a_question_that_refers_to_nothing_is_refused_field_by_field(test: TestDb) {
        let bank = Bank::new(test).await;
        let wrong = json!({"packageId": 99, "sectionId": 98, "audioId": 97, "pasageId": 96});
        let answer = bank.post(wrong).await.expect(400);
        assert_eq!(named(&answer), ["packageId", "sectionId", "audioId", "passageId"]);
        let other = json!({"title": "Lain"});
        let other = id_of(&bank.author.post("/api/v1/test-packages", &other).await.expect(201));
        let passage = json!({"packageId": other, "body": "x"});
        let passage = id_of(&bank.author.post("/api/v1/passages", &passage).await.expect(201));
        assert_eq!(named(&bank.post(json!({"passageId": passage})).await.expect(400)), ["passageId"]);
        assert_eq!(named(&bank.post(json!({"answerKey": ["C"]})).await.expect(400)), ["answerKey[0]"]);
        assert_eq!(named(&bank.post(json!({"kunci": "A"})).await.expect(400)), ["kunci"]);
        let huge = json!({"packageId": i64::MAX, "sectionId": -1});
        assert_eq!(named(&bank.post(huge).await.expect(400)), ["packageId", "sectionId"]);
        // Nothing was made on the way.
        assert_eq!(bank.exams.app.test.db.read(async |conn: &mut platform::Conn<'_>| conn.number(DETAILS, &[]).await).await.unwrap(), 0);
    }

    async fn parallel_questions_find_or_make_one_section_in_the_package(test: TestDb) {
        let bank = Bank::new(test).await;
        let answers = join_all((0..50).map(|n| bank.post(json!({"question": format!("{n}?")})))).await;
        let details: BTreeSet<i64> = answers
            .iter()
            .map(|answer| {
                assert_eq!(answer.status.as_u16(), 201, "{}", answer.text());
                answer.json()["sectionDetailId"].as_i64().unwrap()
            })
            .collect();
        assert_eq!(details.len(), 1);
        let places: BTreeSet<i64> = answers.iter().map(|answer| answer.json()["ordinal"].as_i64().unwrap()).collect();
        assert_eq!(places, (1..=50).collect());
        let sections = bank.get(&format!("sections/package/{}", bank.package)).await;
        assert_eq!(sections.as_array().unwrap().len(), 1);
    }

    async fn a_repeated_question_is_made_once(test: TestDb) {
        let bank = Bank::new(test).await;
        let keyed = bank.author.with_header("idempotency-key", "q1");
        let body = bank.body(json!({"answerKey": [{"answer": "A", "weight": 100}]}));
        let (one, two) = (keyed.post("/api/v1/questions", &body).await, keyed.post("/api/v1/questions", &body).await);
        assert_eq!(one.expect(201).json(), two.expect(201).json());
        assert_eq!(bank.get("questions").await.as_array().unwrap().len(), 1);
    }

    async fn a_change_names_what_it_changes(test: TestDb) {
        let bank = Bank::new(test).await;
        let id = bank.question(json!({})).await;
        let path = format!("/api/v1/questions/{id}");
        bank.exams.app.clock.advance(Duration::from_secs(60));
        let before = bank.author.get(&path).await.expect(200).json();
        let changed = bank.author.patch(&path, &json!({"question": "Which city?", "point": 2.5})).await.expect(200);
        assert_eq!(etag(&changed), "\"2\"");
        let changed = changed.json();
        assert_eq!((&changed["question"], &changed["point"]), (&json!("Which city?"), &json!(2.5)));
        assert_ne!(changed["updatedAt"], before["updatedAt"]);
        assert_eq!(changed["createdAt"], before["createdAt"]);
        // The document's whole body, and what was read before, can be sent.
        bank.author.patch(&path, &bank.body(json!({"answerKey": ["B"]}))).await.expect(200);
        let answer = &bank.get(&format!("questions/{id}?entities=answer")).await["entities"]["answer"];
        assert_eq!(answer["answerKey"], json!(["B"]));
        assert_eq!(answer["optionQuestions"].as_array().unwrap().len(), 2);
        for (wrong, fields) in [
            (json!({}), vec![]),
            (json!({"question": null}), vec!["question"]),
            (json!({"answerKey": ["Z"]}), vec!["answerKey[0]"]),
            (json!({"optionQuestions": [{"label": "X", "value": "x"}, {"label": "Y", "value": "y"}]}), vec!["answerKey[0]"]),
            (json!({"questionType": "essay"}), vec!["optionQuestions", "answerKey"]),
            (json!({"audioId": 99}), vec!["audioId"]),
            (json!({"packageId": 99}), vec!["packageId"]),
        ] {
            let answer = bank.author.patch(&path, &wrong).await.expect(400);
            assert_eq!(named(&answer), fields, "{wrong}");
        }
        bank.author.patch("/api/v1/questions/999", &json!({"point": 1})).await.expect(404);
        let essay = json!({"questionType": "essay", "optionQuestions": null, "answerKey": null, "responseTime": null});
        assert_eq!(bank.author.patch(&path, &essay).await.expect(200).json()["questionType"], "essay");
        bank.exams.rater.patch(&path, &json!({"point": 1})).await.expect(403);
    }

    async fn a_question_moves_to_another_section_or_package(test: TestDb) {
        let bank = Bank::new(test).await;
        let (first, second) = (bank.question(json!({"passage": {"body": "x"}})).await, bank.question(json!({})).await);
        let section = id_of(&bank.author.post("/api/v1/sections", &json!({"title": "S", "duration": 9})).await.expect(201));
        let path = format!("/api/v1/questions/{first}");
        let moved = bank.author.patch(&path, &json!({"sectionId": section})).await.expect(200).json();
        assert_eq!((&moved["sectionId"], &moved["ordinal"]), (&json!(section), &json!(1)));
        let by = format!("section-details/by-package?packageId={}&sectionId={section}", bank.package);
        assert_eq!(bank.get(&by).await["duration"], 9);
        bank.author.patch(&path, &json!({"sectionDuration": 30, "sectionInstruction": "Go"})).await.expect(200);
        let details = bank.get(&by).await;
        assert_eq!((&details["duration"], &details["instruction"]), (&json!(30), &json!("Go")));
        let other = id_of(&bank.author.post("/api/v1/test-packages", &json!({"title": "B"})).await.expect(201));
        let refused = bank.author.patch(&path, &json!({"packageId": other})).await.expect(400);
        assert_eq!(named(&refused), ["passageId"]);
        let moved = bank.author.patch(&path, &json!({"packageId": other, "passageId": null})).await.expect(200);
        assert_eq!(moved.json()["packageId"], other);
        bank.sat(Some(second), None, false).await;
        let stays = format!("/api/v1/questions/{second}");
        bank.author.patch(&stays, &json!({"packageId": other})).await.expect(409);
        bank.author.patch(&stays, &json!({"question": "Still editable"})).await.expect(200);
    }

    async fn of_two_editors_with_one_version_the_second_is_told(test: TestDb) {
        let bank = Bank::new(test).await;
        let id = bank.question(json!({})).await;
        let path = format!("/api/v1/questions/{id}");
        let seen = etag(&bank.author.get(&path).await.expect(200));
        let edit = |letter: &str| {
            json!({"question": letter.repeat(3), "answerKey": [letter], "optionQuestions":
                [{"label": letter, "value": letter}, {"label": "Z", "value": letter}]})
        };
        let (one, two) = (bank.author.with_header("if-match", &seen), bank.exams.admin.with_header("if-match", &seen));
        let (e, f) = (edit("E"), edit("F"));
        let (one, two) = tokio::join!(one.patch(&path, &e), two.patch(&path, &f));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        bank.author.with_header("if-match", &seen).delete(&path).await.expect(412);
        // Without a version the last one wins, and wins all of it.
        let letters: Vec<String> = ('A'..='T').map(String::from).collect();
        let edits: Vec<Value> = letters.iter().map(|letter| edit(letter)).collect();
        for answer in join_all(edits.iter().map(|body| bank.author.patch(&path, body))).await {
            answer.expect(200);
        }
        let last = bank.get(&format!("questions/{id}?entities=answer")).await;
        let letter = last["question"].as_str().unwrap()[..1].to_owned();
        assert_eq!(last["entities"]["answer"], json!({"answerKey": [letter], "optionQuestions":
            [{"label": letter, "value": letter}, {"label": "Z", "value": letter}]}));
    }

    async fn a_question_that_was_answered_stays(test: TestDb) {
        let bank = Bank::new(test).await;
        let (answered, other) = (bank.question(json!({})).await, bank.question(json!({})).await);
        bank.sat(Some(answered), None, false).await;
        let refused = bank.author.delete(&format!("/api/v1/questions/{answered}")).await.expect(409);
        assert_eq!(refused.json(), json!({"message": "This question is still referred to: 1 response."}));
        let path = format!("/api/v1/questions/{other}");
        let gone = bank.author.delete(&path).await.expect(200);
        assert_eq!(gone.json(), json!({"message": "Question has been successfully deleted"}));
        bank.author.get(&path).await.expect(404);
        bank.author.delete(&path).await.expect(404);
    }

    async fn a_question_stays_while_people_sit_its_package(test: TestDb) {
        let bank = Bank::new(test).await;
        let id = bank.question(json!({})).await;
        let version = id_of(&bank.publish().await.expect(200));
        bank.sat(None, Some(version), true).await;
        bank.author.delete(&format!("/api/v1/questions/{id}")).await.expect(409);
        bank.exams.app.clock.advance(Duration::from_secs(3600));
        bank.author.delete(&format!("/api/v1/questions/{id}")).await.expect(200);
    }

    async fn passages_are_made_shown_changed_and_deleted(test: TestDb) {
        let bank = Bank::new(test).await;
        let new = json!({"packageId": bank.package, "code": "P1", "title": "Museum", "body": "a < b <b>"});
        let made = bank.author.post("/api/v1/passages", &new).await.expect(201).json();
        assert_eq!((&made["code"], &made["body"]), (&json!("P1"), &json!("a < b <b>")));
        let taken = json!({"packageId": bank.package, "code": "p1", "body": "x"});
        assert_eq!(named(&bank.author.post("/api/v1/passages", &taken).await.expect(409)), ["code"]);
        let id = bank.question(json!({"passage": {"title": "B", "body": "b"}})).await;
        let second = bank.get(&format!("questions/{id}")).await["passageId"].as_i64().unwrap();
        let list = bank.get(&format!("passages/package/{}", bank.package)).await;
        assert_eq!(list["metadata"]["totalItems"], 2);
        assert_eq!((&list["data"][0], &list["data"][1]["code"]), (&made, &json!("P2")));
        let path = format!("/api/v1/passages/{second}");
        bank.author.patch(&path, &json!({"code": "P1"})).await.expect(409);
        let changed = bank.author.patch(&path, &json!({"title": null, "body": "c"})).await.expect(200);
        assert_eq!((etag(&changed).as_str(), &changed.json()["title"]), ("\"2\"", &json!("")));
        bank.author.with_header("if-match", "\"1\"").patch(&path, &json!({"body": "d"})).await.expect(412);
        let refused = bank.author.delete(&path).await.expect(409);
        assert_eq!(refused.json(), json!({"message": "This passage is still referred to: 1 question."}));
        bank.author.patch(&format!("/api/v1/questions/{id}"), &json!({"pasageId": null})).await.expect(200);
        bank.author.delete(&path).await.expect(200);
        let wrong = json!({"packageId": 99, "body": "x"});
        assert_eq!(named(&bank.author.post("/api/v1/passages", &wrong).await.expect(400)), ["packageId"]);
        bank.author.post("/api/v1/passages", &json!({"packageId": 1, "body": " "})).await.expect(400);
    }

    async fn sections_are_made_shown_changed_and_deleted(test: TestDb) {
        let bank = Bank::new(test).await;
        let author = &bank.author;
        let made = author.post("/api/v1/sections", &json!({"title": "Section 1", "duration": 120})).await.expect(201).json();
        assert_eq!(keys(&made), BTreeSet::from(["id", "title", "duration", "createdAt", "updatedAt"]));
        let id = made["id"].as_i64().unwrap();
        let path = format!("/api/v1/sections/{id}");
        assert_eq!(author.get(&path).await.expect(200).json(), made);
        assert_eq!(bank.get("sections").await.as_array().unwrap().len(), 2);
        assert_eq!(bank.get("sections?search=SECTION&orderBy=title&order=DESC").await, json!([made]));
        let changed = author.patch(&path, &json!({"title": "Updated Section Title"})).await.expect(200).json();
        assert_eq!((&changed["title"], &changed["duration"]), (&json!("Updated Section Title"), &json!(120)));
        author.with_header("if-match", "\"1\"").patch(&path, &json!({"duration": 1})).await.expect(412);
        for wrong in [json!({"title": "", "duration": 120}), json!({"title": "x", "duration": 0}), json!({"title": "x"})] {
            author.post("/api/v1/sections", &wrong).await.expect(400);
        }
        bank.question(json!({"sectionId": id})).await;
        let of = bank.get(&format!("sections/package/{}", bank.package)).await;
        assert_eq!(of[0]["packageId"], bank.package);
        assert_eq!((&of[0]["id"], &of[0]["duration"]), (&json!(id), &json!(120)));
        let refused = author.delete(&path).await.expect(409);
        assert_eq!(refused.json(), json!({"message": "This section is still referred to: 1 package."}));
        let free = format!("/api/v1/sections/{}", bank.section);
        let gone = author.delete(&free).await.expect(200);
        assert_eq!(gone.json(), json!({"message": "Section has been successfully deleted"}));
        author.get("/api/v1/sections/package/999").await.expect(404);
    }

    async fn details_of_a_section_are_found_by_package_and_changed(test: TestDb) {
        let bank = Bank::new(test).await;
        let by = format!("/api/v1/section-details/by-package?packageId={}&sectionId={}", bank.package, bank.section);
        let missing = bank.author.get(&by).await.expect(404);
        assert_eq!(
            missing.json(),
            json!({"message": "Section details not found for the provided package and section IDs."})
        );
        let question = bank.question(json!({"sectionDuration": 1200})).await;
        let found = bank.author.get(&by).await.expect(200).json();
        assert_eq!(found["sectionId"], bank.section);
        assert_eq!((&found["duration"], &found["instruction"]), (&json!(1200), &json!("Answer the following questions")));
        // What a second question says of its section does not change what is there.
        bank.question(json!({"sectionDuration": 7, "sectionInstruction": "other"})).await;
        assert_eq!(bank.author.get(&by).await.expect(200).json(), found);
        let path = format!("/api/v1/section-details/{}", found["id"]);
        let change = json!({"duration": 600, "navigation": "linear", "shuffle": true, "ordinal": 3, "instruction": null});
        let changed = bank.author.patch(&path, &change).await.expect(200).json();
        for (name, value) in [("duration", json!(600)), ("navigation", json!("linear")), ("shuffle", json!(true)), ("instruction", json!(""))] {
            assert_eq!(changed[name], value, "{name}");
        }
        bank.author.with_header("if-match", "\"1\"").patch(&path, &change).await.expect(412);
        bank.author.patch(&path, &json!({"navigation": "sideways"})).await.expect(400);
        bank.author.delete(&path).await.expect(409);
        for wrong in ["", "?packageId=1", "?sectionId=1", "?packageId=x&sectionId=1"] {
            bank.author.get(&format!("/api/v1/section-details/by-package{wrong}")).await.expect(400);
        }
        for id in [question, question + 1] {
            bank.author.delete(&format!("/api/v1/questions/{id}")).await.expect(200);
        }
        bank.author.delete(&path).await.expect(200);
    }

    async fn packages_are_made_shown_changed_and_deleted(test: TestDb) {
        let bank = Bank::new(test).await;
        let author = &bank.author;
        let made = author.post("/api/v1/test-packages", &json!({"title": "Ujian Akhir Semester"})).await.expect(201).json();
        assert!(["id", "title", "createdAt", "updatedAt"].iter().all(|name| keys(&made).contains(name)));
        assert_eq!(made["status"], "draft");
        let taken = author.post("/api/v1/test-packages", &json!({"title": "UJIAN akhir semester"})).await.expect(409);
        assert_eq!(named(&taken), ["title"]);
        let path = format!("/api/v1/test-packages/{}", made["id"]);
        assert_eq!(bank.exams.proctor.get(&path).await.expect(200).json(), made);
        let list = bank.get("test-packages?search=AKHIR").await;
        assert_eq!(list, json!({"metadata": {"totalItems": 1, "currentPage": 1, "itemsPerPage": 10}, "data": [made]}));
        assert_eq!(bank.get("test-packages?order=DESC&limit=1").await["data"][0], made);
        bank.question(json!({})).await;
        let with = bank.get("test-packages?entities=sections,questions&orderBy=title&order=DESC").await;
        assert_eq!(with["data"][0]["entities"]["questions"], 1);
        assert_eq!(with["data"][0]["entities"]["sections"][0]["title"], "Reading");
        assert_eq!(with["data"][1]["entities"], json!({"sections": [], "questions": 0}));
        let changed = author.patch(&path, &json!({"title": "UAS", "status": "archived"})).await.expect(200).json();
        assert_eq!((&changed["title"], &changed["status"]), (&json!("UAS"), &json!("archived")));
        author.patch(&path, &json!({"title": "ujian NASIONAL"})).await.expect(409);
        author.patch(&path, &json!({"status": "published"})).await.expect(400);
        author.with_header("if-match", "\"1\"").patch(&path, &json!({"title": "X"})).await.expect(412);
        let gone = author.delete(&path).await.expect(200);
        assert_eq!(gone.json(), json!({"message": "Test package berhasil dihapus"}));
        author.get(&path).await.expect(404);
    }

    async fn a_package_goes_with_its_content_unless_people_sit_it(test: TestDb) {
        let bank = Bank::new(test).await;
        let question = bank.question(json!({"passage": {"body": "x"}})).await;
        bank.publish().await.expect(200);
        let path = format!("/api/v1/test-packages/{}", bank.package);
        bank.author.delete(&path).await.expect(200);
        bank.author.get(&format!("/api/v1/questions/{question}")).await.expect(404);
        // A section belongs to no package.
        bank.author.delete(&format!("/api/v1/sections/{}", bank.section)).await.expect(200);
        let bank = Bank { package: id_of(&bank.author.post("/api/v1/test-packages", &json!({"title": "B"})).await.expect(201)), ..bank };
        bank.sat(None, None, false).await;
        let refused = bank.author.delete(&format!("/api/v1/test-packages/{}", bank.package)).await.expect(409);
        assert_eq!(
            refused.json(),
            json!({"message": "This test package is still referred to: 1 event, 1 participant."})
        );
        bank.exams.app.test.db.integrity().await.unwrap();
    }

    async fn publishing_freezes_what_later_edits_do_not_change(test: TestDb) {
        let bank = Bank::new(test).await;
        let id = bank.question(json!({"passage": {"body": "Text"}, "answerKey": [{"answer": "A", "weight": 100}]})).await;
        let one = bank.publish().await.expect(200);
        assert_eq!((&one.json()["no"], &one.json()["packageId"]), (&json!(1), &json!(bank.package)));
        assert_eq!(bank.publish().await.expect(200).json(), one.json());
        assert_eq!(bank.get(&format!("test-packages/{}", bank.package)).await["status"], "published");
        let versions = format!("test-packages/{}/versions", bank.package);
        let first = bank.get(&format!("{versions}/1")).await;
        let question = &first["paper"]["sections"][0]["questions"][0];
        assert_eq!((&question["id"], &question["question"]), (&json!(id), &json!("What is the capital of France?")));
        assert_eq!(question["options"].as_array().unwrap().len(), 2);
        assert_eq!(question["passage"], "P1");
        // Not even to those who may see keys elsewhere, and not by way of a hash.
        for word in ["key", "weight\"", "answer", "sha256"] {
            assert!(!first.to_string().contains(word), "{word}");
        }
        bank.author.patch(&format!("/api/v1/questions/{id}"), &json!({"answerKey": ["B"]})).await.expect(200);
        assert_eq!(bank.publish().await.expect(200).json()["no"], 2);
        bank.author.delete(&format!("/api/v1/questions/{id}")).await.expect(200);
        assert_eq!(bank.get(&format!("{versions}/1")).await, first);
        let list = bank.get(&versions).await;
        let numbers: Vec<&Value> = list["data"].as_array().unwrap().iter().map(|version| &version["no"]).collect();
        assert_eq!(numbers, [&json!(2), &json!(1)]);
        bank.author.get(&format!("/api/v1/{versions}/9")).await.expect(404);
        bank.author.get("/api/v1/test-packages/99/versions").await.expect(404);
        bank.exams.proctor.call(http::Method::POST, &format!("/api/v1/test-packages/{}/publish", bank.package)).await.expect(403);
    }

    async fn sittings_that_have_not_begun_are_held_with_what_was_published_last(test: TestDb) {
        let bank = Bank::new(test).await;
        let id = bank.question(json!({})).await;
        let first = id_of(&bank.publish().await.expect(200));
        bank.sat(None, Some(first), false).await;
        bank.author.patch(&format!("/api/v1/questions/{id}"), &json!({"point": 9})).await.expect(200);
        let second = id_of(&bank.publish().await.expect(200));
        let pinned = async || {
            let find = async |conn: &mut platform::Conn<'_>| conn.number(PINNED, &[]).await;
            bank.exams.app.test.db.read(find).await.unwrap()
        };
        assert_eq!(pinned().await, second);
        bank.exams.app.clock.advance(Duration::from_secs(5400));
        bank.author.patch(&format!("/api/v1/questions/{id}"), &json!({"point": 8})).await.expect(200);
        assert_ne!(id_of(&bank.publish().await.expect(200)), second);
        assert_eq!(pinned().await, second);
    }

    async fn parallel_publishing_freezes_once(test: TestDb) {
        let bank = Bank::new(test).await;
        bank.question(json!({})).await;
        for answer in join_all((0..8).map(|_| bank.publish())).await {
            assert_eq!(answer.expect(200).json()["no"], 1);
        }
    }

    async fn a_package_that_cannot_be_sat_is_not_published(test: TestDb) {
        let bank = Bank::new(test).await;
        assert_eq!(named(&bank.publish().await.expect(409)), ["sections"]);
        bank.question(json!({"answerKey": null})).await;
        let hash = "a".repeat(64);
        let id = bank.question(json!({"question": format!("See ![map](image:{hash})")})).await;
        let work = async move |tx: &mut Tx<'_>| tx.execute(NAME_AUDIO, params![id]).await;
        bank.exams.app.test.db.write(work).await.unwrap();
        let refused = bank.publish().await.expect(409);
        assert_eq!(
            named(&refused),
            ["sections[0].questions[0].answerKey", "sections[0].questions[1].audioId", "pictures"]
        );
        assert_eq!(refused.json()["errors"][0]["messages"], json!(["Reading 1: has no key yet"]));
        assert_eq!(bank.get(&format!("test-packages/{}", bank.package)).await["status"], "draft");
        let path = format!("/api/v1/test-packages/{}", bank.package);
        bank.author.patch(&path, &json!({"status": "archived"})).await.expect(200);
        bank.publish().await.expect(409);
        let stale = bank.author.with_header("if-match", "\"1\"");
        stale.call(http::Method::POST, &format!("{path}/publish")).await.expect(412);
    }

    async fn what_is_done_is_noted_without_what_is_right(test: TestDb) {
        let bank = Bank::new(test).await;
        let short = json!({"questionType": "short_answer", "optionQuestions": null, "answerKey": ["KUNCI"]});
        let id = bank.question(short).await;
        bank.author.patch(&format!("/api/v1/questions/{id}"), &json!({"answerKey": ["KUNCI", "kunci"]})).await.expect(200);
        bank.publish().await.expect(200);
        let count = async |thing: &'static str, action: &'static str| {
            let find = async move |conn: &mut platform::Conn<'_>| conn.number(AUDIT, params![thing, action]).await;
            bank.exams.app.test.db.read(find).await.unwrap()
        };
        for (thing, action) in [("exam_question", "create"), ("exam_question", "update"), ("exam_package", "publish"), ("exam_section", "create")] {
            assert_eq!(count(thing, action).await, 1, "{action} {thing}");
        }
        let find = async |conn: &mut platform::Conn<'_>| conn.number(KEYS_IN_AUDIT, &[]).await;
        assert_eq!(bank.exams.app.test.db.read(find).await.unwrap(), 0);
        for path in ["questions", "test-packages", "sections"] {
            let answer = bank.author.get(&format!("/api/v1/{path}?limit=100")).await.expect(200);
            assert!(!answer.text().contains("KUNCI"));
        }
    }

    async fn a_page_of_a_large_bank_is_a_page(test: TestDb) {
        let bank = Bank::new(test).await;
        let detail = bank.post(json!({})).await.expect(201).json()["sectionDetailId"].as_i64().unwrap();
        let package = bank.package;
        let work = async move |tx: &mut Tx<'_>| {
            for n in 2..=2_000_i64 {
                tx.execute(BULK, params![package, detail, &format!("question {n}"), n]).await?;
            }
            Ok::<_, platform::Error>(())
        };
        bank.exams.app.test.db.write(work).await.unwrap();
        let list = bank.get(&format!("questions/package/{package}?limit=1000&offset=1900&orderBy=ordinal&entities=answer,section")).await;
        assert_eq!(list["metadata"], json!({"totalItems": 2000, "currentPage": 20, "itemsPerPage": 100}));
        assert_eq!(list["data"].as_array().unwrap().len(), 100);
        assert_eq!(list["data"][99]["question"], "question 2000");
        assert_eq!(list["data"][99]["entities"]["section"]["title"], "Reading");
        // However many there are, each kind of what belongs to them costs one statement.
        let db = &bank.exams.app.test.db;
        let whole = "entities=audio,answer,options,passage,section,package";
        let mut costs = BTreeSet::new();
        for limit in [1, 10, 100] {
            let before = db.statements();
            bank.get(&format!("questions?{whole}&limit={limit}")).await;
            costs.insert(db.statements() - before);
        }
        assert_eq!(costs.len(), 1, "{costs:?}");
        assert!(costs.iter().all(|cost| *cost <= 10), "{costs:?}");
    }
}
