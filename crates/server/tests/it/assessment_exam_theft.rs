//! What the ids of others are good for: nothing. Somebody tries whatever belongs to another participant, at each route that
//! takes an id, and is answered as if it did not exist. The routes come from the module's own list, so a new one that takes an
//! id fails here until somebody says what of another participant it could be asked for.

use std::collections::BTreeSet;

use platform::{Tx, http::routes::EndpointDoc, media::BlobHash, params};
use schemars::SchemaGenerator;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{Answer, both_engines};

use crate::{
    assessment_bank::id_of,
    assessment_exam_support::{BASE, Sitter, plan, post_as_nobody},
    assessment_speech::{PIECES, put_piece},
    assessment_support::Exams,
    trackmate_support::{form, send},
};

platform::statements! {
    IMAGE = "insert into exam_image (blob, media_type, bytes, created_at) values ($1, 'image/png', $2, 0) returning bytes";
}

/// What belongs to a participant.
#[derive(Debug, Clone)]
struct Things {
    /// Name and number.
    name: String,
    event: i64,
    attempt: i64,
    question: i64,
    /// A question that is answered by voice.
    spoken: i64,
    take: i64,
    recording: i64,
    sound: i64,
    picture: String,
    receipt: String,
}

impl Things {
    /// What belongs to nobody.
    fn nobodys() -> Self {
        Self {
            name: "Nihil".into(),
            event: 900_001,
            attempt: 900_002,
            question: 900_003,
            spoken: 900_004,
            take: 900_005,
            recording: 900_006,
            sound: 900_007,
            picture: "0".repeat(64),
            receipt: "0".repeat(48),
        }
    }
}

/// An MP3 of silence, which differs by its length.
fn mp3(frames: usize) -> Vec<u8> {
    let mut frame = vec![0xFF, 0xFB, 0x90, 0x00];
    frame.resize(417, 0);
    frame.repeat(frames)
}

/// A picture of the bank; answers its name.
async fn picture(exams: &Exams, of: &str) -> String {
    let content = format!("\u{89}PNG of {of}");
    let hash = BlobHash::from(<[u8; 32]>::from(Sha256::digest(&content))).to_string();
    let folder = exams.app.test.dir.path().join("data/media/exams").join(&hash[..2]);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(&hash[2..]), &content).unwrap();
    let (name, len) = (hash.clone(), i64::try_from(content.len()).unwrap());
    let insert = async move |tx: &mut Tx<'_>| tx.number(IMAGE, params![&name, len]).await;
    exams.app.test.db.write(insert).await.unwrap();
    hash
}

/// A package of somebody's own: a question with a sound and a picture, and one to be answered by voice.
async fn package(exams: &Exams, called: &str, frames: usize) -> (i64, Things) {
    let post = async |path: &str, body: Value| id_of(&exams.admin.post(path, &body).await.expect(201));
    let package = post("/api/v1/test-packages", json!({"title": called})).await;
    let section = post("/api/v1/sections", json!({"title": called, "duration": 1800})).await;
    let (kind, body) = form("file", &format!("{called}.mp3"), "audio/mpeg", &mp3(frames));
    let sound = send(&exams.author, "POST", "/api/v1/audio", &[("content-type", &kind)], body).await;
    let sound = id_of(&sound.expect(200));
    let picture = picture(exams, called).await;
    let question = |with: Value| {
        let mut body = json!({"packageId": package, "sectionId": section, "sectionDuration": 1800});
        body.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        body
    };
    let chosen = question(
        json!({"question": format!("Apa? ![gambar](image:{picture})"), "questionType": "multiple_choice",
        "optionQuestions": [{"label": "A", "value": "ya"}, {"label": "B", "value": "tidak"}], "answerKey": ["A"], "audioId": sound}),
    );
    let chosen = post("/api/v1/questions", chosen).await;
    let spoken =
        question(json!({"question": "Bicara!", "questionType": "speaking", "preparationTime": 5, "responseTime": 60}));
    let spoken = post("/api/v1/questions", spoken).await;
    let path = format!("/api/v1/test-packages/{package}/publish");
    exams.author.call(http::Method::POST, &path).await.expect(200);
    let things = Things {
        name: called.into(),
        question: chosen,
        spoken,
        sound,
        picture,
        ..Things::nobodys()
    };
    (package, things)
}

