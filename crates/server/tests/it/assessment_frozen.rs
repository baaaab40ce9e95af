//! What was frozen is what is marked, whatever becomes of the live package: options, keys, sections, deletes.

use assessment::GivenAnswer;
use http::Method;
use platform::{Tx, db::Sql, params};
use serde_json::{Value, json};
use testkit::{Answer, TestDb, both_engines};

use crate::assessment_support::Exams;

platform::statements! {
    PARTICIPANT = "insert into exam_participant (event_id, name, name_key, registered_number, registered_key,
        exam_registered_number, source, status, time_factor, extra_seconds, version, created_at, updated_at)
        values ($1, $2, $3, $4, $4, $4, 'admin', 'submitted', 1000, 0, 1, 0, 0) returning id";
    ATTEMPT = "insert into exam_attempt (participant_id, no, state, seed, package_version_id, started_at, deadline_at, version)
        values ($1, 1, 'submitted', $2, (select e.package_version_id from exam_event e join exam_participant p
        on p.event_id = e.id where p.id = $1), 1, 2, 1) returning id";
    STANDING = "select status, coalesce(total_score, -1), coalesce(max_score, -1) from exam_participant where id = $1";
    SECTIONS = "select coalesce(s.raw_score, -1), coalesce(s.max_score, -1) from exam_attempt_section s
        join exam_attempt a on a.id = s.attempt_id where a.participant_id = $1 order by s.ordinal";
    END = "update exam_event set ends_at = 1 where id = $1";
}

/// A published package of one section, an event that is held with it, and those who sat.
pub(crate) struct Sat {
    pub(crate) exams: Exams,
    pub(crate) package: i64,
    pub(crate) section: i64,
    pub(crate) questions: Vec<i64>,
    pub(crate) event: i64,
    /// Participants with their attempts.
    pub(crate) people: Vec<(i64, i64)>,
}

fn id_of(answer: &Answer) -> i64 {
    answer.json()["id"].as_i64().unwrap()
}

async fn made(tx: &mut Tx<'_>, sql: Sql, values: &[platform::db::Value<'_>]) -> platform::Result<i64> {
    Ok(tx.first(sql, values, |row| row.get(0)).await?.unwrap())
}

/// A question of one choice out of three cities; Paris is right.
pub(crate) fn cities() -> Value {
    json!({"question": "Ibu kota Prancis?", "questionType": "multiple_choice", "point": 10, "answerKey": ["A"],
        "optionQuestions": [{"label": "A", "value": "Paris"}, {"label": "B", "value": "London"}, {"label": "C", "value": "Roma"}]})
}

impl Sat {
    pub(crate) async fn new(test: TestDb, questions: &[Value]) -> Self {
        let mut sat = Self::draft(test, questions).await;
        sat.publish().await.expect(200);
        sat.event = sat.plan().await;
        sat
    }

    /// Nothing is published yet.
    pub(crate) async fn draft(test: TestDb, questions: &[Value]) -> Self {
        let exams = Exams::new(test).await;
        let author = &exams.author;
        let package = author
            .post("/api/v1/test-packages", &json!({"title": "Geografi"}))
            .await;
        let section = author
            .post("/api/v1/sections", &json!({"title": "Satu", "duration": 600}))
            .await;
        let (package, section) = (id_of(&package.expect(201)), id_of(&section.expect(201)));
        let mut ids = Vec::new();
        for question in questions {
            let mut question = question.clone();
            question["packageId"] = json!(package);
            question["sectionId"] = json!(section);
            ids.push(id_of(&author.post("/api/v1/questions", &question).await.expect(201)));
        }
        Self {
            exams,
            package,
            section,
            questions: ids,
            event: 0,
            people: Vec::new(),
        }
    }

    pub(crate) async fn publish(&self) -> Answer {
        let path = format!("/api/v1/test-packages/{}/publish", self.package);
        self.exams.author.call(Method::POST, &path).await
    }

