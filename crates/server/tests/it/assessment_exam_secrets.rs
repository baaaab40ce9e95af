//! What is right is no participant's to see before results are released: everything that a browser of theirs is sent, from the
//! login to after the hand-in, is searched for the keys.
//!
//! What is searched for is found in what authors and raters are sent, so that a search that finds nothing has looked for
//! something that there is.

use std::{
    collections::BTreeSet,
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};

use axum::body::Body;
use futures_util::{StreamExt as _, TryStreamExt as _};
use http::{Method, Request};
use platform::http::routes::{EndpointDoc, Verb};
use serde_json::{Value, json};
use testkit::{Answer, Client, TestDb, both_engines};

use crate::{
    assessment_bank::{Bank, id_of},
    assessment_exam_support::{BASE, Sitter, Sitting, code, plan, post_as_nobody, work},
    assessment_speech::{put_piece, wav},
    assessment_support::log_in,
    described,
};

/// Texts that stand in keys, pairs, tags and ratings, and nowhere else.
const TEXTS: [&str; 9] = [
    "jawaban-rahasia-7f3a",
    "=2718281,5±0,25",
    "2718281",
    "1-QZK",
    "2-QWV",
    "label-rahasia-91c",
    "komentar-rahasia-4b",
    "kriteria-rahasia-5d",
    "alasan-rahasia-6e",
];
/// Weights that no other number of an answer equals.
const WEIGHTS: [i64; 2] = [-37, -61];
/// Names under which an answer would show a key, or what it is marked by.
const NAMES: [&str; 20] = [
    "answerKey",
    "answerKeys",
    "accepted_texts",
    "autoScore",
    "comment",
    "correct",
    "criteria",
    "difficulty",
    "draws",
    "isCorrect",
    "key",
    "keys",
    "maxScore",
    "rule",
    "score",
    "scoringPolicy",
    "seed",
    "tags",
    "totalScore",
    "weight",
];
/// All that a question of a paper may say.
const QUESTION: [&str; 12] = [
    "id",
    "type",
    "text",
    "plain",
    "passage",
    "audio",
    "options",
    "left",
    "right",
    "preparationTime",
    "responseTime",
    "point",
];

/// What was sent to a browser, with what it was asked for.
#[derive(Clone, Default)]
struct Collected(Arc<Mutex<Vec<(String, String)>>>);

impl Collected {
    fn add(&self, what: &str, answer: &Answer) {
        let whole = format!("{:?}\n{}", answer.headers, answer.text());
        self.0
            .lock()
            .unwrap()
            .push((format!("{what}: {}", answer.status), whole));
    }

    /// A client whose every answer is collected.
    fn client(&self, of: &Client) -> Client {
        let (all, described) = (self.clone(), described::judge());
        of.judged_by(Arc::new(move |asked, answer| {
            described(asked, answer);
            all.add(&format!("{} {}", asked.verb.name(), asked.path), answer);
        }))
    }

    fn all(&self) -> Vec<(String, String)> {
        self.0.lock().unwrap().clone()
    }
}

/// The secrets that a text shows, and those that the JSON in it does.
fn shown(whole: &str) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = TEXTS
        .into_iter()
        .filter(|text| whole.contains(text) || whole.contains(&escaped(text)))
        .map(str::to_owned)
        .collect();
    let body = whole.split_once('\n').map_or(whole, |(_, body)| body);
    // Of a stream, what its events say.
    let values = body.lines().map(|line| line.strip_prefix("data: ").unwrap_or(line));
    for value in values.filter_map(|line| serde_json::from_str(line).ok()) {
        look(&value, &mut found);
    }
    found
}

/// A text with what is not ASCII as JSON may write it.
fn escaped(text: &str) -> String {
    text.replace('±', "\\u00b1")
}