async fn seat(exams: &Exams, event: i64, name: &str) -> Sitter {
    let body = json!({"eventId": event, "name": name, "registeredNumber": name});
    exams.admin.post("/api/v1/participants", &body).await.expect(201);
    Sitter::log_in(&exams.app.anyone, json!({"name": name, "registeredNumber": name})).await
}

/// Somebody who sits a package of their own, and has answered, spoken and been recorded; somebody else of the same event has
/// handed in.
async fn sits(exams: &Exams, called: &str, frames: usize) -> (Sitter, Things) {
    let (package, mut things) = package(exams, called, frames).await;
    things.event = plan(exams, package, json!({"title": called, "recordVideo": true})).await;
    let other = seat(exams, things.event, &format!("{called}-lain")).await;
    let handed = json!({"attemptId": other.start().await, "highestSeq": 0});
    let handed = other.post("submit", handed).await.expect(200).json();
    things.receipt = handed["receipt"].as_str().unwrap().to_owned();
    let sitter = seat(exams, things.event, called).await;
    things.attempt = sitter.start().await;
    assert_eq!(
        sitter.save(things.attempt, &[(things.question, 1, json!("A"))]).await,
        ["accepted"]
    );
    let take = json!({"questionId": things.spoken, "mimeType": "audio/webm", "take": 1});
    things.take = id_of(&sitter.post("audio-responses", take).await.expect(201));
    let recorder = json!({"stream": "camera", "mimeType": "video/webm", "recorderSession": 0});
    things.recording = id_of(&sitter.post("recordings", recorder).await.expect(201));
    for place in [
        format!("audio-responses/{}", things.take),
        format!("recordings/{}", things.recording),
    ] {
        put_piece(&sitter, &format!("{place}/chunks/0"), PIECES[0])
            .await
            .expect(200);
    }
    (sitter, things)
}

/// What is sent.
enum Sent {
    Nothing,
    Json(Value),
    /// A piece of a recording.
    Piece,
}

/// What somebody with an attempt and a name of their own asks of a route with another's things; nothing if the route has
/// nothing to do with others, `None` if nobody has thought of it.
fn tries(route: &str, own: &Things, of: &Things) -> Option<Vec<(String, Sent)>> {
    let one = |path: String, sent: Sent| Some(vec![(path, sent)]);
    let answer = |attempt: i64| json!({"attemptId": attempt, "answers": [{"questionId": of.question, "clientSeq": 7, "value": "B"}]});
    match route {
        // By another's name with the own number, or by the own name at another's event.
        "POST /exam/auth/login" => Some(vec![
            (
                "auth/login".into(),
                Sent::Json(json!({"name": of.name, "registeredNumber": own.name})),
            ),
            (
                "auth/login".into(),
                Sent::Json(json!({"name": own.name, "registeredNumber": own.name, "eventId": of.event})),
            ),
        ]),
        // They name titles of the institution, and numbers of the caller's own sections.
        "POST /exam/auth/register" | "POST /exam/sections/{n}/open" | "POST /exam/sections/{n}/close" => {
            Some(Vec::new())
        }
        "PUT /exam/answers" => Some(vec![
            ("answers".into(), Sent::Json(answer(of.attempt))),
            ("answers".into(), Sent::Json(answer(own.attempt))),
        ]),
        "POST /exam/submit" => one(
            "submit".into(),
            Sent::Json(json!({"attemptId": of.attempt, "highestSeq": 1})),
        ),
        "GET /exam/audio/{id}" => one(format!("audio/{}", of.sound), Sent::Nothing),
        "GET /exam/images/{hash}" => one(format!("images/{}", of.picture), Sent::Nothing),
        "POST /exam/audio-responses" => one(
            "audio-responses".into(),
            Sent::Json(json!({"questionId": of.spoken, "mimeType": "audio/webm", "take": 1})),
        ),
        "GET /exam/audio-responses/{id}" => one(format!("audio-responses/{}", of.take), Sent::Nothing),
        "PUT /exam/audio-responses/{id}/chunks/{seq}" => Some(vec![
            // One that is there, as it is there, and one that is not.
            (format!("audio-responses/{}/chunks/0", of.take), Sent::Piece),
            (format!("audio-responses/{}/chunks/1", of.take), Sent::Piece),
        ]),
        "POST /exam/audio-responses/{id}/complete" => one(
            format!("audio-responses/{}/complete", of.take),
            Sent::Json(json!({"chunks": 1})),
        ),
        "GET /exam/recordings/{id}" => one(format!("recordings/{}", of.recording), Sent::Nothing),
        "PUT /exam/recordings/{id}/chunks/{seq}" => Some(vec![
            (format!("recordings/{}/chunks/0", of.recording), Sent::Piece),
            (format!("recordings/{}/chunks/1?session=0", of.recording), Sent::Piece),
        ]),
        "POST /exam/recordings/{id}/complete" => one(
            format!("recordings/{}/complete", of.recording),
            Sent::Json(json!({"chunks": 1})),
        ),
        // For everybody who was shown one; nobody can guess it.
        "GET /exam/receipts/{receipt}" => Some(Vec::new()),
        _ => None,
    }
}