    pub(crate) async fn plan(&self) -> i64 {
        let event = json!({"packageId": self.package, "title": "Ujian", "description": "", "date": "2027-07-12",
            "startTime": "10:00:00", "endTime": "12:00:00"});
        id_of(&self.exams.admin.post("/api/v1/events", &event).await.expect(201))
    }

    /// Somebody answers questions, by their places, and hands in.
    pub(crate) async fn sit(&mut self, name: &str, seed: i64, answers: &[(usize, Value)]) -> usize {
        let (event, name) = (self.event, name.to_owned());
        let work = async move |tx: &mut Tx<'_>| {
            let key = name.to_lowercase();
            let participant = made(tx, PARTICIPANT, params![event, &name, &key, &name]).await?;
            Ok::<_, platform::Error>((participant, made(tx, ATTEMPT, params![participant, seed]).await?))
        };
        let (participant, attempt) = self.exams.app.test.db.write(work).await.unwrap();
        let given = answers.iter().map(|(question, answer)| GivenAnswer {
            question_id: self.questions[*question],
            answer: answer.clone(),
            audio_response_id: None,
        });
        let assessment = &self.exams.app.app.wired.assessment;
        assessment.store_answers(attempt, given.collect()).await.unwrap();
        assessment.mark_attempt(attempt).await.unwrap();
        // Marking again finds nothing to do.
        assessment.mark_attempt(attempt).await.unwrap();
        self.people.push((participant, attempt));
        self.people.len() - 1
    }

    /// State, total and maximum in hundredths (-1: none).
    pub(crate) async fn standing(&self, who: usize) -> (String, i64, i64) {
        let (participant, _) = self.people[who];
        let work = async move |tx: &mut Tx<'_>| {
            let read = |row: &platform::db::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
            tx.first(STANDING, params![participant], read).await
        };
        self.exams.app.test.db.write(work).await.unwrap().unwrap()
    }

    /// Sum and maximum of each section.
    async fn sections(&self, who: usize) -> Vec<(i64, i64)> {
        let (participant, _) = self.people[who];
        let work = async move |tx: &mut Tx<'_>| {
            tx.all(SECTIONS, params![participant], |row| Ok((row.get(0)?, row.get(1)?)))
                .await
        };
        self.exams.app.test.db.write(work).await.unwrap()
    }

    pub(crate) async fn response(&self, who: usize, question: usize) -> Value {
        let (question, participant) = (self.questions[question], self.people[who].0);
        let path = format!("/api/v1/test-response/question/{question}/{participant}");
        self.exams.rater.get(&path).await.expect(200).json()
    }

    pub(crate) async fn change(&self, question: usize, change: &Value) {
        let path = format!("/api/v1/questions/{}", self.questions[question]);
        self.exams.author.patch(&path, change).await.expect(200);
    }

    pub(crate) async fn regrade(&self) -> Value {
        let path = format!("/api/v1/test-packages/{}/regrade", self.package);
        self.exams.author.post(&path, &json!({})).await.expect(200).json()
    }

    async fn revert(&self, no: i64) -> Value {
        let path = format!("/api/v1/test-packages/{}/regrade/{no}/revert", self.package);
        self.exams.author.post(&path, &json!({})).await.expect(200).json()
    }

    pub(crate) async fn results(&self) -> Value {
        let path = format!("/api/v1/events/{}/results", self.event);
        self.exams.rater.get(&path).await.expect(200).json()
    }

    /// The event is over.
    async fn end(&self) {
        let event = self.event;
        let work = async move |tx: &mut Tx<'_>| tx.execute(END, params![event]).await;
        self.exams.app.test.db.write(work).await.unwrap();
    }
}