fn look(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                // How hard it is to register is a number.
                let is_of_work = name == "difficulty" && value.is_number();
                if NAMES.contains(&name.as_str()) && !is_of_work {
                    found.insert(name.clone());
                }
                look(value, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| look(value, found)),
        Value::Number(number) => {
            if let Some(weight) = WEIGHTS.into_iter().find(|weight| number.as_i64() == Some(*weight)) {
                found.insert(weight.to_string());
            }
        }
        Value::String(text) => {
            // JSON within a text.
            if text.starts_with(['{', '['])
                && let Ok(inner) = serde_json::from_str::<Value>(text)
            {
                look(&inner, found);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// A sitting with a question of every type in its first section, of which one is drawn by its tag from two, and an essay in
/// its second; ids of the first section's.
async fn secretive(test: TestDb) -> Sitting {
    let bank = Bank::new(test).await;
    let writing = json!({"title": "Writing", "duration": 1200});
    let writing = id_of(&bank.author.post("/api/v1/sections", &writing).await.expect(201));
    let options = |labels: &[&str]| -> Vec<Value> {
        let each = labels.iter().enumerate();
        each.map(|(at, label)| json!({"label": label, "value": format!("pilihan ke-{at}")}))
            .collect()
    };
    let hidden = json!({"tags": ["label-rahasia-91c"], "difficulty": "hard"});
    let bodies = [
        json!({"questionType": "multiple_choice", "sectionDuration": 600, "optionQuestions": options(&["A", "B", "C"]), "answerKey": ["B"]}),
        json!({"questionType": "multiple_answer", "optionQuestions": options(&["A", "B", "C", "D"]), "rule": "weights",
            "answerKey": [{"answer": "A", "weight": 100}, {"answer": "B", "weight": WEIGHTS[0]}, {"answer": "D", "weight": WEIGHTS[1]}]}),
        json!({"questionType": "true_false", "optionQuestions": [{"label": "B", "value": "Benar"}, {"label": "S", "value": "Salah"}],
            "answerKey": ["S"]}),
        json!({"questionType": "short_answer", "optionQuestions": null, "answerKey": [TEXTS[0], TEXTS[1]]}),
        json!({"questionType": "matching", "optionQuestions": options(&["1", "2", "QZK", "QWV"]), "answerKey": [TEXTS[3], TEXTS[4]]}),
        json!({"questionType": "speaking", "optionQuestions": null, "answerKey": null, "preparationTime": 1, "responseTime": 60}),
        json!({"questionType": "essay", "optionQuestions": null, "answerKey": null, "sectionId": writing, "sectionDuration": 1200}),
    ];
    let mut questions = Vec::new();
    for (at, mut body) in bodies.into_iter().enumerate() {
        body["question"] = json!(format!("Pertanyaan {at}?"));
        body.as_object_mut()
            .unwrap()
            .extend(hidden.as_object().unwrap().clone());
        questions.push(bank.question(body).await);
    }
    let path = format!(
        "/api/v1/section-details/by-package?packageId={}&sectionId={writing}",
        bank.package
    );
    let details = bank.author.get(&path).await.expect(200).json()["id"].clone();
    let draws = json!({"draws": [{"count": 1, "tag": TEXTS[5], "difficulty": "hard"}]});
    bank.author
        .patch(&format!("/api/v1/section-details/{details}"), &draws)
        .await
        .expect(200);
    bank.publish().await.expect(200);
    let event = json!({"entryCode": "MERAPI", "recordVideo": true, "offlineGraceSeconds": 60});
    let event = plan(&bank.exams, bank.package, event).await;
    Sitting { bank, event, questions }
}

/// Everything that can be asked for by `GET`, from the module's own list.
fn readable() -> Vec<EndpointDoc> {
    let all = assessment::endpoint_docs().into_iter();
    let own: Vec<_> = all
        .filter(|doc| doc.verb == Verb::Get && doc.path.starts_with(BASE))
        .collect();
    assert!(own.len() >= 12);
    own
}

/// Asks for all that can be read, and sends every change with what its documents show, which is seldom right.
async fn look_around(sitter: &Sitter) {
    for doc in readable() {
        let path = doc.parts.iter().fold(doc.path.to_owned(), |path, part| {
            // What exists has the lowest ids.
            let value = if part.example.parse::<i64>().is_ok() {
                "1"
            } else {
                part.example
            };
            path.replace(&format!("{{{}}}", part.name), value)
        });
        // What was missed is told from the beginning.
        sitter.client.with_header("last-event-id", "0").get(&path).await;
        sitter.client.get(&format!("{path}?envelope=standard")).await;
        for query in &doc.queries {
            sitter
                .client
                .get(&format!("{path}?{}={}", query.name, query.example))
                .await;
        }
    }
}

/// Answers of which none is right, in every form that there is, and some that are no answers.
async fn answer(sitter: &Sitter, attempt: i64, questions: &[i64], from: i64) {
    let values = [
        json!("A"),
        json!(["B", "C"]),
        json!("B"),
        json!("salah"),
        json!({"1": "QWV"}),
        json!("Esai."),
        Value::Null,
        json!(["Z"]),
        json!({"9": "X"}),
        json!(17),
        json!(true),
        json!({"answer": ["A"]}),
    ];
    let mut seq = from;
    for question in questions {
        for value in &values {
            let one = json!([{"questionId": question, "clientSeq": seq, "value": value}]);
            let body = json!({"attemptId": attempt, "answers": one});
            sitter.client.put(&format!("{BASE}/answers"), &body).await;
            seq += 1;
        }
    }
}

/// The pages, their program and its worker, as a browser opens them.
async fn open_pages(all: &Collected, sitter: &Sitter, event: i64) {
    let paths = [
        "/exam".to_owned(),
        format!("/exam/{event}"),
        "/registration?token=x".into(),
        "/receipt/ab12".into(),
        "/exam/luring.js".into(),
    ];
    for path in paths {
        let page = sitter.client.get(&path).await.expect(200);
        all.add(&path, &page);
        let files: Vec<String> = page
            .text()
            .split('"')
            .filter(|text| text.starts_with("/assets/"))
            .map(str::to_owned)
            .collect();
        assert!(!files.is_empty(), "{path}");
        for file in files {
            all.add(&file, &sitter.client.get(&file).await);
        }
    }
}

/// What a stream tells from its beginning: its opening, and three things that supervisors did.
async fn listen(all: &Collected, sitting: &Sitting, sitter: &Sitter) {
    let mut request = Request::builder()
        .uri(format!("{BASE}/events"))
        .header("last-event-id", "0");
    for (name, value) in sitter.client.headers() {
        request = request.header(name, value);
    }
    let request = request.body(Body::empty()).unwrap();
    let stack = &sitting.exams().app.app.stack;
    let (head, body) = stack.serve(request, Ipv4Addr::LOCALHOST.into()).await.into_parts();
    let words = body.into_data_stream().take(4).try_collect::<Vec<_>>();
    let answer = Answer {
        status: head.status,
        headers: head.headers,
        body: words.await.unwrap().concat(),
    };
    all.add("GET events", &answer);
}

/// What was handed out to be seen: no member of a question that is not known.
fn check_paper(paper: &Value) {
    for question in paper["questions"].as_array().unwrap() {
        for (name, value) in question.as_object().unwrap() {
            assert!(QUESTION.contains(&name.as_str()), "{name}: {value}");
        }
        for part in ["options", "left", "right"] {
            for option in question[part].as_array().into_iter().flatten() {
                let names: Vec<&str> = option.as_object().unwrap().keys().map(String::as_str).collect();
                assert_eq!(names, ["label", "plain", "text"], "{option}");
            }
        }
    }
}

async fn rate(sitting: &Sitting, participant: i64) -> BTreeSet<String> {
    let rater = log_in(&sitting.exams().app.anyone, "rater").await;
    let path = format!("/api/v1/test-response/question/{}/{participant}", sitting.questions[6]);
    let essay = rater.get(&path).await.expect(200).json()["id"].clone();
    let path = format!("/api/v1/test-response/{essay}/ratings");
    let rating = json!({"score": 0, "comment": TEXTS[6], "criteria": {TEXTS[7]: 0}});
    rater.post(&path, &rating).await.expect(201);
    shown(&format!("\n{}", rater.get(&path).await.expect(200).text()))
}

/// What authors and raters are shown of the same exam.
async fn control(sitting: &Sitting) -> BTreeSet<String> {
    let author = log_in(&sitting.exams().app.anyone, "author").await;
    let mut found = BTreeSet::new();
    for question in &sitting.questions {
        let path = format!("/api/v1/questions/{question}?entities=answer");
        found.append(&mut shown(&format!("\n{}", author.get(&path).await.expect(200).text())));
    }
    found
}

both_engines! {
    async fn no_byte_that_a_participant_is_sent_before_the_release_tells_a_key(test: TestDb) {
        let sitting = secretive(test).await;
        let (all, q) = (Collected::default(), &sitting.questions);
        sitting.add("Ani Lestari", "0071").await;
        let anyone = all.client(&sitting.exams().app.anyone);
        let login = json!({"name": "Ani Lestari", "registeredNumber": "0071"});
        post_as_nobody(&anyone, &format!("{BASE}/auth/login"), &json!({"name": "Ani", "registeredNumber": "0071"})).await.expect(401);
        let ani = Sitter::log_in(&anyone, login).await;
        open_pages(&all, &ani, sitting.event).await;
        look_around(&ani).await;
        ani.post("check-in", json!({"entryCode": "SALAH"})).await.expect(403);
        ani.post("check-in", json!({"entryCode": "MERAPI"})).await.expect(200);
        look_around(&ani).await;
        let attempt = ani.post("start", json!({})).await.expect(200).json()["attemptId"].as_i64().unwrap();
        let paper = ani.get("paper?section=1").await.expect(200);
        let tag = paper.headers["etag"].to_str().unwrap().to_owned();
        ani.client.with_header("if-none-match", &tag).get(&format!("{BASE}/paper")).await.expect(304);
        check_paper(&paper.json());
        answer(&ani, attempt, &q[..6], 1).await;
        let take = json!({"questionId": q[5], "mimeType": "audio/wav", "take": 1});
        let take = id_of(&ani.post("audio-responses", take).await.expect(201));
        put_piece(&ani, &format!("audio-responses/{take}/chunks/0"), &wav(8000)).await.expect(200);
        ani.post(&format!("audio-responses/{take}/complete"), json!({"chunks": 2})).await.expect(409);
        ani.post(&format!("audio-responses/{take}/complete"), json!({"chunks": 1})).await.expect(200);
        ani.post("audio-responses", json!({"questionId": q[0], "mimeType": "audio/wav", "take": 1})).await.expect(404);
        let recorder = json!({"stream": "camera", "mimeType": "video/webm", "recorderSession": 0});
        ani.post("recordings", recorder).await.expect(201);
        for done in [json!({"type": "pause", "reason": TEXTS[8]}), json!({"type": "resume", "reason": TEXTS[8]}), json!({"type": "message", "text": "Tenang."})] {
            sitting.intervene(ani.id, done).await.expect(201);
        }
        look_around(&ani).await;
        listen(&all, &sitting, &ani).await;
        ani.post("sections/1/close", json!({})).await.expect(200);
        ani.post("sections/2/open", json!({})).await.expect(200);
        check_paper(&ani.get("paper?section=2").await.expect(200).json());
        assert_eq!(code(&ani.get("paper?section=1").await.expect(409)), "section_not_open");
        assert_eq!(ani.save(attempt, &[(q[6], 900, json!("Esai."))]).await, ["accepted"]);
        look_around(&ani).await;
        let receipt = ani.post("submit", json!({"attemptId": attempt, "highestSeq": 901})).await.expect(409);
        assert_eq!(code(&receipt), "answers_missing");
        let receipt = ani.post("submit", json!({"attemptId": attempt})).await.expect(200).json();
        ani.get(&format!("receipts/{}", receipt["receipt"].as_str().unwrap())).await.expect(200);
        answer(&ani, attempt, &q[..1], 1000).await;
        // Marked, and rated: what came of it is not released.
        sitting.sweep().await;
        let mut found = rate(&sitting, ani.id).await;
        sitting.sweep().await;
        assert_eq!(code(&ani.get("result").await.expect(404)), "not_released");
        look_around(&ani).await;
        open_pages(&all, &ani, sitting.event).await;
        let proctor = log_in(&sitting.exams().app.anyone, "proctor").await;
        let path = format!("/api/v1/events/{}/safe-exam-browser.seb", sitting.event);
        all.add("the configuration", &proctor.get(&path).await.expect(200));

        let collected = all.all();
        assert!(collected.len() > 200, "{}", collected.len());
        for (what, whole) in &collected {
            let shows = shown(whole);
            assert!(shows.is_empty(), "{what} shows {shows:?}: {whole}");
        }
        // Every stage was seen: what is asked, what streams, what is refused.
        for seen in ["Pertanyaan 0?", "Pertanyaan 6?", "event: pause", "Tenang.", "not_released", "answers_missing", "<key>startURL</key>"] {
            assert!(collected.iter().any(|(_, whole)| whole.contains(seen)), "{seen}");
        }
        found.append(&mut control(&sitting).await);
        let told: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        for secret in &TEXTS[..8] {
            assert!(told.contains(secret), "{secret} is nowhere: {told:?}");
        }
        for secret in ["-37", "-61", "answerKey", "weight", "tags", "difficulty", "comment", "criteria", "score"] {
            assert!(told.contains(secret), "{secret} is nowhere: {told:?}");
        }
    }

    async fn whoever_registers_by_a_link_is_told_no_key_on_the_way(test: TestDb) {
        let sitting = secretive(test).await;
        let all = Collected::default();
        let anyone = all.client(&sitting.exams().app.anyone);
        let path = format!("/api/v1/participants/url-registration-token?eventId={}", sitting.event);
        let url = sitting.exams().proctor.get(&path).await.expect(201).json()["url"].as_str().unwrap().to_owned();
        let token = url.split_once("token=").unwrap().1;
        let asked = anyone.get(&format!("{BASE}/auth/challenge?token={token}")).await.expect(200).json();
        let body = json!({"name": "Citra", "registeredNumber": "3", "challenge": work(&asked)});
        let register = format!("{BASE}/auth/register?token={token}");
        let made = post_as_nobody(&anyone, &register, &body).await.expect(201);
        post_as_nobody(&anyone, &register, &body).await.expect(400);
        look_around(&Sitter::of(&anyone, &made).await).await;
        anyone.call(Method::GET, &format!("{BASE}/auth/challenge?token=abc")).await.expect(403);
        let collected = all.all();
        assert!(collected.len() > 25, "{}", collected.len());
        for (what, whole) in collected {
            assert!(shown(&whole).is_empty(), "{what}: {whole}");
        }
    }
}