/// The names of all members that a schema speaks of.
fn members(schema: &Value, into: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(properties) = map.get("properties").and_then(Value::as_object) {
                into.extend(properties.keys().cloned());
            }
            map.values().for_each(|value| members(value, into));
        }
        Value::Array(list) => list.iter().for_each(|value| members(value, into)),
        _ => {}
    }
}

/// Whether a route is told which thing is meant: in its path, its query or its body.
fn takes_an_id(doc: &EndpointDoc) -> bool {
    let mut names: BTreeSet<String> = doc.queries.iter().map(|query| query.name.to_owned()).collect();
    if let Some(body) = &doc.body {
        let mut generator = SchemaGenerator::default();
        let schema = serde_json::to_value((body.schema)(&mut generator)).unwrap();
        members(&schema, &mut names);
        members(&Value::Object(generator.take_definitions(true)), &mut names);
    }
    !doc.parts.is_empty() || names.iter().any(|name| name == "id" || name.ends_with("Id"))
}

fn routes() -> Vec<String> {
    let all = assessment::endpoint_docs().into_iter();
    let own: Vec<_> = all
        .filter(|doc| doc.path.starts_with(BASE) && takes_an_id(doc))
        .map(|doc| format!("{} {}", doc.verb.name(), doc.path.strip_prefix("/api/v1").unwrap()))
        .collect();
    assert!(own.len() >= 15, "{own:?}");
    own
}

async fn ask(sitter: &Sitter, route: &str, path: &str, sent: Sent) -> Answer {
    let (verb, _) = route.split_once(' ').unwrap();
    let whole = format!("{BASE}/{path}");
    match sent {
        Sent::Piece => put_piece(sitter, path, PIECES[0]).await,
        Sent::Json(body) => sitter.client.call_json(verb.parse().unwrap(), &whole, &body).await,
        Sent::Nothing => sitter.client.call(verb.parse().unwrap(), &whole).await,
    }
}

/// What is told of a refusal, without what differs for the same thing.
fn told(answer: &Answer) -> (u16, Value) {
    let mut body = answer.json();
    body.as_object_mut().unwrap().remove("serverNow");
    if let Some(results) = body["results"].as_array_mut() {
        for result in results {
            result.as_object_mut().unwrap().remove("questionId");
        }
    }
    (answer.status.as_u16(), body)
}