both_engines! {
    async fn neither_new_letters_nor_another_order_nor_a_lost_option_change_a_score(test: TestDb) {
        let mut sat = Sat::new(test, &[cities()]).await;
        sat.sit("Ana", 1, &[(0, json!("A"))]).await;
        sat.sit("Budi", 1, &[(0, json!("B"))]).await;
        let scored = |points| ("scored".to_owned(), points, 1000);
        for options in [
            // Other letters.
            json!([{"label": "A", "value": "London"}, {"label": "B", "value": "Roma"}, {"label": "C", "value": "Paris"}]),
            // Another order, and what nobody chose is gone.
            json!([{"label": "C", "value": "Paris"}, {"label": "A", "value": "London"}]),
        ] {
            sat.change(0, &json!({"optionQuestions": options, "answerKey": ["C"]})).await;
            let done = sat.regrade().await;
            assert_eq!((&done["changed"], &done["unmatched"]), (&json!(0), &json!([])));
            assert_eq!((sat.standing(0).await, sat.standing(1).await), (scored(1000), scored(0)));
        }
        // Whoever hands in later is marked alike, and their labels mean what they saw.
        let late = sat.sit("Citra", 2, &[(0, json!("A"))]).await;
        assert_eq!(sat.standing(late).await, scored(1000));
        assert_eq!(sat.response(late, 0).await["answer"], "Paris");
        let path = format!("/api/v1/test-response/{}", sat.response(1, 0).await["id"]);
        let changed = sat.exams.admin.patch(&path, &json!({"answer": "A"})).await.expect(200).json();
        assert_eq!((&changed["answer"], &changed["score"]), (&json!("Paris"), &json!(10)));
        sat.exams.admin.patch(&path, &json!({"answer": "Wina"})).await.expect(400);
    }

    async fn a_key_that_was_put_right_counts_for_all_until_it_is_taken_back(test: TestDb) {
        let mut sat = Sat::new(test, &[cities(), cities()]).await;
        sat.sit("Ana", 1, &[(0, json!("A"))]).await;
        sat.sit("Budi", 1, &[(0, json!("B"))]).await;
        // A change of the live package alone changes nothing, not even for those who are marked after it.
        let options = json!([{"label": "A", "value": "London"}, {"label": "B", "value": "Paris"}]);
        sat.change(0, &json!({"optionQuestions": options, "answerKey": ["A"], "point": 6})).await;
        let late = sat.sit("Citra", 1, &[(0, json!("B"))]).await;
        assert_eq!(sat.standing(late).await, ("scored".to_owned(), 0, 2000));
        let done = sat.regrade().await;
        assert_eq!((&done["changed"], &done["examined"]), (&json!(3), &json!(6)));
        let scored = |points, most| ("scored".to_owned(), points, most);
        assert_eq!(sat.standing(0).await, scored(0, 1600));
        assert_eq!(sat.standing(1).await, scored(600, 1600));
        assert_eq!(sat.sections(1).await, [(600, 1600)]);
        let later = sat.sit("Dewi", 1, &[(0, json!("B"))]).await;
        assert_eq!(sat.standing(later).await, scored(600, 1600));
        assert_eq!(sat.results().await["items"][0]["maxScore"], 6);
        let back = sat.revert(1).await;
        assert_eq!(back["changed"], 4);
        for (who, points) in [(0, 1000), (1, 0), (late, 0), (later, 0)] {
            assert_eq!(sat.standing(who).await, scored(points, 2000), "{who}");
        }
        let last = sat.sit("Eka", 1, &[(0, json!("A"))]).await;
        assert_eq!(sat.standing(last).await, scored(1000, 2000));
    }

    async fn a_key_that_names_no_option_that_was_sat_is_told_and_changes_nothing(test: TestDb) {
        let mut sat = Sat::new(test, &[cities()]).await;
        sat.sit("Ana", 1, &[(0, json!("A"))]).await;
        let options = json!([{"label": "A", "value": "Paris"}, {"label": "B", "value": "London"}, {"label": "C", "value": "Roma"},
            {"label": "D", "value": "Wina"}]);
        sat.change(0, &json!({"optionQuestions": options, "answerKey": ["D"]})).await;
        let done = sat.regrade().await;
        assert_eq!(done["changed"], 0);
        let unmatched = &done["unmatched"][0];
        assert_eq!(unmatched["questionId"], sat.questions[0]);
        assert!(unmatched["message"]["en"].as_str().unwrap().contains("The key D names an option"), "{unmatched}");
        assert!(unmatched["message"]["id"].as_str().unwrap().contains("Kunci D"), "{unmatched}");
        assert_eq!(sat.standing(0).await, ("scored".to_owned(), 1000, 1000));
    }

    async fn a_question_counts_where_it_stood_when_it_was_sat(test: TestDb) {
        let mut sat = Sat::new(test, &[cities(), cities()]).await;
        let other = sat.exams.author.post("/api/v1/sections", &json!({"title": "Dua", "duration": 60})).await.expect(201);
        sat.change(1, &json!({"sectionId": id_of(&other)})).await;
        sat.sit("Ana", 1, &[(0, json!("A")), (1, json!("A"))]).await;
        assert_eq!(sat.sections(0).await, [(2000, 2000)]);
        let path = format!("/api/v1/test-response/participant/{}", sat.people[0].0);
        let shown = sat.exams.rater.get(&path).await.expect(200).json();
        assert_eq!(shown["data"].as_array().unwrap().len(), 1);
        assert_eq!(shown["data"][0]["sectionId"], sat.section);
        let results = sat.results().await;
        assert_eq!(results["sections"].as_array().unwrap().len(), 1);
        assert_eq!((&results["sections"][0]["questions"], &results["sections"][0]["maxScore"]), (&json!(2), &json!(20)));
    }

    async fn what_a_sitting_asks_is_not_deleted(test: TestDb) {
        let mut sat = Sat::new(test, &[cities(), cities()]).await;
        let author = sat.exams.author.clone();
        let path = |question: i64| format!("/api/v1/questions/{question}");
        let refused = author.delete(&path(sat.questions[1])).await.expect(409).json();
        assert!(refused["message"].to_string().contains("1 event to come or under way"), "{refused}");
        // What nobody asks may go.
        let mut more = cities();
        more["packageId"] = json!(sat.package);
        more["sectionId"] = json!(sat.section);
        let more = id_of(&author.post("/api/v1/questions", &more).await.expect(201));
        author.delete(&path(more)).await.expect(200);
        // Its section stays, even when all of its questions stand elsewhere.
        let details = format!("/api/v1/section-details/by-package?packageId={}&sectionId={}", sat.package, sat.section);
        let details = id_of(&author.get(&details).await.expect(200));
        let other = id_of(&author.post("/api/v1/sections", &json!({"title": "Dua", "duration": 60})).await.expect(201));
        for question in [0, 1] {
            sat.change(question, &json!({"sectionId": other})).await;
        }
        let details = format!("/api/v1/section-details/{details}");
        author.delete(&details).await.expect(409);
        sat.sit("Ana", 1, &[]).await;
        sat.end().await;
        let refused = author.delete(&details).await.expect(409).json();
        assert!(refused["message"].to_string().contains("1 attempt"), "{refused}");
        let refused = author.delete(&path(sat.questions[1])).await.expect(409).json();
        assert!(refused["message"].to_string().contains("response"), "{refused}");
    }

    async fn passages_that_were_frozen_are_not_deleted_before_the_sitting_is_over(test: TestDb) {
        let mut about = cities();
        about["passage"] = json!({"code": "P1", "title": "Kota", "body": "Paris adalah ibu kota."});
        let mut sat = Sat::draft(test, &[about]).await;
        sat.publish().await.expect(200);
        sat.event = sat.plan().await;
        let author = sat.exams.author.clone();
        let passage = author.get(&format!("/api/v1/questions/{}", sat.questions[0])).await.expect(200).json()["passageId"].clone();
        sat.change(0, &json!({"passageId": null})).await;
        let path = format!("/api/v1/passages/{passage}");
        let refused = author.delete(&path).await.expect(409).json();
        assert!(refused["message"].to_string().contains("event to come"), "{refused}");
        sat.end().await;
        author.delete(&path).await.expect(200);
    }
}
