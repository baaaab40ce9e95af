//! Spoken answers: begun by the server's clock, sent in pieces in any order, joined, and heard by raters.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{Answer, TestDb, both_engines};

use crate::{
    assessment_bank::{Bank, id_of},
    assessment_exam_support::{BASE, Sitter, Sitting, code, plan},
    assessment_support::files,
    trackmate_support::send,
};

/// What a browser recorded, in the pieces in which it came.
pub(crate) const PIECES: [&[u8]; 3] = [
    include_bytes!("../../../recordings/tests-data/webm/A0.bin"),
    include_bytes!("../../../recordings/tests-data/webm/A1.bin"),
    include_bytes!("../../../recordings/tests-data/webm/A2.bin"),
];

/// A WAV of 8,000 samples of 8 bits in a second.
pub(crate) fn wav(samples: u32) -> Vec<u8> {
    let mut file = b"RIFF".to_vec();
    file.extend((36 + samples).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1F\0\0\x40\x1F\0\0\x01\0\x08\0data");
    file.extend(samples.to_le_bytes());
    file.extend(std::iter::repeat_n(0x80, samples as usize));
    file
}

/// The SHA-256 of a piece, in hexadecimal digits.
pub(crate) fn sha256(content: &[u8]) -> String {
    platform::text::hex(&Sha256::digest(content))
}

/// Sends a piece with its digest.
pub(crate) async fn put_piece(sitter: &Sitter, path: &str, content: &[u8]) -> Answer {
    let digest = sha256(content);
    let headers = [
        ("content-type", "application/octet-stream"),
        ("x-content-sha256", digest.as_str()),
    ];
    send(
        &sitter.client,
        "PUT",
        &format!("{BASE}/{path}"),
        &headers,
        content.to_vec(),
    )
    .await
}

/// A sitting of a section (10 minutes) with a speaking question and a written one, and somebody who sits it.
struct Speaking {
    sitting: Sitting,
    ani: Sitter,
    attempt: i64,
    question: i64,
    written: i64,
}

impl Speaking {
    async fn new(test: TestDb) -> Self {
        let bank = Bank::new(test).await;
        let speaking = json!({"question": "Say!", "questionType": "speaking", "optionQuestions": null, "answerKey": null,
            "sectionDuration": 600, "preparationTime": 15, "responseTime": 45});
        let question = bank.question(speaking).await;
        let written = bank.question(json!({"question": "Capital?"})).await;
        bank.publish().await.expect(200);
        let event = plan(
            &bank.exams,
            bank.package,
            json!({"offlineGraceSeconds": 300, "graceSeconds": 10}),
        )
        .await;
        let sitting = Sitting {
            bank,
            event,
            questions: vec![question, written],
        };
        let ani = sitting.ani().await;
        let attempt = ani.start().await;
        Self {
            sitting,
            ani,
            attempt,
            question,
            written,
        }
    }

    async fn begin(&self, take: i64) -> Answer {
        let body = json!({"questionId": self.question, "mimeType": "audio/webm;codecs=opus", "take": take});
        self.ani.post("audio-responses", body).await
    }

    async fn put(&self, id: i64, seq: usize, content: &[u8]) -> Answer {
        put_piece(&self.ani, &format!("audio-responses/{id}/chunks/{seq}"), content).await
    }

    async fn complete(&self, id: i64, chunks: usize) -> Answer {
        let path = format!("audio-responses/{id}/complete");
        self.ani.post(&path, json!({"chunks": chunks})).await
    }

    async fn state(&self) -> Value {
        self.ani.get("state").await.expect(200).json()
    }

    /// Somebody else who begins to speak and sends a first piece; with the id of what is said.
    async fn other(&self, name: &str, piece: &[u8]) -> (Sitter, i64) {
        self.sitting.add(name, name).await;
        let body = json!({"name": name, "registeredNumber": name});
        let sitter = Sitter::log_in(&self.sitting.exams().app.anyone, body).await;
        sitter.start().await;
        let take = json!({"questionId": self.question, "mimeType": "audio/webm", "take": 1});
        let id = id_of(&sitter.post("audio-responses", take).await.expect(201));
        put_piece(&sitter, &format!("audio-responses/{id}/chunks/0"), piece)
            .await
            .expect(200);
        (sitter, id)
    }

    /// What raters hear of a participant.
    async fn heard(&self, participant: i64) -> Vec<u8> {
        let rater = &self.sitting.exams().rater;
        let path = format!("/api/v1/test-response/question/{}/{participant}", self.question);
        let response = rater.get(&path).await.expect(200).json();
        let url = response["audio"]["url"].as_str().unwrap().to_owned();
        let sound = rater.get(&url).await.expect(200);
        // It is for nobody's store but the rater's own.
        assert_eq!(sound.headers["cache-control"], "private, no-cache");
        sound.body
    }

    /// Does what the server does every minute.
    async fn finish(&self) {
        let app = &self.sitting.exams().app.app;
        app.wired.assessment.finish_abandoned_speech().await.unwrap();
    }
}

both_engines! {
    async fn what_somebody_says_is_joined_and_is_their_answer(test: TestDb) {
        let speaking = Speaking::new(test).await;
        let begun = speaking.begin(1).await.expect(201);
        let id = id_of(&begun);
        let started = begun.json()["startedAt"].clone();
        assert_eq!(started, json!(speaking.sitting.now()));
        speaking.sitting.wait(20);
        // A page that is loaded again goes on where the server's clock says.
        let again = speaking.begin(1).await.expect(201).json();
        assert_eq!((&again["id"], &again["startedAt"]), (&json!(id), &started));
        for seq in [2, 0] {
            assert_eq!(speaking.put(id, seq, PIECES[seq]).await.expect(200).json()["seq"], json!(seq));
        }
        speaking.put(id, 0, PIECES[0]).await.expect(200);
        assert_eq!(code(&speaking.put(id, 0, PIECES[1]).await.expect(409)), "other_chunk");
        let held = speaking.state().await["speech"].clone();
        let expected = json!([{"id": id, "questionId": speaking.question, "take": 1, "mimeType": "audio/webm",
            "startedAt": started, "status": "recording", "chunks": [0, 2]}]);
        assert_eq!(held, expected);
        let behind = speaking.complete(id, 4).await.expect(409);
        assert_eq!((code(&behind), &behind.json()["missing"]), ("chunks_missing".into(), &json!([1, 3])));
        speaking.complete(id, 1).await.expect(400);
        speaking.put(id, 1, PIECES[1]).await.expect(200);
        let done = speaking.complete(id, 3).await.expect(200).json();
        assert_eq!(done["audioResponseId"], json!(id));
        let lasts = done["durationMs"].as_i64().unwrap();
        assert!((5_000..7_000).contains(&lasts), "{done}");
        assert_eq!(speaking.complete(id, 3).await.expect(200).json()["durationMs"], done["durationMs"]);
        let shown = speaking.ani.get(&format!("audio-responses/{id}")).await.expect(200).json();
        assert_eq!((&shown["status"], &shown["chunks"], &shown["durationMs"]), (&json!("complete"), &json!([0, 1, 2]), &done["durationMs"]));
        let state = speaking.state().await;
        assert_eq!((&state["answers"][0]["audioResponseId"], &state["answers"][0]["value"]), (&json!(id), &Value::Null));
        // It counts, so there is no other take.
        assert_eq!(code(&speaking.begin(1).await.expect(409)), "take_used");
        assert_eq!(code(&speaking.begin(2).await.expect(409)), "take_used");

        let receipt = speaking.ani.post("submit", json!({"attemptId": speaking.attempt, "highestSeq": 0})).await.expect(200);
        assert_eq!(receipt.json()["answers"], 1);
        speaking.sitting.sweep().await;
        assert_eq!(speaking.sitting.status(speaking.ani.id).await, "awaiting_rating");
        let path = format!("/api/v1/events/{}/ratings/queue", speaking.sitting.event);
        let waiting = speaking.sitting.exams().rater.get(&path).await.expect(200).text();
        assert!(waiting.contains("audio/webm") && waiting.contains(&format!("\"durationMs\":{lasts}")), "{waiting}");
    }

    async fn the_files_of_pieces_go_once_they_are_joined_and_what_was_said_stays(test: TestDb) {
        let speaking = Speaking::new(test).await;
        let exams = speaking.sitting.exams();
        let before = files(exams);
        let id = id_of(&speaking.begin(1).await.expect(201));
        for (seq, piece) in PIECES.iter().enumerate() {
            speaking.put(id, seq, piece).await.expect(200);
        }
        // Somebody else's recorder has sent the same bytes, and another one everything at once.
        let (budi, of_budi) = speaking.other("Budi", PIECES[0]).await;
        let sound = wav(8000);
        let (cici, of_cici) = speaking.other("Cici", &sound).await;
        let done = speaking.complete(id, 3).await.expect(200).json();
        cici.post(&format!("audio-responses/{of_cici}/complete"), json!({"chunks": 1})).await.expect(200);
        // Three pieces, the whole of them, and one that is a whole.
        assert_eq!(files(exams) - before, 5);
        // As a server does that was stopped before it removed them.
        for _again in 0..2 {
            speaking.finish().await;
            // The whole, Budi's piece, and Cici's.
            assert_eq!(files(exams) - before, 3);
        }
        assert_eq!(speaking.heard(speaking.ani.id).await, PIECES.concat());
        assert_eq!(speaking.heard(cici.id).await, sound);
        put_piece(&budi, &format!("audio-responses/{of_budi}/chunks/1"), PIECES[1]).await.expect(200);
        budi.post(&format!("audio-responses/{of_budi}/complete"), json!({"chunks": 2})).await.expect(200);
        speaking.finish().await;
        assert_eq!((files(exams) - before, speaking.heard(budi.id).await), (3, PIECES[..2].concat()));
        // What comes once more is known as it was.
        speaking.put(id, 0, PIECES[0]).await.expect(200);
        assert_eq!(code(&speaking.put(id, 0, PIECES[1]).await.expect(409)), "other_chunk");
        assert_eq!(speaking.complete(id, 3).await.expect(200).json()["durationMs"], done["durationMs"]);
        let shown = speaking.ani.get(&format!("audio-responses/{id}")).await.expect(200).json();
        assert_eq!(shown["chunks"], json!([0, 1, 2]));
        exams.app.test.db.integrity().await.unwrap();
    }

    async fn pieces_are_taken_with_their_digest_from_their_speaker_alone(test: TestDb) {
        let speaking = Speaking::new(test).await;
        let id = id_of(&speaking.begin(1).await.expect(201));
        let path = format!("{BASE}/audio-responses/{id}/chunks/0");
        let put = async |headers: &[(&str, &str)]| send(&speaking.ani.client, "PUT", &path, headers, b"abc".to_vec()).await;
        assert_eq!(code(&put(&[]).await.expect(400)), "digest_needed");
        assert_eq!(code(&put(&[("x-content-sha256", "abc")]).await.expect(400)), "digest_needed");
        let other = sha256(b"abd");
        assert_eq!(code(&put(&[("x-content-sha256", &other)]).await.expect(400)), "digest_differs");
        put(&[("digest", "sha-256=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")]).await.expect(200);
        put_piece(&speaking.ani, &format!("audio-responses/{id}/chunks/20000"), b"x").await.expect(400);
        put_piece(&speaking.ani, &format!("audio-responses/{id}/chunks/1"), b"").await.expect(400);
        speaking.sitting.add("Budi", "0072").await;
        let budi = Sitter::log_in(&speaking.sitting.exams().app.anyone, json!({"name": "Budi", "registeredNumber": "0072"})).await;
        budi.start().await;
        for answer in [
            put_piece(&budi, &format!("audio-responses/{id}/chunks/1"), b"x").await,
            budi.get(&format!("audio-responses/{id}")).await,
            budi.post(&format!("audio-responses/{id}/complete"), json!({"chunks": 1})).await,
        ] {
            answer.expect(404);
        }
        // All pieces together have a bound.
        let large = vec![0_u8; 11 * 1024 * 1024];
        speaking.put(id, 1, &large).await.expect(200);
        speaking.put(id, 2, &large).await.expect(413);
        assert_eq!(speaking.state().await["speech"][0]["chunks"], json!([0, 1]));
    }

    async fn what_is_no_sound_fails_its_take_and_another_may_follow(test: TestDb) {
        let speaking = Speaking::new(test).await;
        let id = id_of(&speaking.begin(1).await.expect(201));
        speaking.put(id, 0, b"<html></html>").await.expect(200);
        assert_eq!(code(&speaking.complete(id, 1).await.expect(415)), "speech.not_taken");
        assert_eq!(code(&speaking.complete(id, 1).await.expect(409)), "take_ended");
        assert_eq!(code(&speaking.put(id, 1, b"x").await.expect(409)), "take_ended");
        speaking.begin(3).await.expect(400);
        let second = id_of(&speaking.begin(2).await.expect(201));
        speaking.put(second, 0, &wav(12_000)).await.expect(200);
        // The content says what it is, whatever the recorder said.
        assert_eq!(speaking.complete(second, 1).await.expect(200).json()["durationMs"], 1500);
        let speech = speaking.state().await["speech"].clone();
        assert_eq!((&speech[0]["status"], &speech[1]["status"]), (&json!("failed"), &json!("complete")));
    }

    async fn only_a_speaking_question_of_the_open_section_is_answered_by_voice(test: TestDb) {
        let speaking = Speaking::new(test).await;
        let begin = async |question: i64, kind: &str| {
            speaking.ani.post("audio-responses", json!({"questionId": question, "mimeType": kind, "take": 1})).await
        };
        begin(speaking.written, "audio/webm").await.expect(404);
        begin(999_999, "audio/webm").await.expect(404);
        begin(speaking.question, "audio/ogg").await.expect(400);
        begin(speaking.question, "text/html").await.expect(400);
        speaking.sitting.wait(601);
        assert_eq!(code(&begin(speaking.question, "audio/webm").await.expect(409)), "section_not_open");
    }

    async fn what_was_begun_in_time_arrives_late_and_no_later(test: TestDb) {
        let speaking = Speaking::new(test).await;
        let id = id_of(&speaking.begin(1).await.expect(201));
        speaking.put(id, 0, PIECES[0]).await.expect(200);
        // The section ends at 600 seconds, and the attempt with it.
        speaking.sitting.wait(700);
        speaking.sitting.sweep().await;
        assert_eq!(speaking.state().await["state"], "scored");
        speaking.put(id, 1, PIECES[1]).await.expect(200);
        speaking.complete(id, 2).await.expect(200);
        speaking.sitting.sweep().await;
        assert_eq!(speaking.sitting.status(speaking.ani.id).await, "awaiting_rating");
        speaking.sitting.wait(201);
        assert_eq!(code(&speaking.put(id, 2, PIECES[2]).await.expect(409)), "section_not_open");
    }

    async fn what_nobody_completed_is_joined_as_far_as_it_arrived(test: TestDb) {
        let speaking = Speaking::new(test).await;
        let id = id_of(&speaking.begin(1).await.expect(201));
        speaking.put(id, 0, PIECES[0]).await.expect(200);
        speaking.put(id, 2, PIECES[2]).await.expect(200);
        speaking.sitting.wait(700);
        speaking.sitting.sweep().await;
        speaking.finish().await;
        assert_eq!(speaking.state().await["speech"][0]["status"], "recording");
        speaking.sitting.wait(400);
        speaking.finish().await;
        speaking.sitting.sweep().await;
        let speech = speaking.state().await["speech"][0].clone();
        assert_eq!(speech["status"], "complete");
        assert!(speech["durationMs"].as_i64().unwrap() < 3_000, "{speech}");
        assert_eq!(speaking.sitting.status(speaking.ani.id).await, "awaiting_rating");
    }

    async fn what_is_handed_in_while_it_arrives_is_an_answer_and_keeps_its_receipt(test: TestDb) {
        let speaking = Speaking::new(test).await;
        let id = id_of(&speaking.begin(1).await.expect(201));
        speaking.put(id, 0, PIECES[0]).await.expect(200);
        let handed = speaking.ani.post("submit", json!({"attemptId": speaking.attempt, "highestSeq": 0})).await.expect(200).json();
        assert_eq!(handed["answers"], 1);
        assert_eq!(code(&speaking.put(id, 1, PIECES[1]).await.expect(409)), "attempt_ended");
        speaking.sitting.wait(1);
        speaking.finish().await;
        assert_eq!(speaking.state().await["speech"][0]["status"], "complete");
        let path = format!("{BASE}/receipts/{}", handed["receipt"].as_str().unwrap());
        let shown = speaking.sitting.exams().app.anyone.get(&path).await.expect(200).json();
        assert_eq!((&shown["valid"], &shown["answers"]), (&json!(true), &json!(1)));
    }
}