/// All that participants and supervisors can see of somebody.
async fn seen(exams: &Exams, sitter: &Sitter, things: &Things) -> Vec<Value> {
    let mut all = Vec::new();
    for path in [
        "state".to_owned(),
        "lobby".to_owned(),
        format!("audio-responses/{}", things.take),
        format!("recordings/{}", things.recording),
        format!("receipts/{}", things.receipt),
    ] {
        all.push(sitter.get(&path).await.expect(200).json());
    }
    for path in [
        format!("participants/{}?option=raw", sitter.id),
        format!("video-proctor/participant/{}", sitter.id),
        format!("test-response/participant/{}", sitter.id),
    ] {
        all.push(exams.admin.get(&format!("/api/v1/{path}")).await.expect(200).json());
    }
    all
}

both_engines! {
    async fn what_belongs_to_another_is_answered_as_if_it_did_not_exist(test: TestDb) {
        let exams = Exams::new(test).await;
        let (ani, own) = sits(&exams, "ani", 100).await;
        let (budi, of_budi) = sits(&exams, "budi", 200).await;
        let before = seen(&exams, &budi, &of_budi).await;
        for route in routes() {
            let tried = tries(&route, &own, &of_budi).unwrap_or_else(|| panic!("{route} has no case: what of another could it be asked for?"));
            let nothing = tries(&route, &own, &Things::nobodys()).unwrap();
            for ((path, sent), (nowhere, nothing)) in tried.into_iter().zip(nothing) {
                let is_batch = matches!(&sent, Sent::Json(body) if body["attemptId"] == json!(own.attempt) && !body["answers"].is_null());
                let (answer, missing) = if path.starts_with("auth/") {
                    let (Sent::Json(body), Sent::Json(nobodys)) = (&sent, &nothing) else { unreachable!() };
                    let login = format!("{BASE}/{path}");
                    (post_as_nobody(&exams.app.anyone, &login, body).await, post_as_nobody(&exams.app.anyone, &login, nobodys).await)
                } else {
                    (ask(&ani, &route, &path, sent).await, ask(&ani, &route, &nowhere, nothing).await)
                };
                let (status, body) = told(&answer);
                assert_eq!((status, &body), (missing.status.as_u16(), &told(&missing).1), "{route} at {path}");
                if is_batch {
                    // The own attempt does not ask another's question.
                    assert_eq!(body["results"][0]["outcome"], "invalid", "{route}: {body}");
                } else {
                    let refused = if path.starts_with("auth/") { 401 } else { 404 };
                    assert_eq!(status, refused, "{route} at {path}: {body}");
                }
                let same = |name: &str| answer.headers.get(name) == missing.headers.get(name);
                assert!(["etag", "content-type", "x-plays-used", "set-cookie"].into_iter().all(same), "{route} at {path}");
            }
        }
        assert_eq!(seen(&exams, &budi, &of_budi).await, before);
        // Each has what is theirs.
        for (sitter, things) in [(&ani, &own), (&budi, &of_budi)] {
            sitter.get(&format!("audio/{}", things.sound)).await.expect(200);
            sitter.get(&format!("images/{}", things.picture)).await.expect(200);
        }
    }

    async fn a_receipt_tells_whoever_has_it_nothing_of_what_was_answered(test: TestDb) {
        let exams = Exams::new(test).await;
        let (ani, _) = sits(&exams, "ani", 100).await;
        let (_, of_budi) = sits(&exams, "budi", 200).await;
        let shown = ani.get(&format!("receipts/{}", of_budi.receipt)).await.expect(200).json();
        let told: BTreeSet<&str> = shown.as_object().unwrap().keys().map(String::as_str).collect();
        let known = ["receipt", "valid", "eventTitle", "examRegisteredNumber", "submittedAt", "submitReason", "answers", "serverNow"];
        assert_eq!(told, BTreeSet::from(known));
        assert!(!shown.to_string().contains("budi-lain"), "{shown}");
        // One that was altered is none.
        let altered = format!("{}{}", &of_budi.receipt[1..], &of_budi.receipt[..1]);
        ani.get(&format!("receipts/{altered}")).await.expect(404);
    }
}
